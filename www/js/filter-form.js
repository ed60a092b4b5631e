// The filter controls: fills them from a state, reads them into one.

import { el, setText, swap } from "./dom.js";
import { count, yearly } from "./format.js";
import { isReversed, RANGES } from "./filters.js";
import { EDUCATION, IMPACT_TYPES, RISKS } from "./labels.js";
import { riskBadge } from "./marks.js";
import { debounce } from "./latest.js";
import { shortGroup } from "./words.js";

const FIELDS = [
  "group",
  "minWage",
  "maxWage",
  "minScore",
  "maxScore",
  "education",
  "impactType",
];

function riskOption(risk) {
  return el(
    "label",
    { class: "option" },
    el("input", {
      type: "checkbox",
      name: "risk",
      value: risk,
      "data-testid": "filter-risk",
    }),
    riskBadge(risk),
    el("span", {
      class: "option-count muted num",
      "data-risk-count": risk,
      "data-testid": "risk-count",
    }),
  );
}

const option = (value, text) => el("option", { value, text, "data-text": text });

function options(select, values) {
  for (const value of values) select.append(option(value, value));
}

export function createFilterForm(form, onChange) {
  const riskBox = form.querySelector("#risk-options");
  swap(riskBox, RISKS.map(riskOption));
  options(form.elements.education, EDUCATION);
  options(form.elements.impactType, IMPACT_TYPES);

  function read() {
    const values = {};
    for (const name of FIELDS) {
      values[name] = form.elements[name].value.trim();
    }
    values.risk = [...riskBox.querySelectorAll("input:checked")].map(
      (box) => box.value,
    );
    return values;
  }

  let facets = {};

  // What each choice would find, all other filters being as they are.
  function showCounts() {
    for (const { value, count: n } of facets.risk ?? []) {
      const box = riskBox.querySelector(`[data-risk-count="${value}"]`);
      if (box) box.textContent = count(n);
    }
    for (const name of ["group", "education", "impactType"]) {
      const found = new Map(facets[name]?.map((f) => [f.value, f.count]));
      for (const choice of form.elements[name].options) {
        const n = found.get(choice.value);
        if (n !== undefined)
          choice.textContent = `${choice.dataset.text} (${count(n)})`;
      }
    }
  }

  // What is wrong with a range, in words; "" when it can be asked for.
  function faultOf(min, max, name) {
    const wrong = [form.elements[min], form.elements[max]].find((f) => !f.validity.valid);
    if (wrong?.validity.badInput) return "That is no number.";
    if (wrong) return `Between ${count(Number(wrong.min))} and ${count(Number(wrong.max))}.`;
    return isReversed(form.elements[min].value, form.elements[max].value)
      ? `The lowest ${name} is above the highest.`
      : "";
  }

  // Each range says what is wrong with it, before anything is asked; those that
  // can be asked for are returned.
  function check() {
    return RANGES.filter(([min, max, name]) => {
      const words = faultOf(min, max, name);
      setText(form.querySelector(`#${name}-error`), words);
      for (const field of [form.elements[min], form.elements[max]])
        field.setAttribute("aria-invalid", String(words !== ""));
      return words === "";
    });
  }

  // A range that makes no sense leaves what is asked for as it was.
  function report() {
    const good = new Set(check().flatMap(([min, max]) => [min, max]));
    const values = read();
    for (const [min, max] of RANGES)
      for (const name of [min, max]) if (!good.has(name)) delete values[name];
    onChange(values);
  }
  const soon = debounce(report, 400);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon.cancel();
    report();
  });
  form.addEventListener("input", (event) => {
    if (event.target.type === "number") soon();
  });
  form.addEventListener("change", () => {
    soon.cancel();
    report();
  });

  return {
    write(state) {
      soon.cancel();
      const good = new Set(check().flatMap(([min, max]) => [min, max]));
      for (const name of FIELDS) {
        const field = form.elements[name];
        const typing =
          field === document.activeElement &&
          Number(field.value) === Number(state[name]);
        const faulty = field.type === "number" && !good.has(name);
        if (!typing && !faulty) field.value = state[name];
      }
      for (const box of riskBox.querySelectorAll("input")) {
        box.checked = state.risk.includes(box.value);
      }
      check();
    },

    // What was typed and made no sense goes as well.
    clear() {
      for (const [min, max] of RANGES)
        form.elements[min].value = form.elements[max].value = "";
      check();
    },

    // A group of the address must be selectable before the list has come.
    groups(list, chosen) {
      const select = form.elements.group;
      const choices = list.map((g) => option(g.group, shortGroup(g.title)));
      swap(select, el("option", { value: "", text: "All groups" }), choices);
      if (chosen && !list.some((g) => g.group === chosen)) {
        select.append(option(chosen, chosen));
      }
      select.value = chosen;
      showCounts();
    },

    // `facets` of the list.
    counts(latest) {
      facets = latest;
      showCounts();
    },
  };
}

const CHIP_WORDS = {
  search: (v) => `\u201c${v}\u201d`,
  minWage: (v) => `wage from ${yearly(Number(v))}`,
  maxWage: (v) => `wage to ${yearly(Number(v))}`,
  minScore: (v) => `score from ${v}`,
  maxScore: (v) => `score to ${v}`,
  risk: (v) => `${v} risk`,
};

// Every filter that is on, each with a button that takes it off.
export function drawChips(box, state, groupTitle, remove) {
  const chips = [];
  const add = (key, value, words) => {
    const label = words ?? CHIP_WORDS[key]?.(value) ?? value;
    chips.push(
      el(
        "button",
        {
          class: "chip",
          type: "button",
          "aria-label": `Remove filter: ${label}`,
          onclick: () => remove(key, value),
        },
        label,
        el("span", { "aria-hidden": "true", text: "\u00d7" }),
      ),
    );
  };
  if (state.search) add("search", state.search);
  for (const risk of state.risk) add("risk", risk);
  if (state.group) add("group", state.group, groupTitle(state.group));
  for (const key of FIELDS.slice(1)) if (state[key] !== "") add(key, state[key]);
  swap(box, chips);
  return chips.length;
}

// The search box with its suggestions, after the ARIA combobox pattern:
// focus stays in the input, the active option is named by it.

import { el, setText, swap } from "./dom.js";
import { plural, score } from "./format.js";
import { request, withQuery } from "./api.js";
import { createLatest, debounce } from "./latest.js";
import { riskBadge } from "./marks.js";

const SUGGESTIONS = 8;
const SUGGEST_AFTER_MS = 140;

export const jobAddress = (code) => `/job.html?code=${encodeURIComponent(code)}`;

function option(item, index, choose) {
  const same = item.matchedTitle?.toLowerCase() === item.title.toLowerCase();
  const also =
    item.matchedTitle && !same
      ? el("span", { class: "also", text: `also: ${item.matchedTitle}` })
      : null;
  return el(
    "li",
    {
      id: `suggestion-${index}`,
      role: "option",
      "aria-selected": "false",
      "data-code": item.code,
      "data-testid": "suggestion",
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => choose(item),
    },
    el("span", { class: "title" }, item.title, also),
    el(
      "span",
      { class: "meta num" },
      riskBadge(item.automationRisk),
      ` ${score(item.aiImpactScore)}`,
    ),
  );
}

export function createCombobox({ input, list, status, onSearch }) {
  const latest = createLatest();
  let items = [];
  let active = -1;

  const isOpen = () => !list.hidden;

  function mark(index) {
    active = index;
    [...list.children].forEach((node, i) => {
      node.setAttribute("aria-selected", String(i === index));
      if (i === index) node.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `suggestion-${index}`);
  }

  function close() {
    ask.cancel();
    latest.cancel();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
    setText(status, "");
  }

  function open() {
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    mark(-1);
    list.scrollIntoView({ block: "nearest" });
    setText(
      status,
      items.length ? `${plural(items.length, "suggestion")}` : "No suggestions",
    );
  }

  function choose(item) {
    close();
    window.location.assign(jobAddress(item.code));
  }

  async function suggest(text) {
    const params = new URLSearchParams({ q: text, limit: SUGGESTIONS });
    const answer = await latest.run((signal) =>
      request(withQuery("/api/jobs/suggestions", params), { signal }),
    );
    if (!answer || answer.error || input.value.trim() !== text) return;
    items = answer.value.suggestions;
    swap(
      list,
      items.map((item, i) => option(item, i, choose)),
    );
    open();
  }

  const ask = debounce(suggest, SUGGEST_AFTER_MS);

  function typed() {
    const text = input.value.trim();
    onSearch(text, false);
    if (text.length < 2) close();
    else ask(text);
  }

  function move(step) {
    if (!isOpen()) {
      if (input.value.trim().length >= 2) suggest(input.value.trim());
      return;
    }
    const next = active + step;
    mark(next < -1 ? items.length - 1 : next >= items.length ? -1 : next);
  }

  function enter() {
    if (isOpen() && active >= 0) {
      choose(items[active]);
      return;
    }
    close();
    onSearch(input.value.trim(), true);
  }

  function escape(event) {
    if (!isOpen()) return;
    event.preventDefault();
    close();
  }

  const keys = {
    ArrowDown: (event) => {
      event.preventDefault();
      move(1);
    },
    ArrowUp: (event) => {
      event.preventDefault();
      move(-1);
    },
    Enter: (event) => {
      event.preventDefault();
      enter();
    },
    Escape: escape,
    Tab: close,
  };

  input.addEventListener("input", typed);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (!event.isComposing) keys[event.key]?.(event);
  });
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.key !== "/" || busy || event.ctrlKey || event.metaKey || event.altKey)
      return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  return { close };
}

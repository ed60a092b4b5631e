// The fifteen national measures, each with its value or the reason for none.

import { el, swap } from "./dom.js";
import { count, isNumber, percent } from "./format.js";
import { measureCode, MEASURES } from "./labels.js";
import { money, withheld } from "./wages.js";

const WRITERS = {
  jobs: count,
  percent,
  year: (v) => money(v, "year"),
  hour: (v) => money(v, "hour"),
};

function row(measure) {
  const code = measureCode(measure.datatype);
  const known = MEASURES[code] ?? { name: measure.measure, unit: "jobs" };
  const value = isNumber(measure.value)
    ? WRITERS[known.unit](measure.value)
    : el("span", {
        class: "withheld",
        text: withheld(measure.reason, known.unit, measure.atLeast),
      });
  return el(
    "tr",
    {},
    el("td", { class: "num", text: code }),
    el("th", { scope: "row", text: known.name }),
    el("td", { class: "n" }, value),
    el("td", { class: "n", text: measure.year ? String(measure.year) : "" }),
  );
}

export function drawMeasures(box, job) {
  const head = [["Code"], ["Measure"], ["Value", "n"], ["May of", "n"]];
  swap(
    box,
    el("p", {
      class: "muted small",
      text: "A relative standard error says how precise an estimate is: the smaller, the better. Employment leaves out the self-employed.",
    }),
    el(
      "div",
      {
        class: "scroll",
        tabindex: "0",
        role: "group",
        "aria-label": "All published measures",
      },
      el(
        "table",
        { class: "grid measures" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            head.map(([text, cls]) => el("th", { scope: "col", class: cls, text })),
          ),
        ),
        el("tbody", {}, job.measures.map(row)),
      ),
    ),
  );
}

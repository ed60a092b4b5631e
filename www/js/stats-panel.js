// What the public pages show at this moment.

import { el, swap } from "./dom.js";
import { count, dateTime, mayOf, people, score, share, yearly } from "./format.js";
import { riskBadge } from "./marks.js";

const tile = (name, value, note) =>
  el(
    "div",
    {},
    el("dt", { text: name }),
    el("dd", { class: "num", text: value }),
    note ? el("dd", { class: "note", text: note }) : null,
  );

function riskRow(entry) {
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, riskBadge(entry.risk)),
    el("td", { class: "n", text: count(entry.jobs) }),
    el("td", { class: "n", text: share(entry.employmentShare) }),
  );
}

export function drawStats(box, stats) {
  const head = [["Risk"], ["Occupations", "n"], ["Of all workers", "n"]];
  swap(
    box,
    el(
      "dl",
      { class: "tiles" },
      tile("Occupations", count(stats.totalJobs), mayOf(stats.dataYear)),
      tile("Workers", people(stats.totalEmployment), mayOf(stats.dataYear)),
      tile("Mean score", score(stats.averages.aiImpactScore), "by workers"),
      tile(
        "Mean of median wages",
        yearly(stats.averages.meanOfMedianAnnualWages),
        `${mayOf(stats.dataYear)}, by workers`,
      ),
    ),
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": "By risk" },
      el(
        "table",
        { class: "grid" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            head.map(([text, cls]) => el("th", { scope: "col", class: cls, text })),
          ),
        ),
        el("tbody", {}, stats.byRisk.map(riskRow)),
      ),
    ),
    el("p", {
      class: "small muted",
      text: `Release ${stats.release ?? "not known"}, changed ${dateTime(stats.updatedAt)}`,
    }),
  );
}

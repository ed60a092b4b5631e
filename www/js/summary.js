// The strip of totals over the table.

import { byId, el, swap } from "./dom.js";
import { count, dateTime, mayOf, people, score } from "./format.js";

function put(strip, name, text, note) {
  const box = strip.querySelector(`[data-stat="${name}"]`);
  swap(box, text, note ? el("span", { class: "note", text: note }) : null);
}

export function drawSummary(strip, stats) {
  put(strip, "jobs", count(stats.totalJobs), mayOf(stats.dataYear));
  put(strip, "workers", people(stats.totalEmployment), mayOf(stats.dataYear));
  put(strip, "score", score(stats.averages.aiImpactScore), "of 100, by workers");
  byId("freshness").textContent =
    `Release ${stats.release ?? "not known"}, data year ${stats.dataYear ?? "not known"}; last changed ${dateTime(stats.updatedAt)}.`;
}

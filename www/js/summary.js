// The strip of totals over the table.

import { byId, el, swap } from "./dom.js";
import { count, dateTime, people, score } from "./format.js";

function put(strip, name, text, note) {
  const box = strip.querySelector(`[data-stat="${name}"]`);
  swap(box, text, note ? el("span", { class: "note", text: note }) : null);
}

export function drawSummary(strip, stats) {
  put(strip, "jobs", count(stats.totalJobs), `May ${stats.dataYear}`);
  put(strip, "workers", people(stats.totalEmployment), `May ${stats.dataYear}`);
  put(strip, "score", score(stats.averages.aiImpactScore), "of 100, by workers");
  byId("year-words").textContent = ` for May ${stats.dataYear}`;
  byId("freshness").textContent =
    `Release ${stats.release ?? "not known"}, data year ${stats.dataYear}; last changed ${dateTime(stats.updatedAt)}.`;
}

// The last runs, newest first, and the occupations that failed.

import { el, swap } from "./dom.js";
import { between, count, dateTime, plural } from "./format.js";
import { stateWords } from "./labels.js";

const RUN_HEAD = [
  ["Run"],
  ["State"],
  ["Started"],
  ["Took", "n"],
  ["By"],
  ["Processed", "n"],
  ["Failed", "n"],
  ["Added", "n"],
  ["Changed", "n"],
  ["Unchanged", "n"],
  ["Withdrawn", "n"],
  ["Requests", "n"],
  ["Retries", "n"],
];

const headRow = (head) =>
  el(
    "thead",
    {},
    el(
      "tr",
      {},
      head.map(([text, cls]) => el("th", { scope: "col", class: cls, text })),
    ),
  );
const number = (value) => el("td", { class: "n", text: count(value) });

function runRow(run) {
  return el(
    "tr",
    { "data-state": run.state },
    el(
      "th",
      { scope: "row" },
      el("button", {
        class: "button quiet num",
        type: "button",
        value: String(run.runId),
        "aria-expanded": "false",
        "aria-controls": "run-details",
        "aria-label": `Run ${run.runId}, details`,
        text: String(run.runId),
      }),
    ),
    el(
      "td",
      {},
      stateWords(run.state).split(/[:;,]/)[0],
      run.lastError ? el("span", { class: "sub", text: run.lastError }) : null,
    ),
    el("td", { text: dateTime(run.startTime) }),
    el("td", { class: "n", text: between(run.startTime, run.endTime) }),
    el("td", { text: run.trigger ?? "" }),
    number(run.processedJobs),
    number(run.failedJobs),
    number(run.added),
    number(run.changed),
    number(run.unchanged),
    number(run.withdrawn),
    number(run.requestsUsed),
    number(run.retries),
  );
}

export function drawRuns(box, { runs }) {
  if (!runs.length) {
    swap(box, el("p", { class: "muted", text: "No run yet." }));
    return;
  }
  swap(
    box,
    el(
      "table",
      { class: "grid" },
      headRow(RUN_HEAD),
      el("tbody", {}, runs.map(runRow)),
    ),
  );
}

const FAILURE_HEAD = [
  ["Occupation"],
  ["Reason"],
  ["Attempts", "n"],
  ["Last failed"],
  ["Next"],
];

function failureRow(f) {
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row" },
      f.title ?? f.code,
      el("span", { class: "sub num", text: f.code }),
    ),
    el(
      "td",
      {},
      f.reason,
      f.message ? el("span", { class: "sub", text: f.message }) : null,
    ),
    number(f.attempts),
    el("td", { text: dateTime(f.lastFailedAt) }),
    el("td", {
      text: f.transient ? "the next run tries again" : "stays until it is looked at",
    }),
  );
}

export function drawFailures(box, { failures, byReason }) {
  if (!failures.length) {
    swap(box, el("p", { class: "muted", text: "No occupation has failed." }));
    return;
  }
  const summary = (byReason ?? [])
    .map((r) => `${r.reason}: ${count(r.count)}`)
    .join(", ");
  swap(
    box,
    el("p", {
      text: `${plural(failures.length, "occupation")}${summary ? ` (${summary})` : ""}`,
    }),
    el(
      "table",
      { class: "grid" },
      headRow(FAILURE_HEAD),
      el("tbody", {}, failures.map(failureRow)),
    ),
  );
}

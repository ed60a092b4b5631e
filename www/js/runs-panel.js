// The last runs, newest first, and the occupations that failed.

import { el, swap } from "./dom.js";
import { between, count, dateTime, plural } from "./format.js";
import { failureWords, runWords } from "./labels.js";

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
    { "data-state": run.state, "data-failed": run.failedJobs ? "some" : null },
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
      runWords(run),
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
  ["What"],
  ["Reason"],
  ["Attempts", "n"],
  ["Last failed"],
  ["Next"],
  ["Retry"],
];

/* What one of them is called in a request to try it again. */
const retryQuery = (f) =>
  new URLSearchParams(f.kind === "occupation" ? { code: f.code } : { area: f.code });

function retryButton(f, may) {
  const button = el("button", {
    class: "button small",
    type: "button",
    value: String(retryQuery(f)),
    text: "Try again",
    "aria-label": `Try ${f.title ?? f.code} again`,
    "data-testid": `retry-${f.code}`,
  });
  button.disabled = !may;
  return button;
}

function failureRow(f, may) {
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
      failureWords(f.reason),
      f.message ? el("span", { class: "sub", text: f.message }) : null,
    ),
    number(f.attempts),
    el("td", { text: dateTime(f.lastFailedAt) }),
    el("td", {
      text: f.transient ? "the next run tries again" : "stays until it is looked at",
    }),
    el("td", {}, retryButton(f, may)),
  );
}

/* "3 occupations, 1 area and all of a kind of area" */
function failedWords(failures) {
  const of = (kind) => failures.filter((f) => f.kind === kind).length;
  const parts = [
    of("occupation") && plural(of("occupation"), "occupation"),
    of("area") && plural(of("area"), "area"),
    of("areas") && plural(of("areas"), "kind of area", "kinds of area"),
  ].filter(Boolean);
  return parts.join(", ");
}

/* `may`: buttons can be used. */
export function drawFailures(box, { failures, byReason }, may) {
  if (!failures.length) {
    swap(box, el("p", { class: "muted", text: "Nothing has failed." }));
    return;
  }
  const summary = (byReason ?? [])
    .map((r) => `${failureWords(r.reason)}: ${count(r.count)}`)
    .join(", ");
  swap(
    box,
    el("p", {
      text: `${failedWords(failures)}${summary ? ` (${summary})` : ""}`,
    }),
    el(
      "table",
      { class: "grid" },
      headRow(FAILURE_HEAD),
      el(
        "tbody",
        {},
        failures.map((f) => failureRow(f, may)),
      ),
    ),
  );
}

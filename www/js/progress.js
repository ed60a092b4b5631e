// The run as it goes: state, bar, counters, and the figures behind them.

import { byId, el, setText, swap } from "./dom.js";
import {
  count,
  dateTime,
  DASH,
  duration,
  isNumber,
  plural,
  score,
  time,
} from "./format.js";
import { failedOf, stateWords } from "./labels.js";

const BUSY = new Set(["requested", "running", "stopping"]);

export const isBusy = (status) => BUSY.has(status.state) || status.isRunning;

const part = (n, total) => `${total > 0 ? (100 * n) / total : 0}%`;

// Before the plan is made there is nothing to count.
const isCounted = (s) => s.totalJobs > 0;

function drawBar(s) {
  const bar = byId("progress");
  const value = (name, v) =>
    isCounted(s) ? bar.setAttribute(name, v) : bar.removeAttribute(name);
  bar.classList.toggle("waiting", isBusy(s) && !isCounted(s));
  value("aria-valuemax", s.totalJobs);
  value("aria-valuenow", s.processedJobs);
  bar.setAttribute("aria-valuetext", progressWords(s));
  byId("bar-ok").style.width = part(s.successfulJobs, s.totalJobs);
  byId("bar-skip").style.width = part(s.skippedJobs, s.totalJobs);
  byId("bar-fail").style.width = part(s.failedJobs, s.totalJobs);
}

function progressWords(s) {
  if (isCounted(s)) {
    const share = Math.floor((100 * s.processedJobs) / s.totalJobs);
    return `${count(s.processedJobs)} of ${plural(s.totalJobs, "occupation")}, ${share} %`;
  }
  if (s.state === "requested") return "It has not started yet.";
  if (isBusy(s)) return "Asking BLS for the newest release\u2026";
  return isNumber(s.runId) ? "It ended before it had asked for an occupation." : "No run yet.";
}

function leftWords(s) {
  if (!isBusy(s)) return DASH;
  if (!isCounted(s) || !isNumber(s.estimatedTimeRemaining)) return "not known yet";
  return s.estimatedTimeRemaining < 1
    ? "almost done"
    : `about ${duration(s.estimatedTimeRemaining)}`;
}

function stateDetail(s) {
  if (s.state === "running" && isCounted(s) && isNumber(s.estimatedTimeRemaining)) {
    const left = leftWords(s);
    return left === "almost done" ? left : `${left} left`;
  }
  if (isBusy(s)) return s.startTime ? `since ${time(s.startTime)}` : "";
  return s.endTime ? dateTime(s.endTime) : "";
}

function areaWords(areas) {
  if (!areas) return DASH;
  const parts = [`${count(areas.loaded)} of ${count(areas.total)} loaded`];
  if (areas.pending) parts.push(`${count(areas.pending)} to come`);
  if (areas.failed) parts.push(`${count(areas.failed)} failed`);
  if (areas.isHeld) parts.push("held back");
  return parts.join(", ");
}

function rows(s) {
  return [
    ["Current occupation", s.currentJob ?? DASH],
    [
      "Batch",
      s.totalBatches ? `${count(s.currentBatch)} of ${count(s.totalBatches)}` : DASH,
    ],
    ["Time left", leftWords(s)],
    [
      "Throughput",
      isNumber(s.throughputPerMinute)
        ? `${score(s.throughputPerMinute)} occupations a minute`
        : DASH,
    ],
    ["Areas", areaWords(s.areas)],
    ["Requests used", count(s.requestsUsed)],
    ["Release", s.release ?? DASH],
    ["Run", s.runId === null || s.runId === undefined ? DASH : String(s.runId)],
    ["Started", dateTime(s.startTime)],
    ["Ended", dateTime(s.endTime)],
    ["Outcome", s.message ?? DASH],
    ["Last error", s.lastError ?? "none"],
  ];
}

function drawDetails(s) {
  const box = byId("details");
  const list = rows(s);
  if (box.childElementCount !== list.length) {
    swap(
      box,
      list.map(([name]) =>
        el("div", {}, el("dt", { text: name }), el("dd", { class: "num" })),
      ),
    );
  }
  list.forEach(([, value], i) => setText(box.children[i].lastElementChild, value));
}

export const TITLE = "Administration \u00b7 BLS Sync";

function title(s) {
  if (s.state !== "running" || !isCounted(s)) return TITLE;
  return `${Math.floor((100 * s.processedJobs) / s.totalJobs)} % \u00b7 BLS Sync`;
}

export function drawProgress(s) {
  const word = byId("state");
  setText(word, stateWords(s));
  word.dataset.state = s.state;
  word.dataset.failed = failedOf(s) ? "some" : "none";
  setText(byId("state-detail"), stateDetail(s));
  drawBar(s);
  setText(byId("progress-words"), progressWords(s));
  setText(byId("processed"), count(s.processedJobs));
  setText(byId("successful"), count(s.successfulJobs));
  setText(byId("skipped"), count(s.skippedJobs));
  setText(byId("failed"), count(s.failedJobs));
  drawDetails(s);
  document.title = title(s);
}

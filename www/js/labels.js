// The words for codes that the service sends.

import { count } from "./format.js";

export const RISKS = ["Low", "Medium", "High", "Very High"];
export const IMPACT_TYPES = [
  "Low exposure",
  "Augmentation-leaning",
  "Automation-leaning",
];
export const EDUCATION = [
  "No formal educational credential",
  "High school diploma or equivalent",
  "Some college, no degree",
  "Postsecondary nondegree award",
  "Associate's degree",
  "Bachelor's degree",
  "Master's degree",
  "Doctoral or professional degree",
];

const IMPACT_WORDS = {
  "Low exposure": "less exposed than the middle occupation",
  "Augmentation-leaning":
    "exposed, and needs much preparation: augmented before it is automated",
  "Automation-leaning": "exposed, and needs less preparation",
};
export const impactWords = (type) => IMPACT_WORDS[type] ?? "";

// Keyed by BLS datatype code; the unit decides how the value is written.
export const MEASURES = {
  "01": { name: "Employment", unit: "jobs" },
  "02": { name: "Employment, relative standard error", unit: "percent" },
  "03": { name: "Hourly mean wage", unit: "hour" },
  "04": { name: "Annual mean wage", unit: "year" },
  "05": { name: "Mean wage, relative standard error", unit: "percent" },
  "06": { name: "Hourly wage, 10th percentile", unit: "hour" },
  "07": { name: "Hourly wage, 25th percentile", unit: "hour" },
  "08": { name: "Hourly median wage", unit: "hour" },
  "09": { name: "Hourly wage, 75th percentile", unit: "hour" },
  10: { name: "Hourly wage, 90th percentile", unit: "hour" },
  11: { name: "Annual wage, 10th percentile", unit: "year" },
  12: { name: "Annual wage, 25th percentile", unit: "year" },
  13: { name: "Annual median wage", unit: "year" },
  14: { name: "Annual wage, 75th percentile", unit: "year" },
  15: { name: "Annual wage, 90th percentile", unit: "year" },
};

export const measureCode = (value) => String(value).padStart(2, "0");

const EXPOSURE = {
  E0: "not sped up by a language model",
  E1: "sped up by a language model as it is",
  E2: "sped up by a language model with tools built on it",
};
export const exposureWords = (label) => EXPOSURE[label] ?? "not rated";

const AUTOMATION = {
  T0: "cannot be automated",
  T1: "low: a smaller part could be automated",
  T2: "moderate: a good part could be automated",
  T3: "high: nearly all could be automated",
  T4: "full: all of it could be automated",
};
export const automationWords = (label) => AUTOMATION[label] ?? "not rated";

const BASIS = {
  direct: "measured for this occupation itself",
  broad: "taken from its broad group, weighted by employment",
  minor: "taken from its minor group, weighted by employment",
  major: "taken from its major group, weighted by employment",
};
export const basisWords = (basis) => BASIS[basis] ?? basis;

const JOB_ZONES = {
  1: "little or no preparation",
  2: "some preparation",
  3: "medium preparation",
  4: "considerable preparation",
  5: "extensive preparation",
};
export function jobZoneWords(zone) {
  const nearest = JOB_ZONES[Math.round(zone)];
  return nearest ? `${nearest} needed` : "not rated";
}

export const SOURCES = {
  eloundou: {
    short: "Tasks a language model can speed up",
    authors: "Eloundou, Manning, Mishkin, Rock (2023, 2024)",
  },
  microsoft: {
    short: "Use of an assistant for this work",
    authors: "Tomlinson, Jaffe, Wang, Counts, Suri (2025)",
  },
  anthropic: {
    short: "Exposure observed in use of Claude",
    authors: "Massenkoff, McCrory (2026)",
  },
};

const RUN_STATES = {
  idle: "Idle",
  requested: "Requested",
  running: "Running",
  stopping: "Stopping",
  succeeded: "Finished",
  failed: "Failed",
  stopped: "Stopped",
  paused: "Paused",
  held: "Held back",
  crashed: "Broke off",
};

const RUN_REASONS = {
  requested: ", about to start",
  stopped: " on request",
  paused: ": all keys are out of quota",
  held: ": the figures need a look",
  crashed: "; the next run goes on from there",
};

// A run that ended well, but not with everything.
function withFailures(state, failed) {
  return state === "succeeded" && failed ? `, ${count(failed)} failed` : "";
}

// In a table.
export const runWords = (run) =>
  (RUN_STATES[run.state] ?? run.state) + withFailures(run.state, run.failedJobs);

// In full, of a status: what failed are occupations and areas.
export const failedOf = (s) => (s.failedJobs ?? 0) + (s.areas?.failed ?? 0);
export const stateWords = (s) =>
  (RUN_STATES[s.state] ?? s.state) +
  (RUN_REASONS[s.state] ?? "") +
  withFailures(s.state, failedOf(s));

const COMPONENTS = {
  database: "Database",
  blsApi: "BLS service",
  apiKeys: "API keys",
  dataSync: "Data",
  alerts: "Alerts",
  disk: "Disk",
};
export const componentName = (key) => COMPONENTS[key] ?? key;

const HEALTH = { pass: "Good", warn: "Needs a look", fail: "Failing" };
export const healthWords = (status) => HEALTH[status] ?? status;

// What an answer of BLS was, and why something failed: the codes of the service
// are for programs, these are for people.
const OUTCOMES = {
  ok: "answered",
  incomplete: "answered in part",
  unreachable: "no connection",
  timeout: "no answer in time",
  processing: "not ready yet (202)",
  "rate-limited": "too many at once (429)",
  forbidden: "refused (403)",
  "server-error": "server error (5xx)",
  html: "a page instead of data",
  empty: "nothing in it",
  malformed: "cut or malformed",
  "too-big": "too big",
  "over-capacity": "BLS over capacity",
  "request-failed": "refused as a whole",
  quota: "out of quota",
  "invalid-key": "key refused",
  refused: "not processed",
  "bad-parameters": "wrong parameters",
  "bad-request": "wrong request",
};
export const outcomeWords = (code) => OUTCOMES[code] ?? code;

const FAILURES = {
  missing: "left out of the answer",
  locked: "locked by BLS for the moment",
  "malformed-value": "a value that cannot be read",
  "older-year": "only figures of an earlier year",
  "malformed-line": "a line that cannot be read",
  "not-listed": "not on the list of BLS",
  "other-year": "a row of another year",
  "lost-line": "in a line that cannot be read",
  rejected: "rejected by a person",
  db: "refused by the database",
  conflict: "refused by the database",
  net: "no connection",
  remote: "failure of BLS",
  io: "trouble on this machine",
  other: "another reason",
};
export const failureWords = (code) => FAILURES[code] ?? outcomeWords(code);

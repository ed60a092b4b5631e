// The words for codes that the service sends.

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
  requested: "Requested, about to start",
  running: "Running",
  stopping: "Stopping",
  succeeded: "Finished",
  failed: "Failed",
  stopped: "Stopped on request",
  paused: "Paused: all keys are out of quota",
  held: "Held back: the figures need a look",
  crashed: "Broke off; the next run goes on from there",
};
export const stateWords = (state) => RUN_STATES[state] ?? state;

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

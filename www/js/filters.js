// The state of the explorer and its form in the address bar. The names are
// those of GET /api/jobs, so a shared address reads like a request.

import { EDUCATION, IMPACT_TYPES, RISKS } from "./labels.js";
import { isGroup } from "./words.js";

const DEFAULT_SORT = "-employment";
export const PAGE_SIZE = 20;
const PAGE_MAX = 1000000;

const TEXTS = ["search", "group", "education", "impactType"];
const NUMBERS = ["minWage", "maxWage", "minScore", "maxScore"];
const SORTS = new Set([
  "code",
  "title",
  "majorGroup",
  "majorGroupTitle",
  "employment",
  "meanAnnualWage",
  "medianAnnualWage",
  "medianHourlyWage",
  "dataYear",
  "aiImpactScore",
  "aiImpactSpread",
  "automationRisk",
  "impactType",
  "confidence",
  "projectedChangePercent",
  "annualOpenings",
  "typicalEducation",
  "updatedAt",
]);

export function emptyState() {
  return {
    search: "",
    risk: [],
    group: "",
    education: "",
    impactType: "",
    minWage: "",
    maxWage: "",
    minScore: "",
    maxScore: "",
    sort: "", // nobody has chosen one
    page: 1,
  };
}

// What the table is sorted by; "" is the best match first.
export function sortOf(state) {
  return state.sort || (state.search ? "" : DEFAULT_SORT);
}

// The bounds of the service, which takes three decimals.
const MOST = { minWage: 10000000, maxWage: 10000000, minScore: 100, maxScore: 100 };
export const RANGES = [
  ["minWage", "maxWage", "wage"],
  ["minScore", "maxScore", "score"],
];

function numberText(text, most) {
  const number = Number(text);
  if (!(number >= 0 && number <= most)) return "";
  return String(Number(number.toFixed(3)));
}

const known = {
  group: isGroup,
  education: (v) => EDUCATION.includes(v),
  impactType: (v) => IMPACT_TYPES.includes(v),
  search: () => true,
};

// What the address calls `key`, as one line.
const textOf = (params, key) =>
  (params.get(key) ?? "").replace(/\p{Cc}+/gu, " ").trim().slice(0, 100);

// What an address says: the state, and what of it makes no sense here, in words.
export function parseState(query) {
  const params = new URLSearchParams(query);
  const state = emptyState();
  const dropped = [];
  const drop = (words) => dropped.push(words);
  for (const key of TEXTS) {
    const value = textOf(params, key);
    if (known[key](value)) state[key] = value;
    else if (value) drop(`${key} \u201c${value}\u201d`);
  }
  for (const key of NUMBERS) {
    const value = textOf(params, key);
    state[key] = value && numberText(value, MOST[key]);
    if (value && !state[key]) drop(`${key} \u201c${value}\u201d`);
  }
  for (const [min, max, name] of RANGES) {
    if (!isReversed(state[min], state[max])) continue;
    drop(`the ${name} range from ${state[min]} to ${state[max]}`);
    state[min] = state[max] = "";
  }
  const risks = params.getAll("risk").filter(Boolean);
  state.risk = RISKS.filter((risk) => risks.includes(risk));
  for (const risk of risks)
    if (!RISKS.includes(risk)) drop(`risk \u201c${risk.slice(0, 100)}\u201d`);
  const page = Number(params.get("page"));
  if (Number.isInteger(page) && page > 0 && page <= PAGE_MAX) state.page = page;
  const sort = textOf(params, "sort");
  if (SORTS.has(sort.replace(/^-/, ""))) state.sort = sort;
  else if (sort) drop(`sort \u201c${sort}\u201d`);
  const area = textOf(params, "area");
  if (area && area !== "national") drop(`area \u201c${area}\u201d`);
  return { state, dropped };
}

export const isReversed = (min, max) => min !== "" && max !== "" && Number(min) > Number(max);

function filterParams(state) {
  const params = new URLSearchParams();
  if (state.search) params.set("search", state.search);
  for (const risk of state.risk) params.append("risk", risk);
  for (const key of [...TEXTS.slice(1), ...NUMBERS]) {
    if (state[key] !== "") params.set(key, state[key]);
  }
  return params;
}

export function addressOf(state) {
  const params = filterParams(state);
  if (state.sort) params.set("sort", state.sort);
  if (state.page > 1) params.set("page", state.page);
  return params;
}

export function requestOf(state) {
  const params = filterParams(state);
  if (sortOf(state)) params.set("sort", sortOf(state));
  params.set("page", state.page);
  params.set("limit", PAGE_SIZE);
  return params;
}

export const hasFilters = (state) => filterParams(state).toString() !== "";

// The state of the explorer and its form in the address bar. The names are
// those of GET /api/jobs, so a shared address reads like a request.

import { EDUCATION, IMPACT_TYPES, RISKS } from "./labels.js";

export const DEFAULT_SORT = "-employment";
export const PAGE_SIZE = 20;

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
    sort: DEFAULT_SORT,
    page: 1,
  };
}

function numberText(value) {
  const text = (value ?? "").trim();
  return text !== "" && Number(text) >= 0 ? String(Number(text)) : "";
}

const known = {
  group: (v) => /^\d\d-0000$/.test(v),
  education: (v) => EDUCATION.includes(v),
  impactType: (v) => IMPACT_TYPES.includes(v),
  search: () => true,
};

// What an address says, with everything that makes no sense left out.
export function parseState(query) {
  const params = new URLSearchParams(query);
  const state = emptyState();
  for (const key of TEXTS) {
    const value = (params.get(key) ?? "").trim().slice(0, 100);
    if (known[key](value)) state[key] = value;
  }
  for (const key of NUMBERS) state[key] = numberText(params.get(key));
  state.risk = RISKS.filter((risk) => params.getAll("risk").includes(risk));
  const page = Number(params.get("page"));
  if (Number.isInteger(page) && page > 0) state.page = page;
  const sort = params.get("sort") ?? "";
  if (SORTS.has(sort.replace(/^-/, ""))) state.sort = sort;
  return state;
}

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
  if (state.sort !== DEFAULT_SORT) params.set("sort", state.sort);
  if (state.page > 1) params.set("page", state.page);
  return params;
}

export function requestOf(state) {
  const params = filterParams(state);
  params.set("sort", state.sort);
  params.set("page", state.page);
  params.set("limit", PAGE_SIZE);
  return params;
}

export const hasFilters = (state) => filterParams(state).toString() !== "";

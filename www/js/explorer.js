// The explorer: joins the address, the controls and the answers.

import { request, withQuery } from "./api.js";
import { createCombobox } from "./combobox.js";
import { byId, setText } from "./dom.js";
import {
  addressOf,
  emptyState,
  hasFilters,
  PAGE_SIZE,
  parseState,
  requestOf,
} from "./filters.js";
import { createFilterForm, drawChips } from "./filter-form.js";
import { count, plural } from "./format.js";
import {
  drawEmpty,
  drawHead,
  drawRows,
  drawSkeleton,
  drawSortList,
} from "./jobs-table.js";
import { createLatest, debounce } from "./latest.js";
import { createNotice } from "./notice.js";
import { drawPager } from "./pager.js";
import { drawSummary } from "./summary.js";
import { createTreemap, drawGroupTable } from "./treemap.js";
import { shortGroup } from "./words.js";

const TYPING_MS = 250;
const RENEW_MS = 30000;

let state = parseState(window.location.search);
let stats = null;
let found = null; // jobs that the filters let through
let askingStats = false;
let typing = false;

const latest = createLatest();
const notice = createNotice(byId("notice"), () => load());
const topNotice = createNotice(byId("stats-notice"), () => load());
const input = byId("search");
const form = createFilterForm(byId("filter-form"), (values) => change(values));
const combobox = createCombobox({
  input,
  list: byId("suggestions"),
  status: byId("suggestion-count"),
  onSearch: searched,
});
const treemap = createTreemap({
  box: byId("treemap"),
  legend: byId("legend"),
  readout: byId("readout"),
  help: byId("map-help"),
  onChoose: (group) => change({ group }),
});

function groupTitle(group) {
  const entry = stats?.byGroup.find((g) => g.group === group);
  return entry ? shortGroup(entry.title) : group;
}

const address = (s) => withQuery(window.location.pathname, addressOf(s));

// Typing makes one entry in the history, not one per letter.
function write(replace) {
  if (address(state) === window.location.pathname + window.location.search) return;
  window.history[replace ? "replaceState" : "pushState"](null, "", address(state));
}

function change(values, { replace = false, keepPage = false } = {}) {
  state = { ...state, ...values, page: keepPage ? values.page : 1 };
  typing = false;
  write(replace);
  show();
  load();
}

const searchLater = debounce((text) => {
  change({ search: text }, { replace: typing });
  typing = true;
}, TYPING_MS);

function searched(text, now) {
  searchLater.cancel();
  if (now) {
    if (text !== state.search) change({ search: text });
    typing = false;
    byId("results").scrollIntoView({ block: "start" });
    return;
  }
  if (text !== state.search) searchLater(text);
}

function remove(key, value) {
  if (key === "risk") change({ risk: state.risk.filter((risk) => risk !== value) });
  else change({ [key]: "" });
  byId("results").focus({ preventScroll: true });
}

function clearAll() {
  change({ ...emptyState(), sort: state.sort });
  byId("results").focus({ preventScroll: true });
}

function show() {
  form.write(state);
  if (document.activeElement !== input) input.value = state.search;
  treemap.choose(state.group);
  drawHead(byId("heads"), state.sort, stats?.dataYear, (sort) => change({ sort }));
  drawSortList(byId("sort"), state.sort);
  const on = drawChips(byId("chips"), state, groupTitle, remove);
  setText(byId("filter-count"), on ? `${on} on` : "");
}

function turn(page) {
  change({ page }, { keepPage: true });
  byId("results").focus({ preventScroll: true });
  byId("results").scrollIntoView({ block: "start" });
}

// List and totals come in any order.
function drawCount() {
  if (found === null) return;
  const all = stats ? ` of ${count(stats.totalJobs)}` : "";
  const words = hasFilters(state)
    ? `${count(found)}${all} occupations`
    : plural(found, "occupation");
  setText(byId("count"), words);
}

function answered({ jobs, pagination, facets }) {
  if (pagination.totalPages > 0 && state.page > pagination.totalPages) {
    change({ page: pagination.totalPages }, { keepPage: true, replace: true });
    return;
  }
  form.counts(facets);
  const body = byId("rows");
  if (jobs.length) drawRows(body, jobs, stats?.dataYear ?? jobs[0].dataYear);
  else drawEmpty(body, hasFilters(state), clearAll);
  if (!stats && jobs.length)
    drawHead(byId("heads"), state.sort, jobs[0].dataYear, (sort) => change({ sort }));
  found = pagination.total;
  drawCount();
  drawPager(byId("pager"), pagination, {
    href: (page) => address({ ...state, page }),
    go: turn,
  });
}

async function load() {
  const table = byId("jobs");
  table.setAttribute("aria-busy", "true");
  const answer = await latest.run((signal) =>
    request(withQuery("/api/jobs", requestOf(state)), { signal }),
  );
  if (!answer) return;
  table.setAttribute("aria-busy", "false");
  if (answer.error) {
    (stats ? notice : topNotice).show(answer.error);
    return;
  }
  notice.ok();
  answered(answer.value);
  if (!stats && !askingStats) loadStats();
}

// Whatever fails before the totals are there is told once, at the top; its
// retry asks for the table, and that asks for the totals.
async function loadStats() {
  askingStats = true;
  try {
    stats = await request("/api/jobs/stats");
  } catch (error) {
    if (!byId("stats-notice").hasChildNodes()) topNotice.show(error);
    return;
  } finally {
    askingStats = false;
  }
  topNotice.ok();
  drawSummary(byId("summary"), stats);
  drawCount();
  form.groups(stats.byGroup, state.group);
  treemap.data(stats.byGroup);
  drawGroupTable(byId("group-table"), stats.byGroup, stats.dataYear, (group) =>
    change({ group }),
  );
  show();
}

// A sync changes the figures while the page is open: look now and then, and
// draw anew only when something was published.
async function renew() {
  if (document.hidden || !stats || askingStats) return;
  try {
    const next = await request("/api/jobs/stats");
    if (next.updatedAt === stats.updatedAt && next.totalJobs === stats.totalJobs)
      return;
  } catch {
    return;
  }
  loadStats();
  load();
}

function start() {
  const narrow = window.matchMedia("(max-width: 68rem)");
  byId("filters").open = !narrow.matches;
  narrow.addEventListener("change", () => {
    byId("filters").open = !narrow.matches;
  });
  byId("search-form").addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", clearAll);
  byId("sort").addEventListener("change", (event) =>
    change({ sort: event.target.value }),
  );
  window.addEventListener("popstate", () => {
    state = parseState(window.location.search);
    combobox.close();
    input.value = state.search;
    show();
    load();
  });
  setInterval(renew, RENEW_MS);
  document.addEventListener("visibilitychange", renew);
  input.value = state.search;
  form.groups([], state.group);
  drawSkeleton(byId("rows"), PAGE_SIZE);
  show();
  loadStats();
  load();
}

start();

// The explorer: joins the address, the controls and the answers.

import { request, withQuery } from "./api.js";
import { createCombobox } from "./combobox.js";
import { byId, el, setText, swap } from "./dom.js";
import {
  addressOf,
  emptyState,
  hasFilters,
  PAGE_SIZE,
  parseState,
  requestOf,
  sortOf,
} from "./filters.js";
import { createFilterForm, drawChips } from "./filter-form.js";
import { count, plural } from "./format.js";
import {
  drawEmpty,
  drawHead,
  drawRows,
  drawSkeleton,
  drawSortList,
  drawUnanswered,
} from "./jobs-table.js";
import { createLatest, debounce } from "./latest.js";
import { createNotices } from "./notice.js";
import { drawPager } from "./pager.js";
import { drawSummary } from "./summary.js";
import { createTreemap, drawGroupTable } from "./treemap.js";
import { shortGroup } from "./words.js";

const TYPING_MS = 250;
const RENEW_MS = 30000;

let state = emptyState();
let stats = null;
let found = null; // jobs that the filters let through
let drawnFor = null; // the request whose rows stand there
let askingStats = false;
let typing = false;

const latest = createLatest();
// What is wrong with the list is told above it, with the totals at the top;
// while neither is there, both at the top.
const topNotices = createNotices(byId("top-notice"));
const firstNotice = topNotices.cause(() => load());
const listNotice = createNotices(byId("notice")).cause(() => load());
const statsNotice = topNotices.cause(() => loadStats());
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
  swap(byId("dropped")); // the address is another one now
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
  form.clear();
  change({ ...emptyState(), sort: state.sort });
  byId("results").focus({ preventScroll: true });
}

function drawHeads(dataYear) {
  drawHead(byId("heads"), sortOf(state), dataYear, (sort) => change({ sort }));
}

function show() {
  form.write(state);
  if (document.activeElement !== input) input.value = state.search;
  treemap.choose(state.group);
  drawHeads(stats?.dataYear);
  drawSortList(byId("sort"), sortOf(state), state.search !== "");
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

// What comes near is no answer to all of the question.
function drawQuality(quality) {
  const words =
    quality === "partial"
      ? `Nothing answers all of \u201c${state.search}\u201d. These come near.`
      : "";
  setText(byId("quality"), words);
}

function answered({ jobs, pagination, facets, matchQuality }) {
  if (pagination.totalPages > 0 && state.page > pagination.totalPages) {
    change({ page: pagination.totalPages }, { keepPage: true, replace: true });
    return;
  }
  form.counts(facets);
  drawQuality(matchQuality);
  const body = byId("rows");
  if (jobs.length) drawRows(body, jobs, stats?.dataYear ?? jobs[0].dataYear);
  else drawEmpty(body, hasFilters(state), clearAll);
  if (!stats && jobs.length) drawHeads(jobs[0].dataYear);
  found = pagination.total;
  drawCount();
  drawPager(byId("pager"), pagination, {
    href: (page) => address({ ...state, page }),
    go: turn,
  });
}

// Rows that are of another question are marked as that, or there are none.
function unanswered(asked) {
  const table = byId("jobs");
  const stale = drawnFor !== null && drawnFor !== asked;
  table.classList.toggle("is-stale", stale);
  setText(
    byId("stale"),
    stale ? "These occupations were found with the filters before, not with those that are chosen now." : "",
  );
  if (drawnFor === null) drawUnanswered(byId("rows"), hasFilters(state), clearAll);
  if (found === null) setText(byId("count"), "not known");
}

async function load() {
  const table = byId("jobs");
  const asked = requestOf(state).toString();
  table.setAttribute("aria-busy", "true");
  const answer = await latest.run((signal) =>
    request(withQuery("/api/jobs", asked), { signal }),
  );
  if (!answer) return;
  table.setAttribute("aria-busy", "false");
  if (answer.error) {
    (stats ? listNotice : firstNotice).show(answer.error);
    unanswered(asked);
    return;
  }
  firstNotice.ok();
  listNotice.ok();
  drawnFor = asked;
  unanswered(asked);
  answered(answer.value);
  if (!stats && !askingStats) loadStats();
}

async function loadStats() {
  askingStats = true;
  try {
    stats = await request("/api/jobs/stats");
  } catch (error) {
    statsNotice.show(error);
    return;
  } finally {
    askingStats = false;
  }
  statsNotice.ok();
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

// What of an address makes no sense is left out, with a word, and goes from it.
function readAddress() {
  const { state: read, dropped } = parseState(window.location.search);
  state = read;
  const words = `Left out of this address, because it makes no sense here: ${dropped.join(", ")}.`;
  swap(
    byId("dropped"),
    dropped.length
      ? el("div", { class: "notice warn", role: "status" }, el("p", { text: words }))
      : null,
  );
  if (dropped.length) write(true);
}

function start() {
  readAddress();
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
    readAddress();
    combobox.close();
    form.clear();
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

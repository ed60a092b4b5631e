// The table of occupations: its columns, head, rows and skeleton.

import { el, swap } from "./dom.js";
import { change, count, isNumber, mayOf, projected, score } from "./format.js";
import { jobAddress } from "./combobox.js";
import { riskBadge, scoreMark, spreadNote, spreadWords } from "./marks.js";
import { headlinePay } from "./wages.js";
import { shortGroup } from "./words.js";

// `first` is the direction that a first click on the head gives.
export const COLUMNS = [
  { key: "title", name: "Occupation", first: "", cell: titleCell, head: true },
  {
    key: "employment",
    name: "Workers",
    first: "-",
    cell: employmentCell,
    year: "data",
    number: true,
  },
  {
    key: "medianAnnualWage",
    name: "Median pay",
    first: "-",
    cell: payCell,
    year: "data",
    number: true,
  },
  { key: "aiImpactScore", name: "AI-impact score", first: "-", cell: scoreCell },
  { key: "automationRisk", name: "Risk", first: "-", cell: riskCell },
  {
    key: "projectedChangePercent",
    name: "Change in jobs",
    first: "-",
    cell: changeCell,
    year: "2024\u2060\u2013\u206034",
    number: true,
  },
  {
    key: "annualOpenings",
    name: "Openings a year",
    first: "-",
    cell: openingsCell,
    year: "2024\u2060\u2013\u206034",
    number: true,
    wide: true,
  },
];

const OTHER_SORTS = [["code", "Code"]];

function titleCell(job) {
  return [
    el("a", { class: "job-title", href: jobAddress(job.code), text: job.title }),
    job.matchedTitle
      ? el("span", { class: "job-sub", "data-testid": "matched", text: `also: ${job.matchedTitle}` })
      : null,
    el(
      "span",
      { class: "job-sub" },
      el("span", { class: "num", text: job.code }),
      ` \u00b7 ${shortGroup(job.majorGroupTitle)}`,
    ),
  ];
}

const reasonNote = (text) => el("span", { class: "withheld", text });

function employmentCell(job) {
  if (isNumber(job.employment)) return count(job.employment);
  return reasonNote("not released");
}

function payCell(job) {
  const pay = headlinePay(job);
  if (!pay.known) return reasonNote(pay.text);
  return [
    pay.text,
    pay.note === "an hour" ? el("span", { class: "job-sub", text: pay.note }) : null,
  ];
}

function scoreCell(job) {
  return el(
    "span",
    { class: "score", title: spreadWords(job.aiImpactScore, job.aiImpactSpread) },
    el(
      "span",
      { class: "num" },
      score(job.aiImpactScore),
      el("span", {
        class: "visually-hidden",
        text: `, ${spreadNote(job.aiImpactScore, job.aiImpactSpread)}`,
      }),
    ),
    scoreMark(job.aiImpactScore, job.aiImpactSpread),
  );
}

function riskCell(job) {
  return [
    riskBadge(job.automationRisk),
    el("span", { class: "job-sub", text: job.impactType }),
  ];
}

function changeCell(job) {
  return isNumber(job.projectedChangePercent)
    ? change(job.projectedChangePercent)
    : reasonNote("not projected");
}

function openingsCell(job) {
  return isNumber(job.annualOpenings)
    ? projected(job.annualOpenings)
    : reasonNote("not projected");
}

function yearOf(column, dataYear) {
  if (column.year === "data") return dataYear ? mayOf(dataYear) : "";
  return column.year ?? "";
}

const sortKey = (sort) => sort.replace(/^-/, "");

function ariaSort(column, sort) {
  if (sortKey(sort) !== column.key) return "none";
  return sort.startsWith("-") ? "descending" : "ascending";
}

function nextSort(column, sort) {
  if (sortKey(sort) !== column.key) return column.first + column.key;
  return sort.startsWith("-") ? column.key : `-${column.key}`;
}

function headCell(column, sort, dataYear, onSort) {
  const year = yearOf(column, dataYear);
  const classes = [column.number ? "n" : "", column.wide ? "wide" : ""]
    .join(" ")
    .trim();
  return el(
    "th",
    {
      scope: "col",
      role: "columnheader",
      class: classes || null,
      "aria-sort": ariaSort(column, sort),
    },
    el(
      "button",
      {
        type: "button",
        "data-key": column.key,
        onclick: () => onSort(nextSort(column, sort)),
      },
      el("span", { text: column.name }),
      el("span", { class: "arrow", "aria-hidden": "true" }),
    ),
    el("span", { class: "year", text: year || "\u00a0" }),
  );
}

export function drawHead(row, sort, dataYear, onSort) {
  const focused = row.contains(document.activeElement)
    ? document.activeElement.dataset.key
    : null;
  swap(
    row,
    COLUMNS.map((column) => headCell(column, sort, dataYear, onSort)),
  );
  if (focused) row.querySelector(`[data-key="${focused}"]`)?.focus();
}

// The same sorts as a list, and the best match for a search.
export function drawSortList(select, sort, searching) {
  const entry = (value, name) =>
    el("option", { value, text: name, selected: value === sort });
  const list = COLUMNS.flatMap((c) => [
    entry(
      `-${c.key}`,
      c.key === "title" ? `${c.name}, Z to A` : `${c.name}, highest first`,
    ),
    entry(c.key, c.key === "title" ? `${c.name}, A to Z` : `${c.name}, lowest first`),
  ]);
  for (const [key, name] of OTHER_SORTS)
    list.push(entry(key, name), entry(`-${key}`, `${name}, backwards`));
  if (searching) list.unshift(entry("", "Best match"));
  swap(select, list);
  if (![...select.options].some((o) => o.value === sort))
    select.append(entry(sort, sort));
  select.value = sort;
}

function cell(column, job, dataYear) {
  const year = yearOf(column, job.dataYear ?? dataYear);
  const classes = [column.number ? "n" : "", column.wide ? "wide" : ""]
    .join(" ")
    .trim();
  const other = column.year === "data" && job.dataYear !== dataYear;
  return el(
    column.head ? "th" : "td",
    {
      scope: column.head ? "row" : null,
      role: column.head ? "rowheader" : "cell",
      class: classes || null,
      "data-label": year ? `${column.name}, ${year}` : column.name,
    },
    el(
      "span",
      { class: "cell" },
      column.cell(job),
      other ? el("span", { class: "job-sub", text: mayOf(job.dataYear) }) : null,
    ),
  );
}

export function drawRows(body, jobs, dataYear) {
  swap(
    body,
    jobs.map((job) =>
      el(
        "tr",
        { role: "row", "data-testid": "job-row", "data-code": job.code },
        COLUMNS.map((column) => cell(column, job, dataYear)),
      ),
    ),
  );
}

export function drawSkeleton(body, rows) {
  const line = () =>
    el(
      "tr",
      { role: "row", class: "skeleton", "aria-hidden": "true" },
      COLUMNS.map((column) =>
        el(
          "td",
          { role: "cell", class: column.wide ? "wide" : null },
          el("span", {
            class: "bone",
            style: { "--bone": column.head ? "14em" : "4em" },
          }),
        ),
      ),
    );
  swap(body, Array.from({ length: rows }, line));
}

export function drawEmpty(body, filtered, clear) {
  drawInstead(
    body,
    filtered
      ? "No occupation fits all of these filters."
      : "There are no figures yet. They appear here as soon as the first sync has brought them.",
    filtered,
    clear,
  );
}

// There never were rows, and no answer came.
export function drawUnanswered(body, filtered, clear) {
  drawInstead(body, "There is nothing to show: no answer came.", filtered, clear);
}

function drawInstead(body, words, filtered, clear) {
  const button = filtered
    ? el("button", {
        class: "button",
        type: "button",
        text: "Clear all filters",
        onclick: clear,
      })
    : null;
  swap(
    body,
    el(
      "tr",
      { role: "row", class: "empty" },
      el(
        "td",
        { role: "cell", colspan: COLUMNS.length },
        el("p", { text: words }),
        button,
      ),
    ),
  );
}

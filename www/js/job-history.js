// Every published year, as a line and as a table.

import { el, svg, swap } from "./dom.js";
import { change, changeCount, count, isNumber } from "./format.js";
import { wageText } from "./wages.js";

const W = 420;
const H = 150;
const PAD = { left: 20, right: 20, top: 24, bottom: 26 };

const SERIES = [
  {
    field: "employment",
    name: "Workers",
    text: (row) => (isNumber(row.employment) ? count(row.employment) : "not released"),
  },
  {
    field: "medianAnnualWage",
    name: "Median annual wage",
    text: (row) => wageText(row, "medianAnnualWage"),
  },
  {
    field: "medianHourlyWage",
    name: "Median hourly wage",
    text: (row) => wageText(row, "medianHourlyWage"),
  },
  {
    field: "meanAnnualWage",
    name: "Mean annual wage",
    text: (row) => wageText(row, "meanAnnualWage"),
  },
];

function scales(rows, field) {
  const years = rows.map((r) => r.year);
  const values = rows.map((r) => r[field]).filter(isNumber);
  const top = Math.max(...values);
  const low = Math.min(...values);
  const slack = (top - low || top || 1) * 0.25;
  const [min, max] = [Math.max(0, low - slack), top + slack];
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const step = (W - PAD.left - PAD.right) / (last - first || 1);
  return {
    x: (year) => PAD.left + (year - first) * step,
    y: (v) =>
      H - PAD.bottom - ((v - min) / (max - min || 1)) * (H - PAD.top - PAD.bottom),
  };
}

// A year without a value breaks the line; it is never bridged.
function pathOf(rows, field, { x, y }) {
  let path = "";
  let pen = false;
  for (const row of rows) {
    if (isNumber(row[field]))
      path += `${pen ? "L" : "M"}${x(row.year).toFixed(1)} ${y(row[field]).toFixed(1)}`;
    pen = isNumber(row[field]);
  }
  return path;
}

// The label of an end stands on the side that the line does not take.
function endLabel(series, row, next, scale, side) {
  const above = row[series.field] >= next[series.field];
  return svg("text", {
    x: scale.x(row.year),
    y: scale.y(row[series.field]) + (above ? -10 : 20),
    "text-anchor": side,
    text: series.text(row),
  });
}

function chart(rows, series) {
  const known = rows.filter((r) => isNumber(r[series.field]));
  if (known.length < 2) return null;
  const scale = scales(rows, series.field);
  const dots = known.map((r) =>
    svg("circle", { cx: scale.x(r.year), cy: scale.y(r[series.field]), r: 3.5 }),
  );
  const years = rows.map((r) =>
    svg("text", {
      class: "year",
      x: scale.x(r.year),
      y: H - 6,
      "text-anchor": "middle",
      text: String(r.year),
    }),
  );
  const ends = [
    endLabel(series, known[0], known[1], scale, "start"),
    endLabel(series, known.at(-1), known.at(-2), scale, "end"),
  ];
  return el(
    "figure",
    { class: "chart" },
    el("figcaption", { text: series.name }),
    svg(
      "svg",
      { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" },
      svg("path", { class: "line", d: pathOf(rows, series.field, scale) }),
      dots,
      years,
      ends,
    ),
  );
}

function table(rows) {
  const head = el(
    "tr",
    {},
    el("th", { scope: "col", text: "May of" }),
    SERIES.map((s) => el("th", { scope: "col", class: "n", text: s.name })),
  );
  const line = (row) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", text: String(row.year) }),
      SERIES.map((s) => el("td", { class: "n", text: s.text(row) })),
    );
  return el(
    "div",
    {
      class: "scroll",
      tabindex: "0",
      role: "group",
      "aria-label": "Figures year by year",
    },
    el(
      "table",
      { class: "grid" },
      el("thead", {}, head),
      el("tbody", {}, [...rows].reverse().map(line)),
    ),
  );
}

const CAPS = {
  capped: "capped in both years",
  capEnded: (rows, s) => `${s.text(rows[0])} in ${rows[0].year} was a cap, so there is no change to give`,
  capBegan: (rows, s) => `${s.text(rows.at(-1))} in ${rows.at(-1).year} is a cap, so there is no change to give`,
};

// One figure from the first year to the last; null: nothing can be said.
function changeWords(series, total, rows) {
  const { absolute, percent, reason } = total[series.field] ?? {};
  const name = series.name.toLowerCase();
  if (isNumber(percent)) {
    const amount = series.field === "employment" ? ` (${changeCount(absolute)})` : "";
    return `${name} ${change(percent)}${amount}`;
  }
  const cap = CAPS[reason];
  if (!cap) return null;
  return `${name}: ${typeof cap === "string" ? cap : cap(rows, series)}`;
}

function overall(total, rows) {
  if (!total) return null;
  const parts = SERIES.map((s) => changeWords(s, total, rows)).filter(Boolean);
  if (!parts.length) return null;
  return el("p", {
    "data-testid": "history-change",
    text: `From ${total.fromYear} to ${total.toYear}: ${parts.join("; ")}.`,
  });
}

export function drawHistory(box, job) {
  const rows = [...(job.history ?? [])].sort((a, b) => a.year - b.year);
  if (!rows.length) {
    swap(box, el("p", { text: "No earlier year is published under this code." }));
    return;
  }
  const wage = SERIES.slice(1, 3).find(
    (s) => rows.filter((r) => isNumber(r[s.field])).length > 1,
  );
  const charts = [SERIES[0], wage].filter(Boolean).map((s) => chart(rows, s));
  swap(
    box,
    el("p", {
      class: "muted small",
      text: `${job.historyNote} Scales do not start at zero.`,
    }),
    overall(job.historyChange, rows),
    el("div", { class: "charts" }, charts),
    table(rows),
  );
}

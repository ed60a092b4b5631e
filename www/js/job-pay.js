// Wage percentiles as one bar: 10 to 90 thin, 25 to 75 thick, the median marked.

import { el, svg, swap } from "./dom.js";
import { isNumber, mayOf } from "./format.js";
import { measureCode } from "./labels.js";
import { money, withheld } from "./wages.js";

const FORMS = [
  { unit: "year", name: "annual", codes: ["11", "12", "13", "14", "15"] },
  { unit: "hour", name: "hourly", codes: ["06", "07", "08", "09", "10"] },
];
const SHARES = [10, 25, 50, 75, 90];
const WIDTH = 1000;

function pointsOf(job, form) {
  const byCode = new Map(job.measures.map((m) => [measureCode(m.datatype), m]));
  return form.codes.map((code, i) => ({ share: SHARES[i], ...byCode.get(code) }));
}

const open = (p) => p.reason === "capped" && isNumber(p.atLeast);
const placed = (p) => isNumber(p.value) || open(p);
const amount = (p) => (isNumber(p.value) ? p.value : p.atLeast);

// A scale that starts at zero, so that lengths can be compared between pages.
function scale(points) {
  const top = Math.max(...points.map(amount)) * 1.04;
  return (v) => Math.round((v / top) * WIDTH);
}

function line(cls, x1, x2) {
  return svg("line", { class: cls, x1, x2, y1: 30, y2: 30 });
}

function bar(points) {
  const shown = points.filter(placed);
  const x = scale(shown);
  const at = (share) => shown.find((p) => p.share === share);
  const span = (cls, low, high) =>
    at(low) && at(high) ? line(cls, x(amount(at(low))), x(amount(at(high)))) : null;
  const ticks = shown.map((p) =>
    svg("line", {
      class: `tick${p.share === 50 ? " median" : ""}${open(p) ? " open" : ""}`,
      x1: x(amount(p)),
      x2: x(amount(p)),
      y1: p.share === 50 ? 8 : 16,
      y2: p.share === 50 ? 52 : 44,
    }),
  );
  const beyond = shown.some(open)
    ? line("beyond", x(amount(shown.find(open))), WIDTH)
    : null;
  return svg(
    "svg",
    {
      class: "wage-bar",
      viewBox: `0 0 ${WIDTH} 60`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    },
    line("axis", 0, WIDTH),
    span("outer", 10, 90),
    span("inner", 25, 75),
    beyond,
    ticks,
  );
}

function words(point, unit) {
  return isNumber(point.value)
    ? money(point.value, unit)
    : withheld(point.reason, unit, point.atLeast);
}

const SHARE_WORDS = {
  10: "10 % earn less than",
  25: "25 % earn less than",
  50: "Half earn less than",
  75: "75 % earn less than",
  90: "90 % earn less than",
};

function steps(points, unit) {
  return el(
    "dl",
    { class: "steps" },
    points.map((p) =>
      el(
        "div",
        { class: p.share === 50 ? "median" : null },
        el("dt", { text: SHARE_WORDS[p.share] }),
        el("dd", { class: "num", text: words(p, unit) }),
      ),
    ),
  );
}

export function drawPay(box, job) {
  const forms = FORMS.map((form) => ({ form, points: pointsOf(job, form) }));
  const { form, points } = forms.find((f) => f.points.some(placed)) ?? forms[0];
  const none = !points.some(placed);
  swap(
    box,
    el("p", {
      class: "muted small",
      text: `Distribution of the ${form.name} wage, ${mayOf(job.dataYear)}. The bar starts at $0.`,
    }),
    none
      ? el("p", { text: "BLS did not release the wages of this occupation." })
      : bar(points),
    steps(points, form.unit),
  );
}

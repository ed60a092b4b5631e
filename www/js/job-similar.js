// Occupations that O*NET relates to this one, and those of them that are safer.

import { el, swap } from "./dom.js";
import { isNumber, mayOf, score, share, yearly } from "./format.js";
import { jobAddress } from "./combobox.js";
import { riskBadge } from "./marks.js";
import { withheld } from "./wages.js";

const TIERS = {
  "Primary-Short": "closest",
  "Primary-Long": "close",
  Supplemental: "further",
};

function closeness(value) {
  return isNumber(value) ? share(value) : (TIERS[value] ?? value ?? "");
}

function pay(item) {
  if (isNumber(item.medianAnnualWage)) return yearly(item.medianAnnualWage);
  if (!item.medianAnnualWageReason) return "no annual figure";
  return withheld(item.medianAnnualWageReason, "year", item.medianAnnualWageAtLeast);
}

function name(item) {
  return el(
    "th",
    { scope: "row" },
    el("a", {
      href: jobAddress(item.code),
      text: item.title,
    }),
    el("span", { class: "job-sub num", text: item.code }),
  );
}

function grid(label, head, rows, cls = "grid") {
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": label },
    el(
      "table",
      { class: cls },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          head.map(([text, cls]) => el("th", { scope: "col", class: cls, text })),
        ),
      ),
      el("tbody", {}, rows),
    ),
  );
}

function row(item) {
  return el(
    "tr",
    {},
    name(item),
    el("td", { class: "n", text: pay(item) }),
    el("td", { class: "n", text: score(item.aiImpactScore) }),
    el("td", {}, riskBadge(item.automationRisk)),
    el("td", { class: "n", text: closeness(item.relatedness) }),
  );
}

const points = (v) => score(Math.abs(v)).replace(/\.0$/, "");

function payWords({ payRatio, payRatioAtLeast, payMeasure }) {
  const hourly = /Hourly/.test(payMeasure) ? " by the hour" : "";
  if (isNumber(payRatio)) return `${share(payRatio)} of the pay${hourly}`;
  return `at least ${share(payRatioAtLeast)} of the pay${hourly}`;
}

function zoneWords({ jobZoneDifference }) {
  if (!jobZoneDifference) return "the same preparation";
  return `a job zone ${points(jobZoneDifference)} lower`;
}

function scoreWords({ scoreDifference }) {
  if (!scoreDifference) return "the same score";
  const way = scoreDifference < 0 ? "lower" : "higher";
  return `a score ${points(scoreDifference)} ${way}`;
}

function saferRow(item) {
  const { reasons } = item;
  return el(
    "tr",
    {},
    name(item),
    el("td", {}, riskBadge(item.automationRisk)),
    el("td", { text: payWords(reasons) }),
    el("td", { text: scoreWords(reasons) }),
    el("td", { text: zoneWords(reasons) }),
  );
}

const UNRELATED = "O*NET relates no other occupation to this one.";

// Why none is safer: the level, the neighbors, or that there are none.
function noneWords(job) {
  if (job.automationRisk === "Low")
    return "The risk level of this occupation is the lowest there is.";
  if (!job.similar?.length) return UNRELATED;
  return "No related occupation is safer, pays at least 90 % as much and needs no more preparation.";
}

export function drawSafer(box, job) {
  const list = job.saferNeighbours ?? [];
  const rule =
    "Related occupations with a lower risk level, at least 90 % of the median pay and no more preparation. Pay is compared by the figures that BLS publishes for both; an occupation without such figures is left out.";
  if (!list.length) {
    swap(box, el("p", { text: noneWords(job) }));
    return;
  }
  swap(
    box,
    el("p", { class: "muted small", text: rule }),
    grid(
      "Safer neighbors",
      [["Occupation"], ["Risk"], ["Pay"], ["Exposure"], ["Preparation"]],
      list.map(saferRow),
      "grid tasks",
    ),
  );
}

export function drawSimilar(box, job) {
  const list = job.similar ?? [];
  if (!list.length) {
    swap(box, el("p", { text: UNRELATED }));
    return;
  }
  const head = [
    ["Occupation"],
    [`Median annual wage, ${mayOf(job.dataYear)}`, "n"],
    ["AI-impact score", "n"],
    ["Risk"],
    ["Relatedness", "n"],
  ];
  swap(box, grid("Similar occupations", head, list.map(row)));
}

// Occupations that O*NET relates to this one.

import { el, swap } from "./dom.js";
import { isNumber, mayOf, score, share, yearly } from "./format.js";
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

function row(item) {
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row" },
      el("a", {
        href: `/job.html?code=${encodeURIComponent(item.code)}`,
        text: item.title,
      }),
      el("span", { class: "job-sub num", text: item.code }),
    ),
    el("td", { class: "n", text: pay(item) }),
    el("td", { class: "n", text: score(item.aiImpactScore) }),
    el("td", {}, riskBadge(item.automationRisk)),
    el("td", { class: "n", text: closeness(item.relatedness) }),
  );
}

export function drawSimilar(box, job) {
  const list = job.similar ?? [];
  if (!list.length) {
    swap(box, el("p", { text: "O*NET relates no other occupation to this one." }));
    return;
  }
  const head = [
    ["Occupation"],
    [`Median annual wage, ${mayOf(job.dataYear)}`, "n"],
    ["AI-impact score", "n"],
    ["Risk"],
    ["Relatedness", "n"],
  ];
  swap(
    box,
    el(
      "div",
      {
        class: "scroll",
        tabindex: "0",
        role: "group",
        "aria-label": "Similar occupations",
      },
      el(
        "table",
        { class: "grid" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            head.map(([text, cls]) => el("th", { scope: "col", class: cls, text })),
          ),
        ),
        el("tbody", {}, list.map(row)),
      ),
    ),
  );
}

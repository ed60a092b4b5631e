// The rules that a held release breaks, with the gravest differences of each.

import { byId, el, swap } from "./dom.js";
import { count, hourly, yearly } from "./format.js";
import { withheld } from "./wages.js";

const RULE_WORDS = {
  jobsWithdrawn: "Jobs would leave",
  valuesVanished: "Values would vanish",
  valuesAppeared: "Values would appear",
  employmentTotal: "Employment as a whole",
  wagesTotal: "Wages as a whole",
  employmentJumped: "Employment doubles or halves",
  wagesJumped: "Wages jump by half",
  percentilesOutOfOrder: "Percentiles out of order",
  meanOutsidePercentiles: "Mean outside the percentiles",
  annualAgainstHourly: "Annual is not 2,080 times hourly",
  partsAgainstTotal: "Parts above their total",
  sameValueEverywhere: "The same value everywhere",
};

const MEASURE_WORDS = {
  employment: "Employment",
  employmentRse: "Error of employment",
  meanHourlyWage: "Mean hourly wage",
  meanAnnualWage: "Mean annual wage",
  wageRse: "Error of wages",
  hourly10thPercentile: "Hourly, 10th percentile",
  hourly25thPercentile: "Hourly, 25th percentile",
  medianHourlyWage: "Median hourly wage",
  hourly75thPercentile: "Hourly, 75th percentile",
  hourly90thPercentile: "Hourly, 90th percentile",
  annual10thPercentile: "Annual, 10th percentile",
  annual25thPercentile: "Annual, 25th percentile",
  medianAnnualWage: "Median annual wage",
  annual75thPercentile: "Annual, 75th percentile",
  annual90thPercentile: "Annual, 90th percentile",
};

function amount(measure, value) {
  if (/hourly/i.test(measure)) return hourly(value);
  return /annual/i.test(measure) ? yearly(value) : count(value);
}

function figure(difference, side) {
  const value = difference[side];
  if (value !== null) return amount(difference.measure ?? "", value);
  const unit = /hourly/i.test(difference.measure ?? "") ? "hour" : "year";
  return withheld(difference[`${side}Reason`], unit, difference[`${side}AtLeast`]);
}

function row(difference) {
  const name = difference.title ?? "All occupations";
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row" },
      name,
      el("span", { class: "sub", text: difference.code ?? "" }),
    ),
    el("td", { text: MEASURE_WORDS[difference.measure] ?? "" }),
    el("td", { class: "num", text: figure(difference, "published") }),
    el("td", { class: "num", text: figure(difference, "staged") }),
  );
}

function ruleRows(rule, differences) {
  const own = differences.filter((d) => d.rule === rule.rule);
  const more = rule.differenceCount - own.length;
  return el(
    "tbody",
    { "data-rule": rule.rule },
    el(
      "tr",
      { class: "rule" },
      el(
        "th",
        { colspan: 4, scope: "rowgroup" },
        RULE_WORDS[rule.rule] ?? rule.rule,
        el("span", { class: "sub", text: rule.message }),
      ),
    ),
    own.map(row),
    more > 0
      ? el(
          "tr",
          {},
          el("td", { colspan: 4, class: "muted", text: `and ${count(more)} more` }),
        )
      : null,
  );
}

const HEADS = [
  ["Occupation", ""],
  ["Measure", ""],
  ["Published", "num"],
  ["Held back", "num"],
];

export function showHeld(round) {
  const box = byId("held-differences");
  byId("held-details").hidden = !round?.rules.length;
  if (!round?.rules.length) {
    swap(box);
    return;
  }
  swap(
    box,
    el(
      "table",
      { class: "grid", "data-testid": "held-table" },
      el("caption", { class: "visually-hidden", text: "What differs, by rule" }),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          HEADS.map(([text, kind]) => el("th", { scope: "col", class: kind, text })),
        ),
      ),
      round.rules.map((rule) => ruleRows(rule, round.differences)),
    ),
  );
}

// The score and the parts that it is made of.

import { el, swap } from "./dom.js";
import { isNumber, ordinal, score } from "./format.js";
import { basisWords, impactWords, jobZoneWords, SOURCES } from "./labels.js";

const asPercent = (p) => Math.min(100, Math.max(0, p * 100));

function meter(name, sub, percentile) {
  const width = asPercent(percentile ?? 0);
  const words = isNumber(percentile)
    ? ordinal(Math.max(1, Math.round(width)))
    : "no value";
  return el(
    "li",
    { class: "part" },
    el(
      "span",
      { class: "part-name" },
      name,
      sub ? el("span", { class: "muted small", text: sub }) : null,
    ),
    el(
      "span",
      { class: "part-value num", text: words },
      isNumber(percentile)
        ? el("span", { class: "visually-hidden", text: " percentile" })
        : null,
    ),
    el(
      "span",
      { class: "track", "aria-hidden": "true" },
      el("span", { class: "filled", style: { width: `${width}%` } }),
    ),
  );
}

function sourceParts(ai) {
  const byKey = new Map(ai.sources.map((s) => [s.id, s]));
  return Object.entries(SOURCES).map(([id, source]) =>
    meter(source.short, source.authors, byKey.get(id)?.percentile),
  );
}

function fact(name, ...value) {
  return el("div", {}, el("dt", { text: name }), el("dd", {}, value));
}

function facts(ai) {
  const spread = isNumber(ai.spread) ? score(ai.spread) : "not measured";
  const zone = isNumber(ai.jobZone)
    ? `${score(ai.jobZone).replace(/\.0$/, "")} of 5: ${jobZoneWords(ai.jobZone)}`
    : "not rated";
  return el(
    "dl",
    { class: "facts" },
    fact("Score", score(ai.score)),
    fact("Spread of the sources", spread),
    fact("Basis", basisWords(ai.basis)),
    fact("Confidence", ai.confidence),
    fact(
      "Kind of impact",
      `${ai.type}${impactWords(ai.type) ? `: ${impactWords(ai.type)}` : ""}`,
    ),
    fact("Job zone", zone),
    fact(
      "Risk index",
      isNumber(ai.riskIndex)
        ? `${score(ai.riskIndex)}, the mean of score and automation`
        : "not rated",
    ),
    fact("Risk level", ai.risk),
    fact("Version", ai.version),
  );
}

function citations(ai) {
  const list = ai.sources.filter((s) => s.citation);
  if (!list.length) return null;
  return el(
    "div",
    { class: "cite small" },
    el("h3", { text: "Sources" }),
    el(
      "ul",
      { class: "sources" },
      list.map((s) => el("li", { text: s.citation })),
    ),
  );
}

export function drawImpact(box, job) {
  const ai = job.aiImpact;
  if (!ai) {
    swap(box, el("p", { text: "This occupation has no score yet." }));
    return;
  }
  const caveat =
    ai.caveat ?? "The score ranks exposure. It does not forecast job losses.";
  const note =
    ai.basis === "direct"
      ? "Percentile among all occupations; the score is 100 times the mean of those that exist."
      : "Fewer than two sources cover this occupation, so its group stands in for it.";
  swap(
    box,
    el("p", { class: "caveat", text: caveat }),
    el(
      "div",
      { class: "impact" },
      el(
        "div",
        {},
        el("p", { class: "muted small", text: note }),
        el("ul", { class: "parts" }, sourceParts(ai)),
        el("p", {
          class: "muted small",
          text: "Apart from the score, for the risk level:",
        }),
        el(
          "ul",
          { class: "parts" },
          meter(
            "Share of its tasks that could be automated",
            null,
            ai.automationPercentile,
          ),
        ),
      ),
      facts(ai),
    ),
    citations(ai),
  );
}

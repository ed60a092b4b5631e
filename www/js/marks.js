// Small drawn marks: the risk badge and the score with its spread.

import { el, svg } from "./dom.js";
import { isNumber, score } from "./format.js";
import { RISKS } from "./labels.js";

const BARS = [0, 1, 2, 3];

function meter(level) {
  const bars = BARS.map((i) => {
    const height = 4 + i * 3;
    return svg("rect", {
      class: i < level ? "on" : "off",
      x: i * 5 + 0.5,
      y: 13.5 - height,
      width: 3.4,
      height,
      rx: 0.8,
    });
  });
  return svg("svg", { viewBox: "0 0 20 14", "aria-hidden": "true" }, bars);
}

export function riskBadge(risk) {
  const level = RISKS.indexOf(risk) + 1;
  return el(
    "span",
    { class: "risk", "data-level": level },
    meter(level),
    risk ?? "not rated",
  );
}

// A dot on a rule from 0 to 100; the thick part is the spread of the sources.
export function scoreMark(value, spread) {
  if (!isNumber(value)) return null;
  const half = isNumber(spread) ? spread : 0;
  const from = Math.max(0, value - half);
  const to = Math.min(100, value + half);
  return svg(
    "svg",
    {
      class: "score-mark",
      viewBox: "-3 0 106 10",
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    },
    svg("line", { class: "rule", x1: 0, x2: 100, y1: 5, y2: 5 }),
    svg("line", { class: "spread", x1: from, x2: to, y1: 5, y2: 5 }),
    svg("line", { class: "point", x1: value, x2: value, y1: 0.5, y2: 9.5 }),
  );
}

// What the mark shows, for who does not see it.
export function spreadNote(value, spread) {
  if (!isNumber(value)) return "not scored";
  return isNumber(spread) ? `sources differ by ${score(spread)}` : "taken from its group";
}

export const spreadWords = (value, spread) =>
  isNumber(value) ? `${score(value)}, ${spreadNote(value, spread)}` : "not scored";

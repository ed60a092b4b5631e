// Health by component, with what to do about it.

import { byId, el, setText, swap } from "./dom.js";
import { dateTime, isNumber, time } from "./format.js";
import { componentName, healthWords } from "./labels.js";

const MARKS = { pass: "\u2713", warn: "!", fail: "\u00d7" };

function badge(status) {
  return el(
    "span",
    { class: `status ${status}` },
    el("span", { class: "mark", "aria-hidden": "true", text: MARKS[status] ?? "?" }),
    healthWords(status),
  );
}

function component([key, c]) {
  const advice = c.recommendations?.length
    ? el(
        "ul",
        { class: "advice small" },
        c.recommendations.map((text) => el("li", { text })),
      )
    : null;
  const points = isNumber(c.score) ? ` \u00b7 ${Math.round(c.score)} of 100` : "";
  return el(
    "li",
    { "data-component": key, "data-status": c.status },
    el(
      "div",
      { class: "component" },
      el("h3", { text: componentName(key) }),
      badge(c.status),
    ),
    el("p", { text: c.message ?? "" }),
    c.since
      ? el("p", { class: "small muted", text: `since ${dateTime(c.since)}${points}` })
      : null,
    advice,
  );
}

export function drawHealth(box, health) {
  setText(byId("health-time"), `Checked ${time(health.checkedAt)}`);
  swap(
    box,
    el(
      "p",
      { class: "overall" },
      badge(health.status),
      el("span", {
        class: "muted num",
        text: isNumber(health.score) ? ` ${Math.round(health.score)} of 100` : "",
      }),
    ),
    el(
      "ul",
      { class: "components" },
      Object.entries(health.components ?? {}).map(component),
    ),
  );
}

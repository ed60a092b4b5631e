// Quota by key. Names come masked from the service.

import { el, swap } from "./dom.js";
import { count, dateTime } from "./format.js";

function row(key) {
  const limit = key.requestsUsed + key.requestsRemaining;
  const used = limit ? Math.min(100, (100 * key.requestsUsed) / limit) : 0;
  const blocked = key.isBlocked
    ? `blocked until ${dateTime(key.blockedUntil)}`
    : "in use";
  return el(
    "tr",
    { class: key.isBlocked ? "blocked" : null },
    el("th", { scope: "row" }, el("code", { text: key.key })),
    el("td", { class: "n", text: count(key.requestsUsed) }),
    el("td", { class: "n", text: count(key.requestsRemaining) }),
    el(
      "td",
      {},
      el(
        "span",
        { class: "quota", "aria-hidden": "true" },
        el("span", { style: { width: `${used}%` } }),
      ),
      blocked,
    ),
  );
}

export function drawKeys(box, status) {
  const keys = status.apiKeysStatus;
  if (!keys) return;
  const head = [["Key"], ["Used today", "n"], ["Remaining", "n"], ["State"]];
  const total = keys.totalKeys
    ? `${count(keys.totalRemainingRequests)} of ${count(keys.totalDailyLimit)} requests remain today.`
    : `No key is configured; BLS allows ${count(keys.totalDailyLimit)} requests a day without one, ${count(keys.totalRemainingRequests)} remain.`;
  const table = keys.keyStatuses?.length
    ? el(
        "div",
        { class: "scroll", tabindex: "0", role: "group", "aria-label": "Quota by key" },
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
          el("tbody", {}, keys.keyStatuses.map(row)),
        ),
      )
    : null;
  swap(box, el("p", { text: total }), table);
}

// Quota by key. Names come masked from the service.

import { el, swap } from "./dom.js";
import { count, dateTime, plural } from "./format.js";

function stateWords(key) {
  const until = `until ${dateTime(key.blockedUntil)}`;
  if (key.isBlocked)
    return key.blockedReason === "invalid"
      ? `refused by BLS, ${until}`
      : `used up ${until}`;
  return key.isIgnored ? "not known to BLS: as without a key" : "in use";
}

// What the next run would ask for, and whether today's requests are enough.
function forecastWords(f) {
  if (!f || !f.requestsNeeded) return "";
  const needed = `What is left needs ${plural(f.requestsNeeded, "request")}`;
  if (f.enough) return `${needed}: enough for today.`;
  if (f.days === null) return `${needed}, and no key can be used.`;
  return `${needed}: not enough, it takes ${plural(f.days, "day")}.`;
}

// Runs tell about keys: before the first one nobody knows.
function quotaWords(keys) {
  if (!keys.totalDailyLimit)
    return "Which keys there are, and what is left of their quota, is known after the first run.";
  const left = `${count(keys.totalRemainingRequests)} of ${plural(keys.totalDailyLimit, "request")} ${keys.totalRemainingRequests === 1 ? "remains" : "remain"} today`;
  if (keys.totalKeys) return `${left}.`;
  return `${left}: no key is configured, and BLS allows few without one.`;
}

function row(key) {
  const limit = key.requestsUsed + key.requestsRemaining;
  const used = limit ? Math.min(100, (100 * key.requestsUsed) / limit) : 0;
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
      stateWords(key),
    ),
  );
}

export function drawKeys(box, status) {
  const keys = status.apiKeysStatus;
  if (!keys) return;
  const head = [["Key"], ["Used today", "n"], ["Remaining", "n"], ["State"]];
  const total = quotaWords(keys);
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
  const forecast = forecastWords(status.quotaForecast);
  swap(
    box,
    el("p", { text: total }),
    forecast ? el("p", { "data-testid": "forecast", text: forecast }) : null,
    table,
  );
}

// One run of the list: what became of its requests, the keys it used, what it warned of.

import { byId, el, setText, swap } from "./dom.js";
import { count, plural, time } from "./format.js";
import { outcomeWords } from "./labels.js";

function entry(name, n, more) {
  return el(
    "li",
    {},
    el("span", { text: name }),
    el("span", { class: "num", text: more ? `${count(n)} ${more}` : count(n) }),
  );
}

function list(title, entries, none) {
  return el(
    "div",
    {},
    el("h3", { text: title }),
    entries.length
      ? el("ul", { class: "tally" }, entries)
      : el("p", { class: "muted", text: none }),
  );
}

function requests(run) {
  const entries = run.requestsByClass.map((c) =>
    entry(
      outcomeWords(c.class),
      c.requests,
      c.retries ? `(${plural(c.retries, "retry", "retries")})` : "",
    ),
  );
  if (run.requestsUnanswered)
    entries.push(entry("no answer seen", run.requestsUnanswered));
  const none =
    run.source === "flat" ? "The flat file was read instead." : "None were sent.";
  return list("Requests", entries, none);
}

function keys(run) {
  const entries = run.apiKeys.map((k) =>
    entry(k.key === "none" ? "without a key" : k.key, k.requests),
  );
  return list("By key", entries, "No key was used.");
}

function messages(run) {
  const entries = run.messages.map((m) =>
    el(
      "li",
      { class: m.level },
      el("span", { class: "num", text: time(m.time) }),
      el("span", { text: m.message }),
    ),
  );
  return el(
    "div",
    { class: "messages" },
    el("h3", { text: "Warnings and errors" }),
    entries.length
      ? el("ul", {}, entries)
      : el("p", { class: "muted", text: "It had nothing to warn of." }),
  );
}

// Shows the run whose button was pressed, until it is pressed again.
export function createRunDetails(session) {
  const box = byId("run-details");
  let shown = null;

  function mark() {
    for (const button of document.querySelectorAll("#runs button"))
      button.setAttribute("aria-expanded", String(button.value === shown));
  }

  function close() {
    shown = null;
    swap(box);
    mark();
  }

  async function load() {
    if (shown === null) return;
    const wanted = shown;
    try {
      const run = await session.call(`/api/admin/runs/${wanted}`);
      if (wanted !== shown) return;
      swap(
        box,
        el("h3", { class: "run-name", text: `Run ${run.runId}` }),
        run.message ? el("p", { text: run.message }) : null,
        el("div", { class: "run-more" }, requests(run), keys(run), messages(run)),
      );
    } catch (error) {
      if (wanted === shown && error.status !== 401) setText(box, error.message);
    }
  }

  return {
    toggle(id) {
      if (shown === id) {
        close();
        return;
      }
      shown = id;
      mark();
      load();
    },
    // The list was drawn anew.
    refresh() {
      mark();
      load();
    },
    close,
  };
}

// What is shown when an answer does not come: why, and what happens next.

import { el, swap } from "./dom.js";
import { plural } from "./format.js";

const FIRST_WAIT = 2;
const LONGEST_WAIT = 60;

export function waitFor(error, attempt) {
  if (error.retryAfter !== null && error.retryAfter !== undefined) {
    return Math.min(Math.max(error.retryAfter, 1), 300);
  }
  return Math.min(FIRST_WAIT * 2 ** attempt, LONGEST_WAIT);
}

export function errorWords(error) {
  if (error.status === 503) return "The data service is not ready (503).";
  if (error.status === 0) return "The data service cannot be reached.";
  if (error.status === 429) return "Too many requests in a short time (429).";
  if (error.status >= 500) return `The data service failed (${error.status}).`;
  if (error.parameter) return `${error.message} (${error.parameter})`;
  return error.message;
}

// A notice with a countdown. The sentence is announced once; the seconds are
// drawn outside of the announced part.
export function createNotice(box, retry) {
  let timer = null;
  let attempt = 0;

  function clear() {
    clearInterval(timer);
    timer = null;
    box.replaceChildren();
  }

  function again() {
    clear();
    retry();
  }

  function countdown(seconds, clock) {
    let left = seconds;
    timer = setInterval(() => {
      left -= 1;
      if (left <= 0) again();
      else clock.textContent = `Next try in ${plural(left, "second")}.`;
    }, 1000);
  }

  function show(error) {
    clear();
    const words = el("p", { role: "alert", text: errorWords(error) });
    const button = el("button", {
      class: "button",
      type: "button",
      text: "Try now",
      onclick: again,
    });
    const kind = error.transient ? "notice warn" : "notice bad";
    const clock = el("span", { class: "muted num", "aria-hidden": "true" });
    swap(box, el("div", { class: kind }, words, clock, button));
    if (!error.transient) return;
    const seconds = waitFor(error, attempt);
    attempt += 1;
    clock.textContent = `Next try in ${plural(seconds, "second")}.`;
    countdown(seconds, clock);
  }

  return {
    show,
    ok() {
      attempt = 0;
      clear();
    },
  };
}

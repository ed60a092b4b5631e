// What is shown when an answer does not come: why, and what happens next.
//
//   const notices = createNotices(byId("notice"));
//   const list = notices.cause(() => load());   // what its retry does; or null
//   list.show(error);   list.ok();
//
// A notice goes when what raised it is well again, and by nothing else. Causes
// that say the same share one notice.

import { el } from "./dom.js";
import { waitWords } from "./format.js";

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

// The sentence is announced once; the seconds are drawn outside of it.
function createShared(box, words, kind) {
  const members = new Map(); // cause -> retry
  const clock = el("span", { class: "muted num", "aria-hidden": "true" });
  const button = el("button", {
    class: "button",
    type: "button",
    text: "Try now",
    hidden: true,
    onclick: again,
  });
  const node = el(
    "div",
    { class: `notice ${kind}` },
    el("p", { role: "alert", text: words }),
    clock,
    button,
  );
  let timer = null;
  let left = 0;

  function stop() {
    clearInterval(timer);
    timer = null;
    clock.textContent = "";
  }

  function again() {
    stop();
    for (const retry of [...members.values()]) retry?.();
  }

  function tick() {
    if (left <= 0) again();
    else clock.textContent = `Next try in ${waitWords(left)}.`;
    left -= 1;
  }

  box.append(node);
  return {
    words,
    join(cause, retry, seconds) {
      members.set(cause, retry);
      button.hidden = ![...members.values()].some(Boolean);
      if (!retry || seconds === null || timer) return;
      left = seconds;
      timer = setInterval(tick, 1000);
      tick();
    },
    // True when nobody needs it any more.
    leave(cause) {
      members.delete(cause);
      if (members.size) return false;
      stop();
      node.remove();
      return true;
    },
  };
}

export function createNotices(box) {
  const shown = new Set();

  return {
    cause(retry) {
      const me = {};
      let mine = null;
      let attempt = 0;

      function leave() {
        if (mine?.leave(me)) shown.delete(mine);
        mine = null;
      }

      return {
        show(error) {
          const words = errorWords(error);
          const seconds = error.transient ? waitFor(error, attempt) : null;
          attempt += 1;
          if (mine?.words !== words) {
            leave();
            mine = [...shown].find((one) => one.words === words) ?? null;
            mine ??= createShared(box, words, error.transient ? "warn" : "bad");
            shown.add(mine);
          }
          mine.join(me, retry, seconds);
        },
        ok() {
          attempt = 0;
          leave();
        },
        get isShown() {
          return mine !== null;
        },
      };
    },
  };
}

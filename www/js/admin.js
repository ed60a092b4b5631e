// The administration: session, live feed and panels, joined.

import { request } from "./api.js";
import { createControls } from "./controls.js";
import { byId, el, setText, swap } from "./dom.js";
import { createFeed } from "./feed.js";
import { time } from "./format.js";
import { drawHealth } from "./health-panel.js";
import { drawKeys } from "./keys-panel.js";
import { createNotices, errorWords } from "./notice.js";
import { createPanel } from "./panel.js";
import { drawProgress, isBusy, TITLE } from "./progress.js";
import { createRunDetails } from "./run-details.js";
import { drawFailures, drawRuns } from "./runs-panel.js";
import { createSession } from "./session.js";
import { createSignIn } from "./signin.js";
import { drawStats } from "./stats-panel.js";

const HEALTH_MS = 15000;
const SLOW_MS = 60000;
const RUNS = 12;

const FEED_WORDS = {
  off: "",
  connecting: "Connecting\u2026",
  live: "Live",
  polling: "The live stream is interrupted; asking every few seconds instead",
};

const session = createSession(() => lost());
const signIn = createSignIn(session, () => enter());
const sessionNotice = createNotices(byId("session-notice")).cause(() => begin());
const notices = createNotices(byId("notice"));
const feedNotice = notices.cause(null); // the feed asks again by itself
const leaveNotice = notices.cause(() => leave());
const details = createRunDetails(session);
let lastState = null;

// What a panel showed before stays when it cannot be read again, with a word
// since when it stands.
function panel(id, load, draw, every) {
  const box = byId(id);
  let drawnAt = null;
  return createPanel({
    load,
    every,
    draw: (data) => {
      drawnAt = new Date();
      box.classList.remove("is-stale");
      draw(box, data);
    },
    fail: (error) => {
      const words = errorWords(error);
      if (!box.querySelector("table, ul, dl"))
        return swap(box, el("p", { class: "muted", text: words }));
      box.classList.add("is-stale");
      box.querySelector(".as-of")?.remove();
      box.prepend(el("p", { class: "as-of", text: `As of ${time(drawnAt)}. ${words}` }));
    },
  });
}

const panels = [
  panel(
    "health",
    () => session.call("/api/admin/system-health"),
    drawHealth,
    HEALTH_MS,
  ),
  panel(
    "runs",
    () => session.call(`/api/admin/runs?page=1&limit=${RUNS}`),
    (box, data) => {
      drawRuns(box, data);
      details.refresh();
    },
    SLOW_MS,
  ),
  panel("failures", () => session.call("/api/admin/failures"), showFailures, SLOW_MS),
  panel("stats", () => request("/api/jobs/stats"), drawStats, SLOW_MS),
];

const feed = createFeed({
  url: "/api/admin/events",
  poll: () => session.call("/api/admin/sync-status"),
  onStatus: take,
  onMode: (mode) => setText(byId("feed"), FEED_WORDS[mode]),
  onError: (error) => (error ? feedNotice.show(error) : feedNotice.ok()),
});

const controls = createControls(session, () => feed.look());

function showFailures(box, data) {
  drawFailures(box, data, controls.mayRetry());
  controls.failed(data.failures.length);
}

function take(status) {
  drawProgress(status);
  drawKeys(byId("keys"), status);
  controls.update(status);
  if (lastState !== null && lastState !== status.state && !isBusy(status)) {
    for (const p of panels) p.refresh();
  }
  lastState = status.state;
}

function enter() {
  const user = session.user;
  signIn.hide();
  byId("console").hidden = false;
  byId("console").inert = false;
  byId("who").hidden = false;
  setText(
    byId("who-words"),
    `${user.username}, ${user.role === "admin" ? "administrator" : "reader"}`,
  );
  controls.guard();
  feed.start();
  for (const p of panels) p.start();
}

function pause() {
  feed.stop();
  feedNotice.ok();
  controls.closeDialog();
  for (const p of panels) p.stop();
}

// The page stays as it was; only the form comes over it.
function lost() {
  const shown = !byId("console").hidden;
  pause();
  byId("who").hidden = true;
  document.title = TITLE;
  signIn.show(
    shown ? "Your session has ended. Sign in again to go on where you were." : null,
  );
  byId("console").inert = true;
}

function clear() {
  lastState = null;
  controls.forget();
  details.close();
  feedNotice.ok();
  leaveNotice.ok();
  for (const id of ["health", "keys", "stats", "runs", "failures", "details"])
    swap(byId(id));
  setText(byId("health-time"), "");
  byId("console").hidden = true;
  byId("who").hidden = true;
  document.title = TITLE;
}

async function leave() {
  try {
    await session.signOut();
  } catch (error) {
    leaveNotice.show(error);
    return;
  }
  pause();
  clear();
  signIn.show();
}

async function begin() {
  try {
    await session.refresh();
  } catch (error) {
    if (error.status === 401) {
      sessionNotice.ok();
      signIn.show();
    } else sessionNotice.show(error);
    return;
  }
  sessionNotice.ok();
  enter();
}

byId("runs").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) details.toggle(button.value);
});
byId("failures").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) controls.retry(button.value);
});
byId("sign-out").addEventListener("click", leave);
begin();

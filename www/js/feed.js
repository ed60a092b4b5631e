// The live status: server-sent events first, polling while they fail, and
// back to events as soon as they come again.

const POLL_RUNNING_MS = 2000;
const POLL_IDLE_MS = 10000;
const REOPEN_MS = 15000;
const SILENT_MS = 6000;
const CHECK_MS = 2000;
const AGAIN_MS = 4000;

export function createFeed({ url, poll, onStatus, onMode, onError }) {
  let source = null;
  let pollTimer = null;
  let reopenTimer = null;
  let checkTimer = null;
  let againTimer = null;
  let lastEvent = 0;
  let running = false;
  let mode = "off";

  function enter(next) {
    if (mode === next) return;
    mode = next;
    onMode(next);
  }

  // What comes after the end is for nobody any more.
  function take(status) {
    if (mode === "off") return;
    clearTimeout(againTimer);
    running = status.isRunning || status.state === "requested";
    onError(null);
    onStatus(status);
  }

  function failed(error) {
    if (error.status !== 401 && mode !== "off") onError(error);
  }

  // A live stream speaks of changes only: a look that failed is repeated until
  // one succeeds, or its notice would stay for ever.
  async function look() {
    clearTimeout(againTimer);
    try {
      take(await poll());
    } catch (error) {
      failed(error);
      if (error.status !== 401 && mode === "live")
        againTimer = setTimeout(look, AGAIN_MS);
    }
  }

  async function ask() {
    clearTimeout(pollTimer);
    pollTimer = null;
    if (mode !== "polling" || document.hidden) return;
    try {
      take(await poll());
    } catch (error) {
      if (error.status === 401) return;
      failed(error);
    }
    if (mode === "polling")
      pollTimer = setTimeout(ask, running ? POLL_RUNNING_MS : POLL_IDLE_MS);
  }

  function fall() {
    if (mode === "off" || mode === "polling") return;
    enter("polling");
    ask();
  }

  function closeStream() {
    source?.close();
    source = null;
    clearTimeout(reopenTimer);
  }

  function streamFailed() {
    const closed = source?.readyState === EventSource.CLOSED;
    fall();
    if (!closed) return;
    closeStream();
    reopenTimer = setTimeout(openStream, REOPEN_MS);
  }

  function streamSpoke(event) {
    let status;
    try {
      status = JSON.parse(event.data);
    } catch {
      return;
    }
    lastEvent = Date.now();
    clearTimeout(pollTimer);
    enter("live");
    take(status);
  }

  function streamOpened() {
    lastEvent = Date.now();
    clearTimeout(pollTimer);
    enter("live");
  }

  function openStream() {
    closeStream();
    if (mode === "off") return;
    if (typeof EventSource !== "function") {
      fall();
      return;
    }
    source = new EventSource(url);
    source.addEventListener("open", streamOpened);
    source.addEventListener("status", streamSpoke);
    source.addEventListener("error", streamFailed);
  }

  // A stream that is open but silent while a sync runs is as good as none, and
  // so is one that never opens.
  function check() {
    const waiting = mode === "connecting" || (mode === "live" && running);
    if (waiting && Date.now() - lastEvent > SILENT_MS) fall();
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && mode === "polling") ask();
  });

  return {
    // After a change of our own: look at once, however the news comes.
    async look() {
      await (mode === "polling" ? ask() : look());
    },
    start() {
      if (mode !== "off") return;
      enter("connecting");
      lastEvent = Date.now();
      openStream();
      clearInterval(checkTimer);
      checkTimer = setInterval(check, CHECK_MS);
    },
    stop() {
      closeStream();
      clearTimeout(pollTimer);
      clearTimeout(againTimer);
      clearInterval(checkTimer);
      running = false;
      enter("off");
    },
  };
}

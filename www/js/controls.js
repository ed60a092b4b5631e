// Start, stop and another try for what failed. A button is on only when the server would agree; when it
// still answers 409, its words are shown.

import { createAccept } from "./accept.js";
import { byId, setText } from "./dom.js";
import { isBusy } from "./progress.js";

export function createControls(session, onChanged) {
  const start = byId("start");
  const stop = byId("stop");
  const retry = byId("retry");
  const dialog = byId("confirm");
  const accept = createAccept(session, (path) => send(path));
  const error = byId("control-error");
  let status = null;
  let sending = false;
  let failures = 0;
  let note = "";

  function words() {
    if (session.user?.role !== "admin")
      return "Your account may look, but not start or stop.";
    if (!status) return "";
    if (status.state === "stopping") return "It stops with its checkpoint written.";
    return status.state === "requested" ? note : "";
  }

  const mayRetry = () =>
    session.user?.role === "admin" && status !== null && !sending && !isBusy(status);

  function guard() {
    const may = session.user?.role === "admin" && status !== null && !sending;
    start.disabled = !may || isBusy(status);
    retry.disabled = !mayRetry() || failures === 0;
    for (const button of byId("failures").querySelectorAll("button"))
      button.disabled = !mayRetry();
    stop.disabled = !may || !["running", "requested"].includes(status.state);
    accept.guard(status, may, status !== null && isBusy(status));
    setText(byId("control-words"), words());
  }

  async function send(path) {
    sending = true;
    setText(error, "");
    guard();
    try {
      const answer = await session.call(path, { method: "POST" });
      note = answer.note ?? "";
      if (status) status = { ...status, state: answer.state ?? status.state };
    } catch (failure) {
      if (failure.status !== 401) setText(error, failure.message);
    }
    sending = false;
    guard();
    onChanged();
  }

  start.addEventListener("click", () => {
    byId("force").checked = false;
    setText(error, "");
    dialog.showModal();
  });
  byId("confirm-cancel").addEventListener("click", () => dialog.close());
  byId("confirm-form").addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    const params = new URLSearchParams({
      enhanced: "true",
      forceRestart: String(byId("force").checked),
    });
    send(`/api/admin/start-sync?${params}`);
  });
  stop.addEventListener("click", () => send("/api/admin/stop-sync"));
  retry.addEventListener("click", () => send("/api/admin/failures/retry"));

  return {
    guard,
    mayRetry,
    retry: (query) => send(`/api/admin/failures/retry?${query}`),
    closeDialog() {
      if (dialog.open) dialog.close();
      accept.closeDialog();
    },
    update(next) {
      status = next;
      guard();
    },
    failed(count) {
      failures = count;
      guard();
    },
    forget() {
      status = null;
      failures = 0;
      setText(error, "");
      guard();
    },
  };
}

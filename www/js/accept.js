// A release that the guard holds back: why, and publishing it after a second look.

import { byId, setText } from "./dom.js";

export function createAccept(send) {
  const box = byId("held");
  const button = byId("accept");
  const dialog = byId("accept-confirm");
  const looked = byId("accept-looked");
  const confirm = byId("accept-start");

  button.addEventListener("click", () => {
    looked.checked = false;
    confirm.disabled = true;
    dialog.showModal();
  });
  looked.addEventListener("change", () => {
    confirm.disabled = !looked.checked;
  });
  byId("accept-cancel").addEventListener("click", () => dialog.close());
  byId("accept-form").addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    send("/api/admin/start-sync?enhanced=true&acceptHeld=true");
  });

  return {
    guard(status, may) {
      const held = status !== null && status.state === "held";
      const reason = (held && status.lastError) || "";
      box.hidden = !held;
      button.disabled = !held || !may;
      setText(byId("held-reason"), reason.replace(/^./, (c) => c.toUpperCase()));
      setText(byId("accept-reason"), reason);
      if (!held && dialog.open) dialog.close();
    },
    closeDialog() {
      if (dialog.open) dialog.close();
    },
  };
}

// A release that the guard holds back: why, what differs, and what a person decides.

import { byId, setText } from "./dom.js";
import { showHeld } from "./held-panel.js";

function createDecision(name, decide) {
  const button = byId(name);
  const dialog = byId(`${name}-confirm`);
  const looked = byId(`${name}-looked`);
  const confirm = byId(`${name}-start`);

  button.addEventListener("click", () => {
    looked.checked = false;
    confirm.disabled = true;
    dialog.showModal();
  });
  looked.addEventListener("change", () => {
    confirm.disabled = !looked.checked;
  });
  byId(`${name}-cancel`).addEventListener("click", () => dialog.close());
  byId(`${name}-form`).addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    decide();
  });
  return {
    enable(may) {
      button.disabled = !may;
    },
    close() {
      if (dialog.open) dialog.close();
    },
  };
}

export function createAccept(session, send) {
  const box = byId("held");
  let round = null; // as the status tells of it
  let shown = ""; // the round whose differences are on the page
  const decide = (what) => () => {
    if (round) send(`/api/admin/rounds/${round.id}/${what}`);
  };
  const decisions = [
    createDecision("accept", decide("accept")),
    createDecision("reject", decide("reject")),
  ];

  async function show() {
    const wanted = round ? `${round.id} ${round.heldAt}` : "";
    if (wanted === shown) return;
    shown = wanted;
    if (!round) {
      showHeld(null);
      return;
    }
    try {
      const answer = await session.call(`/api/admin/rounds/${round.id}`);
      if (shown === wanted) showHeld(answer);
    } catch {
      if (shown === wanted) shown = ""; // with the next status
    }
  }

  const closeDialog = () => {
    for (const decision of decisions) decision.close();
  };

  return {
    guard(status, may, busy) {
      round = status?.heldRound ?? null;
      const reason = round?.reason ?? "";
      box.hidden = !round;
      for (const decision of decisions)
        decision.enable(round !== null && may && !busy);
      setText(byId("held-release"), round?.id ?? "");
      setText(byId("held-reason"), reason.replace(/^./, (c) => c.toUpperCase()));
      setText(byId("accept-reason"), reason);
      if (!round) closeDialog();
      show();
    },
    closeDialog,
  };
}

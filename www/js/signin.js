// The sign-in form: over an empty page, or over one whose session has ended.

import { byId, setText } from "./dom.js";
import { waitWords } from "./format.js";

function failureWords(error) {
  if (error.status === 401) return "The user name or the password is wrong.";
  if (error.status === 429) {
    const wait = error.retryAfter
      ? ` Try again in ${waitWords(error.retryAfter)}.`
      : "";
    return `Too many tries.${wait}`;
  }
  return error.message;
}

export function createSignIn(session, onSignedIn) {
  const panel = byId("signin");
  const form = byId("signin-form");
  const submit = byId("signin-submit");
  const error = byId("signin-error");
  let back = null;

  async function attempt(event) {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    setText(error, "");
    try {
      const user = await session.signIn(
        form.elements.username.value.trim(),
        form.elements.password.value,
      );
      form.elements.password.value = "";
      panel.hidden = true;
      onSignedIn(user);
      if (back?.isConnected) back.focus();
    } catch (failure) {
      setText(error, failureWords(failure));
      form.elements.password.select();
    } finally {
      submit.disabled = false;
    }
  }

  form.addEventListener("submit", attempt);

  return {
    show(reason) {
      const words = byId("signin-reason");
      words.hidden = !reason;
      setText(words, reason ?? "");
      setText(error, "");
      if (!panel.hidden) return;
      back = reason ? document.activeElement : null;
      panel.hidden = false;
      (form.elements.username.value
        ? form.elements.password
        : form.elements.username
      ).focus();
      if (reason) panel.scrollIntoView({ block: "center" });
    },
    hide() {
      panel.hidden = true;
    },
  };
}

// Who is signed in. The CSRF token lives in this closure and nowhere else.

import { request } from "./api.js";

const SAFE = new Set(["GET", "HEAD"]);

export function createSession(onLost) {
  let current = null;

  async function refresh() {
    current = await request("/api/session");
    return current;
  }

  function send(path, options) {
    const method = options.method ?? "GET";
    const headers = SAFE.has(method)
      ? {}
      : { "X-CSRF-Token": current?.csrfToken ?? "" };
    return request(path, { ...options, headers });
  }

  async function renew() {
    try {
      await refresh();
    } catch (error) {
      if (error.status === 401) onLost();
      throw error;
    }
  }

  // Another tab may have signed in again: its token is read once, then given up.
  async function call(path, options = {}) {
    try {
      return await send(path, options);
    } catch (error) {
      if (error.status === 401) {
        current = null;
        onLost();
        throw error;
      }
      if (error.status !== 403 || SAFE.has(options.method ?? "GET")) throw error;
    }
    const before = current?.csrfToken;
    await renew();
    if (current.csrfToken === before)
      throw new Error("This account may look, but not touch.");
    return send(path, options);
  }

  return {
    refresh,
    call,
    get user() {
      return current;
    },
    async signIn(username, password) {
      current = await request("/api/session", {
        method: "POST",
        json: { username, password },
      });
      return current;
    },
    async signOut() {
      try {
        if (current) await send("/api/session", { method: "DELETE" });
      } catch (error) {
        if (error.status !== 401) throw error;
      }
      current = null;
    },
  };
}

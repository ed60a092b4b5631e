// A panel that is fetched again and again, but not on a hidden tab.

export function createPanel({ load, draw, fail, every }) {
  let timer = null;
  let on = false;
  let asking = false;
  let due = false;

  async function refresh() {
    clearTimeout(timer);
    if (!on) return;
    if (document.hidden || asking) {
      due = true;
      return;
    }
    asking = true;
    due = false;
    try {
      const data = await load();
      if (on) draw(data);
    } catch (error) {
      if (on && error.status !== 401) fail(error);
    }
    asking = false;
    if (!on) return;
    if (due) refresh();
    else timer = setTimeout(refresh, every);
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && due) refresh();
  });

  return {
    refresh,
    start() {
      if (on) return;
      on = true;
      refresh();
    },
    stop() {
      on = false;
      clearTimeout(timer);
    },
  };
}

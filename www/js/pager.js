// First, some in the middle, last: the pages of a long list.

import { el, swap } from "./dom.js";

// 1 … 4 [5] 6 … 42, without gaps of a single page.
export function pageNumbers(page, total) {
  const wanted = new Set([1, 2, page - 1, page, page + 1, total - 1, total]);
  const list = [...wanted].filter((n) => n >= 1 && n <= total).sort((a, b) => a - b);
  const out = [];
  for (const n of list) {
    const last = out.at(-1);
    if (last !== undefined && n - last === 2) out.push(n - 1);
    else if (last !== undefined && n - last > 2) out.push(null);
    out.push(n);
  }
  return out;
}

export function drawPager(nav, { page, totalPages }, { href, go }) {
  const link = (n, label, props = {}) =>
    el("a", {
      href: href(n),
      text: label,
      class: "button",
      ...props,
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(n);
      },
    });
  const dead = (label) =>
    el("span", { class: "button dead", "aria-disabled": "true", text: label });
  if (totalPages <= 1) {
    swap(nav);
    return;
  }
  const numbers = pageNumbers(page, totalPages).map((n) => {
    if (n === null)
      return el("span", { class: "gap", "aria-hidden": "true", text: "\u2026" });
    return link(n, String(n), {
      "aria-label": `Page ${n} of ${totalPages}`,
      "aria-current": n === page ? "page" : null,
    });
  });
  swap(
    nav,
    page > 1
      ? link(page - 1, "Previous", { rel: "prev", "data-testid": "pager-previous" })
      : dead("Previous"),
    el("span", { class: "numbers num" }, numbers),
    page < totalPages
      ? link(page + 1, "Next", { rel: "next", "data-testid": "pager-next" })
      : dead("Next"),
  );
}

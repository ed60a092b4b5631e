// Employment by major group: area is workers, color is the mean score.
// The layout is d3-hierarchy's; drawing and keys are here.

import { el, svg, swap } from "./dom.js";
import { count, mayOf, people, plural, score, yearly } from "./format.js";
import { color, darkScheme, inkOn, LEGEND_AT, rgb } from "./ramp.js";
import { briefGroup, shortGroup } from "./words.js";

const GAP = 2;
const LINE = 16;

function layout(groups, width, height) {
  const { hierarchy, treemap, treemapSquarify } = window.d3;
  const root = hierarchy({ children: groups })
    .sum((d) => d.employment ?? 0)
    .sort((a, b) => b.value - a.value);
  treemap()
    .tile(treemapSquarify.ratio(1.3))
    .size([width, height])
    .paddingInner(GAP)
    .round(true)(root);
  return root.leaves();
}

// Text is measured with the page's own font: a label is whole or absent.
const pen = document.createElement("canvas").getContext("2d");

function widthOf(text) {
  pen.font = `13px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}

function wrap(text, room) {
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`) <= room)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function words(group, name = shortGroup(group.title)) {
  return `${name} ${score(group.aiImpactScore)} mean score, ${people(group.employment)} workers`;
}

// Begins with what the tile shows, so that speech control finds it.
function spoken(group, shown) {
  const title = shortGroup(group.title);
  return shown === "" || shown === title
    ? words(group)
    : `${words(group, shown)}, ${title}`;
}

// The title in the lines that fit, else its brief name, else nothing.
function linesFor(group, w, h) {
  const room = w - 12;
  for (const name of [shortGroup(group.title), briefGroup(group.group)]) {
    const lines = wrap(name, room);
    const fits = lines.every((line) => widthOf(line) <= room);
    if (fits && lines.length * LINE + 8 <= h) return lines;
  }
  return [];
}

function drawLabel(group, lines, h, ink) {
  if (!lines.length) return null;
  const withScore = (lines.length + 1) * LINE + 10 <= h;
  const text = svg("text", { x: 6, y: 4, fill: ink, "aria-hidden": "true" });
  lines.forEach((line) =>
    text.append(svg("tspan", { x: 6, dy: LINE, text: `${line} ` })),
  );
  if (withScore)
    text.append(
      svg("tspan", {
        x: 6,
        dy: LINE + 2,
        class: "figure",
        text: score(group.aiImpactScore),
      }),
    );
  return text;
}

function tile(leaf, state) {
  const group = leaf.data;
  const [w, h] = [leaf.x1 - leaf.x0, leaf.y1 - leaf.y0];
  const fill = color(group.aiImpactScore ?? 0);
  const chosen = state.chosen === group.group;
  const lines = linesFor(group, w, h);
  return svg(
    "g",
    {
      class: `tile${state.chosen && !chosen ? " dim" : ""}`,
      role: "button",
      transform: `translate(${leaf.x0} ${leaf.y0})`,
      tabindex: "-1",
      "aria-pressed": String(chosen),
      "aria-label": spoken(group, lines.join(" ")),
      "data-group": group.group,
    },
    svg("rect", {
      width: Math.max(0, w),
      height: Math.max(0, h),
      rx: 3,
      fill: rgb(fill),
    }),
    drawLabel(group, lines, h, inkOn(fill)),
  );
}

// The nearest tile in the direction of an arrow key.
function neighbor(tiles, from, key) {
  const center = (t) => [(t.x0 + t.x1) / 2, (t.y0 + t.y1) / 2];
  const [dx, dy] = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowDown: [0, 1],
    ArrowUp: [0, -1],
  }[key];
  const [cx, cy] = center(from);
  let best = null;
  for (const other of tiles) {
    const [ox, oy] = center(other);
    const along = (ox - cx) * dx + (oy - cy) * dy;
    const across = Math.abs((ox - cx) * dy) + Math.abs((oy - cy) * dx);
    if (other === from || along <= 1) continue;
    const cost = along + across * 2.5;
    if (!best || cost < best.cost) best = { other, cost };
  }
  return best?.other ?? from;
}

function detail(g) {
  return `${shortGroup(g.title)}: ${people(g.employment)} workers in ${plural(g.jobs, "occupation")}, mean score ${score(g.aiImpactScore)}`;
}

function overview(groups) {
  const workers = groups.reduce((sum, g) => sum + (g.employment ?? 0), 0);
  return groups.length
    ? `${people(workers)} workers in ${groups.length} major groups`
    : "\u00a0";
}

export function drawGroupTable(box, groups, dataYear, onChoose) {
  const row = (g) =>
    el(
      "tr",
      {},
      el(
        "th",
        { scope: "row" },
        el("button", {
          class: "link",
          type: "button",
          text: shortGroup(g.title),
          onclick: () => onChoose(g.group),
        }),
      ),
      el("td", { class: "n", text: count(g.employment) }),
      el("td", { class: "n", text: count(g.jobs) }),
      el("td", { class: "n", text: score(g.aiImpactScore) }),
      el("td", { class: "n", text: yearly(g.meanOfMedianAnnualWages) }),
    );
  const head = [
    "Major group",
    "Workers",
    "Occupations",
    "Mean score",
    "Mean of median wages",
  ];
  swap(
    box,
    el(
      "table",
      { class: "grid" },
      el("caption", {
        text: `Major groups, ${mayOf(dataYear)}; means are weighted by employment`,
      }),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          head.map((text, i) =>
            el("th", { scope: "col", class: i ? "n" : null, text }),
          ),
        ),
      ),
      el("tbody", {}, [...groups].sort((a, b) => b.employment - a.employment).map(row)),
    ),
  );
}

function drawLegend(box) {
  const step = (at) => {
    const fill = color(at);
    return el("span", {
      class: "step num",
      text: String(at),
      style: { background: rgb(fill), color: inkOn(fill) },
    });
  };
  swap(
    box,
    el("span", { class: "muted", text: "less exposed" }),
    LEGEND_AT.map(step),
    el("span", { class: "muted", text: "more" }),
  );
}

export function createTreemap({ box, legend, readout, help, onChoose }) {
  const state = { groups: [], chosen: "", tiles: [], current: null };
  let width = 0;

  const nodeOf = (group) => box.querySelector(`[data-group="${group}"]`);

  function tell(group) {
    const g = state.groups.find((item) => item.group === group);
    readout.textContent = g ? detail(g) : overview(state.groups);
  }

  function setCurrent(group, focus) {
    nodeOf(state.current)?.setAttribute("tabindex", "-1");
    state.current = group;
    const node = nodeOf(group);
    node?.setAttribute("tabindex", "0");
    if (focus) node?.focus();
  }

  function draw() {
    width = Math.floor(box.clientWidth);
    if (!width || !state.groups.length || !window.d3) return;
    const height = Math.floor(box.clientHeight);
    const focused = box.contains(document.activeElement);
    state.tiles = layout(state.groups, width, height);
    swap(
      box,
      svg(
        "svg",
        {
          width,
          height,
          viewBox: `0 0 ${width} ${height}`,
          role: "group",
          "aria-label": "Major groups by employment",
          "aria-describedby": help.id,
        },
        state.tiles.map((leaf) => tile(leaf, state)),
      ),
    );
    setCurrent(state.chosen || state.current || state.tiles[0].data.group, focused);
  }

  const groupAt = (event) => event.target.closest?.(".tile")?.dataset.group;
  const choose = (group) => onChoose(group === state.chosen ? "" : group);

  box.addEventListener("click", (event) => {
    const group = groupAt(event);
    if (group) choose(group);
  });
  box.addEventListener("keydown", (event) => {
    const leaf = state.tiles.find((t) => t.data.group === groupAt(event));
    if (!leaf) return;
    if (event.key === "Enter" || event.key === " ") choose(leaf.data.group);
    else if (event.key.startsWith("Arrow"))
      setCurrent(neighbor(state.tiles, leaf, event.key).data.group, true);
    else return;
    event.preventDefault();
  });
  box.addEventListener("pointerover", (event) => tell(groupAt(event) ?? state.chosen));
  box.addEventListener("pointerleave", () => tell(state.chosen));
  box.addEventListener("focusin", (event) => tell(groupAt(event)));
  darkScheme.addEventListener("change", () => {
    drawLegend(legend);
    draw();
  });
  new ResizeObserver(() => {
    if (Math.floor(box.clientWidth) !== width) draw();
  }).observe(box);

  drawLegend(legend);
  return {
    data(groups) {
      state.groups = groups;
      draw();
      tell(state.chosen);
    },
    choose(group) {
      if (group === state.chosen) return;
      state.chosen = group;
      draw();
      tell(group);
    },
  };
}

// Building nodes without markup strings: data only ever becomes text.

const SVG_NS = "http://www.w3.org/2000/svg";

function apply(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else if (name === "style") {
      for (const [key, v] of Object.entries(value)) node.style.setProperty(key, v);
    } else node.setAttribute(name, value === true ? "" : String(value));
  }
}

function fill(node, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
  return node;
}

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  apply(node, props);
  return fill(node, children);
}

export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS(SVG_NS, tag);
  apply(node, props);
  return fill(node, children);
}

export function swap(node, ...children) {
  node.replaceChildren();
  return fill(node, children);
}

export const byId = (id) => document.getElementById(id);

// Writes text only when it changed, so that live regions speak once.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

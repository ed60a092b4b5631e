// From a score to a colour, and to the ink that can be read on it.

const LIGHT = [
  [15, [205, 230, 216]],
  [40, [242, 225, 168]],
  [55, [236, 183, 120]],
  [70, [208, 110, 80]],
  [85, [139, 47, 89]],
];
const DARK = [
  [15, [34, 70, 63]],
  [40, [84, 80, 46]],
  [55, [128, 92, 50]],
  [70, [170, 86, 60]],
  [85, [186, 92, 118]],
];

export const darkScheme = window.matchMedia("(prefers-color-scheme: dark)");

export function colour(score) {
  const stops = darkScheme.matches ? DARK : LIGHT;
  const upper = stops.findIndex(([at]) => score <= at);
  if (upper === 0) return stops[0][1];
  if (upper < 0) return stops.at(-1)[1];
  const [from, a] = stops[upper - 1];
  const [to, b] = stops[upper];
  const t = (score - from) / (to - from);
  return a.map((v, i) => Math.round(v + (b[i] - v) * t));
}

export const rgb = (parts) => `rgb(${parts.join(" ")})`;

function luminance(parts) {
  const [r, g, b] = parts.map((v) => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// Black or white, whichever stands out more: never under 4.58 to 1.
export function inkOn(parts) {
  const l = luminance(parts);
  return (l + 0.05) / 0.05 >= 1.05 / (l + 0.05) ? "#000000" : "#ffffff";
}

// From a score to a color, and to the ink that can be read on it.

// Lightness carries the order, so that it holds for color-blind readers too: any
// two of these differ by 13 (CIE76) or more under protanopia, deuteranopia and
// tritanopia. In the dark, lighter is more.
const AT = [20, 35, 50, 65, 80];
const LIGHT = [
  [246, 234, 208],
  [241, 198, 128],
  [224, 138, 73],
  [181, 68, 47],
  [108, 26, 58],
];
const DARK = [
  [40, 35, 41],
  [118, 42, 76],
  [187, 74, 48],
  [234, 141, 64],
  [251, 220, 140],
];

// The scores of the legend.
export const LEGEND_AT = AT;

export const darkScheme = window.matchMedia("(prefers-color-scheme: dark)");

export function color(score) {
  const stops = darkScheme.matches ? DARK : LIGHT;
  const upper = AT.findIndex((at) => score <= at);
  if (upper === 0) return stops[0];
  if (upper < 0) return stops.at(-1);
  const t = (score - AT[upper - 1]) / (AT[upper] - AT[upper - 1]);
  return stops[upper - 1].map((v, i) => Math.round(v + (stops[upper][i] - v) * t));
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

// Figures and times as people read them. Nothing here knows the page.

const whole = new Intl.NumberFormat("en-US");
const one = new Intl.NumberFormat("en-US", {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const cents = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
});
const dollars = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  maximumFractionDigits: 0,
});
const dayTime = new Intl.DateTimeFormat("en-US", {
  dateStyle: "medium",
  timeStyle: "short",
});
const day = new Intl.DateTimeFormat("en-US", { dateStyle: "long" });
const clock = new Intl.DateTimeFormat("en-US", { timeStyle: "medium" });

export const DASH = "\u2013";
const MINUS = "\u2212";

export const isNumber = (v) => typeof v === "number" && Number.isFinite(v);
export const count = (v) => (isNumber(v) ? whole.format(v) : DASH);
export const score = (v) => (isNumber(v) ? one.format(v) : DASH);

export function people(v) {
  if (!isNumber(v)) return DASH;
  if (v >= 1e6) return `${one.format(v / 1e6)} million`;
  return whole.format(v);
}

export const yearly = (v) => (isNumber(v) ? dollars.format(v) : DASH);
export const hourly = (v) => (isNumber(v) ? cents.format(v) : DASH);

export function percent(v) {
  return isNumber(v) ? `${one.format(v)} %` : DASH;
}

export function share(v) {
  return isNumber(v) ? `${Math.round(v * 100)} %` : DASH;
}

function sign(v) {
  if (v > 0) return "+";
  return v < 0 ? MINUS : "";
}

export function change(v) {
  return isNumber(v) ? `${sign(v)}${one.format(Math.abs(v))} %` : DASH;
}

export function changeCount(v) {
  return isNumber(v) ? `${sign(v)}${whole.format(Math.abs(v))}` : DASH;
}

// The tables of projections are rounded to a hundred people.
export const projected = (v) => (v === 0 ? "fewer than 50" : count(v));

function at(value, formatter) {
  const time = value ? new Date(value) : null;
  return time && !Number.isNaN(time.getTime()) ? formatter.format(time) : DASH;
}

export const dateTime = (value) => at(value, dayTime);
export const date = (value) => at(value, day);
export const time = (value) => at(value, clock);

// Seconds as a person would say them: "less than a minute", "about 3 min".
export function duration(seconds) {
  if (!isNumber(seconds)) return DASH;
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

export function between(start, end) {
  if (!start || !end) return DASH;
  return duration((Date.parse(end) - Date.parse(start)) / 1000);
}

// OEWS figures are of May of their year.
export const mayOf = (year) => (isNumber(year) ? `May ${year}` : "year not known");

export function ordinal(n) {
  const rest = n % 100;
  if (rest >= 11 && rest <= 13) return `${n}th`;
  return `${n}${{ 1: "st", 2: "nd", 3: "rd" }[n % 10] ?? "th"}`;
}

export function plural(n, word, words = `${word}s`) {
  return `${count(n)} ${n === 1 ? word : words}`;
}

// How long to wait, as one says it: "45 seconds", "15 minutes", "2 hours".
export function waitWords(seconds) {
  if (seconds < 90) return plural(seconds, "second");
  if (seconds < 90 * 60) return plural(Math.ceil(seconds / 60), "minute");
  return plural(Math.ceil(seconds / 3600), "hour");
}

// A wage, or the reason why there is none, in words.

import { DASH, hourly, isNumber, yearly } from "./format.js";

const REASONS = {
  notReleased: "not released",
  noSuchSeries: "no such series",
  notInThisCopy: "not in this copy of the data",
};

function otherForm(unit) {
  return unit === "hour" ? "annual wage only" : "hourly wage only";
}

export function money(value, unit) {
  return unit === "hour" ? hourly(value) : yearly(value);
}

export function withheld(reason, unit, atLeast) {
  if (reason === "capped") {
    return isNumber(atLeast)
      ? `${money(atLeast, unit)} or more`
      : "above the published cap";
  }
  if (reason === "notPublishedInThisForm") return otherForm(unit);
  return REASONS[reason] ?? reason ?? DASH;
}

export function wageText(row, field) {
  const unit = field.includes("Hourly") ? "hour" : "year";
  if (isNumber(row[field])) return money(row[field], unit);
  return withheld(row[`${field}Reason`], unit, row[`${field}AtLeast`]);
}

// The pay to show first: the annual median, else the hourly one, else why not.
export function headlinePay(row) {
  if (isNumber(row.medianAnnualWage)) {
    return { text: yearly(row.medianAnnualWage), note: "a year", known: true };
  }
  const why = wageText(row, "medianAnnualWage");
  if (row.medianAnnualWageReason === "capped") {
    return { text: why, note: "a year", known: true };
  }
  if (isNumber(row.medianHourlyWage)) {
    return { text: hourly(row.medianHourlyWage), note: "an hour", known: true };
  }
  return { text: why, note: "", known: false };
}

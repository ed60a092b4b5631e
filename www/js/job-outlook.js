// The Employment Projections of BLS: a different survey from the wages.

import { el, swap } from "./dom.js";
import { change, changeCount, isNumber, projected } from "./format.js";

function fact(name, value) {
  return el(
    "div",
    {},
    el("dt", { text: name }),
    el("dd", { class: "num", text: value }),
  );
}

export function drawOutlook(box, job) {
  const p = job.projections;
  if (!p) {
    swap(box, el("p", { text: "BLS publishes no projection under this code." }));
    return;
  }
  const span = `${p.baseYear} to ${p.projectedYear}`;
  const number = (v) => (isNumber(v) ? projected(v) : "not published");
  swap(
    box,
    el("p", {
      class: "muted small",
      text: `BLS Employment Projections, ${span}. They include the self-employed and do not use the AI-impact score.`,
    }),
    el(
      "dl",
      { class: "facts" },
      fact(`Jobs in ${p.baseYear}`, number(p.employmentBase)),
      fact(`Jobs in ${p.projectedYear}, projected`, number(p.employmentProjected)),
      fact(
        `Change, ${span}`,
        isNumber(p.changePercent)
          ? `${change(p.changePercent)} (${p.changeNumeric === 0 ? projected(0) : changeCount(p.changeNumeric)})`
          : "not published",
      ),
      fact("Openings a year, mean", number(p.annualOpenings)),
      fact("Typical entry education", p.typicalEducation ?? "not published"),
      fact("Work experience in a related job", p.workExperience ?? "not published"),
      fact("Training on the job", p.onTheJobTraining ?? "not published"),
    ),
  );
}

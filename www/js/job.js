// The page of one occupation: asks once, then draws each part.

import { request } from "./api.js";
import { jobAddress } from "./combobox.js";
import { byId, el, setText, swap } from "./dom.js";
import { count, dateTime, isNumber, mayOf, score } from "./format.js";
import { drawHistory } from "./job-history.js";
import { drawImpact } from "./job-impact.js";
import { drawMeasures } from "./job-measures.js";
import { drawOutlook } from "./job-outlook.js";
import { drawPay } from "./job-pay.js";
import { drawSafer, drawSimilar } from "./job-similar.js";
import { drawTasks } from "./job-tasks.js";
import { createLatest } from "./latest.js";
import { riskBadge } from "./marks.js";
import { createNotices } from "./notice.js";
import { wageText } from "./wages.js";
import { shortGroup } from "./words.js";

const latest = createLatest();
const notice = createNotices(byId("notice")).cause(() => load());

const codeOfAddress = () =>
  (new URLSearchParams(window.location.search).get("code") ?? "").trim();

function crumbs(job) {
  const major = (job.hierarchy ?? []).filter((h) => h.code !== job.code);
  const item = (h) => {
    const name =
      h.level === "total" || h.code === "00-0000"
        ? "All occupations"
        : shortGroup(h.title);
    if (h.code === "00-0000") return el("li", {}, el("a", { href: "/", text: name }));
    if (!/-0000$/.test(h.code)) return el("li", { text: name });
    return el(
      "li",
      {},
      el("a", { href: `/?group=${encodeURIComponent(h.code)}`, text: name }),
    );
  };
  const items = major.map(item);
  if (!major.some((h) => h.code === "00-0000")) {
    items.unshift(el("li", {}, el("a", { href: "/", text: "All occupations" })));
  }
  swap(byId("trail"), el("ol", {}, items));
}

// The other occupations of the same group, in one line.
function siblings(job) {
  const list = job.siblings ?? [];
  const links = list.map((one, i) => [
    i ? ", " : "",
    el("a", { href: jobAddress(one.code), text: one.title }),
  ]);
  swap(byId("siblings"), ...(list.length ? ["In the same group: ", ...links.flat()] : []));
}

function figure(name, value, note) {
  return el(
    "div",
    {},
    el("dt", { text: name }),
    el("dd", { class: "num" }, value),
    note ? el("dd", { class: "note", text: note }) : null,
  );
}

function headline(job) {
  const year = mayOf(job.dataYear);
  const ai = job.aiImpact;
  swap(
    byId("headline"),
    figure(
      "Workers",
      isNumber(job.employment) ? count(job.employment) : "not released",
      year,
    ),
    figure("Median annual wage", wageText(job, "medianAnnualWage"), year),
    figure("Median hourly wage", wageText(job, "medianHourlyWage"), year),
    figure(
      "AI-impact score",
      score(ai?.score ?? job.aiImpactScore),
      "0 to 100, a rank of exposure",
    ),
    figure(
      "Risk level",
      riskBadge(ai?.risk ?? job.automationRisk),
      ai?.type ?? job.impactType,
    ),
  );
}

function draw(job) {
  document.title = `${job.title} \u00b7 BLS Sync`;
  crumbs(job);
  setText(byId("title"), job.title);
  setText(byId("code"), `SOC ${job.code}`);
  setText(byId("description"), job.description ?? "");
  siblings(job);
  headline(job);
  drawPay(byId("pay"), job);
  drawImpact(byId("impact"), job);
  drawHistory(byId("history"), job);
  drawOutlook(byId("outlook"), job);
  drawTasks(byId("tasks"), job);
  drawSafer(byId("safer"), job);
  drawSimilar(byId("similar"), job);
  drawMeasures(byId("measures"), job);
  setText(byId("freshness"), `Last changed ${dateTime(job.updatedAt)}.`);
  byId("body").hidden = false;
}

// "a, b" as links to occupations.
const jobLinks = (list) =>
  list.flatMap((one, i) => [
    i ? ", " : "",
    el("a", { href: jobAddress(one.code), text: `${one.title} (${one.code})` }),
  ]);

function unknown(code, words, successors = []) {
  document.title = "No such occupation \u00b7 BLS Sync";
  swap(
    byId("trail"),
    el("ol", {}, el("li", {}, el("a", { href: "/", text: "All occupations" }))),
  );
  setText(byId("title"), "No such occupation");
  setText(byId("code"), code ? `\u201c${code}\u201d` : "no code given");
  swap(
    byId("description"),
    `${words} `,
    successors.length ? [...jobLinks(successors), ". "] : null,
    el("a", { href: "/", text: "Search all occupations" }),
    ".",
  );
  swap(byId("headline"));
  byId("body").hidden = true;
}

// A code that is spelled otherwise, or is inside of another, led here.
function settle(job, code) {
  if (job.code === code) return;
  window.history.replaceState(null, "", jobAddress(job.code));
  if (job.matchedCode)
    setText(
      byId("code"),
      `SOC ${job.code}, with ${job.matchedCode} ${job.matchedTitle ?? ""}`.trim(),
    );
}

async function load() {
  const code = codeOfAddress();
  if (!code) {
    byId("job").setAttribute("aria-busy", "false");
    unknown(code, "An occupation code looks like 15-1252.");
    return;
  }
  const answer = await latest.run((signal) =>
    request(`/api/jobs/${encodeURIComponent(code)}`, { signal }),
  );
  if (!answer) return;
  if (answer.error && answer.error.transient) {
    notice.show(answer.error);
    return;
  }
  notice.ok();
  byId("job").setAttribute("aria-busy", "false");
  if (answer.error) {
    const { message, successors } = answer.error;
    unknown(code, message, successors);
  } else {
    draw(answer.value);
    settle(answer.value, code);
  }
}

load();

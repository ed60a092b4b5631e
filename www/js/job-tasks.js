// What people in the occupation do, task by task, with both ratings in words.

import { el, swap } from "./dom.js";
import { plural } from "./format.js";
import { automationWords, exposureWords } from "./labels.js";

const FIRST = 10;

function exposure(task) {
  const model = exposureWords(task.exposureModel);
  const human = exposureWords(task.exposureHuman);
  if (model === human) return model;
  return [
    el("span", { class: "rated" }, el("b", { text: "Model: " }), model),
    el("span", { class: "rated" }, el("b", { text: "People: " }), human),
  ];
}

function row(task) {
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row" },
      task.task,
      task.type
        ? el("span", {
            class: "job-sub",
            text: task.type === "Core" ? "core task" : "supplemental task",
          })
        : null,
    ),
    el("td", {}, exposure(task)),
    el("td", { text: automationWords(task.automation) }),
  );
}

export function drawTasks(box, job) {
  const tasks = job.tasks ?? [];
  if (!tasks.length) {
    swap(box, el("p", { text: "O*NET lists no tasks under this code." }));
    return;
  }
  const body = el("tbody", {}, tasks.slice(0, FIRST).map(row));
  const more =
    tasks.length > FIRST
      ? el("button", {
          class: "button no-print",
          type: "button",
          text: `Show all ${plural(tasks.length, "task")}`,
        })
      : null;
  more?.addEventListener("click", () => {
    const added = tasks.slice(FIRST).map(row);
    body.append(...added);
    more.remove();
    const first = added[0].querySelector("th");
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  });
  const head = ["Task", "Rated by a model and by people as", "Automation"];
  swap(
    box,
    el("p", {
      class: "muted small",
      text: "The most exposed first. Task text from O*NET; labels from Eloundou et al. (2023). They rate what is possible, not what happens.",
    }),
    el(
      "table",
      { class: "grid tasks" },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          head.map((text) => el("th", { scope: "col", text })),
        ),
      ),
      body,
    ),
    more,
  );
}

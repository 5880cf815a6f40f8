// The clock of the community: what time it is there, and what the bot will do next.

import { act } from "./act.js";
import { button, byId, make } from "./dom.js";
import { sync, syncOne } from "./sync.js";
import { say } from "./words.js";

const STEPS = ["hour", "due", "day", "week"];

/** Brings the clock and the list of what comes up to date. */
export function renderClock(state) {
  const { text, next, busy } = state.clock;
  syncOne(byId("clock-now"), { text, next }, now);
  sync(
    byId("clock-buttons"),
    STEPS.map((to) => ({ to, disabled: to === "due" && !next })),
    { key: (step) => step.to, build: stepButton },
  );
  byId("at-work").hidden = !busy;
  renderOutlook(state.outlook);
}

function now({ text, next }) {
  return make(
    "div",
    {},
    make("p", { class: "clock-text" }, text),
    make("p", { class: "small" }, next ? say("next_due", { next }) : say("nothing_due")),
  );
}

function stepButton({ to, disabled }) {
  const control = button(
    {
      class: "button secondary",
      disabled,
      data: { clock: to },
      on: { click: () => act("/api/clock", { to }, control) },
    },
    say(`clock_${to}`),
  );
  return control;
}

function renderOutlook(list) {
  const items = list.length ? list : [{ none: true }];
  sync(byId("outlook"), items, { key: (item) => JSON.stringify(item), build: outlookLine });
}

function outlookLine(item) {
  if (item.none) {
    return make("li", { class: "small" }, say("outlook_empty"));
  }
  return make(
    "li",
    {},
    make("p", { class: "small" }, [item.when, item.relative].filter(Boolean).join(" · ")),
    make("p", {}, item.what),
    item.whom && make("p", { class: "small" }, item.whom),
  );
}

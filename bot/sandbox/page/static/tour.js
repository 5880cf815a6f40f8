// The guided tour: one step, one sentence, one button; never in the way.

import { act } from "./act.js";
import { button, byId, icon, make, spoken } from "./dom.js";
import { syncOne } from "./sync.js";
import { say } from "./words.js";

/** Brings the box of the tour, and the button that starts it, up to date. */
export function renderTour(tour) {
  const box = byId("tour");
  byId("tour-start").hidden = tour !== null;
  box.hidden = tour === null;
  syncOne(box, tour, boxOf);
}

function boxOf(tour) {
  return make(
    "div",
    { class: "tour-box" },
    make(
      "div",
      { class: "tour-words" },
      make(
        "p",
        { class: "small tour-step" },
        say("tour_step", { step: tour.step, steps: tour.steps }),
        progress(tour),
      ),
      make("h2", {}, tour.title),
      tour.result
        ? make("p", { class: "tour-result", role: "status" }, tour.result)
        : make("p", {}, tour.why),
    ),
    make("div", { class: "tour-buttons" }, ...buttonsOf(tour)),
    press("close", { class: "icon-button tour-close" }, icon("close"), spoken(say("tour_close"))),
  );
}

function buttonsOf(tour) {
  return [
    tour.button && press("act", { class: "button primary" }, tour.button),
    tour.next && press("next", { class: `button ${tour.button ? "secondary" : "primary"}` }, tour.next),
    tour.done &&
      !tour.button &&
      !tour.next &&
      press("start", { class: "button secondary" }, say("tour_again")),
  ];
}

function progress(tour) {
  return make("progress", { max: String(tour.steps), value: tour.step, "aria-label": say("tour_progress") });
}

function press(what, attributes, ...words) {
  const control = button(
    { ...attributes, data: { tour: what }, on: { click: () => take(what, control) } },
    ...words,
  );
  return control;
}

async function take(what, control) {
  await act("/api/tour", { do: what }, control);
  // The pressed button is gone: its place in the tour is taken by the next one.
  if (document.activeElement === document.body) {
    const next =
      byId("tour").querySelector("[data-tour=act], [data-tour=next], button") ?? byId("tour-start");
    next.focus({ preventScroll: true });
  }
}

/** The button in the header starts the tour. */
export function watchTour() {
  const start = byId("tour-start");
  start.addEventListener("click", () => take("start", start));
}

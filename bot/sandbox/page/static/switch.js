// On a phone one column is shown at a time: three buttons choose which.

import { button, byId, icon, make } from "./dom.js";
import { badge } from "./places.js";
import { sync } from "./sync.js";
import { say } from "./words.js";

const PHONE = matchMedia("(max-width: 699px)");
const PANELS = { places: "text", main: "dm", people: "people" };

/** Brings the three buttons up to date. */
export function renderSwitch(state) {
  const unread = state.groups
    .flatMap((group) => group.places)
    .reduce((sum, place) => sum + place.unread, state.mail.unread);
  const items = Object.keys(PANELS).map((panel) => ({ panel, count: panel === "places" ? unread : 0 }));
  sync(byId("switch"), items, { key: (item) => item.panel, build: switchButton });
  mark();
}

function switchButton({ panel, count }) {
  return button(
    { class: "switch-button", data: { panel }, on: { click: () => show(panel) } },
    icon(PANELS[panel]),
    make("span", {}, say(`panel_${panel}`)),
    badge(count),
  );
}

/** Shows one of the columns and goes there. */
export function show(panel) {
  document.body.dataset.panel = panel;
  mark();
  byId(panel).focus({ preventScroll: true });
}

function mark() {
  const { panel } = document.body.dataset;
  // Where there is room for two columns, the places stand beside the messages.
  const shown = panel === "main" && !PHONE.matches ? "places" : panel;
  byId("switch")
    .querySelectorAll("button")
    .forEach((control) => {
      const open = control.dataset.panel === shown;
      control.toggleAttribute("aria-current", open);
      if (open) {
        control.setAttribute("aria-current", "true");
      }
    });
}

/** On a phone, what was chosen is shown in the middle; the focus follows if its place is out of sight. */
export function leadToMain() {
  if (!PHONE.matches) {
    return;
  }
  document.body.dataset.panel = "main";
  mark();
  if (!document.activeElement?.checkVisibility?.() || document.activeElement === document.body) {
    byId("main").focus({ preventScroll: true });
  }
}

/** The sign of who one is leads to the people. */
export function watchSwitch() {
  byId("me-chip").addEventListener("click", () => show("people"));
}

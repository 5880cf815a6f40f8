// The events of the server, as cards; one may be interested.

import { act } from "./act.js";
import { button, byId, icon, make } from "./dom.js";
import { nodes } from "./nodes.js";
import { here } from "./store.js";
import { sync } from "./sync.js";
import { say } from "./words.js";

let shown = "";

/** Brings the view of the events up to date and goes to the one that was chosen. */
export function renderEvents(state) {
  const view = byId("events-view");
  if (!view.firstChild) {
    view.append(
      make("header", { class: "place-head" }, make("h2", {}, icon("event"), say("events"))),
      make("div", { class: "cards", tabindex: "0", role: "region", "aria-label": say("events") }),
    );
  }
  const cards = view.querySelector(".cards");
  sync(cards, state.events.length ? state.events : [{ id: "none" }], {
    key: (event) => event.id,
    build: card,
  });
  if (here.view === "events" && shown !== here.event) {
    cards.querySelector(`[data-event="${CSS.escape(here.event)}"]`)?.scrollIntoView({ block: "nearest" });
  }
  shown = here.view === "events" ? here.event : "";
}

function card(event) {
  if (event.id === "none") {
    return make("p", { class: "aside-line" }, say("no_events"));
  }
  const control = button(
    {
      class: `button ${event.interested ? "success" : "secondary"}`,
      "aria-pressed": String(event.interested),
      data: { interested: event.id },
      on: {
        click: () => act("/api/interested", { event: event.id, interested: !event.interested }, control),
      },
    },
    say("interested"),
  );
  return make(
    "article",
    { class: "event-card", data: { event: event.id } },
    make("p", { class: "small" }, make("span", { class: "tag" }, event.status), " ", event.count),
    make("h3", {}, event.name),
    make("p", {}, make("strong", {}, event.when)),
    event.where && make("p", {}, event.where),
    make("div", { class: "body" }, nodes(event.description)),
    control,
  );
}

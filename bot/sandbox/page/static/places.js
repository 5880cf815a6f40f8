// The left side: places by group, the events, the mail box; and the head of the open place.

import { add, button, byId, icon, make, spoken } from "./dom.js";
import { syncGroups } from "./groups.js";
import { go, here } from "./store.js";
import { leadToMain } from "./switch.js";
import { sync, syncOne } from "./sync.js";
import { say } from "./words.js";

/** Brings the left side up to date. */
export function renderPlaces(state) {
  syncGroups(byId("groups"), state.groups, {
    items: (group) =>
      group.places.map((place) => ({ place, open: here.view === "place" && here.at === place.id })),
    key: (item) => item.place.id,
    build: placeLine,
    also: [here.at, here.view],
  });
  renderEventLines(state);
  syncOne(
    byId("mail-line"),
    { unread: state.mail.unread, failing: state.mail.failing, open: here.view === "mail" },
    mailLine,
  );
}

function placeLine({ place, open }) {
  return make(
    "li",
    { class: place.depth ? "deeper" : "" },
    button(
      {
        class: `line ${place.unread ? "unread" : ""}`,
        "aria-current": open ? "page" : null,
        data: { place: place.id },
        on: { click: () => toPlace({ at: place.id }) },
      },
      icon(place.kind),
      make("span", { class: "line-name" }, spoken(`${say(`kind_${place.kind}`)} `), place.name),
      place.locked && [icon("lock"), spoken(say("locked"))],
      badge(place.unread),
    ),
  );
}

/** Opens a place or a view, on a phone in the middle. */
export function toPlace(where) {
  leadToMain();
  go(where);
}

/** How much is unread, as a number that is also said. */
export function badge(unread) {
  return (
    unread > 0 &&
    make(
      "span",
      { class: "badge" },
      spoken(say("unread", { count: unread })),
      make("span", { "aria-hidden": "true" }, String(unread)),
    )
  );
}

function renderEventLines(state) {
  const lines = state.events.map((event) => ({
    id: event.id,
    name: event.name,
    when: event.when,
    open: here.view === "events" && here.event === event.id,
  }));
  sync(byId("event-lines"), lines.length ? lines : [{ id: "none" }], {
    key: (line) => line.id,
    build: eventLine,
  });
}

function eventLine(line) {
  if (line.id === "none") {
    return make("p", { class: "small none" }, say("no_events"));
  }
  return button(
    {
      class: "line event-line",
      "aria-current": line.open ? "page" : null,
      data: { eventLine: line.id },
      on: { click: () => toPlace({ view: "events", event: line.id }) },
    },
    icon("event"),
    make("span", { class: "line-name" }, make("span", {}, line.name), " ", make("small", {}, line.when)),
  );
}

function mailLine({ unread, failing, open }) {
  return button(
    {
      class: `line ${unread ? "unread" : ""}`,
      "aria-current": open ? "page" : null,
      data: { view: "mail" },
      on: { click: () => toPlace({ view: "mail" }) },
    },
    icon("mail"),
    make("span", { class: "line-name" }, say("mail")),
    failing && make("span", { class: "tag warn" }, say("mail_failing")),
    badge(unread),
  );
}

/** The head of the open place: name and topic. */
export function renderPlaceHead(place) {
  syncOne(byId("place-head"), { kind: place.kind, name: place.name, topic: place.topic }, (head) =>
    add(make("div", {}), [
      make("h2", {}, icon(head.kind), spoken(`${say(`kind_${head.kind}`)} `), head.name),
      head.topic && make("p", { class: "topic" }, head.topic),
    ]),
  );
}

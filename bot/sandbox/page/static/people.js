// The people of the community: press one to be that person.

import { avatar, button, byId, icon, make, spoken } from "./dom.js";
import { syncGroups } from "./groups.js";
import { badge } from "./places.js";
import { go, here } from "./store.js";
import { leadToMain } from "./switch.js";
import { syncOne } from "./sync.js";
import { say } from "./words.js";

/** Brings the list of people, and the sign of who one is, up to date. */
export function renderPeople(state) {
  syncGroups(byId("people-groups"), state.people, {
    items: (group) => group.people.map((person) => ({ person, me: person.id === here.me })),
    key: (item) => item.person.id,
    build: personLine,
    also: here.me,
  });
  syncOne(byId("me-chip"), state.me, (me) =>
    make(
      "span",
      { class: "me-face" },
      avatar(me, "small"),
      make("span", { class: "me-words" }, make("small", {}, say("you_are")), make("strong", {}, me.name)),
    ),
  );
}

function personLine({ person, me }) {
  const face = [
    avatar(person),
    make(
      "span",
      { class: "line-name" },
      make(
        "span",
        { class: "person-name" },
        person.name,
        me && make("span", { class: "tag you" }, say("you")),
        person.is_bot && make("span", { class: "tag" }, say("bot")),
      ),
      person.about && make("small", {}, person.about),
    ),
    person.dms_closed &&
      make("span", { class: "closed", title: say("dms_closed") }, icon("no_dm"), spoken(say("dms_closed"))),
    badge(person.unread),
  ];
  if (person.is_bot) {
    return make("li", {}, make("div", { class: "line person", data: { person: person.id } }, face));
  }
  const be = () => {
    leadToMain();
    go({ me: person.id, view: here.view, mail: here.mail, event: here.event });
  };
  return make(
    "li",
    {},
    button(
      {
        class: "line person",
        "aria-current": me ? "true" : null,
        data: { person: person.id },
        on: { click: be },
      },
      face,
    ),
  );
}

/** The bar above the composer: who one is here, and with which roles. */
export function renderMeBar(bar, me) {
  syncOne(bar, me, (person) =>
    make(
      "p",
      {},
      avatar(person, "tiny"),
      make("span", {}, say("writing_as", { name: person.name })),
      person.roles.map((role) => make("span", { class: "tag" }, role)),
      person.dms_closed && make("span", { class: "tag warn" }, say("dms_closed")),
    ),
  );
}

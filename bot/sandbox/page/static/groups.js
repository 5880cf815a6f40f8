// Lists under headings: the places on the left, the people on the right.

import { make } from "./dom.js";
import { sync } from "./sync.js";

/**
 * Brings a list of groups up to date. `items(group)` are its lines, `key` names a line, `build` makes its element;
 * `also` is whatever else the lines depend on.
 */
export function syncGroups(parent, groups, { items, key, build, also }) {
  const fill = (section, group) => sync(section.querySelector("ul"), items(group), { key, build });
  const begin = (group) => {
    const heading = make("h3", { class: "group" }, group.name);
    const section = make("section", {}, heading, make("ul", { class: "lines" }));
    fill(section, group);
    return section;
  };
  sync(parent, groups, {
    key: (group) => group.name,
    build: begin,
    update: fill,
    sign: (group) => JSON.stringify([group, also]),
  });
}

// Buttons and the layout parts of messages.

import { act } from "./act.js";
import { button, make } from "./dom.js";
import { link, nodes } from "./nodes.js";
import { select } from "./selects.js";

/** The element of one part; `message` is the id of the message it belongs to. */
export function part(item, message) {
  const build = PARTS[item.type];
  return build ? build(item, message) : make("span");
}

function parts(list, message) {
  return list.map((item) => part(item, message));
}

const PARTS = {
  row: (item, message) => make("div", { class: "row" }, parts(item.parts, message)),
  text: (item) => make("div", { class: "body" }, nodes(item.body)),
  separator: () => make("hr"),
  container: (item, message) =>
    make(
      "div",
      { class: "embed container", vars: item.colour ? { "--edge": item.colour } : {} },
      make("div", { class: "embed-main" }, parts(item.parts, message)),
    ),
  section: (item, message) =>
    make(
      "div",
      { class: "section" },
      make("div", { class: "section-main" }, parts(item.parts, message)),
      item.accessory && part(item.accessory, message),
    ),
  image: (item) => make("img", { src: item.url, alt: item.text ?? "", loading: "lazy" }),
  button: press,
  select,
};

function press(item, message) {
  const face = [
    item.emoji && make("span", { class: "emoji", "aria-hidden": item.label ? "true" : null }, item.emoji),
    item.label,
  ];
  if (item.url) {
    const way = link(item.url, face);
    way.className = "button link";
    return way;
  }
  const control = button(
    {
      class: `button ${item.style}`,
      disabled: item.disabled,
      data: { part: item.id ?? "" },
      on: { click: () => act("/api/press", { message, id: item.id }, control) },
    },
    face,
  );
  return control;
}

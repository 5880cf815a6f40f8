// Embeds: cards with a coloured edge.

import { make } from "./dom.js";
import { link, nodes, textOf } from "./nodes.js";

/** The card of one embed. */
export function embed(card) {
  return make(
    "div",
    { class: "embed", vars: card.colour ? { "--edge": card.colour } : {} },
    make(
      "div",
      { class: "embed-main" },
      card.author && make("p", { class: "small" }, card.author),
      title(card),
      card.body.length > 0 && make("div", { class: "embed-body body" }, nodes(card.body)),
      fields(card.fields),
    ),
    picture(card.thumbnail, card, "embed-thumbnail"),
    picture(card.image, card, "embed-image"),
    card.footer && make("p", { class: "embed-footer small" }, card.footer),
  );
}

function title(card) {
  if (!card.title) {
    return null;
  }
  return make(
    "p",
    { class: "embed-title" },
    card.url ? link(card.url, nodes(card.title)) : nodes(card.title),
  );
}

function fields(list) {
  if (!list.length) {
    return null;
  }
  return make(
    "dl",
    { class: "embed-fields" },
    list.map((field) =>
      make(
        "div",
        { class: field.inline ? "inline" : "wide" },
        make("dt", {}, nodes(field.name)),
        make("dd", { class: "body" }, nodes(field.value)),
      ),
    ),
  );
}

function picture(url, card, style) {
  return url
    ? make("img", { class: style, src: url, alt: card.title ? textOf(card.title) : "", loading: "lazy" })
    : null;
}

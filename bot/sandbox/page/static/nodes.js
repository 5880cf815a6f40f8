// Text of Discord as nodes: strings and {t, c}. Nothing here ever becomes HTML.

import { button, make } from "./dom.js";
import { go, here } from "./store.js";
import { say } from "./words.js";

// Headings inside messages all stand one step below the day, so that no level is left out.
const TAGS = {
  p: "p",
  strong: "strong",
  em: "em",
  u: "u",
  s: "s",
  code: "code",
  pre: "pre",
  quote: "blockquote",
  small: "small",
  ul: "ul",
  li: "li",
  h1: "h4",
  h2: "h4",
  h3: "h4",
};

/** The elements of nodes. */
export function nodes(list) {
  return (list ?? []).map(nodeOf);
}

function nodeOf(node) {
  if (typeof node === "string") {
    return node;
  }
  const special = SPECIAL[node.t];
  if (special) {
    return special(node);
  }
  return make(TAGS[node.t] ?? "span", { class: `n-${node.t}` }, nodes(childrenOf(node)));
}

function childrenOf(node) {
  return Array.isArray(node.c) ? node.c : [node.c ?? ""];
}

const SPECIAL = {
  br: () => make("br"),
  a: (node) => link(node.href, nodes(childrenOf(node))),
  ol: (node) => make("ol", { start: node.start ?? null }, nodes(childrenOf(node))),
  time: (node) => make("time", { class: "n-time", title: node.title ?? null }, nodes(childrenOf(node))),
  mention,
  spoiler,
};

/** A link to the outside, in a tab of its own; anything but http and https stays text. */
export function link(href, children) {
  if (!/^https?:\/\//i.test(href ?? "")) {
    return make("span", {}, children);
  }
  return make("a", { href, target: "_blank", rel: "noopener noreferrer" }, children);
}

function mention(node) {
  const words = nodes(childrenOf(node));
  if (node.kind !== "channel" || !findPlace(node.id)) {
    return make("span", { class: "mention" }, words);
  }
  return button(
    { class: "mention", data: { open: node.id }, on: { click: () => go({ at: node.id }) } },
    words,
  );
}

/** The place with this id, if this person sees it. */
export function findPlace(id) {
  return here.state?.groups.flatMap((group) => group.places).find((place) => place.id === id) ?? null;
}

function spoiler(node) {
  const cover = button({ class: "spoiler", on: { click: () => cover.replaceWith(shown) } }, say("spoiler"));
  const shown = make("span", { class: "spoiler-shown" }, nodes(childrenOf(node)));
  return cover;
}

/** The plain text of nodes, for reading aloud. */
export function textOf(list) {
  return (list ?? [])
    .map((node) => (typeof node === "string" ? node : node.t === "br" ? " " : textOf(childrenOf(node))))
    .join("");
}

// The messages of the open place, grouped by day; what did not change keeps its elements.

import { act } from "./act.js";
import { part } from "./components.js";
import { avatar, button, icon, make, spoken } from "./dom.js";
import { embed } from "./embeds.js";
import { files } from "./files.js";
import { openMenu } from "./menu.js";
import { nodes } from "./nodes.js";
import { go } from "./store.js";
import { sync, syncOne } from "./sync.js";
import { say } from "./words.js";

/** Brings the messages in `box` up to date. */
export function renderMessages(box, place) {
  sync(box, linesOf(place), { key: (line) => line.key, build, update });
}

function linesOf(place) {
  const lines = place.more ? [{ key: "more", more: true }] : [];
  let before = null;
  for (const message of place.messages) {
    if (message.day !== before?.day) {
      lines.push({ key: `day ${message.day}`, day: message.day });
    }
    lines.push({ key: `message ${message.id}`, message, follows: followsOn(message, before) });
    before = message;
  }
  return lines.length ? lines : [{ key: "empty", empty: true }];
}

function followsOn(message, before) {
  return Boolean(
    before &&
    !before.system &&
    !message.system &&
    !message.reply &&
    before.day === message.day &&
    before.author.id === message.author.id &&
    before.time === message.time &&
    before.private === message.private,
  );
}

function build(line) {
  if (line.more || line.empty) {
    return make("p", { class: "aside-line" }, say(line.more ? "older" : "no_messages"));
  }
  if (line.day) {
    return make("h3", { class: "day" }, make("span", {}, line.day));
  }
  const article = make("article", { class: "message", data: { message: line.message.id } });
  update(article, line);
  return article;
}

function update(article, line) {
  if (!line.message) {
    return;
  }
  const { message, follows } = line;
  article.className = `message ${message.private ? "private" : ""} ${message.system ? "system" : ""} ${follows ? "follows" : ""}`;
  article.setAttribute(
    "aria-label",
    message.system ? message.system : `${message.author.name} ${message.time}`,
  );
  if (!article.firstChild) {
    article.append(make("div", { class: "message-side" }), make("div", { class: "message-main" }));
  }
  const [side, main] = article.children;
  syncOne(side, message.system || follows ? null : faceOf(message.author), avatar);
  sync(main, message.system ? [systemBlock(message)] : blocksOf(message), {
    key: (block) => block.key,
    build: (block) => block.build(),
    sign: (block) => JSON.stringify(block.of),
  });
}

function faceOf({ initials, hue, is_bot }) {
  return { initials, hue, is_bot };
}

/** The blocks of a message are compared one by one, so that an open select survives a changed text. */
function blocksOf(message) {
  const { id } = message;
  const blocks = [
    { key: "reply", of: message.reply, build: () => reply(message.reply) },
    {
      key: "head",
      of: [message.author.name, message.author.is_bot, message.time, message.edited, message.pinned],
      build: () => head(message),
    },
    { key: "menu", of: message.menu, build: () => menuButton(message) },
    { key: "body", of: message.body, build: () => make("div", { class: "body" }, nodes(message.body)) },
    ...message.embeds.map((card, index) => ({ key: `embed ${index}`, of: card, build: () => embed(card) })),
    ...message.parts.map((item, index) => ({
      key: `part ${index}`,
      of: item,
      build: () => make("div", { class: "part" }, part(item, id)),
    })),
    { key: "files", of: message.files, build: () => files(message.files) },
    { key: "thinking", of: message.thinking, build: () => thinking() },
    { key: "thread", of: message.thread, build: () => thread(message.thread) },
    { key: "only", of: message.private, build: () => onlyYou(message) },
  ];
  const absent = {
    reply: !message.reply,
    menu: !message.menu,
    body: !message.body.length,
    files: !message.files.length,
    thinking: !message.thinking,
    thread: !message.thread,
    only: !message.private,
  };
  return blocks.filter((block) => !absent[block.key]);
}

function systemBlock(message) {
  return {
    key: "system",
    of: [message.system, message.time],
    build: () => make("p", {}, message.system, " ", make("span", { class: "time" }, message.time)),
  };
}

function head(message) {
  const { author } = message;
  return make(
    "p",
    { class: "message-head" },
    make("strong", { class: "author" }, author.name),
    author.is_bot && make("span", { class: "tag" }, say("bot")),
    make("span", { class: "time" }, message.time),
    message.edited && make("span", { class: "time" }, say("edited")),
    message.pinned && make("span", { class: "time pinned" }, icon("pin"), say("pinned")),
  );
}

function menuButton(message) {
  const control = button(
    {
      class: "icon-button menu-button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      data: { menu: "open" },
      on: { click: () => openMenu(control, message.id) },
    },
    icon("dots"),
    spoken(say("message_menu")),
  );
  return control;
}

function onlyYou(message) {
  const control = button(
    {
      class: "text-button",
      data: { dismiss: message.id },
      on: { click: () => act("/api/dismiss", { message: message.id }, control) },
    },
    say("dismiss"),
  );
  return make("p", { class: "only-you" }, icon("lock"), make("span", {}, say("only_you")), control);
}

function reply(answered) {
  return make(
    "p",
    { class: "reply" },
    icon("thread"),
    spoken(say("reply_to")),
    make("strong", {}, answered.author),
    " ",
    make("span", {}, answered.text),
  );
}

function thinking() {
  return make(
    "p",
    { class: "thinking" },
    make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i")),
    say("thinking"),
  );
}

function thread(place) {
  return button(
    { class: "thread", data: { open: place.id }, on: { click: () => go({ at: place.id }) } },
    icon("thread"),
    make("strong", {}, place.name),
    make("span", { class: "small" }, place.count),
  );
}

// New private answers are read aloud once, and seen: they answer what the person has just done.

import { byId } from "./dom.js";
import { textOf } from "./nodes.js";
import { here } from "./store.js";
import { say } from "./words.js";

const LONGEST = 300;
let address = "";
let known = new Map();

/** Announces the private answers that were not here before, and brings the newest into view. */
export function announce(me, place) {
  const now = `${me.id} ${place.id}`;
  const answers = place.messages.filter((message) => message.private);
  const fresh =
    now === address ? answers.filter((message) => known.get(message.id) !== message.thinking) : [];
  address = now;
  known = new Map(answers.map((message) => [message.id, message.thinking]));
  if (fresh.length && !here.bring) {
    here.bring = fresh.at(-1).id;
  }
  const done = fresh.filter((message) => !message.thinking);
  if (done.length) {
    byId("announce").textContent = done.map(aloud).join(" ");
  }
}

function aloud(message) {
  const texts = [
    textOf(message.body),
    ...message.embeds.map((card) => `${textOf(card.title)} ${textOf(card.body)}`),
    ...message.parts.map(textOfPart),
  ];
  return `${say("only_you")} ${message.author.name}: ${texts.join(" ").trim()}`.slice(0, LONGEST);
}

function textOfPart(part) {
  return part.type === "text" ? textOf(part.body) : (part.parts ?? []).map(textOfPart).join(" ");
}

// The words of the page: they come from the server, in the language of the reader.

import { get } from "./api.js";

let words = {};

/** Fetches the words once and fills what stands in index.html. */
export async function loadWords() {
  const answer = await get("/api/words");
  words = answer.words;
  document.documentElement.lang = answer.lang;
  document.querySelectorAll("[data-word]").forEach((element) => {
    element.textContent = say(element.dataset.word);
  });
  document.querySelectorAll("[data-word-label]").forEach((element) => {
    element.setAttribute("aria-label", say(element.dataset.wordLabel));
  });
}

/** A word by key, with its {placeholders} filled. */
export function say(key, values = {}) {
  const pattern = words[key] ?? key;
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// Problems stay until they are closed; what was said stays until the next act.

import { Problem } from "./api.js";
import { button, byId, icon, make, spoken } from "./dom.js";
import { say } from "./words.js";

/** Shows a problem: inside the open dialog if there is one, because all else is out of reach then. */
export function showProblem(sentence, detail = "") {
  const region = document.querySelector("dialog[open] [data-own=problems]") ?? byId("problems");
  const same = [...region.children].find((line) => line.dataset.sentence === sentence);
  same?.remove();
  const line = make(
    "div",
    { class: "problem", data: { problem: "", sentence } },
    make("div", {}, make("p", {}, sentence), detail && make("p", { class: "small" }, detail)),
    button({ class: "icon-button", on: { click: () => line.remove() } }, icon("close"), spoken(say("close"))),
  );
  region.append(line);
}

/** Shows why something failed: the server's own sentence, no answer at all, or a fault of the page. */
export function showFailure(error) {
  if (error instanceof Problem && error.message) {
    showProblem(error.message, error.detail);
  } else if (error instanceof Problem || error instanceof TypeError) {
    showProblem(say("no_answer"), error.detail ?? "");
  } else {
    showProblem(say("page_fault"), String(error));
    throw error;
  }
}

/** Shows what came of an act, in one sentence. */
export function showSaid(sentence) {
  byId("said").replaceChildren(
    make("p", {}, sentence),
    button({ class: "icon-button", on: { click: clearSaid } }, icon("close"), spoken(say("close"))),
  );
}

/** Takes it away. */
export function clearSaid() {
  byId("said").replaceChildren();
}

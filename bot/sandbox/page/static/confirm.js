// One question before something that cannot be taken back.

import { button, byId, make } from "./dom.js";
import { say } from "./words.js";

/** Asks; true when the person said yes. */
export function ask({ title, question, yes }) {
  const dialog = byId("confirm");
  return new Promise((resolve) => {
    const close = (value) => dialog.close(value);
    dialog.replaceChildren(
      make("h2", { id: "confirm-title" }, title),
      make("p", {}, question),
      make(
        "div",
        { class: "form-buttons" },
        button(
          { class: "button secondary", data: { confirm: "no" }, on: { click: () => close("no") } },
          say("cancel"),
        ),
        button({ class: "button danger", data: { confirm: "yes" }, on: { click: () => close("yes") } }, yes),
      ),
    );
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
}

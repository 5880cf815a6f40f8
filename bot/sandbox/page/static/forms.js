// The form (modal) that is open for this person: a native dialog, rebuilt only when its handle changes.

import { act } from "./act.js";
import { hold } from "./api.js";
import { field } from "./controls.js";
import { button, byId, icon, make, spoken } from "./dom.js";
import { nodes } from "./nodes.js";
import { say } from "./words.js";
import { pressedLast } from "./working.js";

let handle = null;
let opener = "";

/** Opens, keeps or closes the dialog, as the state says. */
export function renderForm(form) {
  const dialog = byId("form");
  if (form && form.handle !== handle) {
    build(dialog, form);
  }
  handle = form?.handle ?? null;
  if (form && !dialog.open) {
    opener = pressedLast();
    dialog.showModal();
    (dialog.querySelector("[data-control]") ?? dialog.querySelector("[data-submit]"))?.focus();
  } else if (!form && dialog.open) {
    dialog.close();
    dialog.replaceChildren();
    // A pressed button was disabled when the dialog opened, so the browser does not know the way back.
    if (document.activeElement === document.body && opener) {
      document.querySelector(opener)?.focus({ preventScroll: true });
    }
  }
}

function build(dialog, form) {
  const fields = [];
  const parts = form.parts.map((part) => {
    if (part.type === "text") {
      return make("div", { class: "body" }, nodes(part.body));
    }
    const built = field(part);
    fields.push(built);
    return built.element;
  });
  const submit = make(
    "button",
    { type: "submit", class: "button primary", data: { submit: "" } },
    form.submit || say("send"),
  );
  const close = () => closeForm(form.handle);
  const element = make(
    "form",
    { on: { submit: (event) => send(event, form.handle, fields, submit) } },
    make(
      "div",
      { class: "form-head" },
      make("h2", { id: "form-title" }, form.title),
      button({ class: "icon-button", on: { click: close } }, icon("close"), spoken(say("close"))),
    ),
    make("div", { class: "form-parts" }, parts),
    make("div", { class: "problems", role: "alert", data: { own: "problems" } }),
    make(
      "div",
      { class: "form-buttons" },
      button({ class: "button secondary", data: { cancel: "" }, on: { click: close } }, say("cancel")),
      submit,
    ),
  );
  dialog.replaceChildren(element);
}

async function send(event, of, fields, control) {
  event.preventDefault();
  byId("form").querySelector("[data-own=problems]").replaceChildren();
  const release = hold();
  const values = {};
  for (const item of fields) {
    values[item.id] = await item.read();
  }
  // A problem leaves the dialog as it is, with all that was typed.
  await act("/api/submit", { handle: of, values }, control);
  release();
}

function closeForm(of) {
  return act("/api/close_form", { handle: of }, byId("form").querySelector("[data-cancel]"));
}

/** Escape asks the server to close the form; the state then closes the dialog. */
export function watchForm() {
  byId("form").addEventListener("cancel", (event) => {
    if (event.target === byId("form")) {
      event.preventDefault();
      closeForm(handle);
    }
  });
}

// The "/" commands: a list to choose from, then a form for those that ask for something.

import { act } from "./act.js";
import { get, hold } from "./api.js";
import { combobox } from "./combobox.js";
import { button, make } from "./dom.js";
import { optionField } from "./options.js";
import { showFailure } from "./problems.js";
import { here } from "./store.js";
import { say } from "./words.js";

const ui = {};
let commands = [];

/** Builds the input and the box once. `writing(shown)` shows or hides the place for text. */
export function watchCommands({ slash, back, writing }) {
  ui.input = make("input", {
    type: "text",
    class: "command-input",
    "aria-label": say("command_find"),
    data: { find: "command" },
    on: { input: filter, keydown: leave },
  });
  ui.list = make("ul", { class: "command-list", hidden: true, "aria-label": say("commands") });
  ui.none = make("p", { class: "small", role: "status" });
  ui.form = make("div", { class: "command-form", hidden: true });
  ui.box = make("div", { class: "command-box", hidden: true }, ui.list, ui.none, ui.form);
  Object.assign(ui, { slash, back, writing });
  ui.combo = combobox(ui.input, ui.list, { choose, face, first: true, closed: () => closeCommands() });
  return { input: ui.input, box: ui.box };
}

/** Opens the list; `query` is what was typed after the slash. */
export async function openCommands(query) {
  if (!ui.list.hidden && query === "") {
    closeCommands();
    return;
  }
  closeForm();
  ui.box.hidden = false;
  ui.slash.setAttribute("aria-expanded", "true");
  ui.writing(false);
  ui.input.value = `/${query}`;
  ui.input.focus();
  ui.input.setSelectionRange(ui.input.value.length, ui.input.value.length);
  filter();
  try {
    commands = (await get("/api/commands", { me: here.me, at: here.at })).commands;
    if (!ui.box.hidden && ui.form.hidden) {
      filter();
    }
  } catch (error) {
    closeCommands();
    showFailure(error);
  }
}

/** Closes the list and the form. */
export function closeCommands({ focus = true } = {}) {
  const open = !ui.box.hidden;
  ui.box.hidden = true;
  ui.none.textContent = "";
  ui.combo.hide();
  closeForm();
  ui.slash.setAttribute("aria-expanded", "false");
  ui.writing(true);
  if (open && focus) {
    ui.back();
  }
}

function closeForm() {
  ui.box.classList.remove("is-form");
  ui.form.hidden = true;
  ui.form.replaceChildren();
}

function plain(text) {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[/\s]+/g, "");
}

function isLike(command, query, test) {
  return plain(command.label)[test](query) || plain(command.name)[test](query);
}

function filter() {
  const query = plain(ui.input.value);
  const found = commands.filter((command) => isLike(command, query, "includes"));
  // What begins like that is meant more often than what has it somewhere.
  const first = found.filter((command) => isLike(command, query, "startsWith"));
  ui.combo.show([...first, ...found.filter((command) => !first.includes(command))]);
  ui.none.textContent = found.length || !commands.length ? "" : say("no_command");
}

function leave(event) {
  // The slash itself taken away: back to writing.
  if (event.key === "Backspace" && ui.input.value.length <= 1 && !event.isComposing) {
    event.preventDefault();
    closeCommands();
  }
}

function face(command) {
  return {
    attributes: { data: { command: command.name } },
    words: [
      make("span", { class: "command-name" }, `/${command.label}`),
      plain(command.label) !== plain(command.name) &&
        make("span", { class: "command-english", lang: "en" }, `/${command.name}`),
      make("span", { class: "command-about small" }, command.description),
    ],
  };
}

function choose(command) {
  ui.combo.hide();
  if (command.options.length) {
    showForm(command);
  } else {
    closeCommands();
    act("/api/command", { name: command.name, options: {} }, ui.slash);
  }
}

function showForm(command) {
  const read = () => readAll(fields);
  const fields = command.options.map((option) =>
    optionField(option, { command: command.name, others: read }),
  );
  const run = make(
    "button",
    { type: "submit", class: "button primary", data: { run: command.name } },
    say("run"),
  );
  const form = make(
    "form",
    { "aria-labelledby": "command-title", on: { submit: start, keydown: escape } },
    make("h3", { id: "command-title" }, `/${command.label}`),
    make("p", { class: "small" }, command.description),
    fields.map((field) => field.element),
    make(
      "div",
      { class: "form-buttons" },
      button(
        { class: "button secondary", data: { cancel: "" }, on: { click: () => closeCommands() } },
        say("cancel"),
      ),
      run,
    ),
  );

  async function start(event) {
    event.preventDefault();
    const release = hold();
    const answer = await act("/api/command", { name: command.name, options: await read() }, run);
    release();
    if (answer && form.isConnected) {
      closeCommands();
    }
  }

  ui.none.textContent = "";
  ui.writing(true);
  ui.slash.setAttribute("aria-expanded", "false");
  ui.form.replaceChildren(form);
  ui.form.hidden = false;
  ui.box.classList.add("is-form");
  form.querySelector("[data-option]")?.focus();
}

function escape(event) {
  if (event.key === "Escape" && !event.defaultPrevented) {
    closeCommands();
  }
}

async function readAll(fields) {
  const values = {};
  for (const field of fields) {
    const value = await field.read();
    if (value !== null) {
      values[field.name] = value;
    }
  }
  return values;
}

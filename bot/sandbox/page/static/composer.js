// The place to write: messages, and the way to the commands with "/".

import { act } from "./act.js";
import { closeCommands, openCommands, watchCommands } from "./commands.js";
import { byId, button, icon, make, spoken } from "./dom.js";
import { renderMeBar } from "./people.js";
import { here } from "./store.js";
import { say } from "./words.js";

const drafts = new Map();
const ui = {};
let address = "";

/** Builds the composer once. */
export function watchComposer() {
  ui.bar = make("div", { class: "me-bar" });
  ui.text = make("textarea", {
    id: "write",
    rows: "1",
    on: { input: typed, compositionend: typed, keydown: key },
  });
  ui.slash = button(
    {
      class: "icon-button",
      data: { slash: "" },
      "aria-expanded": "false",
      on: { click: () => openCommands("") },
    },
    icon("slash"),
    spoken(say("commands")),
  );
  ui.send = make(
    "button",
    { type: "submit", class: "icon-button send", data: { send: "" } },
    icon("send"),
    spoken(say("send")),
  );
  ui.hint = make("p", { class: "small hint", id: "hint" });
  ui.form = make("form", { class: "write", on: { submit: send } }, ui.slash, ui.text, ui.send);
  const commands = watchCommands({
    slash: ui.slash,
    back: () => ui.text.focus(),
    writing: (shown) => ui.form.classList.toggle("is-command", !shown),
  });
  ui.form.insertBefore(commands.input, ui.text);
  byId("composer").append(ui.bar, commands.box, ui.form, ui.hint);
}

/** Brings the composer up to date; what is typed stays with its person and place. */
export function renderComposer(state) {
  const { place, me } = state;
  byId("composer").hidden = place.kind === "forum";
  renderMeBar(ui.bar, me);
  const label = say("write_to", { place: place.name });
  ui.text.disabled = !place.can_write;
  ui.send.disabled = !place.can_write;
  ui.text.placeholder = place.can_write ? label : "";
  ui.text.setAttribute("aria-label", label);
  ui.hint.textContent = place.can_write ? "" : place.hint;
  ui.hint.hidden = !ui.hint.textContent;
  const next = `${me.id} ${place.id}`;
  if (address !== next) {
    drafts.set(address, ui.text.value);
    address = next;
    ui.text.value = drafts.get(next) ?? "";
    closeCommands({ focus: false });
    grow();
  }
}

function typed(event) {
  grow();
  const slash = /^[/／]/.test(ui.text.value);
  if (slash && !event.isComposing) {
    const query = ui.text.value.slice(1);
    ui.text.value = "";
    grow();
    openCommands(query);
  }
}

function key(event) {
  // Enter that ends a Japanese composition does not send.
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key === "Enter" && !event.shiftKey && !composing) {
    event.preventDefault();
    ui.form.requestSubmit();
  }
}

async function send(event) {
  event.preventDefault();
  const text = ui.text.value.trim();
  const sentFrom = address;
  if (!text || !here.state) {
    return;
  }
  const answer = await act("/api/say", { text }, ui.send);
  // Only what was sent is taken away: one may have gone on typing, or be somebody else by now.
  if (answer && address === sentFrom && ui.text.value.trim() === text) {
    ui.text.value = "";
    grow();
  } else if (answer && address !== sentFrom) {
    drafts.delete(sentFrom);
  }
}

function grow() {
  ui.text.style.height = "auto";
  ui.text.style.height = `${Math.min(ui.text.scrollHeight + 2, 180)}px`;
}

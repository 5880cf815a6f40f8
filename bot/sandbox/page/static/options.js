// The inputs of a command's options, each with its label and description.

import { post } from "./api.js";
import { combobox } from "./combobox.js";
import { make } from "./dom.js";
import { encoded } from "./encoded.js";
import { showFailure } from "./problems.js";
import { here } from "./store.js";
import { say } from "./words.js";

const WAIT_MS = 150;

/** The field of one option: `element`, `name`, and `read()`, which is null when it is left empty. */
export function optionField(option, { command, others }) {
  const id = `option-${option.name}`;
  const common = {
    id,
    required: option.required,
    "aria-describedby": option.description ? `${id}-about` : null,
    data: { option: option.name },
  };
  const { input, more = null, read } = (KINDS[option.kind] ?? text)(option, common, { command, others });
  const element = make(
    "div",
    { class: "field" },
    make(
      "label",
      { for: id },
      option.label,
      option.required && make("span", { class: "required" }, say("required")),
    ),
    option.description && make("p", { class: "small", id: `${id}-about` }, option.description),
    make("div", { class: "field-input" }, input, more),
  );
  return { element, name: option.name, read };
}

function text(option, common) {
  const input = make("input", {
    type: "text",
    minlength: option.min_length,
    maxlength: option.max_length,
    ...common,
  });
  return { input, read: () => input.value || null };
}

function number(option, common) {
  const input = make("input", {
    type: "number",
    step: option.kind === "integer" ? "1" : "any",
    min: option.min,
    max: option.max,
    ...common,
  });
  return { input, read: () => input.value || null };
}

function choice(option, common) {
  const input = make(
    "select",
    common,
    make("option", { value: "", selected: true }, option.required ? say("choose") : say("choose_none")),
    option.choices.map((item) => make("option", { value: String(item.value) }, item.label)),
  );
  return { input, read: () => input.value || null };
}

function boolean(option, common) {
  const choices = option.choices?.length
    ? option.choices
    : [
        { value: "true", label: say("yes") },
        { value: "false", label: say("no") },
      ];
  const { input } = choice({ ...option, choices }, common);
  return { input, read: () => (input.value ? input.value.toLowerCase() === "true" : null) };
}

function file(option, common) {
  const input = make("input", { type: "file", ...common });
  return { input, read: () => (input.files.length ? encoded(input.files[0]) : null) };
}

function suggest(option, common, { command, others }) {
  const input = make("input", {
    type: "text",
    minlength: option.min_length,
    maxlength: option.max_length,
    ...common,
  });
  const list = make("ul", { class: "suggestions", hidden: true, "aria-label": say("suggestions") });
  let chosen = null;
  let timer = 0;
  let asked = 0;
  const combo = combobox(input, list, {
    choose,
    face: (item) => ({ attributes: { data: { choice: String(item.value) } }, words: [item.label] }),
  });

  /** Whatever was asked before is no longer waited for. */
  function forget() {
    asked += 1;
    clearTimeout(timer);
    combo.hide();
  }

  function choose(item) {
    chosen = item;
    input.value = item.label;
    forget();
  }

  async function ask() {
    const number = (asked += 1);
    const options = { ...(await others()), [option.name]: input.value };
    const { me, at } = here;
    const body = { me, at, name: command, option: option.name, value: input.value, options };
    // Only the newest answer counts, and only while one is still here.
    const isWanted = () => number === asked && document.activeElement === input;
    try {
      const { choices } = await post("/api/autocomplete", body);
      if (isWanted()) {
        combo.show(choices);
        list.scrollIntoView({ block: "nearest" });
      }
    } catch (error) {
      if (isWanted()) {
        combo.hide();
        showFailure(error);
      }
    }
  }

  input.addEventListener("input", () => {
    chosen = null;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("focus", ask);
  input.addEventListener("blur", forget);
  const read = () => (chosen && chosen.label === input.value ? String(chosen.value) : input.value || null);
  return { input, more: list, read };
}

const KINDS = {
  text,
  integer: number,
  number,
  boolean,
  choice,
  user: choice,
  role: choice,
  channel: choice,
  suggest,
  file,
};

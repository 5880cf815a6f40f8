// Selects in messages: one value acts on change; several are ticked and sent with a button.

import { act } from "./act.js";
import { button, make } from "./dom.js";
import { say } from "./words.js";

/** The element of a select. */
export function select(item, message) {
  return item.max > 1 ? several(item, message) : single(item, message);
}

function single(item, message) {
  const any = item.options.some((option) => option.selected);
  const control = make(
    "select",
    {
      disabled: item.disabled,
      "aria-label": nameOf(item),
      data: { part: item.id },
      on: { change: choose, keydown: openFirst },
    },
    // With nothing chosen the placeholder is only shown; where one may take it back it can be chosen.
    make(
      "option",
      { value: "", selected: !any, disabled: !(item.min === 0 && any), data: { placeholder: "" } },
      nameOf(item),
    ),
    item.options.map((option) =>
      make(
        "option",
        { value: option.value, selected: option.selected },
        option.description ? `${option.label} — ${option.description}` : option.label,
      ),
    ),
  );

  async function choose() {
    await act(
      "/api/choose",
      { message, id: item.id, values: control.value === "" ? [] : [control.value] },
      control,
    );
    // The state says what is chosen; so the same can be chosen again.
    control.value = item.options.find((option) => option.selected)?.value ?? "";
  }

  return control;
}

/** Arrow keys open the list instead of choosing at once, so that nobody acts by walking past. */
function openFirst(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") {
    return;
  }
  try {
    event.currentTarget.showPicker();
    event.preventDefault();
  } catch {
    // A browser without it keeps its own way.
  }
}

function several(item, message) {
  const boxes = item.options.map((option) =>
    make("input", {
      type: "checkbox",
      value: option.value,
      checked: option.selected,
      disabled: item.disabled,
      on: { change: count },
    }),
  );
  const send = button(
    {
      class: "button primary",
      data: { ok: "" },
      disabled: item.disabled,
      on: { click: () => act("/api/choose", { message, id: item.id, values: chosen() }, send) },
    },
    say("ok"),
  );

  function chosen() {
    return boxes.filter((box) => box.checked).map((box) => box.value);
  }

  function count() {
    const many = chosen().length;
    send.disabled = item.disabled || many < item.min || many > item.max;
  }

  count();
  return make(
    "details",
    { class: "several", data: { part: item.id } },
    make("summary", {}, nameOf(item)),
    make(
      "fieldset",
      {},
      make(
        "legend",
        { class: "small" },
        say("choose_range", { min: item.min, max: Math.min(item.max, item.options.length) }),
      ),
      item.options.map((option, index) =>
        make(
          "label",
          { class: "tick" },
          boxes[index],
          make("span", {}, option.label, option.description && make("small", {}, option.description)),
        ),
      ),
      send,
    ),
  );
}

function nameOf(item) {
  return item.placeholder || say("choose");
}

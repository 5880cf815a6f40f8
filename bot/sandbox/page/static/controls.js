// The inputs of a form, each tied to its label and description.

import { make } from "./dom.js";
import { encoded } from "./encoded.js";
import { say } from "./words.js";

let count = 0;

/** One field of a form: its `element`, the `id` of its control, and `read()`. */
export function field({ label, description, control }) {
  // Custom ids may hold anything; what ties labels to inputs may not.
  const id = `control-${(count += 1)}`;
  const about = description ? make("p", { class: "small", id: `${id}-about` }, description) : null;
  const built = (KINDS[control.kind] ?? short)(control, {
    id,
    label,
    about,
    name: [label, control.required && make("span", { class: "required" }, say("required"))],
    common: {
      id,
      required: control.required,
      "aria-describedby": about ? about.id : null,
      data: { control: control.id },
    },
  });
  return { id: control.id, ...built };
}

function labelled({ id, name, about }, ...inputs) {
  return make("div", { class: "field" }, make("label", { for: id }, name), about, inputs);
}

function written(input, control, setting) {
  const counter = control.max ? make("p", { class: "small counter", "aria-hidden": "true" }) : null;
  const count = () =>
    counter && (counter.textContent = say("counter", { count: input.value.length, max: control.max }));
  input.addEventListener("input", count);
  count();
  return { element: labelled(setting, input, counter), read: () => input.value };
}

/** What both boxes for text have in common. */
function text(control, setting) {
  return {
    minlength: control.min || null,
    maxlength: control.max,
    placeholder: control.placeholder || null,
    value: control.value,
    ...setting.common,
  };
}

function short(control, setting) {
  const input = make("input", {
    type: "text",
    ...text(control, setting),
  });
  return written(input, control, setting);
}

function paragraph(control, setting) {
  const input = make("textarea", {
    rows: "4",
    ...text(control, setting),
  });
  return written(input, control, setting);
}

function select(control, setting) {
  if ((control.max ?? 1) > 1) {
    return checks(control, setting);
  }
  const any = control.options.some((option) => option.selected);
  const input = make(
    "select",
    setting.common,
    make(
      "option",
      { value: "", selected: !any, disabled: control.required },
      control.placeholder || say(control.required ? "choose" : "choose_none"),
    ),
    control.options.map((option) =>
      make(
        "option",
        { value: option.value, selected: option.selected },
        option.description ? `${option.label} — ${option.description}` : option.label,
      ),
    ),
  );
  return { element: labelled(setting, input), read: () => (input.value ? [input.value] : []) };
}

function group(type, control, { id, name, about }) {
  const boxes = control.options.map((option, index) =>
    make("input", {
      type,
      id: `${id}-${index}`,
      name: id,
      value: option.value,
      checked: option.selected,
      required: type === "radio" && control.required,
      "aria-describedby": option.description ? `${id}-${index}-about` : null,
    }),
  );
  const element = make(
    "fieldset",
    {
      class: "field",
      "aria-describedby": about ? about.id : null,
      data: { control: control.id },
      tabindex: "-1",
    },
    make("legend", {}, name),
    about,
    control.options.map((option, index) =>
      make(
        "div",
        { class: "tick" },
        boxes[index],
        make("label", { for: boxes[index].id }, option.label),
        option.description && make("small", { id: `${id}-${index}-about` }, option.description),
      ),
    ),
  );
  return { element, boxes, chosen: () => boxes.filter((box) => box.checked).map((box) => box.value) };
}

function radio(control, setting) {
  const { element, chosen } = group("radio", control, setting);
  return { element, read: () => chosen()[0] ?? "" };
}

function checks(control, setting) {
  const { element, boxes, chosen } = group("checkbox", control, setting);
  const min = control.min ?? (control.required ? 1 : 0);
  const max = Math.min(control.max ?? boxes.length, boxes.length);
  const range = say("choose_range", { min, max });
  // Nothing chosen is fine where nothing is required.
  const allowed = (many) => (many === 0 && !control.required) || (many >= min && many <= max);
  const check = () => boxes[0]?.setCustomValidity(allowed(chosen().length) ? "" : range);
  element.querySelector("legend").after(make("p", { class: "small" }, range));
  element.addEventListener("change", check);
  check();
  return { element, read: chosen };
}

function check(control, { id, name, about, common }) {
  const input = make("input", { type: "checkbox", checked: control.checked, ...common });
  const element = make(
    "div",
    { class: "field" },
    make("div", { class: "tick" }, input, make("label", { for: id }, name)),
    about,
  );
  return { element, read: () => input.checked };
}

function file(control, setting) {
  const max = control.max ?? 1;
  const input = make("input", {
    type: "file",
    accept: control.accept || null,
    multiple: max > 1,
    ...setting.common,
  });
  input.addEventListener("change", () =>
    input.setCustomValidity(input.files.length > max ? say("files_max", { max }) : ""),
  );
  const chosen = make("p", { class: "small" }, say("files_max", { max }));
  return {
    element: labelled(setting, input, max > 1 && chosen),
    read: () => Promise.all([...input.files].map(encoded)),
  };
}

const KINDS = { short, paragraph, select, radio, checks, check, file };

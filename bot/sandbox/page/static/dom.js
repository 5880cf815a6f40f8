// A tiny builder of elements: everything on the page is made here, with text content only.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (`on`, `data`, `vars` are maps; null and false are left out) and children. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    set(element, name, value);
  }
  add(element, children);
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) {
    return;
  }
  if (name === "on") {
    Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
  } else if (name === "data") {
    Object.assign(element.dataset, value);
  } else if (name === "vars") {
    // Through the CSSOM, because the policy of the page forbids style attributes.
    Object.entries(value).forEach(([key, text]) => element.style.setProperty(key, text));
  } else if (name === "value") {
    element.value = value;
  } else {
    element.setAttribute(name, value === true ? "" : value);
  }
}

/** Appends strings, elements and lists of them; null, false and "" are left out. */
export function add(element, children) {
  for (const child of [children].flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false && child !== "") {
      element.append(child);
    }
  }
  return element;
}

/** The element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** A button that never submits a form by accident. */
export function button(attributes, ...children) {
  return make("button", { type: "button", ...attributes }, ...children);
}

/** Words for those who listen and do not look. */
export function spoken(text) {
  return make("span", { class: "hidden" }, text);
}

const ICONS = {
  text: "M9 4 7 20M17 4l-2 16M4 9h16M3.5 15h16",
  forum: "M4 5h16M4 10h16M4 15h10M4 20h7",
  thread: "M6 3v9a4 4 0 0 0 4 4h9M15 12l4 4-4 4",
  room: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  post: "M6 3h12v18l-6-4-6 4z",
  dm: "M4 5h16v11H10l-5 4v-4H4z",
  mail: "M3 6h18v13H3zM3 7l9 7 9-7",
  event: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-4 3-6 6.500-6s6.500 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2.300.9 3.500 2.800 3.500 5.500",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  close: "M6 6l12 12M18 6 6 18",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M4 12 20 4l-6 16-3-7z",
  slash: "M15 4 9 20",
  pin: "M9 3h6l-1 7 4 4H6l4-4zM12 14v7",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  no_dm: "M4 5h16v11H10l-5 4v-4H4zM3 3l18 18",
};

/** A small drawing beside words; never the only name of anything. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", `icon icon-${name}`);
  drawing.setAttribute("aria-hidden", "true");
  line.setAttribute("d", ICONS[name] ?? ICONS.text);
  drawing.append(line);
  return drawing;
}

/** The round sign of a person: initials on a colour of their own. */
export function avatar(person, size = "") {
  return make(
    "span",
    {
      class: `avatar ${size} ${person.is_bot ? "avatar-bot" : ""}`,
      "aria-hidden": "true",
      vars: { "--hue": String(person.hue) },
    },
    person.initials,
  );
}

// An input with a list below it: arrow keys walk, Enter chooses, Escape closes (ARIA combobox).

import { make } from "./dom.js";

let count = 0;

/** Ties `input` to `list`; `choose(item)` is called for the chosen one, `face(item)` gives its attributes and words. */
export function combobox(input, list, { choose, face, first = false, closed = () => {} }) {
  const id = `list-${(count += 1)}`;
  let items = [];
  let active = -1;

  list.id = id;
  list.setAttribute("role", "listbox");
  Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": id,
    "aria-expanded": "false",
    autocomplete: "off",
  }).forEach(([name, value]) => input.setAttribute(name, value));

  function show(next) {
    // What was marked stays so when a later answer has it too: somebody may be about to press Enter.
    const marked = first ? null : JSON.stringify(items[active]);
    items = next;
    list.replaceChildren(...items.map(option));
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    mark(first && items.length ? 0 : items.findIndex((item) => JSON.stringify(item) === marked));
  }

  function option(item, index) {
    const { attributes, words } = face(item);
    const keep = (event) => event.preventDefault();
    return make(
      "li",
      {
        role: "option",
        id: `${id}-${index}`,
        "aria-selected": "false",
        ...attributes,
        on: { mousedown: keep, click: () => choose(item) },
      },
      words,
    );
  }

  function mark(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const chosen = list.children[active];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function key(event) {
    // Enter that ends a Japanese composition chooses nothing.
    if (event.isComposing || event.keyCode === 229) {
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && items.length) {
      event.preventDefault();
      mark((active + step + items.length + (active < 0 && step < 0 ? 1 : 0)) % items.length);
    } else if (event.key === "Enter" && items[active]) {
      event.preventDefault();
      choose(items[active]);
    } else if (event.key === "Escape" && (items.length || first)) {
      event.preventDefault();
      event.stopPropagation();
      show([]);
      closed();
    }
  }

  input.addEventListener("keydown", key);
  return { show, hide: () => show([]) };
}

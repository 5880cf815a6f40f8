// The message menu: the bot's entries for one message.

import { act } from "./act.js";
import { get } from "./api.js";
import { button, byId, make } from "./dom.js";
import { showFailure } from "./problems.js";
import { here } from "./store.js";
import { say } from "./words.js";

let open = null;

/** Opens the menu of a message beside its button; a second press closes it. */
export async function openMenu(control, message) {
  const same = open?.control === control;
  closeMenu();
  if (same) {
    return;
  }
  try {
    const { menus } = await get("/api/commands", { me: here.me, at: here.at });
    show(control, message, menus);
  } catch (error) {
    showFailure(error);
  }
}

function show(control, message, menus) {
  const items = menus.map((entry) => item(entry, message, control));
  const box = make(
    "div",
    { class: "menu", role: "menu", "aria-label": say("message_menu"), on: { keydown: walk } },
    items,
  );
  if (!items.length) {
    box.append(
      make("button", { type: "button", role: "menuitem", "aria-disabled": "true" }, say("no_entries")),
    );
  }
  control.setAttribute("aria-expanded", "true");
  byId("place-view").append(box);
  const spot = control.getBoundingClientRect();
  const below = spot.bottom + box.offsetHeight < innerHeight;
  box.style.top = `${below ? spot.bottom : Math.max(4, spot.top - box.offsetHeight)}px`;
  box.style.left = `${Math.max(4, Math.min(spot.right, innerWidth - 4) - box.offsetWidth)}px`;
  open = { control, box };
  box.querySelector("button").focus();
}

function item(entry, message, control) {
  return button(
    {
      role: "menuitem",
      tabindex: "-1",
      data: { menu: entry.name },
      on: {
        click: () => {
          closeMenu();
          control.focus();
          act("/api/menu", { message, name: entry.name }, control);
        },
      },
    },
    entry.label,
  );
}

function walk(event) {
  const items = [...open.box.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const to = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at + items.length - 1) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items[to].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    const { control } = open;
    event.preventDefault();
    closeMenu();
    control.focus();
  }
}

function closeMenu() {
  open?.control.setAttribute("aria-expanded", "false");
  open?.box.remove();
  open = null;
}

/** Any press elsewhere, and any scrolling, closes the menu. */
export function watchMenu() {
  document.addEventListener("pointerdown", (event) => {
    if (open && !open.box.contains(event.target) && !open.control.contains(event.target)) {
      closeMenu();
    }
  });
  byId("scroller").addEventListener("scroll", closeMenu, { passive: true });
  addEventListener("resize", closeMenu);
}

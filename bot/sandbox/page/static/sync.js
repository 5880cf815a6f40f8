// Lists are brought up to date in place: what did not change keeps its element, and with it focus, open
// selects, scroll positions and what was typed.

const kept = new WeakMap();

/**
 * Makes the children of `parent` one element for each item, in order.
 * `key` names an item; `build` makes its element; `update` (optional) changes an element in place.
 */
export function sync(parent, items, { key, build, update = null, sign = JSON.stringify }) {
  const before = kept.get(parent) ?? new Map();
  const after = new Map();
  for (const item of items) {
    const name = uniqueName(String(key(item)), after);
    after.set(name, renew(before.get(name), item, sign(item), build, update));
  }
  for (const [name, { element }] of before) {
    if (after.get(name)?.element !== element) {
      element.remove();
    }
  }
  place(
    parent,
    [...after.values()].map(({ element }) => element),
  );
  kept.set(parent, after);
}

function uniqueName(name, taken) {
  return taken.has(name) ? uniqueName(`${name}+`, taken) : name;
}

function renew(old, item, signature, build, update) {
  if (old?.signature === signature) {
    return old;
  }
  if (old && update) {
    update(old.element, item);
    return { element: old.element, signature };
  }
  return { element: build(item), signature };
}

function place(parent, elements) {
  // Only what stands in the wrong place is moved: moving an element would take its focus.
  let next = parent.firstChild;
  for (const element of elements) {
    if (next === element) {
      next = next.nextSibling;
    } else {
      parent.insertBefore(element, next);
    }
  }
}

/** Rebuilds the one child of `parent` when `value` changed. */
export function syncOne(parent, value, build) {
  sync(parent, value === null ? [] : [value], { key: () => "one", build });
}

/** A selector that finds this element again after it was rebuilt, from its data- attributes. */
export function pathOf(element) {
  const steps = [];
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    const own = Object.entries(at.dataset).filter(([name]) => !name.startsWith("word") && name !== "own");
    const step = own.map(([name, value]) => `[data-${dashed(name)}="${CSS.escape(value)}"]`).join("");
    if (at.id) {
      steps.unshift(`#${CSS.escape(at.id)}`);
      break;
    }
    if (step) {
      steps.unshift(step);
    }
  }
  return steps.join(" ");
}

function dashed(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Runs `change` and gives the focus back to the same control if it was rebuilt meanwhile. */
export function keepingFocus(change) {
  const focused = document.activeElement;
  const path = focused && focused !== document.body ? pathOf(focused) : "";
  change();
  if (path && !focused.isConnected) {
    document.querySelector(path)?.focus({ preventScroll: true });
  }
}

// Which controls wait for an answer: they are marked, also when they are rebuilt meanwhile.

import { pathOf } from "./sync.js";

const waiting = new Map();
const marked = new WeakSet();
let latest = "";

/** Marks a control as working until the returned function is called. */
export function work(control) {
  if (!control) {
    return () => {};
  }
  const path = pathOf(control);
  const focused = document.activeElement === control;
  waiting.set(control, path);
  latest = path;
  mark(control);
  return () => {
    waiting.delete(control);
    unmark(control);
    const again = path ? document.querySelector(path) : null;
    if (again) {
      unmark(again);
    }
    if (focused && document.activeElement === document.body) {
      (control.isConnected ? control : again)?.focus({ preventScroll: true });
    }
  };
}

/** The path of the control pressed last: where one was before a form opened. */
export function pressedLast() {
  return latest;
}

/** Whether this control already waits. */
export function isWorking(control) {
  return waiting.has(control);
}

/** After each rendering: what was rebuilt while its press is under way is marked again. */
export function markAll() {
  for (const path of waiting.values()) {
    const control = path ? document.querySelector(path) : null;
    if (control) {
      mark(control);
    }
  }
}

function mark(control) {
  control.setAttribute("aria-busy", "true");
  if ("disabled" in control && !control.disabled) {
    control.disabled = true;
    marked.add(control);
  }
}

function unmark(control) {
  control.removeAttribute("aria-busy");
  if (marked.delete(control)) {
    control.disabled = false;
  }
}

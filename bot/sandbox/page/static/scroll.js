// The place of the reader: at the bottom one stays at the bottom, elsewhere nothing moves.

import { byId } from "./dom.js";
import { here } from "./store.js";

const NEAR = 40;
let stuck = true;
let shown = "";

/** Watches where the reader stands, and what grows (pictures that arrive late). */
export function watchScroll() {
  const scroller = byId("scroller");
  scroller.addEventListener(
    "scroll",
    () => {
      stuck = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    },
    { passive: true },
  );
  const watcher = new ResizeObserver(follow);
  watcher.observe(scroller);
  watcher.observe(byId("messages"));
}

function follow() {
  const scroller = byId("scroller");
  if (stuck && scroller.clientHeight > 0) {
    scroller.scrollTop = scroller.scrollHeight;
  }
}

/** After each rendering: to the end of a place newly opened, or to the message one was sent to. */
export function settle(me, place) {
  const address = `${me.id} ${place.id}`;
  const forum = place.kind === "forum";
  if (shown !== address) {
    shown = address;
    stuck = !forum;
    byId("scroller").scrollTop = forum ? 0 : byId("scroller").scrollHeight;
  }
  follow();
  bring();
}

function bring() {
  const message = here.bring && document.querySelector(`[data-message="${CSS.escape(here.bring)}"]`);
  if (!message) {
    return;
  }
  here.bring = "";
  // A message longer than the window is shown from its beginning.
  message.scrollIntoView({
    block: message.offsetHeight > byId("scroller").clientHeight ? "start" : "nearest",
  });
  message.classList.add("found");
  setTimeout(() => message.classList.remove("found"), 2500);
}

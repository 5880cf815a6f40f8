// Where this tab is (person, place, view), the last state, and fetching it: one at a time, one more queued.

import { Problem, get, hold, setStateBusy } from "./api.js";
import { showProblem } from "./problems.js";

/** What this tab shows. `bring` is the message to bring into view once it is there. */
export const here = { me: "", at: "", view: "place", mail: "", event: "", bring: "", state: null };

const VIEWS = ["place", "mail", "events"];
let running = null;
let again = false;
let onState = () => {};
let onLost = () => {};

/** Who renders a new state, and who is told that the server does not answer. */
export function listen(render, lost) {
  onState = render;
  onLost = lost;
}

/** Reads the location: `#me=ID&at=ID`, and which view. */
export function readHash() {
  const hash = new URLSearchParams(location.hash.slice(1));
  here.me = hash.get("me") ?? "";
  here.at = hash.get("at") ?? "";
  here.view = VIEWS.includes(hash.get("view")) ? hash.get("view") : "place";
  here.mail = hash.get("mail") ?? "";
  here.event = hash.get("event") ?? "";
}

function hashOf({ me, at, view, mail, event }) {
  const hash = new URLSearchParams({ me, at });
  if (view !== "place") {
    hash.set("view", view);
  }
  if (view === "mail" && mail) {
    hash.set("mail", mail);
  }
  if (view === "events" && event) {
    hash.set("event", event);
  }
  return `#${hash}`;
}

/** Goes to another person, place or view, and fetches the state there. */
export function go({ me = here.me, at = here.at, view = "place", mail = "", event = "", message = "" }) {
  Object.assign(here, { me, at, view, mail, event, bring: message });
  const hash = hashOf(here);
  if (hash !== location.hash) {
    history.pushState(null, "", hash);
  }
  if (here.state) {
    onState(here.state);
  }
  return refresh();
}

/** Fetches the state again; calls during a fetch lead to one more. */
export function refresh() {
  again = true;
  running ??= run().finally(() => {
    running = null;
  });
  return running;
}

/** Whether a fetch is under way. */
export function isFetching() {
  return running !== null;
}

async function run() {
  const release = hold();
  try {
    while (again) {
      again = false;
      await fetchOnce();
    }
  } finally {
    release();
  }
}

async function fetchOnce() {
  const { me, at } = here;
  // What is not in sight is not read.
  const look = document.hidden || here.view !== "place" ? "0" : "1";
  try {
    const state = await get("/api/state", { ...(me && { me }), ...(at && { at }), look });
    if (here.me === me && here.at === at) {
      accept(state);
    }
    onLost(false);
  } catch (error) {
    fail(error);
  }
}

function accept(state) {
  Object.assign(here, { state, me: state.me.id, at: state.at });
  const hash = hashOf(here);
  if (hash !== location.hash) {
    history.replaceState(null, "", hash);
  }
  setStateBusy(state.clock.busy);
  onState(state);
}

function fail(error) {
  if (error instanceof Problem && error.message) {
    showProblem(error.message, error.detail);
  } else if (error instanceof Problem || error instanceof TypeError) {
    onLost(true);
  } else {
    throw error;
  }
}

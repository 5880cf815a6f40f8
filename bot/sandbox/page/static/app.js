// The page: it shows the state of the server, fetches it again when something changed, and nothing else.

import { announce } from "./announce.js";
import { Problem } from "./api.js";
import { renderClock } from "./clock.js";
import { renderComposer, watchComposer } from "./composer.js";
import { byId } from "./dom.js";
import { renderEvents } from "./events.js";
import { renderForm, watchForm } from "./forms.js";
import { renderForum } from "./forum.js";
import { renderMailbox } from "./mailbox.js";
import { watchMenu } from "./menu.js";
import { renderMessages } from "./messages.js";
import { renderPeople } from "./people.js";
import { renderPlaceHead, renderPlaces } from "./places.js";
import { showProblem } from "./problems.js";
import { settle, watchScroll } from "./scroll.js";
import { here, isFetching, listen, readHash, refresh } from "./store.js";
import { renderSwitch, show, watchSwitch } from "./switch.js";
import { keepingFocus } from "./sync.js";
import { renderTools } from "./tools.js";
import { renderTour, watchTour } from "./tour.js";
import { loadWords, say } from "./words.js";
import { markAll } from "./working.js";

const AGAIN_MS = 3000;

function render(state) {
  keepingFocus(() => renderAll(state));
  markAll();
  announce(state.me, state.place);
  settle(state.me, state.place);
  document.body.dataset.revision = String(state.revision);
}

function renderAll(state) {
  byId("hub").textContent = state.hub;
  document.title = `${titleOf(state)} – ${state.hub}`;
  renderView(state);
  renderPlaces(state);
  renderPeople(state);
  renderClock(state);
  renderTools(state);
  renderTour(state.tour);
  renderSwitch(state);
  renderForm(state.form);
  line("trouble", state.trouble ?? "");
}

function titleOf(state) {
  return here.view === "place" ? state.place.name : say(here.view);
}

function renderView(state) {
  document.body.dataset.view = here.view;
  ["place", "mail", "events"].forEach((view) => {
    byId(`${view}-view`).hidden = view !== here.view;
  });
  renderPlaceHead(state.place);
  (state.place.kind === "forum" ? renderForum : renderMessages)(byId("messages"), state.place);
  renderComposer(state);
  renderMailbox(state);
  renderEvents(state);
}

function lost(isLost) {
  line("lost", isLost ? say("lost") : "");
}

/** A line above everything; it goes away by itself when there is nothing to say any more. */
function line(id, sentence) {
  byId(id).hidden = !sentence;
  byId(id).textContent = sentence;
}

function listenForChanges() {
  const source = new EventSource("/api/changes");
  source.addEventListener("change", (event) => {
    const { revision } = JSON.parse(event.data);
    lost(false);
    if (isFetching() || revision !== here.state?.revision) {
      refresh();
    }
  });
  source.addEventListener("error", () => {
    lost(true);
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(listenForChanges, AGAIN_MS);
    }
  });
}

function watchAddress() {
  const moved = () => {
    readHash();
    if (here.state) {
      render(here.state);
    }
    refresh();
  };
  addEventListener("popstate", moved);
  document.addEventListener("visibilitychange", () => !document.hidden && refresh());
  byId("skip").addEventListener("click", (event) => {
    // The hash belongs to the person and the place.
    event.preventDefault();
    show("main");
  });
}

async function start() {
  readHash();
  listen(render, lost);
  try {
    await loadWords();
  } catch (error) {
    if (error instanceof Problem && error.message) {
      showProblem(error.message, error.detail);
    }
    setTimeout(start, AGAIN_MS);
    return;
  }
  [watchScroll, watchMenu, watchTour, watchForm, watchComposer, watchSwitch, watchAddress].forEach((watch) =>
    watch(),
  );
  await refresh();
  listenForChanges();
}

start();

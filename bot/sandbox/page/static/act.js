// Doing something: one POST, with its control marked, its problem shown, and the state fetched again.

import { Problem, hold, post } from "./api.js";
import { clearSaid, showProblem, showSaid } from "./problems.js";
import { go, here, refresh } from "./store.js";
import { leadToMain } from "./switch.js";
import { say } from "./words.js";
import { isWorking, work } from "./working.js";

/** Posts `fields` for this person at this place; null when there was a problem. */
export async function act(path, fields = {}, control = null) {
  if (control && isWorking(control)) {
    return null;
  }
  const release = hold();
  const done = work(control);
  clearSaid();
  try {
    const answer = await post(path, { me: here.me, at: here.at, ...fields });
    await follow(answer);
    return answer;
  } catch (error) {
    tell(error);
    await refresh();
    return null;
  } finally {
    done();
    release();
  }
}

async function follow({ go: where = null, said = "" }) {
  if (said) {
    showSaid(said);
  }
  if (where) {
    leadToMain();
    await go(where);
  } else {
    await refresh();
  }
}

function tell(error) {
  if (error instanceof Problem && error.message) {
    showProblem(error.message, error.detail);
  } else if (error instanceof Problem || error instanceof TypeError) {
    showProblem(say("no_answer"), error.detail ?? "");
  } else {
    showProblem(say("page_fault"), String(error));
    throw error;
  }
}

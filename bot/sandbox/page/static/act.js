// Doing something: one POST, with its control marked, its problem shown, and the state fetched again.

import { hold, post } from "./api.js";
import { clearSaid, showFailure, showSaid } from "./problems.js";
import { go, here, refresh } from "./store.js";
import { leadToMain } from "./switch.js";
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
    showFailure(error);
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

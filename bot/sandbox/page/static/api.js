// Requests to the server, and whether one is under way.

let underWay = 0;
let stateBusy = false;

/** What the server said no to: a whole sentence, and small print. */
export class Problem extends Error {
  constructor(sentence, detail = "", status = 0) {
    super(sentence);
    this.detail = detail;
    this.status = status;
  }
}

/** Says that something is under way until the returned function is called. */
export function hold() {
  underWay += 1;
  showBusy();
  let held = true;
  return () => {
    underWay -= held ? 1 : 0;
    held = false;
    showBusy();
  };
}

/** Takes over from the state whether the bot is at work. */
export function setStateBusy(busy) {
  stateBusy = busy;
  showBusy();
}

function showBusy() {
  document.body.dataset.busy = String(underWay > 0 || stateBusy);
}

/** GET with a query, as JSON. */
export async function get(path, query = {}) {
  const search = new URLSearchParams(query).toString();
  return request(search ? `${path}?${search}` : path, { headers: { Accept: "application/json" } });
}

/** POST of JSON, answered by JSON. */
export async function post(path, body) {
  return request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
}

async function request(path, init) {
  const release = hold();
  try {
    const response = await fetch(path, { ...init, credentials: "same-origin", cache: "no-store" });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new Problem(answer.problem ?? "", answer.detail ?? `${response.status} ${path}`, response.status);
    }
    return answer;
  } finally {
    release();
  }
}

// The tools of a rehearsal: what may go wrong, somebody new, and starting over.

import { act } from "./act.js";
import { button, byId, make } from "./dom.js";
import { ask } from "./confirm.js";
import { here } from "./store.js";
import { sync } from "./sync.js";
import { say } from "./words.js";

/** Brings the tools up to date. */
export function renderTools(state) {
  const { me, mail } = state;
  const list = [
    { name: "restart", label: say("restart"), why: say("restart_why") },
    {
      name: "close_dms",
      label: say(me.dms_closed ? "open_dms" : "close_dms", { name: me.name }),
      why: say("close_dms_why"),
      on: me.dms_closed,
    },
    {
      name: "fail_mail",
      label: say(mail.failing ? "mend_mail" : "fail_mail"),
      why: say("fail_mail_why"),
      on: mail.failing,
    },
    { name: "join", label: say("join"), why: say("join_why") },
    { name: "start_over", label: say("start_over"), why: say("start_over_why") },
  ];
  sync(byId("tools"), list, { key: (tool) => tool.name, build: toolOf });
}

function toolOf({ name, label, why, on = false }) {
  const style = name === "start_over" ? "danger" : "secondary";
  const control = button(
    {
      class: `button ${style} ${on ? "is-on" : ""}`,
      "aria-describedby": `why-${name}`,
      data: { tool: name },
      on: { click: () => USE[name](control) },
    },
    label,
  );
  return make("div", { class: "tool" }, control, make("p", { class: "small", id: `why-${name}` }, why));
}

const USE = {
  restart: (control) => act("/api/restart", {}, control),
  close_dms: (control) =>
    act("/api/close_dms", { person: here.me, closed: !here.state.me.dms_closed }, control),
  fail_mail: (control) => act("/api/fail_mail", { failing: !here.state.mail.failing }, control),
  join: (control) => act("/api/join", {}, control),
  start_over: async (control) => {
    if (
      await ask({ title: say("start_over"), question: say("start_over_sure"), yes: say("start_over_yes") })
    ) {
      act("/api/start_over", {}, control);
    }
  },
};

// The mail box: every mail that the bot sent to anybody, as it arrived.

import { get } from "./api.js";
import { button, byId, icon, make, spoken } from "./dom.js";
import { files } from "./files.js";
import { showFailure } from "./problems.js";
import { go, here, refresh } from "./store.js";
import { sync } from "./sync.js";
import { say } from "./words.js";

let shown = "";

/** Brings the list up to date and opens the mail that was chosen. */
export function renderMailbox(state) {
  const view = byId("mail-view");
  if (!view.firstChild) {
    view.append(
      make(
        "header",
        { class: "place-head" },
        make(
          "div",
          {},
          make("h2", {}, icon("mail"), say("mail")),
          make("p", { class: "topic" }, say("mail_why")),
        ),
      ),
      make(
        "div",
        { class: "mailbox" },
        make("ul", { class: "mail-list", "aria-label": say("mail_list") }),
        make("div", { class: "mail-read", role: "region", tabindex: "0", "aria-label": say("mail_open") }),
      ),
    );
  }
  const lines = state.mail.mails.map((mail) => ({ mail, open: mail.id === here.mail }));
  sync(view.querySelector(".mail-list"), lines.length ? lines : [{ none: true }], {
    key: (line) => line.mail?.id ?? "none",
    build: lineOf,
  });
  view.querySelector(".mailbox").classList.toggle("reading", Boolean(here.mail));
  if (here.view === "mail" && shown !== here.mail) {
    shown = here.mail;
    read(view.querySelector(".mail-read"), here.mail);
  }
}

function lineOf({ mail, open, none }) {
  if (none) {
    return make("li", { class: "aside-line" }, say("no_mail"));
  }
  return make(
    "li",
    {},
    button(
      {
        class: `mail-line ${mail.unread ? "unread" : ""}`,
        "aria-current": open ? "true" : null,
        data: { mail: mail.id },
        on: { click: () => go({ view: "mail", mail: mail.id }) },
      },
      make(
        "span",
        { class: "mail-to" },
        mail.unread && [
          make("span", { class: "dot", "aria-hidden": "true" }),
          spoken(`${say("unread_one")} `),
        ],
        mail.to,
      ),
      make("span", { class: "mail-subject" }, mail.subject),
      make("span", { class: "small" }, mail.time),
    ),
  );
}

async function read(box, id) {
  if (!id) {
    box.replaceChildren(make("p", { class: "aside-line" }, say("mail_choose")));
    return;
  }
  try {
    const mail = await get("/api/mail", { id });
    if (shown === id) {
      box.replaceChildren(...pageOf(mail));
      box.scrollTop = 0;
      refresh();
    }
  } catch (error) {
    box.replaceChildren();
    showFailure(error);
  }
}

function pageOf(mail) {
  return [
    button({ class: "text-button mail-back", on: { click: () => go({ view: "mail" }) } }, say("mail_back")),
    make("h3", {}, mail.subject),
    make(
      "dl",
      { class: "mail-facts" },
      [
        ["mail_from", mail.from],
        ["mail_to", mail.to],
        ["mail_time", mail.time],
      ].map(([key, value]) => make("div", {}, make("dt", {}, say(key)), make("dd", {}, value))),
    ),
    ...bodyOf(mail),
    mail.files.length > 0 && make("h4", {}, say("attachments")),
    files(mail.files),
    make(
      "details",
      { class: "headers" },
      make("summary", {}, say("headers")),
      make(
        "dl",
        {},
        mail.headers.map((header) =>
          make("div", {}, make("dt", {}, header.name), make("dd", {}, header.value)),
        ),
      ),
    ),
  ].filter(Boolean);
}

function bodyOf(mail) {
  const text = make("pre", { class: "mail-text", hidden: mail.has_html }, mail.text);
  if (!mail.has_html) {
    return [text];
  }
  const frame = make("iframe", {
    class: "mail-frame",
    sandbox: "",
    title: say("mail_frame", { subject: mail.subject }),
    src: `/mail/${encodeURIComponent(mail.id)}.html`,
  });
  const choose = (html) => {
    frame.hidden = !html;
    text.hidden = html;
    designed.setAttribute("aria-pressed", String(html));
    plain.setAttribute("aria-pressed", String(!html));
  };
  const designed = button(
    { class: "choice", data: { mailView: "html" }, on: { click: () => choose(true) } },
    say("mail_html"),
  );
  const plain = button(
    { class: "choice", data: { mailView: "text" }, on: { click: () => choose(false) } },
    say("mail_text"),
  );
  choose(true);
  return [
    make("div", { class: "choices", role: "group", "aria-label": say("mail_versions") }, designed, plain),
    frame,
    text,
  ];
}

// Files: pictures, calendar files (shown as the date they hold), and all others by name and size.

import { icon, make } from "./dom.js";
import { say } from "./words.js";

/** The files of a message or a mail. */
export function files(list) {
  return list.length
    ? make(
        "ul",
        { class: "files" },
        list.map((file) => make("li", {}, fileOf(file))),
      )
    : null;
}

function fileOf(file) {
  if (file.image) {
    return make(
      "a",
      { href: file.url, target: "_blank", rel: "noopener noreferrer" },
      make("img", { src: file.url, alt: file.name, loading: "lazy" }),
    );
  }
  return file.date ? date(file) : named(file);
}

function named(file) {
  return make(
    "a",
    { class: "file", href: file.url, download: file.name },
    icon("file"),
    make(
      "span",
      {},
      make("span", { class: "file-name" }, file.name),
      " ",
      make("span", { class: "small" }, file.size),
    ),
  );
}

function date(file) {
  return make(
    "div",
    { class: "date-card" },
    icon("event"),
    make(
      "div",
      {},
      make("p", { class: "small" }, say("calendar_file")),
      make("p", {}, make("strong", {}, file.date.title)),
      make("p", {}, file.date.when),
      file.date.where && make("p", {}, file.date.where),
      make(
        "p",
        { class: "small" },
        make("a", { href: file.url, download: file.name }, file.name),
        ` ${file.size}`,
      ),
    ),
  );
}

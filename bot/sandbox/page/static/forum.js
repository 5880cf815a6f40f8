// A forum: its posts as a list, with tags.

import { badge, toPlace } from "./places.js";
import { button, make } from "./dom.js";
import { sync } from "./sync.js";
import { say } from "./words.js";

/** Brings the posts in `box` up to date. */
export function renderForum(box, place) {
  const items = place.posts.length ? place.posts : [{ id: "none" }];
  sync(box, items, { key: (post) => `post ${post.id}`, build: postOf });
}

function postOf(post) {
  if (post.id === "none") {
    return make("p", { class: "aside-line" }, say("no_posts"));
  }
  return make(
    "article",
    { class: `post ${post.unread ? "unread" : ""}` },
    make(
      "h3",
      {},
      button(
        { class: "post-name", data: { post: post.id }, on: { click: () => toPlace({ at: post.id }) } },
        post.name,
      ),
    ),
    post.tags.length > 0 &&
      make(
        "ul",
        { class: "tags", "aria-label": say("tags") },
        post.tags.map((tag) => make("li", { class: "tag" }, tag)),
      ),
    make(
      "p",
      { class: "small" },
      [post.author, post.at, post.count].filter(Boolean).join(" · "),
      badge(post.unread),
    ),
  );
}

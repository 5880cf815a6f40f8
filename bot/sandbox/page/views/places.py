"""Channels, threads, forum posts and direct messages: the list on the left, and the one that is open."""

from __future__ import annotations

from typing import Any

from simcord import ChannelHandle

from bot.i18n import C_, Text, _
from bot.sandbox.page.views.eyes import Eyes
from bot.sandbox.page.views.messages import messages

CHANNELS, DIRECT = C_("places", "Channels"), C_("places", "Direct messages")
CONVERSATION = _("With the hub's bot")
NO_POSTS = _("In a forum one writes inside a post. Please open one.")
NOT_ALLOWED = _("You cannot write in this channel.")
LOCKED = _("This post is closed.")

Place = dict[str, Any]


def groups(eyes: Eyes) -> list[dict[str, Any]]:
    """The list on the left, in Discord's order."""
    lines = [line for channel in eyes.channels() for line in _with_threads(eyes, channel)]
    conversation = eyes.conversation()
    direct = [_place(eyes, conversation, 0)] if conversation is not None else []
    return [
        {"name": eyes.words(CHANNELS), "places": lines},
        {"name": eyes.words(DIRECT), "places": direct},
    ]


def _with_threads(eyes: Eyes, channel: ChannelHandle) -> list[Place]:
    return [_place(eyes, channel, 0), *(_place(eyes, each, 1) for each in eyes.threads(channel))]


def _place(eyes: Eyes, place: ChannelHandle, depth: int) -> Place:
    return {
        "id": str(place.id),
        "kind": eyes.kind(place),
        "name": _name(eyes, place),
        "unread": eyes.unread(place),
        "depth": depth,
        "locked": not eyes.may(place, "send_messages_in_threads" if place.is_thread else "send_messages"),
    }


def open_place(eyes: Eyes, place: ChannelHandle) -> dict[str, Any]:
    """The place in the middle: its messages, or the posts of a forum."""
    kind = eyes.kind(place)
    is_forum = kind == "forum"
    shown, has_more = ([], False) if is_forum else messages(eyes, place)
    hint = _hint(eyes, place, kind)
    return {
        "id": str(place.id),
        "kind": kind,
        "name": _name(eyes, place),
        "topic": eyes.model(place).topic or "",
        "hint": eyes.words(hint) if hint is not None else "",
        "can_write": hint is None,
        "messages": shown,
        "posts": _posts(eyes, place) if is_forum else [],
        "more": has_more,
    }


def _hint(eyes: Eyes, place: ChannelHandle, kind: str) -> Text | None:
    """Why nothing can be written here; None where one can write."""
    if kind == "forum":
        return NO_POSTS
    metadata = eyes.model(place).thread_metadata
    if metadata is not None and metadata.locked:
        return LOCKED
    needed = "send_messages_in_threads" if place.is_thread else "send_messages"
    return None if eyes.may(place, needed) else NOT_ALLOWED


def _posts(eyes: Eyes, forum: ChannelHandle) -> list[dict[str, Any]]:
    """The posts of a forum, the newest first."""
    tags = {int(tag["id"]): tag["name"] for tag in eyes.model(forum).available_tags}
    return [_post(eyes, each, tags) for each in reversed(eyes.threads(forum))]


def _post(eyes: Eyes, post: ChannelHandle, tags: dict[int, str]) -> dict[str, Any]:
    history, model = eyes.history(post), eyes.model(post)
    return {
        "id": str(post.id),
        "name": post.name or "",
        "tags": [tags[each] for each in model.applied_tags if each in tags],
        "author": eyes.names.users.get(model.owner_id, ""),
        "at": eyes.moment(history[0].created_at, "d") if history else "",
        "count": str(len(history)),
        "unread": eyes.unread(post),
    }


def _name(eyes: Eyes, place: ChannelHandle) -> str:
    return eyes.words(CONVERSATION) if place.guild is None else place.name or ""

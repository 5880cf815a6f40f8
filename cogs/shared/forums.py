"""Cards as posts of a forum: made, dressed with name and tags, and taken away again.

A forum's post is a thread whose id is also that of its first message. The database knows the truth; name and
tags are a projection, and a bot that may not change them still edits its message.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import discord

from bot.i18n import Text
from bot.outbox.couriers import ToPlace, WayClosed
from bot.outbox.notice import ForumPost, Receipt
from cogs.shared import limits
from cogs.shared.clip import clip
from cogs.shared.refusals import courier_errors
from cogs.shared.renderers import MessageParts

WEEK_MINUTES = 10080
"""The longest time after which Discord archives a post by itself."""
MOST_TAGS = 5
"""Of one post (Discord's documentation, "Channel resource")."""

NO_MENTIONS = discord.AllowedMentions.none()


def is_post(place: ToPlace) -> bool:
    """Whether a posted card is a forum's post: then its thread is its channel."""
    return place.thread_id == place.channel_id


async def forum_of(bot: discord.Client, place: ToPlace) -> discord.ForumChannel | None:
    """The forum at this place; None: a channel for messages. Raises `WayClosed` for any other kind."""
    with courier_errors(bot):
        channel = await bot.fetch_channel(place.channel_id)
    if isinstance(channel, discord.abc.GuildChannel) and channel.guild.id == place.community_id:
        if isinstance(channel, discord.ForumChannel):
            return channel
        if isinstance(channel, discord.TextChannel):
            return None
    raise WayClosed("no_place")


async def post(
    bot: discord.Client, forum: discord.ForumChannel, place: ToPlace, dress: ForumPost, parts: MessageParts
) -> Receipt:
    """Make the post. Discord takes no nonce here, so an open post of ours of that name is taken for this one.

    Names therefore have to be unique; those of seeds carry their number.
    """
    name = _name(dress, place.lang)
    with courier_errors(bot):
        active = await forum.guild.active_threads()
    for thread in active:
        if thread.parent_id == forum.id and thread.owner_id == _me(bot) and thread.name == name:
            return Receipt(thread.id, thread.id, thread.id)
    if parts.view is not None:
        parts.view.stop()  # its buttons name their rows: the persistent controls answer them
    extras: dict[str, Any] = {"embed": parts.embed, "view": parts.view, "files": list(parts.files) or None}
    with courier_errors(bot, leaves=True):
        made = await forum.create_thread(
            name=name,
            content=parts.content,
            auto_archive_duration=WEEK_MINUTES,
            applied_tags=_matching(forum, dress.tags, place.lang),
            allowed_mentions=NO_MENTIONS,
            **{key: value for key, value in extras.items() if value is not None},
        )
    return Receipt(made.thread.id, made.message.id, made.thread.id)


async def dress(bot: discord.Client, place: ToPlace, wanted: ForumPost) -> None:
    """Give a post its name and tags, and open it again: in an archived one no message can be edited."""
    with courier_errors(bot):
        thread = await bot.fetch_channel(place.channel_id)
        if not isinstance(thread, discord.Thread) or thread.guild.id != place.community_id:
            raise WayClosed("unknown_channel")
        forum = thread.parent or await bot.fetch_channel(thread.parent_id)
    if not isinstance(forum, discord.ForumChannel):
        return
    name, tags = _name(wanted, place.lang), _matching(forum, wanted.tags, place.lang)
    if not thread.archived and thread.name == name and set(thread.applied_tags) == set(tags):
        return
    with suppress(WayClosed), courier_errors(bot):
        await thread.edit(name=name, applied_tags=tags, archived=False)


async def remove(bot: discord.Client, place: ToPlace, message_id: int, name: str) -> None:
    """Delete a post; where that is not allowed, at least its first message, its name and its tags."""
    try:
        await delete_thread(bot, place.channel_id)
    except WayClosed as closed:
        if closed.reason == "unknown_channel":
            return
        channel = bot.get_partial_messageable(place.channel_id)
        with suppress(WayClosed), courier_errors(bot):
            thread = await bot.fetch_channel(place.channel_id)
            if isinstance(thread, discord.Thread):
                await thread.edit(name=clip(name, limits.THREAD_NAME), applied_tags=[], archived=False)
        with courier_errors(bot), suppress(discord.NotFound):
            await channel.get_partial_message(message_id).delete()


async def delete_thread(bot: discord.Client, thread_id: int) -> None:
    """Delete a thread with everything in it; raises `WayClosed` where there is none, or it is not allowed."""
    with courier_errors(bot):
        thread = await bot.fetch_channel(thread_id)
        if isinstance(thread, discord.Thread):
            await thread.delete()


def _matching(forum: discord.ForumChannel, names: Iterable[Text | str], lang: str) -> list[discord.ForumTag]:
    """The tags of the forum that are called so, in the order of the names, at most five."""
    by_name = {_plain(tag.name): tag for tag in forum.available_tags}
    wanted = (_plain(_said(name, lang)) for name in names)
    return [by_name[name] for name in dict.fromkeys(wanted) if name in by_name][:MOST_TAGS]


def _name(wanted: ForumPost, lang: str) -> str:
    return clip(" ".join(_said(wanted.title, lang).split()), limits.THREAD_NAME)


def _said(words: Text | str, lang: str) -> str:
    return words.to(lang) if isinstance(words, Text) else words


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _me(bot: discord.Client) -> int:
    assert bot.user is not None
    return bot.user.id

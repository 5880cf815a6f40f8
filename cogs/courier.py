"""The Discord courier: direct messages, posts in channels and threads, edits of posted messages.

It knows no feature and no database, and it does not pace itself: the dispatcher does. Its errors and log
lines carry codes only, never a name, a text or a link.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord.utils import MISSING

from bot.outbox.couriers import (
    Address,
    NotYet,
    PlaceIsPublic,
    ToPerson,
    ToPlace,
    WayClosed,
)
from bot.outbox.notice import Notice, Receipt
from cogs.shared import forums, limits, rooms
from cogs.shared.clip import clip
from cogs.shared.refusals import courier_errors, meaning_of
from cogs.shared.renderers import MessageParts, fitted, render

NOT_IN_A_THREAD = {"unknown_channel", "no_access", "no_permission", "thread_archived", "thread_locked"}
"""Reasons that speak of the thread, not of the channel above it: they end as ``no_thread``."""

THREAD_EXISTS = 160004
MENTIONS_LIMIT = 40
WEEK_MINUTES = 10080

NO_MENTIONS = discord.AllowedMentions.none()


class DiscordCourier:
    """Carries notices as messages of ``bot``; implements `bot.outbox.couriers.Courier`."""

    def __init__(self, bot: discord.Client) -> None:
        self._bot = bot

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt:
        """Post ``notice`` once; ``nonce`` lets Discord drop a repeated send for some minutes.

        Raises a `CourierError`. `Doubtful` comes only from the message itself: opening a direct message
        channel or a thread may be repeated without harm. `WayClosed` says ``no_thread`` when the post could
        not stand in its thread.
        """
        self._refuse_offline()
        if isinstance(address, ToPerson):
            return await self._to_person(address, notice, nonce)
        assert isinstance(address, ToPlace)  # mail has a courier of its own
        return await self._to_place(address, notice, nonce)

    async def edit(self, place: ToPlace, message_id: int, notice: Notice) -> None:
        """Bring a posted message up to date; it pings nobody. It may be repeated, so it is never doubtful."""
        self._refuse_offline()
        if place.staff_only:
            await self._refuse_public(place)
        if notice.forum is not None and forums.is_post(place):
            await forums.dress(self._bot, place, notice.forum)
        parts, _mentions = _for_place(place, notice)
        channel = self._bot.get_partial_messageable(place.thread_id or place.channel_id)
        with courier_errors(self._bot):
            await channel.get_partial_message(message_id).edit(
                content=parts.content,
                embed=parts.embed,
                view=_unlistened(parts.view),
                attachments=MISSING if parts.keeps_files else parts.files,
                allowed_mentions=NO_MENTIONS,
            )

    async def remove(self, place: ToPlace, message_id: int, notice: Notice) -> None:
        """Take a posted card away, with the thread under it as far as that is allowed.

        What is gone already is fine. ``notice`` says in one line what a post is called that must stay.
        """
        self._refuse_offline()
        if forums.is_post(place):
            await forums.remove(self._bot, place, message_id, notice.subject.to(place.lang))
            return
        channel = self._bot.get_partial_messageable(place.channel_id)
        with courier_errors(self._bot), suppress(discord.NotFound):
            await channel.get_partial_message(message_id).delete()
        with suppress(WayClosed):  # a thread has the id of the message it hangs from; often there is none
            await forums.delete_thread(self._bot, message_id)

    async def _to_person(self, person: ToPerson, notice: Notice, nonce: str) -> Receipt:
        if person.dm_channel_id is not None:
            try:
                return await self._post(person.dm_channel_id, _for_person(person, notice), NO_MENTIONS, nonce)
            except WayClosed as closed:
                if closed.reason != "unknown_channel":
                    raise
        with courier_errors(self._bot):
            channel = await self._bot.create_dm(discord.Object(person.discord_user_id))
        return await self._post(channel.id, _for_person(person, notice), NO_MENTIONS, nonce)

    async def _to_place(self, place: ToPlace, notice: Notice, nonce: str) -> Receipt:
        if place.staff_only:
            await self._refuse_public(place)
        if notice.forum is not None and (forum := await forums.forum_of(self._bot, place)) is not None:
            parts, _mentions = _for_place(place, notice)
            return await forums.post(self._bot, forum, place, notice.forum, parts)
        thread_id = place.thread_id
        if place.is_room:
            thread_id = await rooms.open_for(self._bot, place)
        elif thread_id is None and place.under_message_id is not None:
            thread_id = await self._open_thread(place, place.under_message_id, notice)
        parts, mentions = _for_place(place, notice)
        try:
            receipt = await self._post(thread_id or place.channel_id, parts, mentions, nonce)
        except WayClosed as closed:
            if thread_id is not None and closed.reason in NOT_IN_A_THREAD:
                raise WayClosed("no_thread") from None
            raise
        return replace(receipt, thread_id=thread_id)

    async def _post(
        self, channel_id: int, parts: MessageParts, mentions: discord.AllowedMentions, nonce: str
    ) -> Receipt:
        extras: dict[str, Any] = {"embed": parts.embed, "view": _unlistened(parts.view)}
        with courier_errors(self._bot, leaves=True):
            message = await self._bot.get_partial_messageable(channel_id).send(
                parts.content,
                files=parts.files,
                allowed_mentions=mentions,
                nonce=nonce,
                **{name: value for name, value in extras.items() if value is not None},
            )
        return Receipt(channel_id, message.id)

    async def _open_thread(self, place: ToPlace, message_id: int, notice: Notice) -> int:
        with courier_errors(self._bot):
            channel = await self._bot.fetch_channel(place.channel_id)
        if not isinstance(channel, discord.TextChannel) or channel.guild.id != place.community_id:
            raise WayClosed("no_thread")
        name = " ".join((place.thread_name or notice.subject.to(place.lang)).split())
        with courier_errors(self._bot):
            try:
                thread = await channel.get_partial_message(message_id).create_thread(
                    name=clip(name, limits.THREAD_NAME), auto_archive_duration=WEEK_MINUTES
                )
            except discord.HTTPException as refusal:
                if refusal.code == THREAD_EXISTS:
                    # made by an earlier attempt: a thread has the id of the message it hangs from
                    return message_id
                meaning = meaning_of(refusal)
                raise (WayClosed("no_thread") if isinstance(meaning, WayClosed) else meaning) from None
        return thread.id

    async def _refuse_public(self, place: ToPlace) -> None:
        """Ask Discord, not the gateway cache: staff posts are few, and a missed event must not leak one."""
        with courier_errors(self._bot):
            guild = await self._bot.fetch_guild(place.community_id, with_counts=False)
            channel = await self._bot.fetch_channel(place.channel_id)
        if not isinstance(channel, discord.abc.GuildChannel) or channel.guild.id != guild.id:
            raise WayClosed("unknown_channel")
        everyone = guild.default_role
        seen = channel.overwrites_for(everyone).view_channel
        if everyone.permissions.administrator or (
            everyone.permissions.view_channel if seen is None else seen
        ):
            raise PlaceIsPublic("staff_channel_is_public")

    def _refuse_offline(self) -> None:
        if self._bot.user is None:  # not logged in yet
            raise NotYet("offline")


def _for_person(person: ToPerson, notice: Notice) -> MessageParts:
    return render(notice, lang=person.lang, timezone=person.timezone, community_name=person.community_name)


@dataclass(slots=True)
class _Rung:
    """Whom a post may ring, by an id as text: Discord's document wants so, discord.Object gives numbers."""

    id: Any


def _for_place(place: ToPlace, notice: Notice) -> tuple[MessageParts, discord.AllowedMentions]:
    """The message with one last line that rings, and the exact permission for that line."""
    users = [_Rung(str(user_id)) for user_id in dict.fromkeys(place.mentions)][:MENTIONS_LIMIT]
    names = [f"<@{user.id}>" for user in users]
    role_id = _role_id(notice.ring, place)
    if role_id is not None:
        names.insert(0, f"<@&{role_id}>")
    if notice.ring == "here":
        names.insert(0, "@here")
    parts = fitted(render(notice, lang=place.lang, timezone=place.timezone), " ".join(names))
    return parts, discord.AllowedMentions(
        everyone=notice.ring == "here",
        roles=[] if role_id is None else [_Rung(str(role_id))],
        users=users,
        replied_user=False,
    )


def _role_id(ring: str | None, place: ToPlace) -> int | None:
    """The role to ring; never the one with the guild's own id, which is @everyone."""
    if ring is None or not ring.startswith("role:"):
        return None
    role_id = int(ring.removeprefix("role:"))
    return None if role_id == place.community_id else role_id


def _unlistened(view: discord.ui.View | None) -> discord.ui.View | None:
    """DynamicItems answer the buttons; a view that still listens would stay in memory for ever."""
    if view is not None:
        view.stop()
    return view

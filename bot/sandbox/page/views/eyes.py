"""Who looks: what this person can see of the server, and the words and times in which it is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

import discord
from simcord import ChannelHandle, MemberActor
from simcord.backend.access import can_access_channel
from simcord.enums import ChannelType

from bot.clock import format_date, format_moment, format_time
from bot.i18n import Text, _
from bot.sandbox.page.town import Town
from bot.sandbox.page.views.markdown import Names
from bot.sandbox.relative import relative
from bot.sandbox.scenes import TOKYO

BOT_NAME = _("The hub's bot")
TIME_ONLY, DATE_ONLY = "tT", "dD"


class Eyes:
    """One person's view of the town."""

    def __init__(self, town: Town, person: MemberActor) -> None:
        self.town = town
        self.person = person
        self.backend = town.sim.env.backend
        self.guild = town.sim.community.guild

    def words(self, text: Text) -> str:
        return self.town.words(text)

    @property
    def now(self) -> datetime:
        return self.town.sim.hands()

    @cached_property
    def names(self) -> Names:
        """What stands behind Discord's ids, for this reader."""
        users = {each.actor.id: each.name for each in self.town.residents}
        users[self.backend.bot_user.id] = self.words(BOT_NAME)
        roles = {role.id: role.name for role in self.guild.roles.values()}
        channels = {each.id: each.name or "" for each in self.backend.channels.values()}
        return Names(users, roles, channels, self.moment)

    def moment(self, moment: datetime, style: str = "f") -> str:
        """A moment in one of Discord's styles, in the community's zone."""
        lang = self.town.lang
        if style == "R":
            return self.words(relative(moment, self.now))
        if style in TIME_ONLY:
            return format_time(moment, TOKYO, lang)
        if style in DATE_ONLY:
            return format_date(moment, TOKYO, lang)
        return format_moment(moment, TOKYO, lang)

    def sees(self, channel: ChannelHandle) -> bool:
        """Whether this person can read the channel, thread or conversation."""
        viewer = self.person if channel.guild is not None else self.person.user
        return can_access_channel(self.town.sim.env, channel.id, viewer, history=True)

    def channels(self) -> list[ChannelHandle]:
        """The channels of the server that this person can read, in their order."""
        return [each for each in self.guild.channels.values() if self.sees(each)]

    def threads(self, channel: ChannelHandle) -> list[ChannelHandle]:
        """The threads of a channel, or the posts of a forum, that this person can read."""
        return [each for each in channel.threads if self.sees(each)]

    def conversation(self) -> ChannelHandle | None:
        """The person's direct messages with the bot; None while there are none."""
        has_one = self.person.id in self.backend.dm_channels
        return self.person.user.dm_channel if has_one else None

    def everything(self) -> Iterable[ChannelHandle]:
        """All places that this person can read."""
        for channel in self.channels():
            yield channel
            yield from self.threads(channel)
        conversation = self.conversation()
        if conversation is not None:
            yield conversation

    def find(self, place_id: int) -> ChannelHandle | None:
        """The place of this id, if this person can read it."""
        return next((each for each in self.everything() if each.id == place_id), None)

    def history(self, place: ChannelHandle) -> list[discord.Message]:
        """What this person reads there, oldest first; answers to others and what was put away are missing."""
        viewer = self.person if place.guild is not None else self.person.user
        away = self.town.reading.put_away
        return [each for each in place.history(viewer=viewer) if (self.person.id, each.id) not in away]

    def kind(self, place: ChannelHandle) -> str:
        """What sort of place it is, in the words of the page's protocol."""
        model = self.model(place)
        if model.guild_id is None:
            return "dm"
        if model.type == ChannelType.FORUM:
            return "forum"
        if model.type == ChannelType.PRIVATE_THREAD:
            return "room"
        if model.is_thread:
            return "post" if self.backend.get_channel(model.parent_id).type == ChannelType.FORUM else "thread"
        return "text"

    def may(self, place: ChannelHandle, permission: str) -> bool:
        """Whether this person has that permission there; among two there are none."""
        model = self.model(place)
        if model.guild_id is None:
            return True
        allowed = self.backend.compute_permissions(model.guild_id, self.person.id, place.id)
        return bool(getattr(discord.Permissions(allowed), permission))

    def model(self, place: ChannelHandle) -> Any:
        """SimCord's record of the place: its handles tell no topic, tags or members."""
        return self.backend.get_channel(place.id)

    def unread(self, place: ChannelHandle) -> int:
        """How many messages of others this person has not read there."""
        return self.town.reading.unread(self.person.id, place.id, self.backend)

"""The one place that starts SimCord around the real bot.

Real: bot, cogs, database file, outbox. Simulated: Discord (its gateway, REST interface, people). The clock is
a pair of `Hands`; SimCord's own clock follows them. SimCord has no public way for some things. What reaches
into it to *read* stands beside what is read (`ledger`, `stage`), presses in the same instant are made in
`burst`; what changes the simulated Discord stands here:

- the language of a person's Discord client: SimCord writes en-US into every interaction, and a listener in
  front of the bot's own puts the right one in (`speaks`);
- the bot's role: SimCord hands out every permission, and here it holds what the invite link asks for, plus
  Manage Messages and Manage Events, with which SimCord guards pins and the server's events (Discord has own
  permissions for both);
- a forum, with tags and with what the bot needs for its own posts (`Community.create_forum`);
- what somebody changes while the story goes on: a role, who can read a channel, whether the bot is there,
  whether a person accepts direct messages (`Simulation.accepts_dms`);
- how many people hold each role, which SimCord does not answer by itself (`role_counts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import discord
from simcord import ChannelHandle, Env, GuildHandle, MemberActor, RoleHandle
from simcord.backend import serializers
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType

from bot.app import HubBot, create_bot
from bot.clock import Hands
from bot.hub import Hub
from bot.i18n import C_, _
from bot.sandbox import role_counts
from bot.settings import Settings
from cogs.shared.permissions import INVITE_PERMISSIONS

role_counts.answer()

CLIENT_LOCALES = {"ja": "ja", "en": "en-US"}
HIDDEN = discord.PermissionOverwrite(view_channel=False)
SHOWN = discord.PermissionOverwrite(view_channel=True)


ANNOUNCEMENTS, LOUNGE = C_("channel", "announcements"), C_("channel", "lounge")
OFFICE, ORGANISERS = C_("channel", "office"), C_("channel", "organisers")
MANAGER, STAFF = _("Midori, who leads the hub"), _("Haruka of the office")


class Community:
    """A simulated server: its channels, roles and people."""

    def __init__(self, env: Env, name: str, lang: str = "ja") -> None:
        self.env = env
        self.guild: GuildHandle = env.create_guild(name)
        self.bot_role = _modest_bot_role(env, self.guild)
        self.forums: list[ChannelHandle] = []
        self.staff_role: RoleHandle = self.guild.create_role(OFFICE.to(lang))
        self.announcements: ChannelHandle = self.guild.create_text_channel(ANNOUNCEMENTS.to(lang))
        self.lounge: ChannelHandle = self.guild.create_text_channel(LOUNGE.to(lang))
        self.office: ChannelHandle = self.guild.create_text_channel(
            OFFICE.to(lang),
            overwrites={
                self.guild.default_role: HIDDEN,
                self.staff_role: SHOWN,
                self.bot_role: SHOWN,
            },
        )
        manages = discord.Permissions(manage_guild=True)
        self.organisers: RoleHandle = self.guild.create_role(ORGANISERS.to(lang), permissions=manages)
        self.manager: MemberActor = self._join(MANAGER.to(lang), self.organisers)
        self.staff: MemberActor = self._join(STAFF.to(lang), self.staff_role)
        self._people: dict[str, MemberActor] = {}
        self._left_behind: Any = None

    def person(self, name: str) -> MemberActor:
        """The member of this display name, who joins when named for the first time."""
        if name not in self._people:
            self._people[name] = self._join(name)
        return self._people[name]

    def people(self, *names: str) -> list[MemberActor]:
        return [self.person(name) for name in names]

    def leaves(self, person: MemberActor) -> None:
        """The person leaves the server."""
        self.guild.remove_member(person)

    def returns(self, person: MemberActor) -> None:
        """Somebody who left joins again."""
        self.guild.add_member(person.user)

    def removes_the_bot(self) -> None:
        """Somebody takes the bot out of the server, where everything stays as it is."""
        backend = self.env.backend
        guild = backend.get_guild(self.guild.id)
        ids = [*guild.channel_ids, *guild.thread_ids]
        self._left_behind = (
            guild,
            *({i: of[i] for i in ids if i in of} for of in (backend.channels, backend.messages)),
        )
        backend.remove_guild(guild.id)

    def adds_the_bot(self) -> None:
        """Somebody adds the bot again."""
        backend = self.env.backend
        guild, channels, messages = self._left_behind
        backend.guilds[guild.id] = guild
        backend.channels.update(channels)
        backend.messages.update(messages)
        backend.emit("GUILD_CREATE", serializers.guild_create_payload(backend, guild))

    def create_forum(self, name: str, tags: Sequence[str]) -> ChannelHandle:
        """A forum with these tags, in which the bot may change and delete its own posts.

        SimCord guards that with Manage Channels, Discord with Manage Threads: here the bot has both.
        """
        forum = self.guild.create_forum_channel(name)
        self.forums.append(forum)
        backend = self.env.backend
        backend.edit_channel(
            forum.id,
            {
                "available_tags": [
                    {"id": str(backend.snowflake()), "name": tag, "moderated": False}
                    | dict.fromkeys(("emoji_id", "emoji_name"))
                    for tag in tags
                ]
            },
        )
        allowed = discord.Permissions(manage_channels=True, manage_threads=True)
        own = Overwrite(target_id=self.bot_role.id, type=OverwriteType.ROLE, allow=allowed.value, deny=0)
        backend.set_overwrite(forum.id, own)
        return forum

    def joins_the_office(self, person: MemberActor) -> None:
        """The person gets the staff role."""
        self.env.backend.add_member_role(self.guild.id, person.id, self.staff_role.id)

    def open_to_everyone(self, channel: ChannelHandle) -> None:
        """Somebody changes the settings of a channel, and @everyone can read it."""
        self.env.backend.delete_overwrite(channel.id, self.guild.default_role.id)

    def _join(self, name: str, *roles: RoleHandle) -> MemberActor:
        account = f"user{len(self.guild.member_ids())}"
        return self.guild.add_member(self.env.create_user(account, global_name=name), roles=roles)


class Simulation:
    """``async with Simulation(settings, hands) as sim``: the bot is connected, one community exists.

    ``settings`` name a database that is migrated. ``hands`` may not be earlier than 2026-01-01, where
    SimCord's time begins. ``lang`` is the language of everybody's Discord client (``ja`` or ``en``).
    """

    def __init__(
        self, settings: Settings, hands: Hands, *, lang: str = "ja", name: str = "みなと市民ハブ"
    ) -> None:
        self.settings = settings
        self.hands = hands
        self.lang = lang
        self.others: dict[int, Community] = {}
        self._name = name
        self._client_locales: dict[int, str] = {}

    async def __aenter__(self) -> Self:
        self.bot: HubBot = create_bot(self.settings, clock=self.hands)
        self.env = Env(self.bot)
        try:
            await self.env.start()
            self.env.backend.subscribers.insert(0, self._translate_interaction)
            await self._follow_hands()
            self.community = Community(self.env, self._name, self.lang)
            await self.env.settle()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def _end(self) -> None:
        try:
            await self.env.shutdown()
        finally:
            await self.bot.close()

    @property
    def hub(self) -> Hub:
        return self.bot.hub

    def add_community(self, name: str) -> Community:
        """One more server that the same bot is in."""
        other = Community(self.env, name)
        self.others[other.guild.id] = other
        return other

    def speaks(self, person: MemberActor, client_locale: str) -> None:
        """Set this person's Discord client to ``client_locale`` (``ja``, ``en-US``, ``de``)."""
        self._client_locales[person.id] = client_locale

    def accepts_dms(self, person: MemberActor, *, accepts: bool) -> None:
        """Whether this person takes direct messages from the server; if not, Discord refuses with 50007."""
        path = f"/channels/{person.user.dm_channel.id}/messages"
        faults = self.env.backend.faults
        faults[:] = [fault for fault in faults if fault["path"] != path]
        if not accepts:
            self.env.inject_error("POST", path, status=403, code=50007, times=None)

    async def set_up(self, community: Community | None = None) -> None:
        """What /setup stores, without pressing it."""
        place = community or self.community
        await self.hub.communities.set_up(
            place.guild.id,
            name=place.guild.name,
            announce_channel_id=place.announcements.id,
            staff_channel_id=place.office.id,
            staff_role_id=place.staff_role.id,
        )

    async def tick(self) -> None:
        """Do what has fallen due, as the scheduler would."""
        await self.hub.tick()
        await self.hub.mirror()
        await self.env.settle()

    async def move(self, by: timedelta) -> None:
        """Let time pass; nothing is sent before `tick`."""
        self.hands.move(by)
        await self._follow_hands()

    async def move_to(self, moment: datetime) -> None:
        """Let time pass until ``moment`` (aware, not in the past)."""
        self.hands.set(moment)
        await self._follow_hands()

    async def restart(self) -> None:
        """The process ends and starts again on the same database; Discord keeps what it has."""
        old, self.bot = self.bot, create_bot(self.settings, clock=self.hands)
        await self.env.restart_bot(self.bot)
        await old.close()

    async def _follow_hands(self) -> None:
        behind = (self.hands() - self.env.now()).total_seconds()
        if behind < 0:
            raise ValueError("simulated time cannot go back, nor before 2026-01-01")
        await self.env.advance_time(behind)

    def _translate_interaction(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE" and isinstance(payload, dict):
            person = payload.get("user") or payload["member"]["user"]
            payload["locale"] = self._client_locales.get(int(person["id"]), CLIENT_LOCALES[self.lang])
            if "guild_locale" in payload:
                payload["guild_locale"] = CLIENT_LOCALES[self.lang]


def _modest_bot_role(env: Env, guild: GuildHandle) -> RoleHandle:
    role = guild.roles[env.backend.bot_user.name]
    allowed = INVITE_PERMISSIONS | discord.Permissions(manage_messages=True, manage_events=True)
    env.backend.edit_role(guild.id, role.id, {"permissions": allowed.value})
    return role

"""The real bot in a simulated community with named people: what flow tests are written in.

async def test_a_story(world):
    await world.set_up()
    haru = world.person("はる")
    answer = await world.slash(haru, "event list")
    await world.press(haru, world.card(), "rsvp:1:venue")
    assert "参加" in world.read(answer)
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
from simcord import ChannelHandle, InteractionResult, MemberActor, ResponseMessage

from bot.clock import Hands
from bot.sandbox.simulation import Community, Simulation
from bot.settings import Settings
from tests.kit.calls import record_calls

Message = discord.Message | ResponseMessage


class World(Simulation):
    """`Simulation` with the words of tests. People without another community are in the first one."""

    @property
    def staff(self) -> MemberActor:
        """Has the staff role."""
        return self.community.staff

    @property
    def manager(self) -> MemberActor:
        """Has Manage Server."""
        return self.community.manager

    @property
    def announcements(self) -> ChannelHandle:
        return self.community.announcements

    @property
    def office(self) -> ChannelHandle:
        """The staff channel, hidden from @everyone."""
        return self.community.office

    def person(self, name: str) -> MemberActor:
        return self.community.person(name)

    def people(self, *names: str) -> list[MemberActor]:
        return self.community.people(*names)

    # Doing

    async def slash(
        self, person: MemberActor, command: str, channel: ChannelHandle | None = None, /, **options: Any
    ) -> InteractionResult:
        """Run a command by its English name, in the lounge unless said otherwise."""
        return await person.slash(channel or self._home_of(person).lounge, command, **options)

    async def press(
        self, person: MemberActor, message: Message | InteractionResult, custom_id: str
    ) -> InteractionResult:
        """Press a button by its custom_id or, if there is no such custom_id, by its label."""
        where = _message_of(message)
        by_id = custom_id in {part.get("custom_id") for part in parts_of(where)}
        found = {"custom_id": custom_id} if by_id else {"label": custom_id}
        actor = person.user if _is_dm(where) else person
        return await actor.click(where, **found)

    async def choose(
        self, person: MemberActor, message: Message | InteractionResult, custom_id: str | None, *values: Any
    ) -> InteractionResult:
        """Choose in a select; without a custom_id the only one there."""
        return await person.select(_message_of(message), list(values), custom_id=custom_id)

    async def fill(self, person: MemberActor, shown: InteractionResult, **values: Any) -> InteractionResult:
        """Send a form that was shown; fields by their custom_id."""
        assert shown.modal is not None, f"no form was shown, but: {self.read(shown)!r}"
        return await person.submit_modal(shown, values)

    # Reading

    def read(self, result: InteractionResult) -> str:
        """Everything that the answer shows, embeds included; an answer that others see fails the test."""
        said = [message for message in (result.response, *result.followups) if message is not None]
        public = [message.content for message in said if not message.ephemeral]
        assert not public, f"said for everybody to read: {public}"
        return "\n".join(text_of_message(message) for message in said)

    def read_channel(self, channel: ChannelHandle, viewer: MemberActor | None = None) -> list[str]:
        """The messages of a channel as text, oldest first, as ``viewer`` sees them."""
        return [text_of_message(message) for message in channel.history(viewer=viewer or self.staff)]

    def read_dms(self, person: MemberActor) -> list[str]:
        """What the bot wrote to this person directly, oldest first."""
        return [text_of_message(message) for message in self.dms(person)]

    def dms(self, person: MemberActor) -> list[discord.Message]:
        if person.id not in self.env.backend.dm_channels:
            return []
        return [m for m in person.user.dm_channel.history() if m.author.id == self.env.backend.bot_user.id]

    def card(self, number: int = -1) -> discord.Message:
        """A message with buttons in the announcement channel; the newest unless said otherwise."""
        with_buttons = [m for m in self.announcements.history(viewer=self.staff) if m.components]
        assert with_buttons, "no card was posted"
        return with_buttons[number]

    def _home_of(self, person: MemberActor) -> Community:
        return self.community if person.guild.id == self.community.guild.id else self.others[person.guild.id]


@asynccontextmanager
async def open_world(settings: Settings, hands: Hands, *, lang: str = "ja") -> AsyncIterator[World]:
    """A world on a migrated database; its REST calls are recorded if DISCORD_CALLS_FILE asks for it."""
    async with World(settings, hands, lang=lang) as world:
        try:
            yield world
        finally:
            record_calls(world.env)


def text_of_message(message: Message) -> str:
    """Content and embeds as one text."""
    lines = [message.content]
    for embed in message.embeds:
        lines += [embed.author.name or "", embed.title or "", embed.description or ""]
        lines += [f"{field.name}: {field.value}" for field in embed.fields]
        lines.append(embed.footer.text or "")
    return "\n".join(line for line in lines if line)


def parts_of(message: Message) -> list[dict[str, Any]]:
    """The buttons and menus of a message."""
    rows: list[Any] = [row if isinstance(row, dict) else row.to_dict() for row in message.components]
    return [part for row in rows for part in row.get("components", [])]


def labels(message: Message | InteractionResult) -> list[str]:
    """The labels of the buttons, in order."""
    return [part["label"] for part in parts_of(_message_of(message)) if part.get("label")]


def _message_of(message: Message | InteractionResult) -> Message:
    if not isinstance(message, InteractionResult):
        return message
    said = [each for each in (message.response, *message.followups) if each is not None]
    with_parts = [each for each in said if each.components] or said
    assert with_parts, "nothing was said"
    return with_parts[0]


def _is_dm(message: Message) -> bool:
    return isinstance(message, discord.Message) and message.guild is None

"""A stage for the frame: a bot with nothing on it but the control under test.

Discord is SimCord's, the tables are real; only the two use cases that the frame calls on the hub write into
lists here, so that a test sees what the staff and the person would be told.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import simcord
from discord import app_commands
from discord.ext import commands

from bot.clock import Hands
from bot.db import Base, Database
from bot.members.communities import Communities
from bot.members.service import Members
from bot.outbox.notice import Notice
from bot.outbox.unread import Unread
from cogs.shared.commands import HubTree
from cogs.shared.controls import HubView
from cogs.shared.orphans import answer_orphan
from cogs.shared.translator import HubTranslator

START = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)


class SmallOutbox:
    """What waits for this person's next press; a row goes only when it was marked as shown."""

    def __init__(self) -> None:
        self.waiting: dict[int, Notice] = {}

    async def unread_notices(self, community_id: int, discord_user_id: int) -> tuple[Unread, ...]:
        return tuple(Unread(number, notice) for number, notice in self.waiting.items())

    async def mark_shown(self, ids: Sequence[int]) -> None:
        for number in ids:
            del self.waiting[number]


class SmallHub:
    def __init__(self, url: str) -> None:
        self.clock = Hands(START)
        self.db = Database(url)
        self.communities = Communities(self.db, self.clock)
        self.members = Members(self.db, self.clock)
        self.faults: list[tuple[int, str, str]] = []
        self.reporting_fails = False
        self.outbox = SmallOutbox()

    async def report_fault(
        self, community_id: int, reference: str, where: str, *, is_anonymous: bool = False
    ) -> None:
        if self.reporting_fails:
            raise RuntimeError("the outbox is broken too")
        self.faults.append((community_id, reference, where))


class StageBot(commands.Bot):
    def __init__(self, hub: SmallHub, controls: Sequence[type[Any]], cogs: Sequence[commands.Cog]) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            tree_cls=HubTree,
            help_command=None,
        )
        self.hub = hub
        self._controls = controls
        self._stage_cogs = cogs

    async def setup_hook(self) -> None:
        self.add_dynamic_items(*self._controls)
        for cog in self._stage_cogs:
            await self.add_cog(cog)
        await self.tree.set_translator(HubTranslator())
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        await answer_orphan(interaction)


class Stage:
    def __init__(self, env: simcord.Env, bot: StageBot) -> None:
        self.env = env
        self.bot = bot
        self.hub = bot.hub
        self.guild = env.create_guild("みどり町ハブ")
        self.staff_role = self.guild.create_role("事務局")
        managing = self.guild.create_role("運営", permissions=discord.Permissions(manage_guild=True))
        self.place = self.guild.create_text_channel("お知らせ")
        self.person = self.guild.add_member(env.create_user("haru", global_name="はる_*"))
        self.staff = self.guild.add_member(
            env.create_user("nagi", global_name="なぎ"), roles=[self.staff_role]
        )
        self.manager = self.guild.add_member(env.create_user("mio", global_name="みお"), roles=[managing])

    async def set_up(self) -> None:
        await self.hub.communities.set_up(
            self.guild.id,
            name="みどり町ハブ",
            announce_channel_id=self.place.id,
            staff_channel_id=self.place.id,
            staff_role_id=self.staff_role.id,
        )

    async def post(self, *items: discord.ui.Item[Any]) -> discord.Message:
        """The bot posts a message with these controls for everybody."""
        channel = self.bot.get_partial_messageable(self.place.id)
        view = HubView(*items, timeout=None)
        view.stop()
        await channel.send("カード", view=view)
        await self.env.settle()
        message = self.place.last_message
        assert message is not None
        return message

    async def press(self, person: Any, *items: discord.ui.Item[Any]) -> simcord.InteractionResult:
        """Post the controls and press the first one."""
        message = await self.post(*items)
        return await person.click(message, custom_id=items[0].custom_id)  # pyright: ignore[reportAttributeAccessIssue]


def read(result: simcord.InteractionResult) -> str:
    """Everything the person sees as the answer; fails if anybody else sees it too."""
    said = [message for message in (result.response, *result.followups) if message is not None]
    assert all(message.ephemeral for message in said), "an answer was public"
    return "\n".join(
        "\n".join([message.content, *(f"{e.title or ''}{e.description or ''}" for e in message.embeds)])
        for message in said
    )


@asynccontextmanager
async def stage(
    folder: Path, *controls: type[Any], cogs: Sequence[commands.Cog] = (), set_up: bool = True
) -> AsyncIterator[Stage]:
    hub = SmallHub(f"sqlite+aiosqlite:///{folder}/hub.db")
    bot = StageBot(hub, controls, cogs)
    try:
        async with hub.db.transaction() as tx:
            await tx.run_sync(Base.metadata.create_all)
        env = simcord.Env(bot)
        await env.start()
        try:
            here = Stage(env, bot)
            await env.settle()
            if set_up:
                await here.set_up()
            yield here
        finally:
            await env.shutdown()
    finally:
        await bot.close()
        await hub.db.close()

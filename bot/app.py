"""The bot as a Discord client: what it hears, what it loads, how it starts and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Iterator
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import Clock, system_clock
from bot.healthz import HealthPage, PortIsTaken
from bot.hub import Hub, build_hub
from bot.scheduler import SteadyScheduler, build_scheduler
from bot.settings import Settings, SettingsError
from bot.web import LeavePage
from cogs import (
    admin,
    attendance,
    consultations,
    desk,
    events,
    mailing,
    members,
    probono,
    projects,
    questions,
    records,
    reports,
    seeds,
    series,
    themes,
)
from cogs.courier import DiscordCourier
from cogs.mirrors import DiscordBoard
from cogs.presence import DiscordPresence
from cogs.shared.commands import HubTree
from cogs.shared.orphans import answer_orphan
from cogs.shared.translator import HubTranslator

_log = logging.getLogger(__name__)

COGS = (
    events, series, attendance, records, members, questions, seeds, themes, projects, consultations, probono,
    reports, desk, admin, mailing,
)  # fmt: skip
RATELIMIT_PATIENCE_SECONDS = 30.0
"""Longer waits come back to the outbox, which plans them, instead of holding a worker asleep."""
GOODBYE_SECONDS = 4.0
"""For what is being sent, and again for the connection: containers are killed after ten."""
CANCELLED_SECONDS = 1.0
"""For a job that was too slow and is cancelled before the database is closed under it."""


class CannotReachDiscord(Exception):
    """The network between here and Discord; one line for the operator."""


class HubBot(commands.Bot):
    """The community's bot. Slash commands and buttons only: it reads no messages and keeps no members."""

    def __init__(self, settings: Settings, hub: Hub) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=HubTree,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
            max_ratelimit_timeout=RATELIMIT_PATIENCE_SECONDS,
        )
        self.settings = settings
        self.hub = hub
        self.scheduler: SteadyScheduler | None = None
        self.health_page = HealthPage(hub, self.is_connected)
        self.leave_page = LeavePage(hub)
        self._hub_is_closed = False

    async def setup_hook(self) -> None:
        self.hub.use_couriers({"discord": DiscordCourier(self)})
        self.hub.use_board(DiscordBoard(self))
        self.hub.use_presence(DiscordPresence(self, self.hub.pacer))
        for cog in COGS:
            await cog.setup(self)
        await self.tree.set_translator(HubTranslator())
        try:
            await self.tree.sync()
        except discord.HTTPException as error:
            # The commands of the last start are still there; without them buttons work all the same.
            _log.error("commands could not be synchronised: status %s, code %s", error.status, error.code)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        await answer_orphan(interaction)

    async def on_ready(self) -> None:
        """After every new connection: the bot may have been removed or added while nobody listened."""
        await self.hub.farewells.compare({guild.id for guild in self.guilds})

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self.hub.farewells.welcomed(guild.id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        await self.hub.farewells.welcomed(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Removed from a server; one that is only out of order for a while does not come here."""
        await self.hub.farewells.removed(guild.id)

    def is_connected(self) -> bool:
        """Whether Discord's gateway is there now, and the bot has heard of its servers."""
        return self.is_ready() and self.ws is not None and self.ws.open

    async def close(self) -> None:
        """End in order: jobs and sending, Discord, the scheduler, the database, whatever fails on the way."""
        try:
            await _within(GOODBYE_SECONDS, self._finish_work(), "what is being done")
        finally:
            try:
                await _within(GOODBYE_SECONDS, super().close(), "the connection to Discord")
            finally:
                await self._end_inside()

    async def _finish_work(self) -> None:
        await self.hub.stop()
        if self.scheduler is not None:
            await self.scheduler.rest()

    async def _end_inside(self) -> None:
        try:
            await self.health_page.close()
            await self.leave_page.close()
            if self.scheduler is not None and self.scheduler.running:
                self.scheduler.shutdown(wait=True)
                await _within(CANCELLED_SECONDS, self.scheduler.rest(), "a cancelled job")
        finally:
            if not self._hub_is_closed:
                self._hub_is_closed = True
                await self.hub.close()


async def _within(seconds: float, work: Awaitable[None], what: str) -> None:
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        _log.warning("%s did not end in time", what)


def create_bot(settings: Settings, *, clock: Clock = system_clock) -> HubBot:
    """The bot, complete and not connected; its database must be migrated before it starts."""
    return HubBot(settings, build_hub(settings, clock=clock))


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; a clean end returns.

    :raises SettingsError: the token is missing, or Discord does not accept it.
    :raises CannotReachDiscord: no connection at the start (later ones are repeated for ever).
    """
    token = settings.require_token()
    bot = create_bot(settings)
    try:
        with _told_in_one_line():
            await _until_told(bot, token)
    finally:
        await bot.close()


async def command_names(settings: Settings) -> list[str]:
    """The English names of all commands that `run` registers; asks nobody and opens nothing."""
    bot = create_bot(settings)
    try:
        for cog in COGS:
            await cog.setup(bot)
        return [command.name for command in bot.tree.get_commands()]
    finally:
        await bot.hub.close()


async def application_id(settings: Settings) -> int:
    """The id of the application whose token is set, as Discord knows it; it goes into the invitation.

    :raises SettingsError: the token is missing, or Discord does not accept it.
    :raises CannotReachDiscord: no answer from Discord.
    """
    token = settings.require_token()
    client = discord.Client(intents=discord.Intents.none())
    try:
        with _told_in_one_line():
            await client.login(token)
            return (await client.application_info()).id
    finally:
        await client.close()


@contextlib.contextmanager
def _told_in_one_line() -> Iterator[None]:
    """What Discord's client raises at a start, as one line for the operator."""
    try:
        yield
    except PortIsTaken as error:
        raise SettingsError(str(error)) from None
    except discord.LoginFailure:
        raise SettingsError(
            "DISCORD_TOKEN: read a value that Discord refuses; expected the present token from Discord's "
            "developer portal (Bot, Reset Token)."
        ) from None
    except aiohttp.ClientConnectionError as error:
        raise CannotReachDiscord(
            f"Discord cannot be reached ({type(error).__name__}); expected a way to discord.com."
        ) from None
    except discord.HTTPException as error:
        raise CannotReachDiscord(
            f"Discord answered with status {error.status} (code {error.code}); please try again later."
        ) from None


async def _until_told(bot: HubBot, token: str) -> None:
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    life = asyncio.ensure_future(_live(bot, token))
    ear = asyncio.ensure_future(told.wait())
    with contextlib.ExitStack() as handlers:
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C cancels the main task instead
                loop.add_signal_handler(number, told.set)
                handlers.callback(loop.remove_signal_handler, number)
        try:
            await asyncio.wait({life, ear}, return_when=asyncio.FIRST_COMPLETED)
            if not told.is_set():
                await life
        finally:
            ear.cancel()
            await _end(life)
    if told.is_set():
        _log.info("told to stop")


async def _end(life: asyncio.Future[None]) -> None:
    """Cancel for sure: `asyncio.wait_for`, under which discord.py connects, may swallow a cancellation."""
    while not life.done():
        life.cancel()
        await asyncio.wait({life}, timeout=0.1)
    if not life.cancelled():
        life.exception()  # it was told to stop: whatever it died of is no news


async def _live(bot: HubBot, token: str) -> None:
    await bot.login(token)
    bot.scheduler = build_scheduler(bot.hub)
    bot.scheduler.start()
    if bot.settings.healthz_port:
        await bot.health_page.open(bot.settings.healthz_port)
    await bot.leave_page.open_if_set()
    try:
        await bot.connect()
    except AttributeError as error:
        # discord.py 2.7 reconnects by asking the old connection where it was, and at first there is none.
        if bot.ws is not None:
            raise
        raise CannotReachDiscord("Discord's gateway cannot be reached; please try again later.") from error

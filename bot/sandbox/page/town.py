"""The town behind the page: the simulation, who lives there, its mail, and one deed after the other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from simcord import ChannelHandle, InteractionResult, MemberActor, UserHandle

from bot.clock import Hands
from bot.errors import N_, UserError
from bot.i18n import Text, _
from bot.sandbox import scenes_seeds
from bot.sandbox.own_settings import sandbox_settings
from bot.sandbox.page import kept
from bot.sandbox.page.changes import Changes
from bot.sandbox.page.passing import Passing
from bot.sandbox.page.post_office import PostOffice
from bot.sandbox.page.reading import Reading
from bot.sandbox.page.residents import ABOUT_NEWCOMER, ABOUT_OFFICE, RESIDENTS, Resident
from bot.sandbox.people import Cast, gather, names_in
from bot.sandbox.scenes import on
from bot.sandbox.simulation import Simulation
from bot.sandbox.stage import Stage

_log = logging.getLogger(__name__)
T = TypeVar("T")

FOUNDED = on(9, 7, 10)
"""The morning before the page opens, when the hub was set up."""
HUB = _("Minato Civic Hub")
ARCHIVE = _("Records of meetings")


class NobodyIsLeft(UserError):
    sentence = N_("Everybody has joined already. Please take one of the people in the list.")


@dataclass
class OpenForm:
    """A form (modal) that stands open before somebody, until it is sent or closed."""

    handle: str
    shown: InteractionResult
    channel_id: int

    @property
    def spec(self) -> dict[str, Any]:
        """Its title and its components, as the bot sent them."""
        return self.shown.modal or {}


class TownStage(Stage):
    """Acting in the town: time passes there as on the page, mail and the calendar included."""

    def __init__(self, sim: Simulation, cast: Cast, lang: str, passing: Passing) -> None:
        super().__init__(sim, cast, lang)
        self._passing = passing

    async def until(self, moment: datetime) -> None:
        await self._passing.to(moment)
        self.ledger.look()


@dataclass
class Town:
    """One simulated community. Whoever changes it does so in `deed`; looking needs no permission."""

    sim: Simulation
    cast: Cast
    stage: TownStage
    post: PostOffice
    changes: Changes
    passing: Passing
    forum: ChannelHandle
    archive: ChannelHandle
    accounts: list[UserHandle]
    database: Path
    notes: kept.Kept
    residents: list[Resident] = field(default_factory=list)
    forms: dict[int, OpenForm] = field(default_factory=dict)
    has_closed_dms: set[int] = field(default_factory=set)
    reading: Reading = field(default_factory=Reading)
    trouble: Exception | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _afterwards: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def lang(self) -> str:
        return self.notes.lang

    @property
    def has_begun(self) -> bool:
        """Whether the page was ever open on it: before that it is only being set up."""
        return self.notes.moment is not None

    @property
    def is_busy(self) -> bool:
        return self._lock.locked() or bool(self._afterwards)

    def words(self, text: Text) -> str:
        return text.to(self.lang)

    def resident(self, user_id: int) -> Resident | None:
        return next((each for each in self.residents if each.actor.id == user_id), None)

    async def deed(self, act: Callable[[], Awaitable[T]]) -> T:
        """Do one thing after whatever is being done; ten seconds pass behind it, without waiting for them."""
        try:
            async with self._lock:
                return await act()
        finally:
            self.changes.note()
            self._let_a_moment_pass()

    async def glance(self, act: Callable[[], Awaitable[T]]) -> T:
        """Ask the bot for something that changes nothing, such as suggestions while somebody types."""
        async with self._lock:
            return await act()

    async def passes(self, act: Callable[[], Awaitable[T]]) -> T:
        """Like `deed`, for what moves the clock by itself."""
        try:
            async with self._lock:
                result = await act()
                self._keep_if_begun()
                return result
        finally:
            self.changes.note()

    async def rest(self) -> None:
        """Wait until nothing is being done any more."""
        while self._afterwards:
            await asyncio.wait(set(self._afterwards))

    async def stop(self) -> None:
        """Wait until everything that was begun is done, a week that is passing included."""
        async with self._lock:
            pass
        await self.rest()

    def keep(self) -> None:
        """Write down where the rehearsal stands: it goes on from there, after a power cut too.

        :raises CannotKeep: it cannot be written.
        """
        self.notes.moment = self.passing.now.isoformat()
        kept.write(self.database, self.notes)

    def joins(self) -> Resident:
        """Somebody new comes to the server.

        :raises NobodyIsLeft: all have come.
        """
        if self.notes.newcomers == len(self.accounts):
            raise NobodyIsLeft
        account = self.accounts[self.notes.newcomers]
        self.notes.newcomers += 1
        return self.admit(account)

    def admit(self, account: UserHandle) -> Resident:
        """The owner of this account is in the server from now on."""
        actor = self.sim.community.guild.add_member(account)
        newcomer = Resident(actor, account.global_name or account.name, ABOUT_NEWCOMER)
        self.residents.append(newcomer)
        return newcomer

    def sets_dms(self, person: MemberActor, *, closed: bool) -> None:
        self.sim.accepts_dms(person, accepts=not closed)
        (self.has_closed_dms.add if closed else self.has_closed_dms.discard)(person.id)

    def _keep_if_begun(self) -> None:
        if self.has_begun:
            self.keep()

    def _let_a_moment_pass(self) -> None:
        task = asyncio.create_task(self._moment())
        self._afterwards.add(task)
        task.add_done_callback(self._afterwards.discard)

    async def _moment(self) -> None:
        try:
            async with self._lock:
                await self.passing.moment()
                self._keep_if_begun()
            self.trouble = None
        except Exception as error:  # noqa: BLE001  (the page says it, and goes on)
            _log.exception("the bot did not do what was due")
            self.trouble = error
        finally:
            asyncio.get_running_loop().call_soon(self.changes.note)


@asynccontextmanager
async def open_town(database: Path, notes: kept.Kept, changes: Changes) -> AsyncIterator[Town]:
    """The town on this migrated SQLite file, new or as it was left."""
    hands = Hands(FOUNDED)
    post = PostOffice(hands, changes.note)
    await post.open()
    try:
        settings = sandbox_settings(database, notes.seed_key, smtp_port=post.port)
        async with Simulation(settings, hands, lang=notes.lang, name=HUB.to(notes.lang)) as sim:
            town = _inhabit(sim, post, changes, database, notes)
            if notes.stopped_at is not None:
                await sim.move_to(notes.stopped_at)
            await sim.env.settle()
            try:
                yield town
            finally:
                await town.stop()
    finally:
        await post.close()


def _inhabit(sim: Simulation, post: PostOffice, changes: Changes, database: Path, notes: kept.Kept) -> Town:
    """People and places, made in one instant, so that they have the same ids whenever the file is opened."""
    names = names_in(notes.lang)
    Random(notes.seed).shuffle(names)  # noqa: S311  (the same people each time, nothing secret)
    cast = gather(sim.community, names[: len(RESIDENTS)])
    passing = Passing(sim, sim.community.guild.id, changes.note)
    town = Town(
        sim=sim,
        cast=cast,
        stage=TownStage(sim, cast, notes.lang, passing),
        post=post,
        changes=changes,
        passing=passing,
        forum=scenes_seeds.make_forum(sim.community, notes.lang),
        archive=sim.community.guild.create_text_channel(ARCHIVE.to(notes.lang)),
        accounts=[
            sim.env.create_user(f"newcomer{number}", global_name=name)
            for number, name in enumerate(names[len(RESIDENTS) :], start=1)
        ],
        database=database,
        notes=notes,
    )
    town.residents = [
        Resident(cast.manager, cast.name(cast.manager.id), ABOUT_OFFICE[0], is_office=True),
        Resident(cast.staff, cast.name(cast.staff.id), ABOUT_OFFICE[1], is_office=True),
        *(
            Resident(each, cast.name(each.id), about)
            for each, about in zip(cast.people, RESIDENTS, strict=True)
        ),
    ]
    for account in town.accounts[: notes.newcomers]:
        town.admit(account)
    sim.env.backend.subscribers.append(lambda _event, _payload: changes.note())
    return town

"""A server's events in memory, which can refuse, or do what it was asked and lose the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from bot.desk.lines import DeskLine
from bot.events.rules import Event
from bot.mirrors.board import GONE
from bot.mirrors.models import EventCardRow, EventMirrorRow
from bot.mirrors.rules import Entry
from bot.mirrors.service import Mirrors
from bot.outbox.couriers import WayClosed
from bot.outbox.pacing import Pacer
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import Meetings


@dataclass
class MemoryBoard:
    """``before`` is raised instead of doing it, ``after`` when it was done; each once. ``asked`` names calls."""

    entries: dict[int, Entry] = field(default_factory=dict)
    cards: set[int] = field(default_factory=set)
    published: list[int] = field(default_factory=list)
    before: list[BaseException] = field(default_factory=list)
    after: list[BaseException] = field(default_factory=list)
    always: Exception | None = None
    asked: list[str] = field(default_factory=list)
    begun: list[bool] = field(default_factory=list)

    async def create(self, community_id: int, entry: Entry) -> int:
        await self._asked("create")
        number = 900_000 + self.asked.count("create")
        self.entries[number] = entry
        return self._answered(number)

    async def find(self, community_id: int, card_id: int) -> int | None:
        await self._asked("find")
        return next((id_ for id_, entry in self.entries.items() if entry.card_id == card_id), None)

    async def edit(self, community_id: int, scheduled_event_id: int, entry: Entry, *, begun: bool) -> None:
        await self._asked("edit")
        if scheduled_event_id not in self.entries:
            raise WayClosed(GONE)
        self.entries[scheduled_event_id] = entry
        self.begun.append(begun)

    async def end(self, community_id: int, scheduled_event_id: int) -> None:
        await self._asked("end")
        self.entries.pop(scheduled_event_id, None)

    async def stands(self, community_id: int, scheduled_event_id: int) -> bool:
        await self._asked("stands")
        return scheduled_event_id in self.entries

    async def card_stands(self, channel_id: int, message_id: int) -> bool:
        await self._asked("card_stands")
        return message_id not in self.cards

    async def publish(self, channel_id: int, message_id: int) -> None:
        await self._asked("publish")
        self.published.append(message_id)
        self._answered(None)

    @property
    def only(self) -> Entry:
        (entry,) = self.entries.values()
        return entry

    def count(self, call: str) -> int:
        return self.asked.count(call)

    async def _asked(self, call: str) -> None:
        self.asked.append(call)
        if self.before:
            raise self.before.pop(0)
        if self.always is not None:
            raise self.always

    def _answered(self, value: Any) -> Any:
        if self.after:
            raise self.after.pop(0)
        return value


@dataclass
class Beside:
    """Meetings with a courier for their cards and a board for everything beside them."""

    meetings: Meetings
    board: MemoryBoard
    courier: RecordingCourier

    async def announce(self, **boxes: Any) -> Event:
        """A meeting whose card is posted; what stands beside it has not followed yet."""
        event = await self.meetings.announce(**boxes)
        await self.meetings.hub.dispatcher.tick()
        return event

    async def follow(self) -> int:
        return await self.meetings.hub.mirrors.bring_up_to_date()

    def another_process(self) -> Mirrors:
        """On the same database, with the same Discord."""
        hub = self.meetings.hub
        mirrors = Mirrors(hub.db, self.meetings.hands, Pacer(100_000))
        mirrors.use_board(self.board)
        return mirrors

    async def switch(self, **switches: Any) -> None:
        await self.meetings.hub.communities.change(self.meetings.community_id, **switches)

    async def lines(self) -> Sequence[DeskLine]:
        """Of the desk, those that are about what stands beside the cards."""
        view = await self.meetings.hub.desk.lines(self.meetings.community_id)
        return [line for line in view.lines if line.key.startswith(("mirror_", "card_"))]

    async def keys(self) -> list[str]:
        return [line.key for line in await self.lines()]

    async def row(self, event: Event, table: type[EventMirrorRow | EventCardRow] = EventMirrorRow) -> Any:
        async with self.meetings.hub.db.reading() as tx:
            return (await tx.execute(select(table.__table__).where(table.event_id == event.id))).one_or_none()


def beside(meetings: Meetings) -> Beside:
    made = Beside(meetings, MemoryBoard(), RecordingCourier())
    meetings.hub.use_couriers({"discord": made.courier})
    meetings.hub.use_board(made.board)
    return made

"""How many came to a meeting, from the best that is known of it: check-in, the record, or the answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.attendance.counts import UNKNOWN, Count as Came, counts_of as checked_in_at
from bot.db import AnyRow, Tx
from bot.events.models import AnonymousSeatsRow, RsvpRow
from bot.events.rules import Mode, Place
from bot.members.models import MemberRow
from bot.members.rules import Sector
from bot.records.counts import attended
from bot.records.models import EventRecordRow
from bot.reports.rules import CountedBy


@dataclass(slots=True)
class Count:
    """Participants of one meeting; see `MeetingFigures`. It grows while rows are read."""

    counted_by: CountedBy
    by_sector: Counter[Sector | None] = field(default_factory=Counter)
    by_mode: Counter[Mode | None] = field(default_factory=Counter)
    from_elsewhere: int = 0
    people: frozenset[int] = frozenset()

    @property
    def participants(self) -> int | None:
        return None if self.counted_by is CountedBy.NOTHING else self.by_sector.total()

    def add_person(self, row: AnyRow, seats: int = 1) -> None:
        """A member, and those whom they brought along, of whom nothing is known but the way they came."""
        self.by_sector[Sector(row.sector) if row.sector else None] += 1
        self.by_sector[None] += seats - 1
        self.by_mode[Mode(row.mode) if row.mode else None] += seats
        self.from_elsewhere += bool(row.from_elsewhere)
        self.people |= {row.member_id}

    def add_number(self, people: int, *, sector: str | None = None, mode: str | None = None) -> None:
        """People who are a number only."""
        self.by_sector[Sector(sector) if sector else None] += people
        self.by_mode[Mode(mode) if mode else None] += people


def modes_of(row: AnyRow) -> tuple[Mode, ...]:
    """How people could take part; empty where that was not recorded."""
    offered = (Mode.VENUE, bool(row.venue)), (Mode.ONLINE, bool(row.online))
    return tuple(mode for mode, is_offered in offered if is_offered)


async def counts_of(tx: Tx, meetings: Sequence[AnyRow]) -> Mapping[int, Count]:
    """The count of each of these meetings, by its id."""
    ids = [row.id for row in meetings]
    found = [await _attended(tx, ids), await _recorded_as_nobody(tx, ids), await _applied(tx, ids)]
    return {row.id: next((c[row.id] for c in found if row.id in c), _unknown(row)) for row in meetings}


def _unknown(row: AnyRow) -> Count:
    """Nobody applied for a meeting of the bot; nobody noted how many came to one before the bot."""
    return Count(CountedBy.APPLICATIONS if row.import_key is None else CountedBy.NOTHING)


async def articles_of(tx: Tx, ids: Sequence[int]) -> dict[int, Sequence[str]]:
    """The links to articles in the records of these meetings."""
    query = select(EventRecordRow.event_id, EventRecordRow.article_urls)
    rows = await tx.execute(query.where(EventRecordRow.event_id.in_(ids)))
    return {row.event_id: row.article_urls for row in rows}


async def _attended(tx: Tx, ids: Sequence[int]) -> dict[int, Count]:
    """Those who checked in and the heads that were counted, or else the head-count of the record."""
    checked_in = await checked_in_at(tx, ids)
    return {
        event_id: _from(came, CountedBy.CHECK_IN if event_id in checked_in else CountedBy.RECORD)
        for event_id, came in (await attended(tx, ids)).items()
    }


def _from(came: Came, counted_by: CountedBy) -> Count:
    """Of those whose way is not noted, `attended` says nothing: they are what is missing to the total."""
    by_sector = {None if word == UNKNOWN else Sector(word): count for word, count in came.by_sector.items()}
    by_mode: Counter[Mode | None] = Counter({None: came.total - sum(came.by_mode.values())})
    by_mode.update(came.by_mode)
    return Count(counted_by, Counter(by_sector), by_mode, came.from_elsewhere, came.member_ids)


async def _recorded_as_nobody(tx: Tx, ids: Sequence[int]) -> dict[int, Count]:
    """Records that say that nobody came, which is not the same as saying nothing."""
    query = select(EventRecordRow.event_id, EventRecordRow.headcount)
    rows = await tx.execute(query.where(EventRecordRow.event_id.in_(ids)))
    return {
        row.event_id: Count(CountedBy.RECORD)
        for row in rows
        if row.headcount and not any(row.headcount.values())
    }


async def _applied(tx: Tx, ids: Sequence[int]) -> dict[int, Count]:
    """Those who had a seat when the meeting began, the seats of forgotten people included."""
    counts: defaultdict[int, Count] = defaultdict(lambda: Count(CountedBy.APPLICATIONS))
    seats = _SEATS.where(RsvpRow.event_id.in_(ids), RsvpRow.place == Place.CONFIRMED.value)
    for row in await tx.execute(seats):
        counts[row.event_id].add_person(row, row.seats)
    anonymous = select(AnonymousSeatsRow.event_id, AnonymousSeatsRow.mode, AnonymousSeatsRow.seats)
    for row in await tx.execute(anonymous.where(AnonymousSeatsRow.event_id.in_(ids))):
        counts[row.event_id].add_number(row.seats, mode=row.mode)
    return counts


_SEATS = select(
    RsvpRow.event_id,
    RsvpRow.mode,
    RsvpRow.seats,
    RsvpRow.member_id,
    MemberRow.sector,
    MemberRow.from_elsewhere,
).join(MemberRow, MemberRow.id == RsvpRow.member_id)

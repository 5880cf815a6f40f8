"""The participants of a meeting as a CSV file for Excel; the link for taking part online is never in it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.attendance.models import AttendanceRow
from bot.clock import Clock, format_moment
from bot.db import Database, Tx
from bot.events.models import AnswerRow, RsvpRow
from bot.events.notice_lines import mode_name
from bot.events.on_behalf import Account
from bot.events.own_data import PLACES
from bot.events.rules import Event, Mode, NamesShown, Place
from bot.events.views import load_view
from bot.i18n import C_, Text
from bot.members.models import MemberRow
from bot.members.rules import Sector
from bot.members.service import Members
from bot.outbox.notice import STAFF
from bot.outbox.service import Outbox
from bot.records.telling import EXPORTED

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula when it comes first."""


@dataclass(frozen=True, slots=True)
class Participant:
    """One line of the list. ``place`` is None for somebody who is noted as there without a seat."""

    name: str | None
    door_name: str | None
    affiliation: str | None
    sector: Sector | None
    from_elsewhere: bool | None
    mode: Mode
    place: Place | None
    seats: int
    answered_at: datetime | None
    came_at: datetime | None


@dataclass(frozen=True, slots=True)
class Export:
    """``people``: how many lines with a person (or, without names, how many people) are in ``content``."""

    filename: str
    content: bytes
    people: int


Value = Callable[[Participant, str, ZoneInfo], str]

COLUMNS: Sequence[tuple[Text, Value]] = (
    (C_("list", "Name"), lambda one, _lang, _tz: one.name or ""),
    (C_("list", "Name at the door"), lambda one, _lang, _tz: one.door_name or ""),
    (C_("list", "Affiliation"), lambda one, _lang, _tz: one.affiliation or ""),
    (C_("list", "Sector"), lambda one, lang, _tz: one.sector.label.to(lang) if one.sector else ""),
    (
        C_("list", "From another prefecture"),
        lambda one, lang, _tz: C_("list", "yes").to(lang) if one.from_elsewhere else "",
    ),
    (C_("list", "Way"), lambda one, lang, _tz: mode_name(one.mode).to(lang)),
    (C_("list", "Place"), lambda one, lang, _tz: PLACES[one.place].to(lang) if one.place else ""),
    (C_("list", "Seats"), lambda one, _lang, _tz: str(one.seats)),
    (C_("list", "Answered at"), lambda one, lang, tz: _moment(one.answered_at, tz, lang)),
    (C_("list", "Checked in"), lambda one, lang, tz: _moment(one.came_at, tz, lang)),
)
"""Headings and what stands under them; another column is another line here."""


class Exports:
    """Lists of participants as files."""

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._outbox = outbox

    async def participants(self, community_id: int, actor: Account, event_id: int, lang: str) -> Export:
        """The file, in the language of the reader; the staff channel is told who took it."""
        now = self._clock()
        async with self._db.transaction() as tx:
            event = await load_view(tx, community_id, event_id)
            people = await _participants(tx, event)
            by = await self._members.ensure(tx, community_id, actor.discord_user_id, actor.display_name)
            await self._outbox.enqueue(
                tx,
                community_id=community_id,
                kind=EXPORTED,
                subject=event.subject,
                to_place=STAFF,
                args={"event_id": event_id, "actor_id": by.id, "people": len(people)},
                due_at=now,
                dedupe_key=f"{EXPORTED}:{event_id}:{by.id}:{now.isoformat()}",
                now=now,
            )
        table = (
            _numbers(people, lang) if event.names_shown is NamesShown.NOBODY else _names(people, event, lang)
        )
        return Export(f"participants-{event_id}.csv", csv_file(table), len(people))


def csv_file(table: Iterable[Sequence[str]]) -> bytes:
    """RFC 4180 with the mark by which Excel knows UTF-8; no cell can be taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([defused(cell) for cell in row] for row in table)
    return written.getvalue().encode("utf-8-sig", "replace")


def defused(cell: str) -> str:
    """The same words behind an apostrophe where a spreadsheet would calculate."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _names(people: Iterable[Participant], event: Event, lang: str) -> list[list[str]]:
    heading = [name.to(lang) for name, _value in COLUMNS]
    return [heading, *([value(one, lang, event.tz) for _name, value in COLUMNS] for one in people)]


def _numbers(people: Iterable[Participant], lang: str) -> list[list[str]]:
    """Where nobody sees names: how many in which way and place."""
    seats = Counter((one.mode, one.place) for one in people)
    heading = [C_("list", "Way"), C_("list", "Place"), C_("list", "People")]
    rows = [
        [mode_name(mode).to(lang), PLACES[place].to(lang) if place else "", str(number)]
        for (mode, place), number in sorted(seats.items(), key=str)
    ]
    return [[each.to(lang) for each in heading], *rows]


def _moment(moment: datetime | None, tz: ZoneInfo, lang: str) -> str:
    return format_moment(moment, tz, lang) if moment else ""


async def _participants(tx: Tx, event: Event) -> list[Participant]:
    """Everybody with a place, then those who came without one."""
    mine = (AnswerRow.event_id == event.id) & (AnswerRow.member_id == MemberRow.id)
    came = (AttendanceRow.event_id == event.id) & (AttendanceRow.member_id == MemberRow.id)
    has_place = (
        (RsvpRow.event_id == event.id)
        & (RsvpRow.member_id == MemberRow.id)
        & (RsvpRow.place != Place.CANCELLED.value)
    )
    query = (
        select(
            MemberRow.id,
            MemberRow.display_name,
            MemberRow.sector,
            MemberRow.from_elsewhere,
            AnswerRow.door_name,
            AnswerRow.affiliation,
            AnswerRow.answered_at,
            RsvpRow.mode,
            RsvpRow.place,
            RsvpRow.seats,
            AttendanceRow.mode.label("came_mode"),
            AttendanceRow.people,
            AttendanceRow.came_at,
        )
        .outerjoin(RsvpRow, has_place)
        .outerjoin(AnswerRow, mine)
        .outerjoin(AttendanceRow, came)
        .where(
            MemberRow.community_id == event.community_id,
            RsvpRow.id.is_not(None) | AttendanceRow.id.is_not(None),
        )
        .order_by(RsvpRow.mode.desc(), RsvpRow.place, RsvpRow.ticket, MemberRow.id)
    )
    return [
        Participant(
            name=row.display_name,
            door_name=row.door_name,
            affiliation=row.affiliation,
            sector=Sector(row.sector) if row.sector else None,
            from_elsewhere=row.from_elsewhere,
            mode=Mode(row.mode or row.came_mode),
            place=Place(row.place) if row.place else None,
            seats=row.seats or row.people,
            answered_at=row.answered_at,
            came_at=row.came_at,
        )
        for row in await tx.execute(query)
    ]

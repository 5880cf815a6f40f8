"""What people who come leave for the office to do: applications to decide, needs to prepare for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, case, distinct, func, select

from bot.db import Tx
from bot.desk.lines import DeskLine
from bot.events.models import AnswerRow, EventRow, RsvpRow
from bot.events.notice_lines import mode_name
from bot.events.rules import EventState, Mode, Place
from bot.i18n import C_, _, _n
from bot.members.rules import Community
from bot.outbox.notice import Action

MINUTES_TO_DECIDE = 2
"""To read one application, and to press."""
MINUTES_TO_READ = 3
MINUTES_TO_FIND_ROOM = 10
DECIDE_WITHIN = timedelta(days=3)
"""Silence is the first thing people complain about."""
PREPARE_BEFORE = timedelta(days=3)
"""A ramp or an interpreter is not found on the same day."""


async def lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
    """The lines of one community."""
    return [
        *await _requests(tx, community.id, now),
        *await _needs(tx, community.id, now),
        *await _too_many(tx, community.id, now),
    ]


async def _requests(tx: Tx, community_id: int, now: datetime) -> list[DeskLine]:
    people = func.count(distinct(RsvpRow.member_id)).label("people")
    query = (
        _ahead(community_id, now)
        .add_columns(people, func.min(RsvpRow.changed_at).label("since"))
        .where(
            RsvpRow.place == Place.REQUESTED.value,
            EventRow.priority_until.is_(None),
        )
    )
    return [
        DeskLine(
            "requests",
            _n(
                "{count} application for “{title}” waits for a yes or no",
                "{count} applications for “{title}” wait for a yes or no",
                count=row.people,
                title=row.title,
            ),
            MINUTES_TO_DECIDE * row.people,
            due_at=min(row.since + DECIDE_WITHIN, row.starts_at),
            action=Action("event", row.id, "people", C_("desk", "See who applied"), "primary"),
        )
        for row in await tx.execute(query)
    ]


async def _needs(tx: Tx, community_id: int, now: datetime) -> list[DeskLine]:
    query = (
        _ahead(community_id, now)
        .add_columns(func.count(distinct(RsvpRow.member_id)).label("people"))
        .join(
            AnswerRow,
            (AnswerRow.event_id == RsvpRow.event_id) & (AnswerRow.member_id == RsvpRow.member_id),
        )
        .where(RsvpRow.place != Place.CANCELLED.value, AnswerRow.access_needs.is_not(None))
    )
    return [
        DeskLine(
            "needs",
            _n(
                "{count} person coming to “{title}” wrote what they need: please prepare for it",
                "{count} people coming to “{title}” wrote what they need: please prepare for it",
                count=row.people,
                title=row.title,
            ),
            MINUTES_TO_READ,
            due_at=row.starts_at - PREPARE_BEFORE,
            action=Action("event", row.id, "people", C_("desk", "See who comes")),
        )
        for row in await tx.execute(query)
    ]


async def _too_many(tx: Tx, community_id: int, now: datetime) -> list[DeskLine]:
    """Meetings in which more people have a seat than there are by now; nobody loses theirs."""
    capacity = case(
        (RsvpRow.mode == Mode.VENUE.value, EventRow.venue_capacity), else_=EventRow.online_capacity
    )
    taken = func.sum(RsvpRow.seats)
    query = (
        _ahead(community_id, now)
        .add_columns(RsvpRow.mode, capacity.label("capacity"), taken.label("taken"))
        .where(RsvpRow.place == Place.CONFIRMED.value)
        .group_by(RsvpRow.mode, EventRow.venue_capacity, EventRow.online_capacity)
        .having(taken > capacity)
    )
    return [
        DeskLine(
            "too_many",
            _(
                "{taken} people for {capacity} seats at “{title}” ({mode}): "
                "please find more room, or talk to them",
                taken=int(row.taken),
                capacity=row.capacity,
                title=row.title,
                mode=mode_name(Mode(row.mode)),
            ),
            MINUTES_TO_FIND_ROOM,
            due_at=row.starts_at - PREPARE_BEFORE,
            action=Action("event", row.id, "people", C_("desk", "See who comes")),
        )
        for row in await tx.execute(query)
    ]


def _ahead(community_id: int, now: datetime) -> Select[int, str, datetime]:
    return (
        select(EventRow.id, EventRow.title, EventRow.starts_at)
        .join(RsvpRow, RsvpRow.event_id == EventRow.id)
        .where(
            EventRow.community_id == community_id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.is_rehearsal.is_(False),
            EventRow.starts_at > now,
        )
        .group_by(EventRow.id, EventRow.title, EventRow.starts_at)
        .order_by(EventRow.starts_at, EventRow.id)
    )

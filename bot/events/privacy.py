"""Forgetting a person in meetings: what lies ahead is freed for others, what is over stays as a number."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, union, update

from bot.db import Tx
from bot.events.forgetting import count_anonymously
from bot.events.models import (
    AnonymousSeatsRow,
    AnswerRow,
    EventDraftRow,
    EventEditRow,
    EventFlyerRow,
    EventRow,
    RsvpHistoryRow,
    RsvpRow,
)
from bot.events.own_data import export
from bot.events.rsvp import Rsvps
from bot.events.rules import EventState
from bot.events.standing import EVENTS, LockedEvent, take_lock
from bot.members.parts import Part

TABLES = (
    "events",
    "event_flyers",
    "event_drafts",
    "event_edits",
    "event_answers",
    "rsvps",
    "rsvp_history",
    "anonymous_seats",
)


def events_part(rsvps: Rsvps) -> Part:
    """``rsvps`` settles the lines in which somebody's seat becomes free."""

    async def forget(tx: Tx, member_id: int, now: datetime) -> None:
        events = await _locked_events_of(tx, member_id)
        closed = [event.row.id for event in events if not _is_open(event, now)]
        await count_anonymously(tx, RsvpRow.member_id == member_id, RsvpRow.event_id.in_(closed))
        held = set(await tx.scalars(select(RsvpRow.event_id).where(RsvpRow.member_id == member_id)))
        for table in (RsvpRow, AnswerRow, RsvpHistoryRow):
            await tx.execute(delete(table).where(table.member_id == member_id))
        await tx.execute(
            update(RsvpHistoryRow).where(RsvpHistoryRow.actor_id == member_id).values(actor_id=None)
        )
        await tx.execute(delete(EventDraftRow).where(EventDraftRow.author_id == member_id))
        await tx.execute(delete(EventEditRow).where(EventEditRow.author_id == member_id))
        await tx.execute(
            update(EventRow).where(EventRow.created_by_id == member_id).values(created_by_id=None)
        )
        for event in events:
            if _is_open(event, now) and event.row.id in held:
                ticket = await rsvps.settle(tx, event, event.row.last_ticket, now)
                await rsvps.bring_up_to_date(tx, event, ticket)

    return Part("events", TABLES, export, forget, _erase)


def _is_open(event: LockedEvent, now: datetime) -> bool:
    return event.row.state == EventState.ANNOUNCED.value and now < event.row.starts_at


async def _locked_events_of(tx: Tx, member_id: int) -> list[LockedEvent]:
    """Every meeting with a row of theirs, locked in the order of the ids, so that nobody waits in a ring."""
    theirs = union(
        *(select(table.event_id).where(table.member_id == member_id) for table in (RsvpRow, AnswerRow)),
        select(RsvpHistoryRow.event_id).where(RsvpHistoryRow.member_id == member_id),
        select(EventRow.id).where(EventRow.created_by_id == member_id),
    )
    ids = sorted((await tx.scalars(theirs)).all())
    for event_id in ids:
        await take_lock(tx, event_id)
    found = await tx.execute(EVENTS.where(EventRow.id.in_(ids)).order_by(EventRow.id))
    return [LockedEvent(row) for row in found]


async def _erase(tx: Tx, community_id: int) -> None:
    here = select(EventRow.id).where(EventRow.community_id == community_id)
    for table in (AnonymousSeatsRow, RsvpHistoryRow, RsvpRow, AnswerRow, EventEditRow):
        await tx.execute(delete(table).where(table.event_id.in_(here)))
    for table in (EventDraftRow, EventFlyerRow):
        await tx.execute(delete(table).where(table.community_id == community_id))
    await tx.execute(delete(EventRow).where(EventRow.community_id == community_id))

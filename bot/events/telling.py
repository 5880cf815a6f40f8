"""Writing into the outbox what a change of a meeting has to tell, inside the transaction of that change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.db import Tx
from bot.events.cards import thread_place
from bot.events.queries import who_answered
from bot.events.rules import Choice, Mode, subject_of
from bot.events.seats import Waiting
from bot.events.standing import LockedEvent
from bot.mailing.rules import Lead, as_wished, plan
from bot.mailing.wishes import hours_of
from bot.outbox.notice import STAFF, NewDelivery, channel, thread_of
from bot.outbox.service import Outbox

CARD = "event.card"
THREAD_OPENED = "event.thread_opened"
REMINDER = "event.reminder"
REMINDER_POST = "event.reminder_post"
SNOOZED = "event.snoozed"
PROMOTED = "event.promoted"
FEWER = "event.fewer"
BY_STAFF = "event.by_staff"
LINE_STOPPED = "event.line_stopped"
PROMOTED_POST = "event.promoted_post"
CHANGED = "event.changed"
CHANGED_POST = "event.changed_post"
CANCELLED = "event.cancelled"
CANCELLED_POST = "event.cancelled_post"
NOT_REACHED = "event.not_reached"

LEADS_OF = {
    Choice.VENUE: (Lead.WEEK, Lead.EVE, Lead.VENUE_SOON),
    Choice.ONLINE: (Lead.WEEK, Lead.EVE, Lead.ONLINE_SOON),
    Choice.MAYBE: (Lead.NUDGE,),
    Choice.DECLINED: (),
}
"""Which reminders an answer may lead to; whether each is still true is asked when it falls due."""


def thread_leads(modes: Iterable[Mode]) -> tuple[Lead, ...]:
    """The leads on which a meeting with these modes gets a post in its thread."""
    offered = set(modes)
    soon = ((Lead.VENUE_SOON, Mode.VENUE), (Lead.ONLINE_SOON, Mode.ONLINE))
    return (Lead.WEEK, Lead.EVE, *(lead for lead, mode in soon if mode in offered))


async def plan_reminders(
    outbox: Outbox,
    tx: Tx,
    event: LockedEvent,
    member_id: int,
    choice: Choice,
    now: datetime,
    *,
    answered_at: datetime | None = None,
    waiting: Collection[str] = (),
) -> None:
    """The reminders that a person's answer leads to, as they wish; those planned before stay as they are.

    ``answered_at``: for an answer of an earlier day. What fell due since then is past, unless it is
    ``waiting`` (leads) for the end of quiet hours.
    """
    row = event.row
    planned = plan(
        LEADS_OF[choice],
        starts_at=row.starts_at,
        tz=ZoneInfo(row.timezone),
        leads=event.leads,
        answered_at=answered_at or now,
    )
    planned = [item for item in planned if now < item.due_at or item.lead.value in waiting]
    if planned:
        hours = await hours_of(tx, member_id, row.timezone)
        planned = as_wished(planned, hours, starts_at=row.starts_at, now=now)
    await outbox.enqueue_many(
        tx,
        [
            NewDelivery(
                community_id=row.community_id,
                kind=REMINDER,
                subject=subject_of(row.id),
                to_member=member_id,
                args={"event_id": row.id, "lead": item.lead.value, "starts_at": row.starts_at.isoformat()},
                due_at=item.due_at,
                expires_at=row.starts_at,
                dedupe_key=f"reminder:{row.id}:{row.starts_at:%Y%m%dT%H%M}:{item.lead}:{member_id}",
            )
            for item in planned
        ],
        now=now,
    )


async def tell_promoted(
    outbox: Outbox, tx: Tx, event: LockedEvent, member_id: int, mode: Mode, ticket: int, now: datetime
) -> None:
    """A seat became free and is this person's: one notice for this one step."""
    row = event.row
    await outbox.enqueue(
        tx,
        community_id=row.community_id,
        kind=PROMOTED,
        subject=subject_of(row.id),
        to_member=member_id,
        args={"event_id": row.id, "mode": mode.value},
        due_at=now,
        expires_at=row.starts_at,
        dedupe_key=f"promoted:{row.id}:{member_id}:{ticket}",
        now=now,
    )


async def offer_fewer(
    outbox: Outbox, tx: Tx, event: LockedEvent, first: Waiting, mode: Mode, empty: int, now: datetime
) -> None:
    """The first party in a line is bigger than what is free: once for each number of free seats."""
    row = event.row
    await outbox.enqueue(
        tx,
        community_id=row.community_id,
        kind=FEWER,
        subject=subject_of(row.id),
        to_member=first.member_id,
        args={"event_id": row.id, "mode": mode.value},
        due_at=now,
        expires_at=row.starts_at,
        dedupe_key=f"{FEWER}:{row.id}:{mode}:{first.member_id}:{first.seats}:{empty}",
        now=now,
    )


async def tell_by_staff(
    outbox: Outbox, tx: Tx, event: LockedEvent, member_id: int, act: str, ticket: int, now: datetime
) -> None:
    """The office changed this person's place (`bot.events.on_behalf.Act`)."""
    row = event.row
    await outbox.enqueue(
        tx,
        community_id=row.community_id,
        kind=BY_STAFF,
        subject=subject_of(row.id),
        to_member=member_id,
        args={"event_id": row.id, "act": act},
        due_at=now,
        expires_at=row.starts_at,
        dedupe_key=f"{BY_STAFF}:{row.id}:{member_id}:{ticket}",
        now=now,
    )


async def plan_line_stopped(
    outbox: Outbox, tx: Tx, event: LockedEvent, member_id: int, now: datetime
) -> None:
    """Whoever still waits when the line stops moving is told so, once."""
    await plan_lines_stopped(outbox, tx, event, [member_id], now)


async def plan_lines_stopped(
    outbox: Outbox, tx: Tx, event: LockedEvent, member_ids: Iterable[int], now: datetime
) -> None:
    """The same for any number of people."""
    row, stops_at = event.row, event.terms.promotion_stops_at
    if stops_at is None or now >= stops_at:
        return
    rows = [
        NewDelivery(
            community_id=row.community_id,
            kind=LINE_STOPPED,
            subject=subject_of(row.id),
            to_member=member_id,
            args={"event_id": row.id},
            due_at=stops_at,
            expires_at=row.starts_at,
            dedupe_key=f"{LINE_STOPPED}:{row.id}:{row.starts_at:%Y%m%dT%H%M}:{member_id}",
        )
        for member_id in member_ids
    ]
    if rows:
        await outbox.enqueue_many(tx, rows, now=now)


async def post_announcement(
    outbox: Outbox, tx: Tx, event: LockedEvent, announce_channel_id: int, now: datetime
) -> None:
    """The card, the opening of its thread, and the posts that remind in it."""
    row = event.row
    card_place = STAFF if row.is_rehearsal else channel(announce_channel_id)
    subject = subject_of(row.id)
    planned = plan(
        thread_leads(event.modes),
        starts_at=row.starts_at,
        tz=ZoneInfo(row.timezone),
        leads=event.leads,
        answered_at=now,
    )
    posts = [(CARD, card_place, "", now, row.starts_at)]
    posts += [(THREAD_OPENED, thread_of(subject), "", now, row.starts_at)]
    posts += [
        (REMINDER_POST, thread_of(subject), item.lead.value, item.due_at, row.starts_at) for item in planned
    ]
    await outbox.enqueue_many(
        tx,
        [
            NewDelivery(
                community_id=row.community_id,
                kind=kind,
                subject=subject,
                to_place=place,
                args={"event_id": row.id} | ({"lead": lead} if lead else {}),
                due_at=due_at,
                expires_at=expires_at,
                dedupe_key=f"{kind}:{row.id}:{lead}",
            )
            for kind, place, lead, due_at, expires_at in posts
        ],
        now=now,
    )


async def post_card_again(
    outbox: Outbox, tx: Tx, event: LockedEvent, announce_channel_id: int, now: datetime, *, rings: bool
) -> None:
    """A new card and the opening of the thread under it; the posts that remind in it are planned already.

    ``rings``: as the first card would have; a card that people have seen before rings for nobody.
    """
    row = event.row
    subject = subject_of(row.id)
    card_place = STAFF if row.is_rehearsal else channel(announce_channel_id)
    await outbox.enqueue_many(
        tx,
        [
            NewDelivery(
                community_id=row.community_id,
                kind=kind,
                subject=subject,
                to_place=place,
                args={"event_id": row.id, "rings": rings},
                due_at=now,
                expires_at=row.starts_at,
                dedupe_key=f"{kind}:{row.id}:again:{now.isoformat()}",
            )
            for kind, place in ((CARD, card_place), (THREAD_OPENED, thread_of(subject)))
        ],
        now=now,
    )


async def tell_cancelled(outbox: Outbox, tx: Tx, event: LockedEvent, now: datetime) -> int:
    """Tell everyone who may still be counting on the meeting, and its thread. Returns how many people."""
    row = event.row
    subject = subject_of(row.id)
    people = await who_answered(tx, row.id, Choice.VENUE, Choice.ONLINE, Choice.MAYBE)
    common = {
        "community_id": row.community_id,
        "subject": subject,
        "args": {"event_id": row.id},
        "due_at": now,
        "expires_at": row.ends_at,
    }
    rows = [
        NewDelivery(kind=CANCELLED, to_member=person, dedupe_key=f"cancelled:{row.id}:{person}", **common)
        for person in people
    ]
    rows.append(
        NewDelivery(
            kind=CANCELLED_POST,
            to_place=thread_place(row),
            dedupe_key=f"cancelled:{row.id}:thread",
            **common,
        )
    )
    await outbox.cancel_planned(
        tx,
        subject=subject,
        kinds=(
            *(REMINDER, SNOOZED, REMINDER_POST, THREAD_OPENED, PROMOTED, FEWER, BY_STAFF, LINE_STOPPED),
            *(CHANGED, CHANGED_POST),
        ),
        now=now,
    )
    await outbox.enqueue_many(tx, rows, now=now)
    return len(people)

"""Use cases of those who come: answer, look, be mentioned or not. One method is one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from bot.clock import Clock
from bot.db import Database, Tx
from bot.events import seats as seating
from bot.events.models import AnswerRow, EventRow, RsvpHistoryRow, RsvpRow
from bot.events.queries import (
    LockedEvent,
    event_view,
    find_event,
    lock_event,
    personal_view,
    standing,
)
from bot.events.rules import (
    Answered,
    Choice,
    EventState,
    Mode,
    ModeNotOffered,
    NoSuchEvent,
    Personal,
    Place,
    check_open,
    subject_of,
)
from bot.events.telling import plan_reminders, tell_promoted
from bot.members.models import MemberRow
from bot.members.rules import Member
from bot.members.service import Members, insert_for
from bot.outbox.service import Outbox


class Rsvps:
    """Answers of people to meetings."""

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._outbox = outbox

    async def rsvp(
        self,
        community_id: int,
        discord_user_id: int,
        display_name: str | None,
        event_id: int,
        choice: Choice,
        *,
        sure: bool = False,
        is_staff: bool = False,
    ) -> Answered:
        """Answer a meeting: a seat if one is free and nobody waits, else the end of the line.

        The same answer twice changes nothing. Giving up a confirmed seat that others wait for changes
        nothing either until ``sure``: the result then says which seat it would be. Raises the
        `UserError` of a closed, cancelled or unknown meeting; a rehearsal is unknown to all but staff.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            event = await lock_event(tx, community_id, event_id)
            _check_visible(event, is_staff=is_staff)
            member = await self._members.ensure(tx, community_id, discord_user_id, display_name)
            stand = await standing(tx, event, member.id)
            check_open(event_view(event, stand.seats), now)
            if choice.mode and choice.mode not in stand.seats:
                raise ModeNotOffered(title=event.row.title)
            decision = seating.decide(choice, stand.seats, stand.mine, party=stand.party)
            given_up = decision.gives_up
            asks = given_up if given_up and not sure and stand.seats[given_up].waiting else None
            changed = False
            if asks is None:
                changed = await self._answer(tx, event, member.id, choice, decision, now)
            after = await find_event(tx, community_id, event_id) if changed else event
            mine = await personal_view(tx, after, (member.id, member.wants_dm))
        return Answered(
            mine=mine,
            changed=changed,
            asks_before_giving_up=asks,
            gave_up=given_up if changed else None,
            ask_sector=changed and choice.mode is not None and _sector_is_unknown(member),
        )

    async def _answer(
        self,
        tx: Tx,
        event: LockedEvent,
        member_id: int,
        choice: Choice,
        decision: seating.Decision,
        now: datetime,
    ) -> bool:
        """Write the answer and its consequences; False when all of it was so already."""
        answered = await _keep_answer(tx, event.row.id, member_id, choice, now)
        if not answered and not decision.moves:
            return False
        ticket = event.row.last_ticket
        if decision.moves:
            ticket += 1
            await move(tx, event.row.id, member_id, decision.moves, ticket, "answer", now)
            if decision.gives_up:
                ticket = await self.settle(tx, event, ticket, now)
        await self.bring_up_to_date(tx, event, ticket)
        if choice is not Choice.DECLINED:
            await plan_reminders(self._outbox, tx, event, member_id, choice, now)
        return True

    async def settle(self, tx: Tx, event: LockedEvent, ticket: int, now: datetime) -> int:
        """Give free seats to those who wait, first come first served, until nothing moves.

        Called after every change to seats or capacity, under the event's lock. Being promoted in one
        mode frees what the person held in the other, which may promote somebody there. Nobody loses a
        seat here. Returns the last ticket used.
        """
        moved = True
        while moved:
            moved = False
            stand = await standing(tx, event, None)
            for mode, mode_seats in stand.seats.items():
                if not mode_seats.waiting or _is_full(mode_seats.capacity, mode_seats.taken):
                    continue
                for waiting in seating.promotions(
                    mode_seats.capacity, mode_seats.taken, await _line(tx, event.row.id, mode)
                ):
                    ticket += 1
                    await self._promote(tx, event, waiting.member_id, mode, ticket, now)
                    moved = True
                if moved:
                    break
        return ticket

    async def _promote(
        self, tx: Tx, event: LockedEvent, member_id: int, mode: Mode, ticket: int, now: datetime
    ) -> None:
        mine = (await standing(tx, event, member_id)).mine
        moves = [seating.Move(mode, Place.WAITLISTED, Place.CONFIRMED)]
        moves += [
            seating.Move(other, place, Place.CANCELLED)
            for other, place in mine.items()
            if other is not mode and place is not Place.CANCELLED
        ]
        await move(tx, event.row.id, member_id, moves, ticket, "promoted", now)
        await tell_promoted(self._outbox, tx, event, member_id, mode, ticket, now)

    async def bring_up_to_date(self, tx: Tx, event: LockedEvent, ticket: int) -> None:
        """Raise the event's revision, so that its card follows."""
        revision = event.row.revision + 1
        await tx.execute(
            update(EventRow).where(EventRow.id == event.row.id).values(revision=revision, last_ticket=ticket)
        )
        await self._outbox.touch(tx, event.row.community_id, subject_of(event.row.id), revision)

    async def details(
        self, community_id: int, discord_user_id: int, event_id: int, *, is_staff: bool = False
    ) -> Personal:
        """My place, my link and what confirmed people are told, at any time."""
        async with self._db.reading() as tx:
            event = await find_event(tx, community_id, event_id)
            _check_visible(event, is_staff=is_staff)
            return await personal_view(tx, event, await _member(tx, community_id, discord_user_id))

    async def mine(self, community_id: int, discord_user_id: int) -> list[Personal]:
        """My answers to meetings that are not over, in order of their start."""
        now = self._clock()
        async with self._db.reading() as tx:
            member = await _member(tx, community_id, discord_user_id)
            if member is None:
                return []
            ids = await tx.scalars(
                select(EventRow.id)
                .join(AnswerRow, AnswerRow.event_id == EventRow.id)
                .where(
                    EventRow.community_id == community_id,
                    AnswerRow.member_id == member[0],
                    EventRow.ends_at > now,
                    EventRow.state == EventState.ANNOUNCED.value,
                )
                .order_by(EventRow.starts_at, EventRow.id)
                .limit(25)
            )
            return [
                await personal_view(tx, await find_event(tx, community_id, event_id), member)
                for event_id in ids.all()
            ]

    async def set_mention(
        self, community_id: int, discord_user_id: int, event_id: int, mention_me: bool
    ) -> Personal:
        """Be mentioned in the thread with reminders of this meeting, or not; only after an answer."""
        async with self._db.transaction() as tx:
            event = await find_event(tx, community_id, event_id)
            member = await _member(tx, community_id, discord_user_id)
            if member is None:
                raise NoSuchEvent
            await tx.execute(
                update(AnswerRow)
                .where(AnswerRow.event_id == event_id, AnswerRow.member_id == member[0])
                .values(mention_me=mention_me)
            )
            return await personal_view(tx, event, member)


def _check_visible(event: LockedEvent, *, is_staff: bool) -> None:
    if event.row.is_rehearsal and not is_staff:
        raise NoSuchEvent


def _sector_is_unknown(member: Member) -> bool:
    return member.sector is None and member.sector_asked_at is None


def _is_full(capacity: int | None, taken: int) -> bool:
    return capacity is not None and taken >= capacity


async def _member(tx: Tx, community_id: int, discord_user_id: int) -> tuple[int, bool] | None:
    query = select(MemberRow.id, MemberRow.wants_dm).where(
        MemberRow.community_id == community_id, MemberRow.discord_user_id == discord_user_id
    )
    row = (await tx.execute(query)).one_or_none()
    return (row.id, row.wants_dm) if row else None


async def _line(tx: Tx, event_id: int, mode: Mode) -> list[seating.Waiting]:
    query = (
        select(RsvpRow.id, RsvpRow.member_id, RsvpRow.seats)
        .where(
            RsvpRow.event_id == event_id,
            RsvpRow.mode == mode.value,
            RsvpRow.place == Place.WAITLISTED.value,
        )
        .order_by(RsvpRow.ticket)
    )
    return [seating.Waiting(row.id, row.member_id, row.seats) for row in await tx.execute(query)]


async def _keep_answer(tx: Tx, event_id: int, member_id: int, choice: Choice, now: datetime) -> bool:
    """Remember the latest answer; False when it is the one already kept."""
    statement = insert_for(tx)(AnswerRow).values(
        event_id=event_id, member_id=member_id, choice=choice.value, answered_at=now
    )
    kept = await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["event_id", "member_id"],
            set_={"choice": choice.value, "answered_at": now},
            where=AnswerRow.choice != choice.value,
        ).returning(AnswerRow.id)
    )
    return kept.first() is not None


async def move(
    tx: Tx,
    event_id: int,
    member_id: int,
    moves: Iterable[seating.Move],
    ticket: int,
    cause: str,
    now: datetime,
) -> None:
    """Write one person's steps and their history."""
    steps = list(moves)
    for step in steps:
        statement = insert_for(tx)(RsvpRow).values(
            event_id=event_id,
            member_id=member_id,
            mode=step.mode.value,
            place=step.after.value,
            seats=1,
            ticket=ticket,
            changed_at=now,
        )
        await tx.execute(
            statement.on_conflict_do_update(
                index_elements=["event_id", "member_id", "mode"],
                set_={"place": step.after.value, "ticket": ticket, "changed_at": now},
            )
        )
    history: list[dict[str, Any]] = [
        {
            "event_id": event_id,
            "member_id": member_id,
            "mode": step.mode.value,
            "before": step.before.value if step.before else None,
            "after": step.after.value,
            "cause": cause,
            "happened_at": now,
        }
        for step in steps
    ]
    await tx.execute(insert(RsvpHistoryRow), history)

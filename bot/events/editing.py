"""Changing a meeting that is announced: one transaction writes the facts and everything they lead to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select, update

from bot.clock import format_span, format_time
from bot.db import Tx
from bot.events import telling
from bot.events.cards import thread_place
from bot.events.changes import Changes, changes_between, check_modes_stay
from bot.events.form import EventForm, EventPlan, read_form
from bot.events.models import AnswerRow, EventRow, RsvpRow
from bot.events.replanning import plan_anew
from bot.events.rsvp import Rsvps
from bot.events.rules import (
    AlreadyOver,
    Choice,
    EventState,
    EventWasCancelled,
    Mode,
    Place,
    subject_of,
)
from bot.events.standing import LockedEvent, find_event, lock_event
from bot.i18n import _
from bot.members.communities import load_community
from bot.outbox.notice import NewDelivery
from bot.outbox.service import Outbox

A_MOMENT = timedelta(minutes=1)

OnChanged = Callable[[Tx, int, int], Awaitable[None]]
"""``(tx, community_id, event_id)``: runs in the transaction that changes a meeting or calls it off."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of an edit: what changed, and how many people are being told."""

    changes: Changes
    told: int


def form_of(event: LockedEvent, lang: str) -> EventForm:
    """The form of an announced meeting; its date stands there in full, whatever was typed long ago."""
    row = event.row
    tz = event.tz
    when = format_span(row.starts_at, row.ends_at, tz, lang)
    if row.doors_at is not None:
        doors = _("doors {time}", time=format_time(row.doors_at, tz, lang))
        when = f"{when} {doors.to(lang)}"
    return replace(EventForm.from_dict(row.form), when=when)


def read_change(event: LockedEvent, form: EventForm, now: datetime) -> EventPlan:
    """What a changed form means. The date of a meeting that has begun may stay as it is, but not move."""
    row = event.row
    plan = read_form(form, now=min(now, row.starts_at - A_MOMENT), tz=event.tz)
    if plan.starts_at != row.starts_at:
        return read_form(form, now=now, tz=event.tz)
    return plan


def check_editable(event: LockedEvent, now: datetime) -> None:
    """Until its end, and never once it is cancelled. Raises `EventWasCancelled` or `AlreadyOver`."""
    if event.row.state == EventState.CANCELLED.value:
        raise EventWasCancelled(title=event.row.title)
    if now >= event.row.ends_at:
        raise AlreadyOver(title=event.row.title)


class Editor:
    """The one way in which an announced meeting is changed; used inside a caller's transaction."""

    def __init__(self, rsvps: Rsvps, outbox: Outbox) -> None:
        self._rsvps = rsvps
        self._outbox = outbox
        self.on_changed: OnChanged | None = None

    async def look(
        self, tx: Tx, event: LockedEvent, form: EventForm, now: datetime
    ) -> tuple[EventPlan, Changed]:
        """What the edit would change and how many it would tell. Raises what `apply` raises."""
        check_editable(event, now)
        plan = read_change(event, form, now)
        check_modes_stay(event.row, plan, await _people(tx, event.row.id))
        changes = changes_between(event.row, plan)
        return plan, Changed(changes, len(await _concerned(tx, event.row.id, changes)))

    async def apply(
        self, tx: Tx, community_id: int, event_id: int, form: EventForm, now: datetime
    ) -> Changed:
        """Write the facts, plan anew what hangs on them, tell whom they concern, and let the line move.

        Raises `EventWasCancelled`, `AlreadyOver`, `ModeInUse` or what the form says. An edit that changes
        nothing writes nothing.
        """
        event = await lock_event(tx, community_id, event_id)
        plan, changed = await self.look(tx, event, form, now)
        changes = changed.changes
        if not changes:
            return changed
        await tx.execute(
            update(EventRow)
            .where(EventRow.id == event_id)
            .values(
                form=form.to_dict(),
                calendar_sequence=EventRow.calendar_sequence + int(changes.grows_calendar),
                **{**plan.columns(), "ring": event.row.ring},
            )
        )
        people = await _concerned(tx, event_id, changes)
        event = await find_event(tx, community_id, event_id)
        if changes.touches("starts_at", "ends_at", "venue", "online"):
            await plan_anew(self._outbox, tx, event, now)
        await self._tell(tx, event, changes, people, now)
        ticket = await self._rsvps.settle(tx, event, event.row.last_ticket, now)
        if self.on_changed is not None:
            await self.on_changed(tx, community_id, event_id)
        await self._rsvps.bring_up_to_date(tx, event, ticket)
        return changed

    async def change_boxes(
        self, tx: Tx, community_id: int, event_id: int, boxes: Mapping[str, Any], now: datetime
    ) -> int:
        """Other words in some boxes of an announced meeting's form; how many people are being told."""
        event = await lock_event(tx, community_id, event_id)
        community = await load_community(tx, community_id)
        form = replace(form_of(event, community.language), **boxes)
        return (await self.apply(tx, community_id, event_id, form, now)).told

    async def _tell(
        self,
        tx: Tx,
        event: LockedEvent,
        changes: Changes,
        people: Mapping[int, Mode | None],
        now: datetime,
    ) -> None:
        """One notice each; whoever has not read of an earlier change yet reads of both in one."""
        subject, row = subject_of(event.row.id), event.row
        waiting = {
            (each.kind, each.member_id): each
            for each in await self._outbox.planned(tx, subject, (telling.CHANGED, telling.CHANGED_POST))
        }
        told: list[tuple[str, int | None, dict[str, Any]]] = [
            (telling.CHANGED, member_id, self._args(row.id, changes, mode))
            for member_id, mode in people.items()
        ]
        if changes.is_public_news:
            told.append((telling.CHANGED_POST, None, self._args(row.id, changes, None)))
        new = []
        for kind, member_id, args in told:
            earlier = waiting.get((kind, member_id))
            if earlier is not None:
                merged = {**args, **earlier.args, "old": {**args["old"], **earlier.args["old"]}}
                merged |= {key: True for key in ("link", "room") if args.get(key)}
                if await self._outbox.rewrite(tx, earlier.id, merged):
                    continue
            new.append(
                NewDelivery(
                    community_id=row.community_id,
                    kind=kind,
                    subject=subject,
                    to_member=member_id,
                    to_place=thread_place(row) if member_id is None else None,
                    args=args,
                    due_at=now,
                    expires_at=row.ends_at,
                    dedupe_key=f"{kind}:{row.id}:{row.revision}:{member_id or 'thread'}",
                )
            )
        await self._outbox.enqueue_many(tx, new, now=now)

    @staticmethod
    def _args(event_id: int, changes: Changes, confirmed: Mode | None) -> dict[str, Any]:
        args: dict[str, Any] = {"event_id": event_id, "old": changes.old_facts}
        if confirmed is Mode.ONLINE and changes.touches("online_link"):
            args["link"] = True
        if confirmed is Mode.VENUE and changes.touches("room"):
            args["room"] = True
        return args


async def _people(tx: Tx, event_id: int) -> dict[Mode, int]:
    """How many hold, wait or ask for a place, by mode."""
    query = (
        select(RsvpRow.mode, func.count())
        .where(RsvpRow.event_id == event_id, RsvpRow.place != Place.CANCELLED.value)
        .group_by(RsvpRow.mode)
    )
    return {Mode(mode): count for mode, count in await tx.execute(query)}


async def _concerned(tx: Tx, event_id: int, changes: Changes) -> dict[int, Mode | None]:
    """Whom the changes concern, with the mode of their seat if they have one."""
    seat = and_(
        RsvpRow.event_id == AnswerRow.event_id,
        RsvpRow.member_id == AnswerRow.member_id,
        RsvpRow.place == Place.CONFIRMED.value,
    )
    query = (
        select(AnswerRow.member_id, AnswerRow.choice, RsvpRow.mode)
        .outerjoin(RsvpRow, seat)
        .where(AnswerRow.event_id == event_id)
        .order_by(AnswerRow.id)
    )
    found = {
        row.member_id: (Choice(row.choice), Mode(row.mode) if row.mode else None)
        for row in await tx.execute(query)
    }
    return {
        member_id: confirmed
        for member_id, (choice, confirmed) in found.items()
        if changes.concerns(choice, confirmed)
    }

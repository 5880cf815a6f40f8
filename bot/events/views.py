"""What people may see of an event: everybody, and one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import func, select

from bot.db import AnyRow, Tx
from bot.events.models import AnonymousSeatsRow, AnswerRow, RsvpRow
from bot.events.rules import (
    Choice,
    Event,
    EventState,
    Mode,
    ModeSeats,
    MyPlace,
    NamesShown,
    Personal,
    Place,
    Welcome,
)
from bot.events.standing import LockedEvent, Standing, find_event, standing


def event_view(event: LockedEvent, seats: Mapping[Mode, ModeSeats]) -> Event:
    """What everybody may see of an event."""
    row = event.row
    return Event(
        id=row.id,
        community_id=row.community_id,
        state=EventState(row.state),
        title=row.title,
        description=row.description,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        doors_at=row.doors_at,
        timezone=row.timezone,
        venue=row.venue,
        online=row.online,
        co_hosts=row.co_hosts,
        fee=row.fee,
        welcome=tuple(Welcome(value) for value in row.welcome),
        names_shown=NamesShown(row.names_shown),
        is_rehearsal=row.is_rehearsal,
        cancel_reason=row.cancel_reason,
        revision=event.revision,
        calendar_uid=row.calendar_uid,
        calendar_sequence=row.calendar_sequence,
        seats=seats,
        is_sensitive=row.is_sensitive,
        terms=event.terms,
        is_regular=row.is_regular,
        series_id=row.series_id,
        session_number=row.session_number,
        flyer_id=row.flyer_id,
        course_id=row.course_id,
    )


async def load_view(tx: Tx, community_id: int, event_id: int) -> Event:
    """The public view of one event."""
    event = await find_event(tx, community_id, event_id)
    return event_view(event, await seats_of(tx, event))


async def seats_of(tx: Tx, event: LockedEvent) -> Mapping[Mode, ModeSeats]:
    """Seats per mode, those of forgotten people included; only a meeting that is closed can have such."""
    seats = (await standing(tx, event, None)).seats
    found = await tx.execute(
        select(AnonymousSeatsRow.mode, AnonymousSeatsRow.seats).where(
            AnonymousSeatsRow.event_id == event.row.id
        )
    )
    anonymous = {row.mode: row.seats for row in found}
    return {
        mode: replace(of_mode, taken=of_mode.taken + anonymous.get(mode.value, 0))
        for mode, of_mode in seats.items()
    }


async def line_number(tx: Tx, event_id: int, mode: Mode, ticket: int) -> int:
    """The position, counted from 1, of whoever holds ``ticket`` in the line of a mode."""
    ahead = await tx.scalar(
        select(func.count()).where(
            RsvpRow.event_id == event_id,
            RsvpRow.mode == mode.value,
            RsvpRow.place == Place.WAITLISTED.value,
            RsvpRow.ticket < ticket,
        )
    )
    return (ahead or 0) + 1


async def personal_view(tx: Tx, event: LockedEvent, member: tuple[int, bool] | None) -> Personal:
    """What one person may see; ``member`` is their id and whether they take direct messages."""
    member_id, wants_dm = member or (None, True)
    answer = await _answer(tx, event.row.id, member_id) if member_id else None
    return await personal(
        tx,
        event,
        await standing(tx, event, member_id),
        choice=Choice(answer.choice) if answer else None,
        mention_me=bool(answer and answer.mention_me),
        wants_dm=wants_dm,
        companions=answer.companions if answer else 0,
    )


async def personal(
    tx: Tx,
    event: LockedEvent,
    stand: Standing,
    *,
    choice: Choice | None,
    mention_me: bool,
    wants_dm: bool,
    companions: int = 0,
) -> Personal:
    """The view of one person from what was read already; only places in a line are looked up."""
    places = [
        MyPlace(
            mode,
            place,
            await _number(tx, event, stand, mode) if place is Place.WAITLISTED else None,
            seats=1 + companions,
        )
        for mode, place in sorted(stand.mine.items())
        if place is not Place.CANCELLED
    ]
    confirmed = {mine.mode for mine in places if mine.place is Place.CONFIRMED}
    return Personal(
        event=event_view(event, stand.seats),
        choice=choice,
        places=tuple(places),
        mention_me=mention_me,
        wants_dm=wants_dm,
        companions=companions,
        link=event.row.online_link if Mode.ONLINE in confirmed else None,
        room=event.row.room if confirmed else None,
        contact=event.row.contact if confirmed else None,
    )


async def _number(tx: Tx, event: LockedEvent, stand: Standing, mode: Mode) -> int:
    if stand.tickets[mode] == stand.newest_ticket:
        return stand.seats[mode].waiting  # nobody can stand behind me yet
    return await line_number(tx, event.row.id, mode, stand.tickets[mode])


async def _answer(tx: Tx, event_id: int, member_id: int) -> AnyRow | None:
    query = select(AnswerRow.choice, AnswerRow.mention_me, AnswerRow.companions).where(
        AnswerRow.event_id == event_id, AnswerRow.member_id == member_id
    )
    return (await tx.execute(query)).one_or_none()

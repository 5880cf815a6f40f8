"""Checking in: when, with which digits, for whom; and every race at the door ends with one person once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.attendance.counts import counts_of
from bot.attendance.models import AttendanceRow, CheckInTryRow
from bot.attendance.noting import new_digits
from bot.attendance.rules import (
    CheckedIn,
    CheckInNotStarted,
    CheckInNotYet,
    CheckInOver,
    How,
    NoSeatForWalkIn,
    NoTriesLeft,
    StillWaiting,
    WrongDigits,
)
from bot.attendance.service import Visitor
from bot.events.on_behalf import Account, Guest
from bot.events.party import OwnNotes
from bot.events.places import Cause
from bot.events.roster import Step
from bot.events.rules import Choice, Event, Mode, NamesHidden, NamesShown, NoSuchEvent, Place
from bot.members.rules import Sector
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import Meetings

VENUE, ONLINE = Choice.VENUE, Choice.ONLINE
OFFICE = Account(1, "事務局")


def visitor(person: int, *, is_staff: bool = False) -> Visitor:
    return Visitor(person, f"参加者{person}", is_staff=is_staff)


async def opened(meetings: Meetings, event: Event) -> str:
    """A minute before the start; the digits that are shown in the room."""
    meetings.hands.set(event.starts_at - timedelta(minutes=1))
    panel = await meetings.hub.check_in_desk.start(meetings.community_id, event.id)
    assert panel.code is not None
    return panel.code


async def enter(meetings: Meetings, event: Event, person: int, code: str) -> CheckedIn:
    return await meetings.hub.check_ins.check_in(meetings.community_id, visitor(person), event.id, code)


async def there(meetings: Meetings, event: Event) -> list[tuple[int, str]]:
    query = select(AttendanceRow.member_id, AttendanceRow.how).where(AttendanceRow.event_id == event.id)
    async with meetings.hub.db.reading() as tx:
        return [(row.member_id, row.how) for row in await tx.execute(query.order_by(AttendanceRow.id))]


def not_it(code: str) -> str:
    return f"{(int(code) + 1) % 10000:04d}"


async def test_the_door_opens_thirty_minutes_before_and_closes_at_the_end(meetings: Meetings):
    event = await meetings.announce(venue=3)
    await meetings.answer(event, 11, VENUE)
    desk, moment = meetings.hub.check_in_desk, timedelta(seconds=1)
    for when, refusal in (
        (event.starts_at - timedelta(minutes=30) - moment, CheckInNotYet),
        (event.ends_at, CheckInOver),
    ):
        meetings.hands.set(when)
        with pytest.raises(refusal):
            await desk.start(meetings.community_id, event.id)
        with pytest.raises(refusal):
            await enter(meetings, event, 11, "0000")
        with pytest.raises(refusal):
            await meetings.hub.check_ins.ask(meetings.community_id, event.id)
    meetings.hands.set(event.starts_at - timedelta(minutes=30))
    with pytest.raises(CheckInNotStarted):
        await enter(meetings, event, 11, "0000")
    code = (await desk.start(meetings.community_id, event.id)).code
    assert code is not None
    assert len(code) == 4
    assert (await desk.start(meetings.community_id, event.id)).code == code, "started once"
    meetings.hands.set(event.ends_at - moment)
    assert (await enter(meetings, event, 11, code)).mode is Mode.VENUE
    assert (await enter(meetings, event, 11, code)).again
    assert len(await there(meetings, event)) == 1


async def test_five_tries_and_full_width_digits(meetings: Meetings):
    event = await meetings.announce(venue=3)
    for person in (11, 12):
        await meetings.answer(event, person, VENUE)
    code = await opened(meetings, event)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongDigits) as no:
            await enter(meetings, event, 11, not_it(code))
        assert no.value.args_for_text["left"] == left
    for digits in (not_it(code), code):
        with pytest.raises(NoTriesLeft):
            await enter(meetings, event, 11, digits)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert (await enter(meetings, event, 12, f" {wide} ")).mode is Mode.VENUE
    assert await there(meetings, event) == [(await meetings.member_id(12), How.CODE.value)]
    anew = await meetings.hub.check_in_desk.start(meetings.community_id, event.id, anew=True)
    assert anew.code is not None
    with pytest.raises(NoTriesLeft):
        await enter(meetings, event, 11, anew.code)
    office = meetings.hub.check_in_desk
    member_id = await meetings.member_id(11)
    assert await office.mark(meetings.community_id, OFFICE, event.id, came=[member_id]) == 1


def test_digits_are_always_four() -> None:
    made = {new_digits() for _ in range(2000)}
    assert all(len(code) == 4 and code.isdecimal() for code in made)
    assert any(code.startswith("0") for code in made)


async def test_a_rehearsal_and_another_community_are_unknown(meetings: Meetings):
    event = await meetings.announce(venue=3)
    code = await opened(meetings, event)
    with pytest.raises(NoSuchEvent):
        await meetings.hub.check_ins.check_in(meetings.community_id + 9, visitor(11), event.id, code)
    with pytest.raises(NoSuchEvent):
        await meetings.hub.check_in_desk.panel(meetings.community_id + 9, event.id)


async def test_who_waits_is_let_in_by_staff_alone_above_the_seats_and_it_is_written_down(meetings: Meetings):
    event = await meetings.announce(venue=1)
    for person in (11, 12):
        await meetings.answer(event, person, VENUE)
    code = await opened(meetings, event)
    with pytest.raises(StillWaiting):
        await enter(meetings, event, 12, code)
    desk, waiting = meetings.hub.check_in_desk, await meetings.member_id(12)
    assert await desk.mark(meetings.community_id, OFFICE, event.id, came=[waiting]) == 0
    where = meetings.community_id, OFFICE, event.id, waiting, Mode.VENUE
    assert (await desk.admit(*where)).is_full
    assert await there(meetings, event) == []
    assert not (await desk.admit(*where, over_capacity=True)).is_full
    assert await meetings.seated(event) == [11, 12]
    _view, steps = await meetings.hub.rosters.history(meetings.community_id, event.id)
    newest: Step = steps[0]
    assert (newest.cause, newest.after, newest.actor) == (Cause.CAME, Place.CONFIRMED, "事務局")
    assert await there(meetings, event) == [(waiting, How.WALK_IN.value)]


async def test_walk_ins_come_where_a_seat_is_free(meetings: Meetings):
    event = await meetings.announce(venue=1, online=1)
    code = await opened(meetings, event)
    hub, where = meetings.hub, (meetings.community_id,)
    offered = await enter(meetings, event, 11, code)
    assert (offered.mode, offered.ways) == (None, (Mode.VENUE, Mode.ONLINE))
    assert await there(meetings, event) == [], "offered only"
    with pytest.raises(WrongDigits):
        await hub.check_ins.walk_in(*where, visitor(11), event.id, Mode.VENUE, not_it(code))
    came = await hub.check_ins.walk_in(*where, visitor(11), event.id, Mode.VENUE, code)
    assert came.mode is Mode.VENUE
    assert (await enter(meetings, event, 12, code)).ways == (Mode.ONLINE,)
    with pytest.raises(NoSeatForWalkIn):
        await hub.check_ins.walk_in(*where, visitor(12), event.id, Mode.VENUE, code)
    await hub.check_ins.walk_in(*where, visitor(12), event.id, Mode.ONLINE, code)
    with pytest.raises(NoSeatForWalkIn):
        await enter(meetings, event, 13, code)
    guest = Guest("浜田", Sector.NONPROFIT, from_elsewhere=True)
    members = await meetings.count(AttendanceRow)
    assert (await hub.check_in_desk.welcome(*where, OFFICE, event.id, guest, Mode.VENUE)).is_full
    assert await meetings.count(AttendanceRow) == members
    await hub.check_in_desk.welcome(*where, OFFICE, event.id, guest, Mode.VENUE, over_capacity=True)
    async with hub.db.reading() as tx:
        count = (await counts_of(tx, [event.id]))[event.id]
    assert (count.total, count.from_elsewhere) == (3, 1)
    assert count.by_mode == {Mode.VENUE: 2, Mode.ONLINE: 1}
    assert count.by_sector == {"unknown": 2, "nonprofit": 1}


async def test_where_the_office_decides_nobody_walks_in_by_themselves(meetings: Meetings):
    event = await meetings.announce(venue=5, needs_approval=True)
    code = await opened(meetings, event)
    with pytest.raises(NoSeatForWalkIn):
        await enter(meetings, event, 11, code)


async def test_staff_mark_and_unmark_with_companions(meetings: Meetings):
    event = await meetings.announce(venue=5, max_companions=2)
    await meetings.answer(event, 11, VENUE)
    await meetings.hub.parties.note(meetings.community_id, 11, event.id, OwnNotes(companions=2))
    await opened(meetings, event)
    desk, member_id = meetings.hub.check_in_desk, await meetings.member_id(11)
    await desk.mark(meetings.community_id, OFFICE, event.id, came=[member_id, 999_999])
    assert (await desk.panel(meetings.community_id, event.id)).count.total == 3
    assert await desk.mark(meetings.community_id, OFFICE, event.id, came=[], absent=[member_id]) == 1
    assert (await desk.panel(meetings.community_id, event.id)).count.total == 0


async def test_where_nobody_sees_names_there_is_no_list_but_heads_are_counted(meetings: Meetings):
    event = await meetings.announce(venue=5, names_shown=NamesShown.NOBODY.value)
    await meetings.answer(event, 11, VENUE)
    await opened(meetings, event)
    desk, where = meetings.hub.check_in_desk, (meetings.community_id,)
    for act in (
        desk.roll(*where, event.id),
        desk.mark(*where, OFFICE, event.id, came=[1]),
        desk.welcome(*where, OFFICE, event.id, Guest("浜田"), Mode.VENUE),
    ):
        with pytest.raises(NamesHidden):
            await act
    await desk.count_heads(*where, event.id, Mode.VENUE, {"citizen": 5, "student": 2}, 3)
    panel = await desk.count_heads(*where, event.id, Mode.VENUE, {"citizen": 4, "student": 2}, 5)
    assert (panel.count.total, panel.count.from_elsewhere) == (6, 5), "counted anew, not added"


@ON_BOTH_ALWAYS
async def test_two_ways_to_be_noted_at_once_leave_one_line(meetings: Meetings):
    event = await meetings.announce(venue=5)
    people = (11, 12, 13)
    for person in people:
        await meetings.answer(event, person, VENUE)
    code = await opened(meetings, event)
    desk = meetings.hub.check_in_desk
    ids = [await meetings.member_id(person) for person in people]
    await asyncio.gather(
        *(enter(meetings, event, person, code) for person in people * 2),
        desk.mark(meetings.community_id, OFFICE, event.id, came=ids),
        desk.mark(meetings.community_id, OFFICE, event.id, came=ids),
    )
    assert sorted(member for member, _how in await there(meetings, event)) == sorted(ids)


@ON_BOTH_ALWAYS
async def test_the_last_seat_goes_to_one_of_those_who_walk_in_at_once(meetings: Meetings):
    event = await meetings.announce(venue=1, hall_only=True)
    code = await opened(meetings, event)
    outcomes = await asyncio.gather(
        *(
            meetings.hub.check_ins.walk_in(meetings.community_id, visitor(person), event.id, Mode.VENUE, code)
            for person in range(11, 16)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(each, CheckedIn) for each in outcomes) == 1
    assert sum(isinstance(each, NoSeatForWalkIn) for each in outcomes) == 4
    assert len(await meetings.seated(event)) == 1


@ON_BOTH_ALWAYS
async def test_wrong_tries_at_once_are_all_counted(meetings: Meetings):
    event = await meetings.announce(venue=5)
    await meetings.answer(event, 11, VENUE)
    code = await opened(meetings, event)
    await asyncio.gather(
        *(enter(meetings, event, 11, not_it(code)) for _ in range(8)), return_exceptions=True
    )
    async with meetings.hub.db.reading() as tx:
        assert await tx.scalar(select(CheckInTryRow.tries)) == 5
    with pytest.raises(NoTriesLeft):
        await enter(meetings, event, 11, code)

"""Courses: one application for all evenings, decided once at the end of the priority period, one notice each."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update

from bot.errors import UserError
from bot.events.models import EventRow, RsvpHistoryRow
from bot.events.rules import Choice, Event, Mode, Place
from bot.events.terms import RoleMissing
from bot.outbox.models import PostingRow
from bot.series.course_rules import (
    CourseHasNoEnd,
    CourseIsAnnounced,
    CourseIsOver,
    NothingToDecide,
    PriorityTooLate,
    TooManySessions,
)
from bot.series.previewing import Preview
from bot.series.rules import NoSuchSeries
from tests.bot.series.room import TEMPLATE, Room, room_on
from tests.kit.both import ON_BOTH_ALWAYS

WEEKLY = "毎週木曜 19:00-20:30"


async def write(
    room: Room, rule: str = WEEKLY, *, sessions: str = "3", priority: str = "11/30 18:00"
) -> Preview:
    shown = await room.hub.series.write(
        room.community_id, 1, "事務局", title="庭の講座", rule=rule, form=TEMPLATE
    )
    made = room.hub.course_room.make
    return await made(room.community_id, shown.series.id, sessions=sessions, priority=priority)


async def announce(
    room: Room, *, seats: str = "2席", second: str = "", sessions: int = 3, priority: str = "11/30 18:00"
) -> list[Event]:
    """A course of weekly evenings from 3 December, announced; the second may have other places."""
    hub, here = room.hub, room.community_id
    shown = await write(room, sessions=str(sessions), priority="")
    series_id = shown.series.id
    await hub.series.rewrite(
        here, series_id, title="庭の講座", rule=WEEKLY, boxes={"venue": f"みなと市民センター / {seats}"}
    )
    await hub.course_room.make(here, series_id, sessions=str(sessions), priority=priority)
    panel = await hub.series.start(here, series_id)
    if second:
        await hub.sessions.set_places(here, panel.sessions[1].id, venue=second, online="")
    assert await hub.course_room.announce(here, series_id) == sessions
    return list((await hub.courses.show(here, series_id)).sessions)


async def whole(room: Room, person: int, mode: Mode = Mode.VENUE) -> list[list[tuple[str, str]]]:
    mine = await room.hub.courses.apply(room.community_id, person, f"参加者{person}", 1, mode)
    return [[(p.mode.value, p.place.value) for p in line.mine.places] for line in mine.lines]


async def seated(room: Room, events: list[Event]) -> list[list[int]]:
    return [await room.seated(event) for event in events]


async def waiting(room: Room, events: list[Event]) -> list[list[int]]:
    return [await room.waiting(event) for event in events]


async def decided(room: Room) -> list[int]:
    return sorted(person for person, _args in await room.planned("course.decided") if person is not None)


async def test_whole_applicants_go_first_by_time_then_single_ones(room: Room) -> None:
    events = await announce(room, second="みなと市民センター / 1席")
    first, second, _third = events
    for event in events[:2]:
        await room.answer(event, 1, Choice.VENUE)  # singles before everybody
    asked = [("venue", "requested")]
    assert await whole(room, 2) == [asked, asked, asked]
    await room.answer(second, 3, Choice.VENUE)
    await whole(room, 4)
    assert await seated(room, events) == [[], [], []]
    # who applied singly and then for all takes their turn among the whole ones
    await room.answer(first, 5, Choice.VENUE)
    await whole(room, 5)
    room.go_to("2026-12-01")
    assert await room.hub.course_decisions.run() == 1
    assert await seated(room, events) == [[2, 4], [2], [2, 4]]
    assert await waiting(room, events) == [[5, 1], [4, 5, 1, 3], [5]]
    assert await decided(room) == [1, 2, 3, 4, 5]
    async with room.hub.db.reading() as tx:
        causes = (await tx.scalars(select(RsvpHistoryRow.cause).order_by(RsvpHistoryRow.id))).all()
    assert causes[-1] == "course"
    assert causes.count("course") == 12 + 1
    # twice is once, and afterwards first come
    assert await room.hub.course_decisions.run() == 0
    await room.answer(events[2], 4, Choice.DECLINED)
    assert await seated(room, events) == [[2, 4], [2], [2, 5]]  # leaving one keeps the others
    assert await whole(room, 6) == [[("venue", "waitlisted")]] * 3
    assert await whole(room, 7, Mode.ONLINE) == [
        [("online", "confirmed")], [], [("online", "confirmed")]
    ]  # fmt: skip
    assert await room.hub.course_decisions.run() == 0


async def test_the_notice_has_a_line_per_session_and_reminders_stand(room: Room) -> None:
    events = await announce(room, seats="1席", second="みなと市民センター / 9席")
    await whole(room, 1)
    await whole(room, 2)
    await room.hub.rsvps.rsvp(room.community_id, 2, "二", events[2].id, Choice.DECLINED)
    room.go_to("2026-12-01")
    await room.hub.course_decisions.run()
    async with room.hub.db.reading() as tx:
        kind = room.hub.outbox.kinds.get("course.decided")
        assert kind is not None
        notice = await kind.compose(tx, await delivery(room, 2), room.hands())
        assert notice is not None
        said = "\n".join(text.to("en") for text in notice.paragraphs)
    assert "number 1 on the waiting list (Venue)" in said
    assert said.count("you have a seat (Venue)") == 1
    assert said.count("・") == 2
    reminded = {person for person, _args in await room.planned("event.reminder")}
    assert reminded == {1, 2}


async def delivery(room: Room, person: int):
    from bot.outbox.models import DeliveryRow
    from bot.outbox.notice import Delivery

    member_id = await room.member_id(person)
    async with room.hub.db.reading() as tx:
        row = (
            await tx.execute(
                select(DeliveryRow.__table__).where(
                    DeliveryRow.kind == "course.decided", DeliveryRow.member_id == member_id
                )
            )
        ).one()
    return Delivery(
        row.id,
        row.community_id,
        row.kind,
        row.subject,
        row.args,
        member_id,
        None,
        None,
        row.due_at,
        None,
        0,
        None,
    )


async def test_leaving_and_coming_back_alone_has_no_priority(room: Room) -> None:
    events = await announce(room, seats="1席")
    await whole(room, 1)
    await room.answer(events[0], 1, Choice.DECLINED)
    await room.answer(events[0], 1, Choice.VENUE)
    await whole(room, 2)
    room.go_to("2026-12-01")
    await room.hub.tick()
    assert await seated(room, events) == [[2], [1], [1]]


async def test_a_late_decision_lets_nobody_overtake(room: Room) -> None:
    """After a downtime over the end: whoever presses before the decision stands behind those collected."""
    events = await announce(room, seats="1席")
    await room.answer(events[0], 1, Choice.VENUE)
    room.go_to("2026-12-01")
    await whole(room, 2)
    await room.answer(events[0], 3, Choice.VENUE)
    assert await seated(room, events) == [[], [], []]
    await room.hub.tick()
    assert await seated(room, events) == [[1], [2], [2]]
    assert await room.waiting(events[0]) == [2, 3]


async def test_what_the_office_decides_and_who_may_not_is_left_alone(room: Room) -> None:
    events = await announce(room)
    async with room.hub.db.transaction() as tx:
        await tx.execute(update(EventRow).where(EventRow.id == events[0].id).values(needs_approval=True))
        await tx.execute(update(EventRow).where(EventRow.id == events[1].id).values(role_ids=[42]))
    mine = await room.hub.courses.apply(room.community_id, 1, "一", 1, Mode.VENUE)
    assert [type(line.problem) for line in mine.lines] == [type(None), RoleMissing, type(None)]
    room.go_to("2026-12-01")
    await room.hub.course_decisions.run()
    assert await room.at(events[0], Mode.VENUE, Place.REQUESTED) == [1]
    assert await seated(room, events) == [[], [], [1]]


async def test_a_seat_that_is_held_stays_and_leaving_all_leaves_all(room: Room) -> None:
    events = await announce(room, priority="")
    await room.answer(events[1], 1, Choice.ONLINE)
    assert await whole(room, 1) == [
        [("venue", "confirmed")],
        [("online", "confirmed")],
        [("venue", "confirmed")],
    ]
    await whole(room, 1)
    left = await room.hub.courses.leave(room.community_id, 1, "一", 1)
    assert [line.mine.places for line in left.lines] == [(), (), ()]
    assert [line.mine.choice for line in left.lines] == [Choice.DECLINED] * 3
    room.go_to("2027-02-01")
    with pytest.raises(CourseIsOver):
        await whole(room, 1)


async def test_the_office_ends_it_early_once(room: Room) -> None:
    events = await announce(room)
    await whole(room, 1)
    with pytest.raises(CourseIsAnnounced):
        await room.hub.course_room.make(room.community_id, 1, sessions="3", priority="")
    await room.hub.course_decisions.decide_now(room.community_id, 1)
    assert await seated(room, events) == [[1], [1], [1]]
    with pytest.raises(NothingToDecide):
        await room.hub.course_decisions.decide_now(room.community_id, 1)
    with pytest.raises(NoSuchSeries):
        await room.hub.course_decisions.decide_now(room.community_id + 9, 1)


async def test_what_is_no_course_says_why(room: Room) -> None:
    def problem(shown: Preview) -> type[UserError] | None:
        return type(shown.problem) if shown.problem else None

    assert problem(await write(room, sessions="")) is CourseHasNoEnd
    dates = "\n".join(f"2027/{month}/7 19:00-20:00" for month in range(1, 13))
    assert problem(await write(room, dates, sessions="")) is None
    assert problem(await write(room, f"{dates}\n2027/12/9", sessions="")) is TooManySessions
    with pytest.raises(PriorityTooLate):
        await write(room, priority="12/24")
    ordinary = await room.hub.course_room.unmake(room.community_id, 1)
    assert (ordinary.series.is_course, ordinary.problem) == (False, None)


async def test_one_card_stands_for_all_and_follows_each_session(room: Room) -> None:
    events = await announce(room, sessions=12)
    assert [len(await room.planned(kind)) for kind in ("course.card", "course.thread_opened", "event.card")] == [
        1, 1, 0
    ]  # fmt: skip
    async with room.hub.db.reading() as tx:
        wanted = select(PostingRow.wanted_revision).where(PostingRow.subject == "course:1")
        assert await tx.scalar(wanted) is None
    await room.answer(events[3], 1, Choice.VENUE)
    await room.answer(events[5], 2, Choice.VENUE)
    async with room.hub.db.reading() as tx:
        assert await tx.scalar(wanted) == 2
        assert (await tx.scalars(select(PostingRow.subject))).all() == ["course:1"]
    assert await room.lines("event_without_announcement", "course_without_card", "course_unannounced") == []
    await room.hub.plan()  # nothing of it is drafted
    assert await room.drafts() == []
    assert len(await room.sessions()) == 12


@ON_BOTH_ALWAYS
async def test_two_processes_decide_once(database_url: str) -> None:
    one, other = room_on(database_url), room_on(database_url)
    try:
        await one.set_up()
        events = await announce(one, seats="1席")
        for person in (1, 2, 3):
            await whole(one, person)
        for room in (one, other):
            room.go_to("2026-12-01")
        found = await asyncio.gather(one.hub.course_decisions.run(), other.hub.course_decisions.run())
        assert sum(found) == 1
        assert await seated(one, events) == [[1], [1], [1]]
        assert await waiting(one, events) == [[2, 3]] * 3
        assert await decided(one) == [1, 2, 3]
    finally:
        await one.hub.close()
        await other.hub.close()

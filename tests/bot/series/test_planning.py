"""The bot lays sessions out, numbers them, drafts them on the right day, and says once that nobody acted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.events.form import EventForm, LinkUnreadable, PlaceMissing, read_form
from bot.hub import build_hub
from bot.series.reading import RuleMissing
from bot.series.rules import NoSuchSeries, NothingLeft
from bot.settings import Settings
from tests.bot.outbox.stage import RecordingCourier
from tests.bot.series.room import RULE, TEMPLATE, Room, room_on
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import COMMUNITY


async def test_half_a_year_is_laid_out_with_numbers(room: Room) -> None:
    panel = await room.start()
    assert await room.days() == [
        ("2026-12-17", "drafted", 12),
        ("2027-01-21", "planned", 13),
        ("2027-02-18", "planned", 14),
        ("2027-03-18", "planned", 15),
        ("2027-04-15", "planned", 16),
        ("2027-05-20", "planned", 17),
    ]
    first = panel.sessions[0]
    assert first.title.to("ja") == "第12回 情報交換会"
    assert first.doors_at == first.starts_at - timedelta(minutes=30)


async def test_planning_again_changes_nothing(room: Room) -> None:
    await room.start()
    before, drafts = await room.sessions(), await room.drafts()
    for _hour in range(3):
        await room.hub.plan()
    assert (await room.sessions(), await room.drafts()) == (before, drafts)
    assert len(await room.deliveries("series.silent")) == 1
    room.go_to("2026-12-20")
    await room.hub.plan()
    days = await room.days()
    assert days[0] == ("2026-12-17", "skipped", None), "what nobody announced uses no number"
    assert days[1][2] == 12


@ON_BOTH_ALWAYS
async def test_two_planners_at_once_make_one_draft(database_url: str) -> None:
    room, other = room_on(database_url), room_on(database_url)
    try:
        await room.set_up()
        await room.start()
        for each in (room, other):
            each.go_to("2026-12-31")
        await asyncio.gather(*(each.hub.plan() for each in (room, other) for _again in range(3)))
        series_drafts = [draft for draft in await room.drafts() if draft.series_id is not None]
        assert len(series_drafts) == 1
        days = [day for day, _state, _number in await room.days()]
        assert len(days) == len(set(days)) == 7
        assert len(await room.deliveries("series.silent")) == 2  # one per session that was drafted
    finally:
        await room.hub.close()
        await other.hub.close()


async def test_a_session_is_drafted_on_its_local_day(room: Room) -> None:
    await room.start(days="14")
    room.hands.set(datetime(2026, 12, 2, 14, 59, tzinfo=UTC))  # 23:59 on 2 December in Tokyo
    await room.hub.plan()
    assert await room.drafts() == []
    room.hands.move(timedelta(minutes=1))
    await room.hub.plan()
    (draft,) = await room.drafts()
    assert (draft.author_id, draft.series_id) == (None, 1)
    form = EventForm.from_dict(draft.form)
    assert form == replace(
        TEMPLATE, title="第12回 情報交換会", when="2026年12月17日（木）19:00〜20:30 開場18:30"
    )
    plan = read_form(form, now=room.hands(), tz=(await room.sessions())[0].tz)
    (session, *_others) = await room.sessions()
    assert (plan.starts_at, plan.ends_at, plan.doors_at) == (
        session.starts_at,
        session.ends_at,
        session.doors_at,
    )
    assert (plan.venue_capacity, plan.online_link) == (20, TEMPLATE.online)


async def test_drafts_in_english_are_read_again_too(room: Room) -> None:
    await room.hub.communities.change(COMMUNITY, language="en", timezone="Europe/Berlin")
    await room.start("every month, last Sunday, 19:00-20:30 doors 18:30", days="90")
    for draft, session in zip(await room.drafts(), await room.sessions(), strict=False):
        plan = read_form(EventForm.from_dict(draft.form), now=room.hands(), tz=session.tz)
        assert (plan.starts_at, plan.ends_at, plan.doors_at) == (
            session.starts_at,
            session.ends_at,
            session.doors_at,
        )
        assert session.starts_at.astimezone(session.tz).hour == 19
    assert "#12" in (await room.drafts())[0].form["title"]


async def test_the_communitys_own_days_hold_unless_the_series_has_its_own(room: Room) -> None:
    await room.hub.communities.change(COMMUNITY, draft_days=5)
    await room.start()
    assert await room.drafts() == []
    room.go_to("2026-12-12")
    await room.hub.plan()
    assert len(await room.drafts()) == 1


async def test_an_hour_that_does_not_exist_is_left_out(room: Room) -> None:
    await room.hub.communities.change(COMMUNITY, timezone="Europe/Berlin")
    room.go_to("2027-03-10")
    shown = await room.hub.series.write(
        COMMUNITY, 1, "事務局", title="夜の会", rule="毎月最終日曜 2:30-4:00", form=TEMPLATE
    )
    assert [day.isoformat() for day in shown.in_gap] == ["2027-03-28"]
    await room.hub.series.start(COMMUNITY, shown.series.id)
    assert [day for day, _state, _number in await room.days()][:2] == ["2027-04-25", "2027-05-30"]


async def test_a_preview_says_what_is_worth_a_second_look(room: Room) -> None:
    closed = (datetime(2026, 12, 31).date(),)  # noqa: DTZ001
    await room.hub.communities.change(COMMUNITY, closed_days=closed)
    shown = await room.hub.series.write(
        COMMUNITY, 1, "事務局", title="月末の会", rule="毎月31日 19:00-20:30", form=TEMPLATE
    )
    assert (shown.problem, shown.closed) == (None, closed)
    assert [f"{month:%m}" for month in shown.without][:3] == ["02", "04", "06"]
    for changes, refusal in (
        ({"rule": ""}, RuleMissing),
        ({"rule": "2026-10-01 10:00"}, NothingLeft),
        ({"boxes": {"venue": "", "online": ""}}, PlaceMissing),
        ({"boxes": {"online": "部屋"}}, LinkUnreadable),
    ):
        typed = {"title": "月末の会", "rule": RULE, "boxes": {"venue": "会館", "online": ""}, **changes}
        wrong = await room.hub.series.rewrite(COMMUNITY, shown.series.id, **typed)
        assert isinstance(wrong.problem, refusal)
        with pytest.raises(refusal):
            await room.hub.series.start(COMMUNITY, shown.series.id)
    assert await room.sessions() == []


async def test_starting_twice_is_once_and_another_communitys_series_is_unknown(room: Room) -> None:
    await room.start()
    await room.hub.series.start(COMMUNITY, 1)
    assert len(await room.sessions()) == 6
    for unknown in (room.hub.series.panel, room.hub.series.start, room.hub.series.end):
        with pytest.raises(NoSuchSeries):
            await unknown(COMMUNITY + 1, 1)


async def silence(room: Room) -> list[str]:
    courier = RecordingCourier()
    room.hub.use_couriers({"discord": courier})
    await room.hub.plan()
    await room.hub.tick()
    return [
        sent.notice.subject.to("ja")
        for sent in courier.sent
        if sent.notice.subject.to("ja").startswith("まだ案内")
    ]


async def test_if_nobody_acts_it_is_said_once_ten_days_before(room: Room, database_url: str) -> None:
    await room.start()
    room.go_to("2026-12-07", 9)
    assert await silence(room) == []
    room.go_to("2026-12-07", 10)
    other = build_hub(Settings(database_url=database_url), clock=room.hands)
    try:
        await asyncio.gather(room.hub.plan(), other.plan())
    finally:
        await other.close()
    assert await silence(room) == ["まだ案内していません：第12回 情報交換会"]
    await room.hub.sessions.skip(COMMUNITY, 1)
    await room.hub.sessions.restore(COMMUNITY, 1)
    for day in ("2026-12-08", "2026-12-15"):
        room.go_to(day)
        assert await silence(room) == []


async def test_whoever_announced_skipped_or_planned_it_hears_nothing(room: Room) -> None:
    await room.start("12/17 19:00\n12/18 19:00\n12/19 19:00\n12/20 19:00", days="90")
    announced, skipped, scheduled, moved = await room.sessions()
    assert announced.draft_id is not None
    assert scheduled.draft_id is not None
    await room.hub.events.announce(COMMUNITY, announced.draft_id)
    await room.hub.sessions.skip(COMMUNITY, skipped.id)
    await room.hub.scheduled.announce_later(COMMUNITY, scheduled.draft_id, "12/15 12:00")
    await room.hub.sessions.move(COMMUNITY, moved.id, "1/20 19:00")
    room.go_to("2026-12-14")
    assert await silence(room) == []
    room.go_to("2026-12-15")
    await room.hub.tick()
    room.go_to("2027-01-10", 10)
    assert await silence(room) == ["まだ案内していません：第14回 情報交換会"]


async def test_a_draft_of_today_is_not_called_silence_today(room: Room) -> None:
    await room.start("12/3 19:00")
    assert await silence(room) == []
    room.hands.move(timedelta(days=1, seconds=1))
    assert await silence(room) == ["まだ案内していません：第12回 情報交換会"]


async def test_year_boundaries_and_29_february(room: Room) -> None:
    room.go_to("2028-01-10")
    await room.start("2028-02-29 19:00\n2028-03-31 23:00-翌1:00\n2028-04-01 10:00", days="21")
    room.go_to("2028-02-08")
    await room.hub.plan()
    assert [draft.form["when"] for draft in await room.drafts()] == ["2028年2月29日（火）19:00〜20:30"]
    room.go_to("2028-03-11")
    await room.hub.plan()
    assert [state for _day, state, _number in await room.days()] == ["skipped", "drafted", "drafted"]
    late = (await room.sessions())[1]
    plan = read_form(EventForm.from_dict((await room.drafts())[-2].form), now=room.hands(), tz=late.tz)
    assert (plan.starts_at, plan.ends_at) == (late.starts_at, late.ends_at)
    assert late.ends_at - late.starts_at == timedelta(hours=2)


async def test_pausing_stops_drafts_and_ending_takes_them_back(room: Room) -> None:
    await room.start(announcing="7日前 12:00")
    assert (await room.drafts())[0].announce_at is not None
    await room.hub.series.pause(COMMUNITY, 1)
    assert (await room.drafts())[0].announce_at is None
    room.go_to("2027-01-05")
    await room.hub.plan()
    assert [state for _day, state, _number in await room.days()][:2] == ["skipped", "planned"]
    await room.hub.series.resume(COMMUNITY, 1)
    assert [state for _day, state, _number in await room.days()][:2] == ["skipped", "drafted"]
    panel = await room.hub.series.end(COMMUNITY, 1)
    assert {session.state.value for session in panel.sessions} == {"skipped"}
    assert [draft for draft in await room.drafts() if draft.series_id is not None] == []
    assert not [
        row
        for row in await room.deliveries("series.silent")
        if row.due_at > room.hands() and row.state == "planned"
    ]
    await room.hub.plan()
    assert {state for _day, state, _number in await room.days()} == {"skipped"}

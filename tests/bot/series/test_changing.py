"""Changing a series: all of it, or one session and all that follow; seen before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.db import Tx
from bot.events.form import PlaceMissing
from bot.events.rules import Choice
from bot.outbox.models import DeliveryRow
from bot.series.changing import SeriesChange, SeriesChanges
from bot.series.rule_lines import RuleUnreadable
from bot.series.rule_texts import written
from bot.series.rules import NoSuchSeries, SeriesHasEnded
from tests.bot.series.room import TEMPLATE, Room
from tests.kit.meetings import COMMUNITY

BOXES = {"venue": TEMPLATE.venue, "online": TEMPLATE.online, "description": TEMPLATE.description}


async def change(room: Room, rule: str | None = None, **boxes: str) -> SeriesChange:
    series = (await room.hub.series.panel(COMMUNITY, 1)).series
    assert series.recurrence is not None
    title = boxes.pop("title", series.title)
    return SeriesChange(title, rule or written(series.recurrence, "ja"), {**BOXES, **boxes})


async def test_the_form_as_it_opens_changes_nothing(room: Room) -> None:
    await room.start("毎月第3木曜 19:00-20:30\n休み 12/28-1/4\n移す 1/21 → 1/28\n追加 12/5 14:00-16:00")
    before, drafts = await room.sessions(), await room.drafts()
    outcome = await room.hub.series_changes.apply(COMMUNITY, 1, await change(room))
    assert (outcome.moved, outcome.dropped, outcome.laid, outcome.redrafted) == ([], [], [], 0)
    assert (await room.sessions(), await room.drafts()) == (before, drafts)


async def test_a_look_changes_nothing_and_says_what_would(room: Room) -> None:
    await room.start(days="40")
    before, drafts = await room.sessions(), await room.drafts()
    wanted = await change(
        room, "毎月第3木曜 18:30-20:00\n除く 2/18\n追加 2/20 10:00-11:00", venue="公民館 / 30席"
    )
    seen = await room.hub.series_changes.preview(COMMUNITY, 1, wanted)
    assert (await room.sessions(), await room.drafts()) == (before, drafts)
    done = await room.hub.series_changes.apply(COMMUNITY, 1, wanted)
    assert [each.day for each in seen.moved] == [each.day for each in done.moved]
    assert len(seen.moved) == 5
    assert [each.day.isoformat() for each in done.dropped] == ["2027-02-18"]
    assert [each.day.isoformat() for each in done.laid] == ["2027-02-20"]
    assert done.redrafted == 1
    (draft,) = await room.drafts()
    assert (draft.form["when"], draft.form["venue"]) == ("2026年12月17日（木）18:30〜20:00", "公民館 / 30席")
    assert [number for _day, _state, number in await room.days()] == [12, 13, None, 14, 15, 16]


async def test_this_and_following_leaves_what_comes_before(room: Room) -> None:
    await room.start(days="40")
    third = (await room.sessions())[2]
    wanted = await change(room, "毎月第1土曜 10:00-12:00", venue="図書館 / 12席")
    outcome = await room.hub.series_changes.apply(COMMUNITY, 1, wanted, third.id)
    assert outcome.since.isoformat() == "2027-02-18"
    for _again in range(2):
        await room.hub.plan()
    assert [day for day, _state, _number in await room.days()] == [
        "2026-12-17",
        "2027-01-21",
        "2027-03-06",
        "2027-04-03",
        "2027-05-01",
        "2027-06-05",
    ]
    assert [number for _day, _state, number in await room.days()] == list(range(12, 18))
    first, second, following, *_rest = await room.sessions()
    assert second.boxes["venue"] == TEMPLATE.venue, "it keeps the hall it was planned in"
    assert (await room.drafts())[0].form["venue"] == TEMPLATE.venue
    room.go_to("2027-01-25")
    await room.hub.plan()
    assert [draft.form["venue"] for draft in await room.drafts()][-1] == "図書館 / 12席"
    assert (first.number, following.boxes) == (12, {})


async def test_every_second_week_goes_on_in_its_rhythm(room: Room) -> None:
    await room.start("隔週水曜 19:00-20:30 12/2から")
    second = (await room.sessions())[1]
    assert second.day.isoformat() == "2026-12-16"
    wanted = await change(room, description="新しい案内")
    await room.hub.series_changes.apply(COMMUNITY, 1, wanted, second.id)
    assert [day for day, _state, _number in await room.days()][:4] == [
        "2026-12-02",
        "2026-12-16",
        "2026-12-30",
        "2027-01-13",
    ]


async def test_what_was_moved_or_has_its_own_places_stays_so(room: Room) -> None:
    await room.start(days="40")
    first, second, *_rest = await room.sessions()
    await room.hub.sessions.move(COMMUNITY, first.id, "12/22 18:00-19:00")
    await room.hub.sessions.set_places(COMMUNITY, first.id, venue="公民館", online=TEMPLATE.online)
    wanted = await change(room, "毎月第3木曜 10:00-11:00", venue="図書館", title="まちの会")
    await room.hub.series_changes.apply(COMMUNITY, 1, wanted)
    first, second, *_rest = await room.sessions()
    assert first.day.isoformat() == "2026-12-22"
    (draft,) = await room.drafts()
    assert (draft.form["title"], draft.form["venue"]) == ("第12回 まちの会", "公民館")
    assert second.starts_at.astimezone(second.tz).hour == 10


async def test_what_cannot_be_read_changes_nothing(room: Room) -> None:
    await room.start()
    before = await room.sessions()
    for wanted, refusal in (
        (await change(room, "いつか"), RuleUnreadable),
        (await change(room, venue="", online=""), PlaceMissing),
    ):
        with pytest.raises(refusal):
            await room.hub.series_changes.apply(COMMUNITY, 1, wanted)
    with pytest.raises(NoSuchSeries):
        await room.hub.series_changes.apply(COMMUNITY + 1, 1, await change(room))
    wanted = await change(room)
    assert await room.sessions() == before
    await room.hub.series.end(COMMUNITY, 1)
    with pytest.raises(SeriesHasEnded):
        await room.hub.series_changes.apply(COMMUNITY, 1, wanted)


async def test_a_session_of_another_series_is_none_of_this_one(room: Room) -> None:
    await room.start()
    await room.start("毎週火曜 10:00-11:00", form=replace(TEMPLATE, online=""))
    other = (await room.sessions(2))[3]
    with pytest.raises(NoSuchSeries):
        await room.hub.series_changes.preview(COMMUNITY, 1, await change(room), other.id)
    room.hands.move(timedelta(days=1))
    assert len(await room.hub.series.listing(COMMUNITY)) == 2


async def test_announced_sessions_change_in_the_order_of_their_ids_and_keep_their_day(room: Room) -> None:
    """What changes an event is handed in; here it only writes down what it is asked to do."""
    asked: list[tuple[int, dict[str, str]]] = []

    async def change_event(
        tx: Tx, community_id: int, event_id: int, boxes: Mapping[str, str], now: datetime
    ) -> int:
        asked.append((event_id, dict(boxes)))
        return 3

    changes = SeriesChanges(room.hub.db, room.hands, room.hub.outbox, change_event)
    await room.start(days="90")
    late, early = (await room.sessions())[1], (await room.sessions())[0]
    for session in (late, early):
        assert session.draft_id is not None
        await room.hub.events.announce(COMMUNITY, session.draft_id)
    outcome = await changes.apply(
        COMMUNITY, 1, await change(room, "毎月第1土曜 10:00-12:00", venue="図書館", title="まちの会")
    )
    assert asked == [
        (1, {"venue": "図書館", "title": "第13回 まちの会", "when": "2027年1月21日（木）10:00〜12:00"}),
        (2, {"venue": "図書館", "title": "第12回 まちの会", "when": "2026年12月17日（木）10:00〜12:00"}),
    ]
    assert (outcome.told, len(outcome.announced)) == (6, 2)


async def test_people_who_answered_an_announced_session_read_old_and_new_once(room: Room) -> None:
    await room.start(days="90")
    session = (await room.sessions())[0]
    assert session.draft_id is not None
    event = await room.hub.events.announce(COMMUNITY, session.draft_id)
    for person, choice in ((11, Choice.VENUE), (12, Choice.MAYBE), (13, Choice.DECLINED)):
        await room.hub.rsvps.rsvp(COMMUNITY, person, f"参加者{person}", event.id, choice)
    wanted = await change(room, "毎月第3木曜 18:30-20:00")
    seen = await room.hub.series_changes.preview(COMMUNITY, 1, wanted)
    assert (await room.hub.events.show(COMMUNITY, event.id)).starts_at == event.starts_at
    done = await room.hub.series_changes.apply(COMMUNITY, 1, wanted)
    assert (seen.told, done.told) == (2, 2)
    moved = await room.hub.events.show(COMMUNITY, event.id)
    assert event.starts_at - moved.starts_at == timedelta(minutes=30)
    async with room.hub.db.reading() as tx:
        told = await tx.scalars(select(DeliveryRow.args).where(DeliveryRow.kind == "event.changed"))
        assert [args["old"]["starts_at"] for args in told if args] == [event.starts_at.isoformat()] * 2

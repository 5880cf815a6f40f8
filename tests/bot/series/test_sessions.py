"""What staff do with one session, and what the desk says of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events.drafts import DraftOfSeries
from bot.events.form import PlaceMissing
from bot.events.models import EventRow
from bot.events.rules import Mode, NoSuchDraft
from bot.i18n import Text
from bot.series.announcing import AnnouncingUnreadable, read_announcing
from bot.series.rules import (
    NoSuchSession,
    NumberUnreadable,
    SessionIsAnnounced,
    SessionIsPast,
    SessionIsSkipped,
    read_number,
    template_of,
)
from tests.bot.series.room import TEMPLATE, Room
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import COMMUNITY


async def test_a_theme_stands_in_the_title_and_what_else_was_written_stays(room: Room) -> None:
    await room.start()
    session = (await room.sessions())[0]
    assert session.draft_id is not None
    await room.hub.drafts.change(COMMUNITY, session.draft_id, description="飲み物をお持ちください。")
    session = await room.hub.sessions.set_theme(COMMUNITY, session.id, " 空き家の\n使い方 ")
    assert session.title.to("ja") == "第12回 情報交換会「空き家の 使い方」"
    form = (await room.drafts())[0].form
    assert (form["title"], form["description"]) == (session.title.to("ja"), "飲み物をお持ちください。")
    assert session.draft_id is not None
    event = await room.hub.events.announce(COMMUNITY, session.draft_id)
    assert (event.title, event.series_id, event.session_number) == (session.title.to("ja"), 1, 12)
    session = (await room.sessions())[0]
    assert (session.state.value, session.event_id, session.draft_id) == ("announced", event.id, None)
    with pytest.raises(SessionIsAnnounced):
        await room.hub.sessions.set_theme(COMMUNITY, session.id, "別のテーマ")


async def test_a_skipped_session_uses_no_number_and_drafts_follow(room: Room) -> None:
    await room.start("12/17 19:00\n12/24 19:00\n1/7 19:00", days="90")
    first, second, _third = await room.sessions()
    assert second.draft_id is not None
    await room.hub.sessions.skip(COMMUNITY, first.id)
    await room.hub.sessions.skip(COMMUNITY, first.id)
    assert await room.days() == [
        ("2026-12-17", "skipped", None),
        ("2026-12-24", "drafted", 12),
        ("2027-01-07", "drafted", 13),
    ]
    assert [draft.form["title"] for draft in await room.drafts()] == [
        "第12回 情報交換会",
        "第13回 情報交換会",
    ]
    await room.hub.events.announce(COMMUNITY, second.draft_id)
    await room.hub.drafts.change(COMMUNITY, (await room.drafts())[0].id, title="新年会")
    await room.hub.sessions.restore(COMMUNITY, first.id)
    assert [number for _day, _state, number in await room.days()] == [12, 12, 13], (
        "12 was announced for the 24th"
    )
    assert "新年会" in [draft.form["title"] for draft in await room.drafts()], "a title of one's own stays"


async def test_moving_takes_the_draft_along_and_the_rule_does_not_move_it_back(room: Room) -> None:
    await room.start(announcing="7日前 12:00")
    session = (await room.sessions())[0]
    moved = await room.hub.sessions.move(COMMUNITY, session.id, "12/22 18:00-19:00")
    assert (moved.starts_at - session.starts_at, moved.doors_at) == (timedelta(days=4, hours=23), None)
    (draft,) = await room.drafts()
    assert draft.form["when"] == "2026年12月22日（火）18:00〜19:00"
    assert draft.announce_at == moved.starts_at - timedelta(days=7, hours=6)
    await room.hub.plan()
    assert (await room.days())[0] == ("2026-12-22", "drafted", 12)
    (silent,) = await room.deliveries("series.silent")
    assert silent.due_at == moved.starts_at - timedelta(days=10, hours=8)


async def test_a_session_may_have_its_own_places(room: Room) -> None:
    await room.start()
    first, second, *_others = await room.sessions()
    await room.hub.sessions.set_places(COMMUNITY, first.id, venue="公民館 / 8席", online="")
    await room.hub.sessions.set_places(COMMUNITY, second.id, venue="", online=TEMPLATE.online)
    with pytest.raises(PlaceMissing):
        await room.hub.sessions.set_places(COMMUNITY, first.id, venue="", online=" ")
    room.go_to("2026-12-31")
    (hall,) = [each for each in await room.drafts() if each.form["venue"]]
    await room.hub.plan()
    assert (hall.form["venue"], hall.form["online"]) == ("公民館 / 8席", "")
    online = (await room.drafts())[-1].form
    assert (online["venue"], online["online"]) == ("", TEMPLATE.online)
    draft_id = (await room.drafts())[-1].id
    event = await room.hub.events.announce(COMMUNITY, draft_id)
    assert set(event.seats) == {Mode.ONLINE}
    assert (await room.sessions())[2].boxes == {}, "the template stays as it is"


async def test_an_extraordinary_session_is_counted_apart(room: Room) -> None:
    await room.start("毎月第3木曜 19:00-20:30\n追加 12/5 14:00-16:00")
    await room.hub.sessions.add(COMMUNITY, 1, "12/12 10:00", "もちつき")
    for _again in range(2):
        await room.hub.plan()
    assert (await room.days())[:4] == [
        ("2026-12-05", "drafted", None),
        ("2026-12-12", "drafted", None),
        ("2026-12-17", "drafted", 12),
        ("2027-01-21", "planned", 13),
    ]
    extra = (await room.sessions())[1]
    assert extra.draft_id is not None
    event = await room.hub.events.announce(COMMUNITY, extra.draft_id)
    assert event.title == "情報交換会「もちつき」"
    async with room.hub.db.reading() as tx:
        row = (await tx.execute(EventRow.__table__.select())).one()
    assert (row.series_id, row.session_number, row.is_regular) == (1, None, False)


async def test_what_has_begun_or_is_elsewhere_cannot_be_changed(room: Room) -> None:
    await room.start()
    session = (await room.sessions())[0]
    with pytest.raises(NoSuchSession):
        await room.hub.sessions.skip(COMMUNITY + 1, session.id)
    await room.hub.sessions.skip(COMMUNITY, session.id)
    with pytest.raises(SessionIsSkipped):
        await room.hub.sessions.set_theme(COMMUNITY, session.id, "テーマ")
    await room.hub.sessions.restore(COMMUNITY, session.id)
    room.hands.set(session.starts_at)
    with pytest.raises(SessionIsPast):
        await room.hub.sessions.move(COMMUNITY, session.id, "12/25 19:00")


async def test_the_desk_has_one_line_with_three_buttons_and_nothing_twice(room: Room) -> None:
    await room.start()
    room.go_to("2026-12-05")
    (line,) = await room.lines("session", "draft", "nothing_ahead")
    assert (line.key, line.due_at) == ("session", (await room.sessions())[0].starts_at - timedelta(days=10))
    actions = [line.action, *line.others]
    assert [(a.kind, a.choice) for a in actions if a] == [
        ("session", "theme"),
        ("session", "announce"),
        ("session", "skip"),
    ]
    session = (await room.sessions())[0]
    await room.hub.sessions.skip(COMMUNITY, session.id)
    assert await room.lines("session", "draft") == []


async def test_a_series_that_drafts_by_itself_leaves_nothing_to_begin(room: Room) -> None:
    event = await room.announce()
    await room.start("毎月第3木曜 19:00-20:30\n除く 12/17")
    room.hands.set(event.ends_at + timedelta(days=7))
    assert await room.lines("nothing_ahead") == []
    await room.hub.series.pause(COMMUNITY, 1)
    drafts = [each for each in await room.drafts() if each.series_id]
    assert (drafts, len(await room.lines("nothing_ahead"))) == ([], 1)


async def test_what_leaves_by_itself_is_a_line_only_until_it_has_a_theme(room: Room) -> None:
    await room.start(announcing="毎月1日 12:00", days="30")
    (line,) = await room.lines("session")
    assert "自動で" in line.what.to("ja")
    session = (await room.sessions())[0]
    assert line.due_at == session.announce_at
    await room.hub.sessions.set_theme(COMMUNITY, session.id, "空き家")
    assert await room.lines("session") == []
    page = await room.hub.handover.page(COMMUNITY)
    assert "「第12回 情報交換会「空き家」」の案内" in [
        each.title.to("ja") for each in page.scheduled if isinstance(each.title, Text)
    ]
    room.go_to("2026-12-01", 12)
    await room.hub.tick()
    assert (await room.days())[0] == ("2026-12-17", "announced", 12)


async def test_a_draft_that_leaves_by_itself_is_there_a_week_before(room: Room) -> None:
    await room.start(announcing="30日前 12:00", days="21")
    room.go_to("2026-12-15")
    await room.hub.plan()
    by_day = {day: state for day, state, _number in await room.days()}
    assert by_day["2027-01-21"] == "drafted", "37 days before"
    assert by_day["2027-02-18"] == "planned"


@ON_BOTH_ALWAYS
async def test_skipping_and_announcing_at_the_same_moment_end_in_one_of_them(room: Room) -> None:
    for round_number in range(3):
        await room.start("2026-12-17 19:00", days="90")
        session = (await room.sessions(round_number + 1))[0]
        assert session.draft_id is not None
        results = await asyncio.gather(
            room.hub.sessions.skip(COMMUNITY, session.id),
            room.hub.events.announce(COMMUNITY, session.draft_id),
            return_exceptions=True,
        )
        after = (await room.sessions(round_number + 1))[0]
        refused = [each for each in results if isinstance(each, Exception)]
        assert [type(each) for each in refused] in ([NoSuchDraft], [SessionIsAnnounced])
        assert (after.state.value == "announced") is isinstance(refused[0], SessionIsAnnounced)


async def test_old_drafts_go_but_not_those_that_are_still_to_be_used(room: Room) -> None:
    await room.start("毎月第3木曜 19:00-20:30\n除く 12/17", days="60")
    resting = await room.hub.drafts.start(
        COMMUNITY, 1, "事務局", replace(TEMPLATE, title="会", when="3/1 10:00")
    )
    later = await room.hub.drafts.start(
        COMMUNITY, 1, "事務局", replace(TEMPLATE, title="会", when="3/1 10:00")
    )
    await room.hub.scheduled.announce_later(COMMUNITY, later.id, "2/20 10:00")
    written = await room.hub.series.write(COMMUNITY, 1, "事務局", title="会", rule="", form=TEMPLATE)
    with pytest.raises(DraftOfSeries):
        await room.hub.drafts.stop(COMMUNITY, (await room.drafts())[0].id)
    room.go_to("2027-01-05")
    await room.hub.tidy()
    left = {draft.id for draft in await room.drafts()}
    assert resting.id not in left
    assert later.id in left
    assert [each for each in await room.drafts() if each.series_id], "its session is still ahead"
    assert written.series.id not in [panel.series.id for panel in await room.hub.series.listing(COMMUNITY)]
    room.go_to("2027-01-22")
    await room.hub.plan()
    room.go_to("2027-02-25")
    await room.hub.tidy()
    assert "2027年1月21日" not in str([draft.form["when"] for draft in await room.drafts()])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7日前 12:00", "before:7@12:00"),
        ("７日前の１２時", "before:7@12:00"),
        ("7 days before at 12:00", "before:7@12:00"),
        ("毎月1日 12:00", "day:1@12:00"),
        ("on the 1st at 12:00", "day:1@12:00"),
        ("on day 1 of the month at 12:00", "day:1@12:00"),
        ("毎月31日 午後6時半", "day:31@18:30"),
        ("", None),
    ],
)
def test_when_to_announce_is_read(typed: str, kept: str | None) -> None:
    plan = read_announcing(typed)
    assert (plan.kept() if plan else None) == kept
    if plan:
        assert [read_announcing(plan.text.to(lang)) for lang in ("ja", "en")] == [plan, plan]


@pytest.mark.parametrize(
    "typed", ["いつか", "7日前", "12:00", "32日 12:00", "0日前 12:00", "1日 12:00 13:00", "7日前 25:00"]
)
def test_when_to_announce_is_not_guessed(typed: str) -> None:
    with pytest.raises(AnnouncingUnreadable):
        read_announcing(typed)


def test_numbers_are_read_in_any_digits() -> None:
    assert [read_number(typed, 99) for typed in ("12", "１２", "第12回", "")] == [12, 12, 12, None]
    for typed in ("0", "100", "十二", "-1"):
        with pytest.raises(NumberUnreadable):
            read_number(typed, 99)


@pytest.mark.parametrize(
    ("deadline", "kept"), [("2日前 18:00", True), ("前日", True), ("12/15 18:00", False), ("", False)]
)
def test_a_template_keeps_only_a_deadline_that_moves_along(deadline: str, kept: bool) -> None:
    form = template_of(replace(TEMPLATE, title="12月の会", when="12/17 19:00", deadline=deadline))
    assert (form.title, form.when, form.deadline) == ("", "", deadline if kept else "")


async def test_a_moment_of_ones_own_outlives_other_settings_but_no_pause(room: Room) -> None:
    await room.start()
    session = (await room.sessions())[0]
    assert session.draft_id is not None
    await room.hub.scheduled.announce_later(COMMUNITY, session.draft_id, "12/10 12:00")
    await room.hub.series.set_ways(COMMUNITY, 1, number="20", days="30", announcing="")
    await room.hub.series.resume(COMMUNITY, 1)
    session = (await room.sessions())[0]
    assert (session.announce_at is not None, session.number) == (True, 20)
    assert (await room.hub.series.panel(COMMUNITY, 1)).next_number == 20
    await room.hub.series.pause(COMMUNITY, 1)
    assert (await room.sessions())[0].announce_at is None

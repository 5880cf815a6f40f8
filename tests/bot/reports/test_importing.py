"""Past meetings come in all or none, once, and nobody notices: no card, no notice, no line on the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import select

from bot.db import Base
from bot.errors import UserError
from bot.events.models import EventRow
from bot.events.rules import Choice, Mode
from bot.reports.importing import Imported, PastImports, Step
from bot.reports.told import lines_of
from tests.bot.reports.past_years import HEADINGS, fiscal_year_2020
from tests.kit.meetings import COMMUNITY, Meetings, days

ROW = "2020-06-03,19:00,20:30,まちの居場所,特別,両方,24,https://a.example/1 https://a.example/2"
NEW_COMMUNITY = COMMUNITY + 500


def imports_of(meetings: Meetings) -> PastImports:
    return PastImports(meetings.hub.db, meetings.hands)


async def bring_in(meetings: Meetings, *rows: str, update: bool = False, to: int = COMMUNITY) -> Imported:
    content = "\n".join([HEADINGS, *rows]).encode()
    planned = await imports_of(meetings).plan(to, content, update=update)
    done = await imports_of(meetings).bring_in(to, content, update=update)
    assert (planned.planned, planned.bad) == (done.planned, done.bad)
    assert done.is_applied is not bool(done.bad)
    return done


def steps(done: Imported) -> list[Step]:
    return [each.step for each in done.planned]


async def everything(meetings: Meetings) -> dict[str, list[Any]]:
    """Every row of every table."""
    async with meetings.hub.db.reading() as tx:
        return {
            name: sorted(map(repr, (await tx.execute(select(table))).all()))
            for name, table in Base.metadata.tables.items()
        }


async def changed_tables(meetings: Meetings, before: dict[str, list[Any]]) -> set[str]:
    return {name for name, rows in (await everything(meetings)).items() if rows != before[name]}


async def test_a_plan_writes_nothing_and_bringing_in_does_it_once(meetings: Meetings) -> None:
    content = fiscal_year_2020().encode("cp932")
    before = await everything(meetings)
    plan = await imports_of(meetings).plan(COMMUNITY, content)
    assert steps(plan) == [Step.NEW] * 24
    assert await changed_tables(meetings, before) == set()
    done = await imports_of(meetings).bring_in(COMMUNITY, content)
    assert done.is_applied
    after = await everything(meetings)
    assert len(after["events"]) == 24
    for update in (False, True):
        again = await imports_of(meetings).bring_in(COMMUNITY, content, update=update)
        assert steps(again) == [Step.SAME] * 24
        assert await changed_tables(meetings, after) == set()


async def test_nobody_notices_what_was_brought_in(meetings: Meetings) -> None:
    await meetings.hub.plan()  # Monday's post, which comes anyway
    quiet = await everything(meetings)
    await imports_of(meetings).bring_in(COMMUNITY, fiscal_year_2020().encode())
    assert await changed_tables(meetings, quiet) == {"events", "event_records"}
    await meetings.hub.plan()
    await meetings.hub.tick()
    await meetings.hub.tidy()
    assert await changed_tables(meetings, quiet) == {"events", "event_records"}
    assert await meetings.hub.events.upcoming(COMMUNITY, is_staff=True) == []
    assert await meetings.hub.drafts.last_form(COMMUNITY) is None
    assert await _keys_on_desk(meetings) == []


async def _keys_on_desk(meetings: Meetings) -> list[str]:
    desk = await meetings.hub.desk.lines(COMMUNITY)
    return [line.key for line in desk.lines if line.key not in ("few_staff", "backup")]


async def test_what_differs_is_told_and_changed_only_when_asked(meetings: Meetings) -> None:
    await bring_in(meetings, ROW)
    other = "2020-06-03,19:00,21:00,まちの居場所2,定例,会場,25,https://a.example/1"
    before = await everything(meetings)
    left = await bring_in(meetings, other)
    assert steps(left) == [Step.DIFFERENT]
    assert await changed_tables(meetings, before) == set()
    said = "\n".join(lines_of(left, "ja"))
    for difference in (
        "題名：まちの居場所 → まちの居場所2",
        "参加者数：24 → 25",
        "区分：特別 → 定例",
        "--update",
    ):
        assert difference in said
    changed = await bring_in(meetings, other, update=True)
    assert steps(changed) == [Step.CHANGED]
    assert steps(await bring_in(meetings, other)) == [Step.SAME]
    assert await meetings.count(EventRow) == 1
    emptied = "2020-06-03,19:00,21:00,まちの居場所2,定例,,0,"
    assert steps(await bring_in(meetings, emptied, update=True)) == [Step.CHANGED]
    assert steps(await bring_in(meetings, emptied)) == [Step.SAME]


async def test_one_bad_row_keeps_everything_out_and_all_bad_rows_are_told(meetings: Meetings) -> None:
    before = await everything(meetings)
    done = await bring_in(
        meetings, ROW, "2020-06-04,夜,20:30,題", ROW, "2026-12-17,19:00,20:30,題", to=NEW_COMMUNITY
    )
    assert [each.line for each in done.bad] == [3, 4, 5]
    assert await changed_tables(meetings, before) == set()
    assert lines_of(done, "ja") == [
        "3行目「開始」：「夜」は時刻として読めません。19:00 のようにお書きください",
        "4行目「開始」：2行目と、日付と開始時刻が同じです",
        "5行目「日付」：まだ終わっていないイベントです。これからのものは、取り込まずにボットで案内してください",
        "直していただくところが 3か所あります。何も書き込んでいません。",
    ]


async def test_an_unknown_community_is_made_and_set_up_later(meetings: Meetings) -> None:
    done = await bring_in(meetings, ROW, to=NEW_COMMUNITY)
    assert done.is_new_community
    assert not (await bring_in(meetings, ROW, to=NEW_COMMUNITY)).is_new_community
    made = await meetings.hub.communities.get(NEW_COMMUNITY)
    assert made is not None
    assert not made.is_set_up
    other = Meetings(meetings.hub, meetings.hands, NEW_COMMUNITY)
    await other.set_up()
    assert (await meetings.hub.reports.events(NEW_COMMUNITY, 2020)).community_name == "みなと市民ハブ"
    assert (await meetings.hub.reports.events(COMMUNITY, 2020)).meetings == ()


async def test_what_the_bot_announced_itself_stays(meetings: Meetings) -> None:
    event = await meetings.announce(venue=5)
    await meetings.answer(event, 11, Choice.VENUE)
    meetings.hands.set(event.ends_at + days(1))
    before = await everything(meetings)
    done = await bring_in(meetings, "2026-12-17,19:00,20:30,別の題,,,99,", update=True)
    assert steps(done) == [Step.HELD]
    assert await changed_tables(meetings, before) == set()
    assert await meetings.seated(event, Mode.VENUE) == [11]


async def test_history_does_not_say_that_the_next_meeting_is_missing(meetings: Meetings) -> None:
    await bring_in(meetings, ROW)
    assert await _keys_on_desk(meetings) == []
    event = await meetings.announce(venue=1)
    meetings.hands.set(event.ends_at + timedelta(days=8))
    assert "nothing_ahead" in await _keys_on_desk(meetings)


CELLS = st.sampled_from(
    ["2020-06-03", "令和2年6月3日(水)", "2099-01-01", "19:00", "20:30", "題", "", "24", '"', "定例"]
)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=9).map(",".join) | st.just(ROW), max_size=4)
BYTES = st.binary(max_size=80).map(lambda junk: f"{HEADINGS}\n{ROW}\n".encode() + junk)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ROWS.map(lambda rows: "\n".join([HEADINGS, *rows]).encode("cp932")) | BYTES | st.binary(max_size=60))
async def test_any_bytes_end_in_a_sentence_or_in_everything(meetings: Meetings, content: bytes) -> None:
    before = await everything(meetings)
    try:
        done = await imports_of(meetings).bring_in(COMMUNITY, content)
    except UserError:
        assert await changed_tables(meetings, before) == set()
        return
    if done.bad:
        assert await changed_tables(meetings, before) == set()
        return
    now = await everything(meetings)
    assert len(now["events"]) - len(before["events"]) == done.count(Step.NEW)
    again = await imports_of(meetings).bring_in(COMMUNITY, content)
    assert set(steps(again)) <= {Step.SAME, Step.DIFFERENT}
    assert await changed_tables(meetings, now) == set()

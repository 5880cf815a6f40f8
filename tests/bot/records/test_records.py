"""Records: published once, kept up to date, thanked for; feedback that nobody can trace; the list as a file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy import column, func, select, table as a_table, update

from bot.attendance.counts import counts_of
from bot.attendance.models import AttendanceRow, HeadcountRow
from bot.attendance.rules import HeadcountUnreadable, group_labels, read_headcount, write_headcount
from bot.db import Base
from bot.events.on_behalf import Account
from bot.events.rules import Choice, Event, EventWasCancelled, NamesShown
from bot.links import LinkNotHttps
from bot.members.models import MemberRow
from bot.outbox.models import DeliveryRow, PostingRow
from bot.records.counts import attended
from bot.records.export import FORMULA, csv_file, defused
from bot.records.models import FeedbackGivenRow, FeedbackRow
from bot.records.rules import (
    Draft,
    FeedbackGiven,
    FeedbackNotTaken,
    NoRecordOfRehearsals,
    NotOverYet,
    SecretLink,
    TooManyLinks,
    read_links,
)
from bot.records.telling import EXPORTED, RECORD, THANKS
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import FORM, LINK, Meetings

VENUE = Choice.VENUE
OFFICE = Account(1, "事務局")
_MASTER = a_table("sqlite_master", column("name"), column("sql"))
DRAFT = Draft("話し合いました。", ("https://news.example/1",), {"citizen": 2}, 1)


async def came(meetings: Meetings, *people: int, **boxes: Any) -> Event:
    """A meeting that is over, at which these people were."""
    event = await meetings.announce(venue=9, **boxes)
    for person in people:
        await meetings.answer(event, person, VENUE)
    meetings.hands.set(event.starts_at)
    ids = [await meetings.member_id(person) for person in people]
    if people:
        await meetings.hub.check_in_desk.mark(meetings.community_id, OFFICE, event.id, came=ids)
    meetings.hands.set(event.ends_at)
    return event


async def published(meetings: Meetings, event: Event, draft: Draft = DRAFT) -> RecordingCourier:
    """The record stands in the archive; what was sent."""
    courier = RecordingCourier()
    meetings.hub.use_couriers({"discord": courier})
    await meetings.hub.communities.change(meetings.community_id, archive_channel_id=meetings.community_id + 7)
    await meetings.hub.records.publish(meetings.community_id, event.id, draft)
    for _ in range(3):
        await meetings.hub.tick()
        meetings.hands.move(timedelta(seconds=30))
    return courier


async def rows_of(meetings: Meetings, kind: str) -> list[tuple[str, str | None]]:
    query = select(DeliveryRow.state, DeliveryRow.place).where(DeliveryRow.kind == kind)
    async with meetings.hub.db.reading() as tx:
        return [(row.state, row.place) for row in await tx.execute(query.order_by(DeliveryRow.id))]


async def test_a_record_is_posted_once_brought_up_to_date_and_people_are_thanked_once(meetings: Meetings):
    event = await came(meetings, 11, 12)
    await meetings.hub.records.publish(meetings.community_id, event.id, DRAFT)
    assert await rows_of(meetings, RECORD) == [("planned", f"thread:event:{event.id}")], "no archive chosen"
    async with meetings.hub.db.transaction() as tx:
        await tx.execute(update(DeliveryRow).where(DeliveryRow.kind == RECORD).values(state="failed"))
    await published(meetings, event)
    assert await rows_of(meetings, RECORD) == [
        ("cancelled", f"thread:event:{event.id}"),
        ("sent", f"channel:{meetings.community_id + 7}"),
    ]
    assert [state for state, _place in await rows_of(meetings, THANKS)] == ["sent", "sent"]
    await published(meetings, event, Draft("直しました。", (), {"citizen": 3}))
    assert len(await rows_of(meetings, RECORD)) == 2, "edited, not posted again"
    assert len(await rows_of(meetings, THANKS)) == 2
    async with meetings.hub.db.reading() as tx:
        posting = (
            await tx.execute(
                select(PostingRow.shown_revision, PostingRow.wanted_revision).where(
                    PostingRow.subject == f"record:{event.id}"
                )
            )
        ).one()
    assert posting.shown_revision == posting.wanted_revision == 3


async def test_no_record_before_the_end_of_a_cancelled_one_or_of_a_rehearsal(meetings: Meetings):
    event = await meetings.announce(venue=2)
    publish, where = meetings.hub.records.publish, meetings.community_id
    with pytest.raises(NotOverYet):
        await publish(where, event.id, DRAFT)
    await meetings.hub.events.cancel(where, event.id, "台風のため")
    draft = await meetings.hub.drafts.start(where, 1, "事務局", FORM, is_rehearsal=True)
    rehearsal = await meetings.hub.events.announce(where, draft.id)
    meetings.hands.set(event.ends_at)
    with pytest.raises(EventWasCancelled):
        await publish(where, event.id, DRAFT)
    with pytest.raises(NoRecordOfRehearsals):
        await publish(where, rehearsal.id, DRAFT)
    assert [line.key for line in (await meetings.hub.desk.lines(where)).lines if "record" in line.key] == []


async def test_the_secret_link_is_no_article(meetings: Meetings):
    event = await came(meetings, 11)
    with pytest.raises(SecretLink):
        await meetings.hub.records.publish(meetings.community_id, event.id, Draft("まとめ", (LINK,)))


async def test_the_desk_asks_for_a_record_then_for_an_article_until_told_that_none_comes(meetings: Meetings):
    event = await came(meetings, 11)
    hub, where = meetings.hub, meetings.community_id

    async def keys() -> list[str]:
        lines = (await hub.desk.lines(where)).lines
        return [line.key for line in lines if line.key in ("record", "article", "record_nowhere")]

    assert await keys() == ["record"]
    await published(meetings, event, Draft("まとめ"))
    assert await keys() == ["article"]
    await hub.records.no_article(where, event.id)
    assert await keys() == []
    async with hub.db.transaction() as tx:
        await tx.execute(update(PostingRow).values(gone_at=meetings.hands()))
    assert await keys() == ["record_nowhere"]
    await hub.records.post_again(where, event.id)
    await hub.tick()
    assert await keys() == []


async def test_the_record_is_the_truth_where_nobody_was_noted(meetings: Meetings):
    event = await came(meetings, hall_only=True)
    await published(meetings, event)
    async with meetings.hub.db.reading() as tx:
        count = (await attended(tx, [event.id]))[event.id]
    assert (count.total, count.from_elsewhere, sum(count.by_mode.values())) == (2, 1, 2)


async def test_forgetting_people_keeps_every_count(meetings: Meetings):
    event = await came(meetings, 11, 12, 13, max_companions=2)
    await meetings.hub.members.set_from_elsewhere(meetings.community_id, 11, "参加者11", True)
    async with meetings.hub.db.transaction() as tx:
        await tx.execute(update(AttendanceRow).values(people=2))
        await tx.execute(update(MemberRow).where(MemberRow.discord_user_id == 12).values(sector="student"))

    async def told() -> tuple[object, ...]:
        async with meetings.hub.db.reading() as tx:
            count = (await counts_of(tx, [event.id]))[event.id]
        return count.total, count.from_elsewhere, dict(count.by_sector), dict(count.by_mode)

    before = await told()
    assert before[0] == 6
    for person in (11, 12):
        await meetings.hub.privacy.forget(meetings.community_id, person)
        assert await told() == before
    assert await meetings.count(AttendanceRow) == 1
    meetings.hands.set(event.ends_at + timedelta(days=3 * 365, hours=1))
    await meetings.hub.retention.run()
    assert await told() == before
    assert await meetings.count(AttendanceRow) == 0
    assert await meetings.count(HeadcountRow) > 0


async def test_feedback_is_given_once_by_those_who_came_and_numbers_need_three(meetings: Meetings):
    people = (11, 12, 13)
    event = await came(meetings, *people)
    hub, where = meetings.hub, meetings.community_id
    with pytest.raises(FeedbackNotTaken):
        await hub.feedback.give(where, 11, event.id, 5, "記録の前")
    await published(meetings, event)
    for number, person in enumerate(people):
        seen = await hub.feedback.read(where, event.id)
        assert (seen.answers, seen.scores) == (number, None)
        await hub.feedback.give(where, person, event.id, 3 + number % 3, f"ことば{number}")
        with pytest.raises(FeedbackGiven):
            await hub.feedback.give(where, person, event.id, 1, "もう一度")
    with pytest.raises(FeedbackNotTaken):
        await hub.feedback.give(where, 99, event.id, 5, "いなかった人")
    seen = await hub.feedback.read(where, event.id)
    assert seen.scores == {1: 0, 2: 0, 3: 1, 4: 1, 5: 1}
    assert sorted(seen.words) == ["ことば0", "ことば1", "ことば2"]
    await assert_untraceable(meetings)
    meetings.hands.move(timedelta(days=61))
    with pytest.raises(FeedbackNotTaken):
        await hub.feedback.ask(where, 11, event.id)


async def assert_untraceable(meetings: Meetings) -> None:
    """Nothing of an answer leads to a person: no column, no time, no order of rows."""
    columns = set(FeedbackRow.__table__.columns.keys())
    assert columns == {"event_id", "key", "score", "words"}
    async with meetings.hub.db.reading() as tx:
        keys = (await tx.scalars(select(FeedbackRow.key))).all()
        for table in Base.metadata.sorted_tables:
            rows = (await tx.execute(select(table))).all()
            holding = [row for row in rows if any(key in str(row) for key in keys)]
            assert bool(holding) == (table.name == "feedback"), table.name
        if tx.dialect.name == "sqlite":
            for table in ("feedback", "feedback_given"):
                sql = await tx.scalar(select(func.max(_MASTER.c.sql)).where(_MASTER.c.name == table))
                assert "WITHOUT ROWID" in (sql or "")


async def test_answers_are_mixed_whenever_one_more_comes(meetings: Meetings):
    people = tuple(range(11, 19))
    event = await came(meetings, *people)
    await published(meetings, event)
    seen_keys: set[str] = set()
    for person in people:
        await meetings.hub.feedback.give(meetings.community_id, person, event.id, 5, f"{person}")
        async with meetings.hub.db.reading() as tx:
            keys = set(await tx.scalars(select(FeedbackRow.key)))
            given_rows = await tx.scalar(select(func.count()).select_from(FeedbackGivenRow))
        assert not keys & seen_keys, "every row is written anew"
        assert len(keys) == given_rows
        seen_keys |= keys


async def test_the_list_holds_no_secret_and_the_office_reads_who_took_it(meetings: Meetings):
    event = await came(meetings, 11, 12)
    made = await meetings.hub.exports.participants(meetings.community_id, OFFICE, event.id, "ja")
    text = made.content.decode("utf-8-sig")
    assert made.content.startswith(b"\xef\xbb\xbf")
    assert LINK not in text
    assert "参加者11" in text
    assert made.people == 2
    table = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in table} == {10}
    [(_person, args)] = await meetings.planned(EXPORTED)
    assert (args["people"], args["event_id"]) == (2, event.id)


async def test_where_nobody_sees_names_the_list_holds_numbers(meetings: Meetings):
    event = await came(meetings, names_shown=NamesShown.NOBODY.value)
    made = await meetings.hub.exports.participants(meetings.community_id, OFFICE, event.id, "ja")
    assert made.content.decode("utf-8-sig").count("\r\n") == 1, "nobody there: the heading alone"


@settings(max_examples=300)
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=3, max_size=3)))
def test_any_cells_come_back_as_they_were_and_none_is_a_formula(table: list[list[str]]) -> None:
    written = csv_file(table).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert read == [[defused(cell) for cell in row] for row in table]
    assert not any(cell.startswith(FORMULA) for row in read for cell in row)
    assert all(defused(cell).endswith(cell) for row in table for cell in row)


@pytest.mark.parametrize(
    "written",
    [
        "http://news.example/1",
        "javascript:alert(1)",
        "https://",
        "https://localhost/x",
        "https://user:pass@news.example/",
        "https://news.example/a b",
        "https://news.example:port/",
        "https://news.example/" + "a" * 500,
        "https://news.example/)[x](https://evil.example",
        "<https://news.example/>",
    ],
)
def test_links_that_are_not_published(written: str) -> None:
    with pytest.raises(LinkNotHttps):
        read_links(written)


def test_up_to_five_links() -> None:
    links = [f"https://news.example/{number}" for number in range(6)]
    assert read_links("\n".join([*links[:5], links[0], ""])) == tuple(links[:5])
    with pytest.raises(TooManyLinks):
        read_links("\n".join(links))


@given(st.dictionaries(st.sampled_from(sorted(group_labels("ja"))), st.integers(0, 10_000)))
def test_numbers_come_back_from_the_form(people: dict[str, int]) -> None:
    for lang in ("ja", "en"):
        labels = group_labels(lang)
        assert read_headcount(write_headcount(people, labels), labels) == {
            k: v for k, v in people.items() if v
        }


@pytest.mark.parametrize("written", ["市民・町内会", "だれか: 3", "学生: 100000", "学生: -3", "3"])
def test_lines_that_are_no_numbers_are_told(written: str) -> None:
    with pytest.raises(HeadcountUnreadable):
        read_headcount(written, group_labels("ja"))

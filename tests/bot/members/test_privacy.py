"""What is stored of a person: handed out in their language, and gone when they wish."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update

from bot.clock import Hands
from bot.db import Database, Tx
from bot.events import rsvp
from bot.events.models import AnonymousSeatsRow, AnswerRow, EventDraftRow, EventRow, RsvpHistoryRow, RsvpRow
from bot.events.rules import Choice, Event, Mode
from bot.hub import Hub
from bot.members.models import CommunityRow, MemberRow
from bot.members.parts import Part
from bot.members.rules import Sector
from bot.outbox.models import DeliveryRow
from bot.questions.models import QuestionRow
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import FORM, NOON, Meetings, meetings_on

STAFF, HARU, MIDORI, SORA = 1, 2, 3, 4


async def forget(meetings: Meetings, person: int) -> bool:
    return await meetings.hub.privacy.forget(meetings.community_id, person)


async def export(meetings: Meetings, person: int, lang: str = "ja") -> str:
    kept = await meetings.hub.privacy.export(meetings.community_id, person, lang)
    return json.dumps(kept, ensure_ascii=False)


async def members(meetings: Meetings) -> set[int | None]:
    async with meetings.hub.db.reading() as tx:
        return set(await tx.scalars(select(MemberRow.discord_user_id)))


async def test_nothing_is_stored_about_somebody_who_only_looked(meetings: Meetings):
    assert await meetings.hub.privacy.export(meetings.community_id, HARU, "ja") == {}
    assert await meetings.hub.privacy.summary(meetings.community_id, HARU, "ja") == ()
    assert not await forget(meetings, HARU)


async def test_the_copy_holds_everything_in_the_persons_own_words_and_times(meetings: Meetings):
    event = await meetings.announce(venue=1)
    await meetings.answer(event, MIDORI, Choice.VENUE)
    await meetings.answer(event, HARU, Choice.VENUE)
    await meetings.hub.questions.ask(meetings.community_id, HARU, "はる", "駐車場はありますか", event.subject)
    await meetings.hub.members.set_wants_dm(meetings.community_id, HARU, "はる", wants_dm=False)
    said = await export(meetings, HARU)
    for word in ("はる", str(HARU), "12月の情報交換会", "駐車場はありますか", "キャンセル待ち", "いいえ"):
        assert word in said
    assert "2026年12月17日（木）19:00（日本時間）" in said
    assert "参加者3" not in said, "others are not in it"
    english = await export(meetings, HARU, "en")
    assert "on the waiting list" in english
    assert "Thu 17 Dec 2026, 19:00 (JST)" in english
    staff = await export(meetings, STAFF)
    assert "お知らせしたイベント" in staff


async def test_the_copy_names_the_meeting_of_a_notice_and_no_number(meetings: Meetings):
    await meetings.answer(await meetings.announce(), HARU, Choice.VENUE)
    kept = await meetings.hub.privacy.export(meetings.community_id, HARU, "en")
    assert kept["Notices to me"]
    assert {notice["About"] for notice in kept["Notices to me"]} == {"12月の情報交換会"}


async def test_the_summary_counts_what_the_copy_lists(meetings: Meetings):
    for title in ("一つ目", "二つ目"):
        await meetings.answer(await meetings.announce(title=title), HARU, Choice.VENUE)
    lines = await meetings.hub.privacy.summary(meetings.community_id, HARU, "en")
    assert lines[0].heading == "About me"
    assert ("Display name", f"参加者{HARU}") in lines[0].facts
    assert {line.heading: line.entries for line in lines}["Answers to events"] == 2


async def test_a_freed_seat_goes_to_the_next_in_line_who_is_told(meetings: Meetings):
    event = await meetings.announce(venue=1)
    for person in (HARU, MIDORI, SORA):
        await meetings.answer(event, person, Choice.VENUE)
    before = (await meetings.hub.events.show(meetings.community_id, event.id)).revision
    assert await forget(meetings, HARU)
    assert await meetings.seated(event) == [MIDORI]
    assert await meetings.waiting(event) == [SORA]
    told = await meetings.planned("event.promoted")
    assert [person for person, _args in told] == [MIDORI]
    after = await meetings.hub.events.show(meetings.community_id, event.id)
    assert after.revision > before, "the card follows"
    assert (after.seats[Mode.VENUE].taken, after.seats[Mode.VENUE].waiting) == (1, 1)
    assert await members(meetings) == {STAFF, MIDORI, SORA}


async def test_who_only_waited_leaves_the_line_and_nobody_is_promoted(meetings: Meetings):
    event = await meetings.announce(venue=1)
    for person in (HARU, MIDORI, SORA):
        await meetings.answer(event, person, Choice.VENUE)
    await forget(meetings, MIDORI)
    assert (await meetings.seated(event), await meetings.waiting(event)) == ([HARU], [SORA])
    assert await meetings.planned("event.promoted") == []
    seen = await meetings.hub.rsvps.details(meetings.community_id, SORA, event.id)
    assert seen.waiting[0].number == 1


async def test_a_meeting_that_is_over_keeps_its_count_without_anybody_behind_it(meetings: Meetings):
    event = await meetings.announce(venue=5, online=5)
    for person, choice in ((HARU, Choice.VENUE), (MIDORI, Choice.VENUE), (SORA, Choice.ONLINE)):
        await meetings.answer(event, person, choice)
    meetings.hands.set(event.ends_at + timedelta(days=1))
    for person in (HARU, MIDORI, SORA):
        await forget(meetings, person)
    shown = await meetings.hub.events.show(meetings.community_id, event.id)
    assert {mode: seats.taken for mode, seats in shown.seats.items()} == {Mode.VENUE: 2, Mode.ONLINE: 1}
    for table in (RsvpRow, AnswerRow, RsvpHistoryRow):
        assert await meetings.count(table) == 0
    assert await meetings.planned("event.promoted") == []


async def test_a_meeting_that_has_just_begun_counts_in_the_list_too(meetings: Meetings):
    event = await meetings.announce(venue=5)
    await meetings.answer(event, HARU, Choice.VENUE)
    meetings.hands.set(event.starts_at)
    await forget(meetings, HARU)
    listed = await meetings.hub.events.upcoming(meetings.community_id)
    assert [each.seats[Mode.VENUE].taken for each in listed] == [1]


async def test_a_cancelled_meeting_promotes_nobody(meetings: Meetings):
    event = await meetings.announce(venue=1)
    for person in (HARU, MIDORI):
        await meetings.answer(event, person, Choice.VENUE)
    await meetings.hub.events.cancel(meetings.community_id, event.id, "台風のため")
    await forget(meetings, HARU)
    assert await meetings.seated(event) == []
    assert await meetings.planned("event.promoted") == []
    assert await meetings.count(AnonymousSeatsRow) == 1


async def test_notices_to_the_person_end_and_those_of_others_stay(meetings: Meetings):
    event = await meetings.announce()
    for person in (HARU, MIDORI):
        await meetings.answer(event, person, Choice.VENUE)
    async with meetings.hub.db.transaction() as tx:
        await tx.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.id
                == select(func.min(DeliveryRow.id))
                .where(DeliveryRow.member_id.is_not(None))
                .scalar_subquery()
            )
            .values(state="failed", awaits_press=True, channel_id=4711)
        )
    theirs = [args for person, args in await meetings.planned("event.reminder") if person == MIDORI]
    await forget(meetings, HARU)
    left = await meetings.planned("event.reminder")
    assert [args for _person, args in left] == theirs
    assert {person for person, _args in left} == {MIDORI}
    assert await meetings.hub.outbox.unread_notices(meetings.community_id, HARU) == ()
    async with meetings.hub.db.reading() as tx:
        kept = (await tx.execute(select(DeliveryRow.channel_id, DeliveryRow.dedupe_key))).all()
    assert not [row for row in kept if row.channel_id == 4711], "no address of theirs is kept"


async def test_the_office_goes_on_without_a_staff_member_who_is_forgotten(meetings: Meetings):
    event = await meetings.announce()
    await meetings.hub.drafts.start(meetings.community_id, STAFF, "事務局", FORM)
    question = await meetings.hub.questions.ask(meetings.community_id, HARU, "はる", "何時までですか")
    await meetings.hub.questions.answer(meetings.community_id, question.id, STAFF, "事務局", "21時です")
    await forget(meetings, STAFF)
    async with meetings.hub.db.reading() as tx:
        assert (await tx.execute(select(EventRow.id, EventRow.created_by_id))).all() == [(event.id, None)]
        assert await tx.scalar(select(func.count()).select_from(EventDraftRow)) == 0
        answer = (await tx.execute(select(QuestionRow.answer, QuestionRow.answered_by_id))).one()
    assert tuple(answer) == ("21時です", None), "the answer belongs to the one who asked"


async def test_who_comes_back_is_somebody_new(meetings: Meetings):
    event = await meetings.announce(venue=1)
    for person in (HARU, MIDORI):
        await meetings.answer(event, person, Choice.VENUE)
    await forget(meetings, HARU)
    answered = await meetings.answer(event, HARU, Choice.VENUE)
    assert answered.mine.waiting[0].number == 1
    async with meetings.hub.db.reading() as tx:
        ids = (await tx.scalars(select(MemberRow.id).order_by(MemberRow.id))).all()
        history = await tx.scalar(
            select(func.count()).select_from(RsvpHistoryRow).where(RsvpHistoryRow.member_id == ids[-1])
        )
    assert history == 1, "nothing of the earlier life is tied to the new one"
    assert await meetings.hub.privacy.forget(meetings.community_id, HARU)


async def test_another_community_keeps_the_same_person(meetings: Meetings):
    other = Meetings(meetings.hub, meetings.hands, meetings.community_id + 1000)
    await other.set_up()
    await other.answer(await other.announce(), HARU, Choice.VENUE)
    await meetings.answer(await meetings.announce(), HARU, Choice.VENUE)
    before = await export(other, HARU)
    await forget(meetings, HARU)
    assert await export(meetings, HARU) == "{}"
    assert await export(other, HARU) == before


async def test_erasing_a_community_leaves_the_others_alone(meetings: Meetings):
    other = Meetings(meetings.hub, meetings.hands, meetings.community_id + 1000)
    await other.set_up()
    for each in (meetings, other):
        await each.answer(await each.announce(venue=1), HARU, Choice.VENUE)
    before = await export(other, HARU)
    await meetings.hub.privacy.erase_community(meetings.community_id)
    assert await meetings.hub.communities.get(meetings.community_id) is None
    assert await meetings.hub.communities.get(other.community_id) is not None
    assert await export(other, HARU) == before


# --- what happens at the same moment


@ON_BOTH_ALWAYS
async def test_forgetting_in_a_rush_sells_no_seat_twice_and_leaves_none_empty(meetings: Meetings):
    event = await meetings.announce(venue=5)
    for person in range(100, 115):
        await meetings.answer(event, person, Choice.VENUE)
    gone = (100, 102, 104, 110)
    await asyncio.gather(
        *(forget(meetings, person) for person in gone),
        *(meetings.answer(event, person, Choice.VENUE) for person in range(200, 220)),
        *(meetings.answer(event, person, Choice.DECLINED) for person in (101, 111)),
    )
    seated, waiting = await meetings.seated(event), await meetings.waiting(event)
    assert len(seated) == 5, (seated, waiting)
    assert len(waiting) == 15 + 20 - len(gone) - 2 - 5
    assert not {*gone, 101, 111} & {*seated, *waiting}
    told = [person for person, _args in await meetings.planned("event.promoted")]
    assert len(told) == len(set(told)), "nobody is promoted twice"
    assert set(told) == {person for person in seated if person != 103}


@ON_BOTH_ALWAYS
async def test_a_person_who_answers_and_is_forgotten_at_once_is_either_there_or_not(meetings: Meetings):
    event = await meetings.announce(venue=50)
    people = range(100, 120)
    for person in people:
        await meetings.answer(event, person, Choice.MAYBE)
    await asyncio.gather(
        *(forget(meetings, person) for person in people),
        *(meetings.answer(event, person, Choice.VENUE) for person in people),
    )
    assert set(await meetings.seated(event)) == await members(meetings) - {STAFF}


class Gate:
    """Holds a transaction where it is until something else has been seen."""

    def __init__(self) -> None:
        self.reached, self.opened = asyncio.Event(), asyncio.Event()

    async def wait(self) -> None:
        self.reached.set()
        await self.opened.wait()

    def part(self) -> Part:
        """As a part of privacy: it is asked last in each pass, and keeps nothing."""
        return Part("gate", (), self._nothing, self._hold, self._no_rows)

    async def _nothing(self, _tx: Tx, _member_id: int, _lang: str) -> dict[str, str]:
        return {}

    async def _hold(self, _tx: Tx, _member_id: int, _now: object) -> None:
        await self.wait()

    async def _no_rows(self, _tx: Tx, _community_id: int) -> None: ...


@pytest.fixture
async def on_postgresql(postgres_url: str) -> AsyncIterator[Meetings]:
    """On SQLite one writes after the other; what happens at the same moment is PostgreSQL's affair."""
    made = meetings_on(postgres_url)
    try:
        await made.set_up()
        yield made
    finally:
        await made.hub.close()


async def test_what_is_written_during_the_forgetting_goes_too(on_postgresql: Meetings):
    meetings, gate = on_postgresql, Gate()
    await meetings.hub.questions.ask(meetings.community_id, HARU, "はる", "最初の質問です")
    meetings.hub.privacy.register(gate.part())
    forgetting = asyncio.create_task(forget(meetings, HARU))
    await gate.reached.wait()  # questions have been asked already, and found only the first
    await meetings.hub.questions.ask(meetings.community_id, HARU, "はる", "その間の質問です")
    gate.opened.set()
    assert await forgetting
    async with meetings.hub.db.reading() as tx:
        kept = (await tx.execute(select(QuestionRow.question, QuestionRow.member_id))).all()
    assert kept == [(None, None), (None, None)]


def hesitating(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Whoever answers next has read everything and locked the meeting, and is about to write."""
    gate, keep_answer = Gate(), rsvp.keep_answer

    async def hesitate(*args: Any, **more: Any) -> None:
        await gate.wait()
        await keep_answer(*args, **more)

    monkeypatch.setattr(rsvp, "keep_answer", hesitate)
    return gate


async def until_somebody_waits_for_a_lock(meetings: Meetings) -> None:
    waits = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    found = 0
    while not found:
        async with meetings.hub.db.reading() as tx:
            found = await tx.scalar(waits)


async def forgotten_while_another_answers(meetings: Meetings, monkeypatch: pytest.MonkeyPatch) -> Event:
    """Haru holds the only seat; Midori has read that, and is about to write that she waits for one."""
    event = await meetings.announce(venue=1)
    await meetings.answer(event, HARU, Choice.VENUE)
    gate = hesitating(monkeypatch)
    answering = asyncio.create_task(meetings.answer(event, MIDORI, Choice.VENUE))
    await gate.reached.wait()
    forgetting = asyncio.create_task(forget(meetings, HARU))
    await until_somebody_waits_for_a_lock(meetings)
    gate.opened.set()
    await asyncio.gather(answering, forgetting)
    return event


async def known_and_asked(meetings: Meetings) -> None:
    """Haru's next answer finds nothing new to write about the person."""
    await meetings.hub.members.set_sector(meetings.community_id, HARU, f"参加者{HARU}", Sector.CITIZEN)


async def test_who_is_forgotten_while_they_answer_answers_as_somebody_new(
    on_postgresql: Meetings, monkeypatch: pytest.MonkeyPatch
):
    event = await on_postgresql.announce(venue=5)
    await known_and_asked(on_postgresql)
    gate = hesitating(monkeypatch)
    answering = asyncio.create_task(on_postgresql.answer(event, HARU, Choice.VENUE))
    await gate.reached.wait()  # has read who they are
    assert await forget(on_postgresql, HARU)
    gate.opened.set()
    assert (await answering).mine.confirmed is not None
    assert await on_postgresql.seated(event) == [HARU]


@pytest.mark.long
async def test_two_who_wait_for_each_other_both_get_through(
    on_postgresql: Meetings, monkeypatch: pytest.MonkeyPatch
):
    """The same person answers a new meeting twice while they are being forgotten: PostgreSQL ends one of both."""
    meetings, first_pass = on_postgresql, Gate()
    event = await meetings.announce(venue=5)
    await known_and_asked(meetings)
    meetings.hub.privacy.register(first_pass.part())
    forgetting = asyncio.create_task(forget(meetings, HARU))
    await first_pass.reached.wait()  # there was no answer yet
    await meetings.answer(event, HARU, Choice.MAYBE)
    gate = hesitating(monkeypatch)
    answering = asyncio.create_task(meetings.answer(event, HARU, Choice.VENUE))
    await gate.reached.wait()  # holds the meeting, and will want the person
    first_pass.opened.set()  # holds the person, and wants the meeting
    await until_somebody_waits_for_a_lock(meetings)
    gate.opened.set()
    await asyncio.gather(answering, forgetting)
    assert set(await meetings.seated(event)) == await members(meetings) - {STAFF}


async def test_a_seat_freed_while_another_answers_reaches_them(
    on_postgresql: Meetings, monkeypatch: pytest.MonkeyPatch
):
    event = await forgotten_while_another_answers(on_postgresql, monkeypatch)
    assert await on_postgresql.seated(event) == [MIDORI]


async def test_control_without_the_lock_somebody_waits_beside_a_free_seat(
    on_postgresql: Meetings, monkeypatch: pytest.MonkeyPatch
):
    async def no_lock(_tx: Tx, _event_id: int) -> None: ...

    monkeypatch.setattr("bot.events.privacy.take_lock", no_lock)
    event = await forgotten_while_another_answers(on_postgresql, monkeypatch)
    assert await on_postgresql.seated(event) == [], "the test above may have lost its teeth"
    assert await on_postgresql.waiting(event) == [MIDORI]


# --- nothing stays in the files


async def found_in(database: Database, word: str) -> list[str]:
    """The files of a SQLite database that hold a word, and whether it has room left by what was deleted."""
    file = Path(database.url.database or "")
    async with database.reading() as tx:
        free = (await tx.execute(text("PRAGMA freelist_count"))).scalar_one()
    found = [
        each.name for each in sorted(file.parent.glob(f"{file.name}*")) if word.encode() in each.read_bytes()
    ]
    return [*found, *(["free pages"] if free else [])]


async def test_wiping_leaves_nothing_deleted_in_the_files(sqlite_database: Database):
    async with sqlite_database.transaction() as tx:
        for number in range(300):
            row = insert(CommunityRow).values(id=number, name="藪椿" * 40, created_at=NOON)
            await tx.execute(row)
    async with sqlite_database.transaction() as tx:
        await tx.execute(delete(CommunityRow))
    assert await found_in(sqlite_database, "藪椿") == ["hub.db-wal", "free pages"]
    assert await sqlite_database.wipe()
    assert await found_in(sqlite_database, "藪椿") == []


async def test_wiping_waits_for_nobody_and_says_so(sqlite_database: Database):
    async with sqlite_database.transaction() as tx:
        await tx.execute(insert(CommunityRow).values(id=1, name="町", created_at=NOON))
        assert not await sqlite_database.wipe()
    assert await sqlite_database.wipe()


async def test_who_is_forgotten_while_others_are_busy_is_wiped_by_the_daily_job(hub: Hub):
    meetings = Meetings(hub, Hands(NOON))
    await meetings.set_up()
    await hub.members.set_wants_dm(meetings.community_id, HARU, "藪椿之介", wants_dm=False)
    async with hub.db.reading() as tx:  # somebody who still reads the log as it was
        await tx.execute(select(CommunityRow.id))
        assert await forget(meetings, HARU)
        assert "hub.db-wal" in await found_in(hub.db, "藪椿之介")
    await hub.tidy()
    assert await found_in(hub.db, "藪椿之介") == []

"""What is kept how long: a moment before it is there, a moment after it is gone, on both databases."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update

from bot.clock import Hands
from bot.events.form import EventForm
from bot.events.models import (
    AnonymousSeatsRow,
    AnswerRow,
    EventDraftRow,
    EventRow,
    RsvpHistoryRow,
    RsvpRow,
)
from bot.events.on_behalf import Account, Guest
from bot.events.party import OwnNotes
from bot.events.rules import Choice, Mode
from bot.hub import build_hub
from bot.members.models import CommunityRow, MemberRow
from bot.outbox.couriers import Address, WayClosed
from bot.outbox.models import CourierPauseRow, DeliveryRow, PostingRow
from bot.outbox.notice import Notice, Receipt
from bot.outbox.trays import Tray
from bot.questions.models import QuestionRow
from bot.settings import Settings
from tests.kit.meetings import COMMUNITY, NOON, Meetings

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)


class Carries:
    """A courier for whom some doors are closed."""

    def __init__(self) -> None:
        self.closed: set[int] = set()
        self.count = 0

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt:
        if getattr(address, "discord_user_id", None) in self.closed:
            raise WayClosed("dms_closed")
        self.count += 1
        return Receipt(channel_id=1, message_id=self.count)

    async def remove(self, place: Address, message_id: int, notice: Notice) -> None: ...

    async def edit(self, place: Address, message_id: int, notice: Notice) -> None: ...


@pytest.fixture
def courier() -> Carries:
    return Carries()


@pytest.fixture
async def meetings(database_url: str, courier: Carries) -> AsyncIterator[Meetings]:
    """A hub with a set-up community, on each kind of database."""
    hands = Hands(NOON)
    settings = Settings(database_url=database_url, discord_new_dms_per_minute=60)
    hub = build_hub(settings, clock=hands, couriers={"discord": courier})
    made = Meetings(hub, hands)
    try:
        await made.set_up()
        yield made
    finally:
        await hub.close()


async def count(meetings: Meetings, model: Any, *where: Any) -> int:
    async with meetings.hub.db.reading() as tx:
        return await tx.scalar(select(func.count()).select_from(model).where(*where)) or 0


async def change(meetings: Meetings, statement: Any) -> None:
    async with meetings.hub.db.transaction() as tx:
        await tx.execute(statement)


async def around(meetings: Meetings, moment: datetime, *looks: Any) -> list[tuple[int, ...]]:
    """What there is after the tidying up at a moment, and a second later."""
    found = []
    for at in (moment, moment + SECOND):
        meetings.hands.set(at)
        await meetings.hub.tidy()
        found.append(tuple([await count(meetings, *look) for look in looks]))
    return found


async def test_people_without_discord_are_forgotten_after_three_years_and_stay_a_number(
    meetings: Meetings,
) -> None:
    event = await meetings.announce(venue=2)
    guest = Guest("浜田", mail_address="hamada@mail.example")
    await meetings.hub.on_behalf.add(meetings.community_id, Account(1, "事務局"), event.id, guest, Mode.VENUE)
    written_down = meetings.hands()
    is_guest = MemberRow.display_name == "浜田"
    meetings.hands.set(written_down + 3 * YEAR - SECOND)
    await meetings.hub.retention.run()
    assert await count(meetings, MemberRow, is_guest) == 1
    meetings.hands.move(SECOND)
    await meetings.hub.retention.run()
    assert await count(meetings, MemberRow, is_guest) == 0
    assert await count(meetings, AnonymousSeatsRow, AnonymousSeatsRow.seats == 1) == 1


async def test_notes_for_the_office_go_a_month_after_the_meeting(meetings: Meetings) -> None:
    event = await meetings.announce()
    await meetings.answer(event, 11, Choice.VENUE)
    notes = OwnNotes(access_needs="車いすで行きます", door_name="みなと", affiliation="みなと商店会")
    await meetings.hub.parties.note(meetings.community_id, 11, event.id, notes)
    is_noted = AnswerRow.access_needs.is_not(None), AnswerRow.door_name.is_not(None)
    meetings.hands.set(event.ends_at + 30 * DAY)
    await meetings.hub.retention.run()
    assert await count(meetings, AnswerRow, *is_noted) == 1
    meetings.hands.move(SECOND)
    await meetings.hub.retention.run()
    assert await count(meetings, AnswerRow, *is_noted) == 0
    assert await count(meetings, AnswerRow) == 1


async def test_drafts_questions_and_pauses(meetings: Meetings) -> None:
    hub, start = meetings.hub, meetings.hands()
    await hub.drafts.start(COMMUNITY, 1, "事務局", EventForm(title="新年会"))
    await change(meetings, insert(CourierPauseRow).values(way="dm", until=start + 4 * timedelta(hours=1)))
    assert await around(
        meetings, start + timedelta(hours=4) - SECOND, (CourierPauseRow,), (EventDraftRow,)
    ) == [(1, 1), (0, 1)]
    assert await around(meetings, start + 30 * DAY, (EventDraftRow,)) == [(1,), (0,)]
    asked = meetings.hands()
    question = await hub.questions.ask(COMMUNITY, 11, "参加者11", "駐車場はありますか")
    await hub.questions.close(COMMUNITY, question.id)
    assert await around(meetings, asked + YEAR, (QuestionRow,)) == [(1,), (0,)]


async def test_a_notice_goes_90_days_after_its_end(meetings: Meetings, courier: Carries) -> None:
    """A failed one stands in /outbox until then; one that still waits stays as long as it waits."""
    hub, hands = meetings.hub, meetings.hands
    courier.closed = {11}
    event = await meetings.announce(venue=5)
    await meetings.answer(event, 11, Choice.VENUE)
    await meetings.answer(event, 12, Choice.VENUE)
    while hands() < event.ends_at:
        await hub.tick()
        due_at = await hub.outbox.next_due_at()
        hands.set(max(due_at or event.ends_at, hands() + SECOND))
    rows = await count(meetings, DeliveryRow)
    assert rows == await count(meetings, DeliveryRow, DeliveryRow.ended_at.is_not(None)) > 5
    far = await meetings.announce(title="来年の総会", when="2027-12-17 19:00", venue=5)
    await meetings.answer(far, 12, Choice.VENUE)
    planned = await count(meetings, DeliveryRow, DeliveryRow.state == "planned")
    assert planned > 1
    assert (await hub.outbox.listing(COMMUNITY, Tray.NOT_REACHED)).counts[Tray.NOT_REACHED]

    ends = select(func.max(DeliveryRow.ended_at), func.max(DeliveryRow.expires_at))
    async with hub.db.reading() as tx:
        row = (await tx.execute(ends.where(DeliveryRow.ended_at.is_not(None)))).one()
    last = max(moment for moment in row if moment is not None)
    at_end, after = await around(meetings, last + 90 * DAY, (DeliveryRow,))
    assert at_end[0] > planned
    assert after == (planned,)
    trays = (await hub.outbox.listing(COMMUNITY)).counts
    assert trays == {Tray.WAITING: planned, Tray.FAILED: 0, Tray.UNKNOWN: 0, Tray.NOT_REACHED: 0}
    assert await meetings.answer(far, 13, Choice.VENUE)


async def insert_delivery(meetings: Meetings, key: str, **values: Any) -> int:
    given = {
        "community_id": COMMUNITY,
        "kind": "event.reminder",
        "place": "staff",
        "subject": "event:1",
        "due_at": NOON,
        "dedupe_key": key,
        "state": "sent",
        "attempts": 1,
        "awaits_press": False,
        "ended_at": NOON,
        "created_at": NOON,
    }
    statement = insert(DeliveryRow).values(given | values).returning(DeliveryRow.id)
    async with meetings.hub.db.transaction() as tx:
        return (await tx.execute(statement)).scalar_one()


async def test_what_a_younger_row_or_a_later_day_still_needs_stays(meetings: Meetings) -> None:
    old = await insert_delivery(meetings, "old", state="failed")
    parent = await insert_delivery(meetings, "parent", state="failed")
    await insert_delivery(
        meetings, "child", parent_id=parent, state="planned", ended_at=None, due_at=NOON + YEAR
    )
    card = await insert_delivery(meetings, "card", expires_at=NOON + 200 * DAY)
    by_staff = await insert_delivery(meetings, "by staff", state="cancelled", due_at=NOON + 200 * DAY)
    meetings.hands.set(NOON + 90 * DAY + SECOND)
    await meetings.hub.tidy()
    async with meetings.hub.db.reading() as tx:
        left = set(await tx.scalars(select(DeliveryRow.id)))
    assert old not in left
    assert {parent, card, by_staff} < left
    await change(
        meetings, update(DeliveryRow).where(DeliveryRow.parent_id == parent).values(ended_at=NOON + 100 * DAY)
    )
    meetings.hands.set(NOON + 200 * DAY + SECOND)
    await meetings.hub.tidy()
    assert await count(meetings, DeliveryRow, DeliveryRow.id == parent) == 0
    assert await count(meetings, DeliveryRow, DeliveryRow.id.in_((card, by_staff))) == 2
    meetings.hands.set(NOON + 290 * DAY + SECOND)
    await meetings.hub.tidy()
    assert await count(meetings, DeliveryRow, DeliveryRow.id.in_((card, by_staff))) == 0


async def test_after_three_years_a_meeting_has_numbers_and_no_names(meetings: Meetings) -> None:
    event = await meetings.announce(venue=2, online=9)
    for person in (11, 12, 13):
        await meetings.answer(event, person, Choice.VENUE)
    for person in (14, 15, 16):
        await meetings.answer(event, person, Choice.ONLINE)
    await meetings.answer(event, 16, Choice.DECLINED)
    meetings.hands.set(event.ends_at + YEAR)
    assert await meetings.hub.privacy.forget(COMMUNITY, 12)
    meetings.hands.set(event.ends_at + 2 * YEAR)
    younger = await meetings.announce(title="総会", when="2028-12-20 19:00", venue=2)
    await meetings.answer(younger, 11, Choice.VENUE)

    people = [(model,) for model in (RsvpRow, AnswerRow, RsvpHistoryRow)]
    before, after = await around(meetings, event.ends_at + 3 * YEAR, *people)
    assert all(number > 1 for number in before)
    assert after == (1, 1, 1), "the younger meeting keeps its people"
    shown = await meetings.hub.events.show(COMMUNITY, event.id)
    assert {mode: seats.taken for mode, seats in shown.seats.items()} == {Mode.VENUE: 2, Mode.ONLINE: 2}
    assert await meetings.hub.events.attendees(COMMUNITY, event.id, 1, is_staff=True) == []
    await meetings.hub.tidy()
    assert (await meetings.hub.events.show(COMMUNITY, event.id)).seats == shown.seats


async def test_rehearsals_go_as_a_whole_and_real_meetings_do_not(meetings: Meetings) -> None:
    hub = meetings.hub
    real = await meetings.announce(venue=2)
    await hub.events.cancel(COMMUNITY, real.id, "台風のため")
    rehearsed = []
    for _ in range(2):
        draft = await hub.drafts.rehearse(COMMUNITY, 1, "事務局")
        rehearsed.append(await hub.events.announce(COMMUNITY, draft.id))
    over, finished = rehearsed
    for event in rehearsed:
        await hub.rsvps.rsvp(COMMUNITY, 1, "事務局", event.id, Choice.VENUE, is_staff=True)
    await hub.tick()
    await hub.announcements.finish_rehearsal(COMMUNITY, finished.id)

    def of(event_id: int) -> list[tuple[Any, ...]]:
        about = f"event:{event_id}"
        return [
            (EventRow, EventRow.id == event_id),
            (RsvpRow, RsvpRow.event_id == event_id),
            (DeliveryRow, DeliveryRow.subject == about),
            (PostingRow, PostingRow.subject == about),
        ]

    first, second = await around(meetings, NOON + 30 * DAY, *of(finished.id))
    assert all(first)
    assert not any(second)
    first, second = await around(meetings, over.ends_at + 30 * DAY, *of(over.id))
    assert all(first)
    assert not any(second)
    assert await count(meetings, EventRow, EventRow.id == real.id) == 1
    assert await count(meetings, PostingRow) == 1


async def test_who_left_goes_after_a_year_and_a_server_without_the_bot_after_90_days(
    meetings: Meetings,
) -> None:
    event = await meetings.announce(venue=2)
    await meetings.answer(event, 11, Choice.VENUE)
    await change(
        meetings, update(MemberRow).where(MemberRow.discord_user_id == 11).values(left_at=NOON + SECOND)
    )
    assert await around(meetings, NOON + YEAR, (MemberRow, MemberRow.discord_user_id == 11)) == [(1,), (0,)]
    removed_at = meetings.hands()
    await meetings.hub.farewells.removed(COMMUNITY)
    looks = [(CommunityRow,), (EventRow,), (AnonymousSeatsRow,), (MemberRow,)]
    first, second = await around(meetings, removed_at + 90 * DAY - SECOND, *looks)
    assert all(first)
    assert second == (0, 0, 0, 0)


async def test_one_rule_that_fails_stops_no_other(
    meetings: Meetings, caplog: pytest.LogCaptureFixture
) -> None:
    """Two rules find their table broken; the last one still has its turn."""
    await change(meetings, insert(CourierPauseRow).values(way="dm", until=NOON))
    await change(meetings, text("ALTER TABLE event_drafts RENAME TO lost"))
    try:
        with caplog.at_level(logging.INFO, logger="bot.retention"):
            await meetings.hub.tidy()
    finally:
        await change(meetings, text("ALTER TABLE lost RENAME TO event_drafts"))
    assert await count(meetings, CourierPauseRow) == 0
    said = [
        (record.levelname, record.getMessage()) for record in caplog.records if record.name == "bot.retention"
    ]
    assert said == [
        ("ERROR", "retention: drafts could not be done"),
        ("ERROR", "retention: flyers could not be done"),
        ("INFO", "retention: pauses: 1"),
    ]

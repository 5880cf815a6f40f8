"""Reminders follow what a person wishes, in the transaction in which they wish it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.clock import Hands
from bot.events.rules import Choice, Event
from bot.events.telling import REMINDER
from bot.mailing.rules import Lead
from bot.members.models import MemberRow
from bot.members.wish_rules import Topic, Via
from bot.outbox.models import DeliveryRow
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import Meetings, meetings_on

TOKYO = ZoneInfo("Asia/Tokyo")
ANNA, BEN = 21, 22
ALL = {"week": "12-10 12:00", "eve": "12-16 18:00", "venue_soon": "12-17 16:00"}
"""What everybody gets of a meeting at the venue on 17 December at 19:00."""


@pytest.fixture
async def meetings(sqlite_url: str) -> AsyncIterator[Meetings]:
    made = meetings_on(sqlite_url)
    await made.set_up()
    yield made
    await made.hub.close()


@pytest.fixture
def courier(meetings: Meetings) -> RecordingCourier:
    made = RecordingCourier()
    meetings.hub.use_couriers({"discord": made})
    return made


async def reminders(meetings: Meetings, person: int = ANNA, *states: str) -> dict[str, str]:
    """When each reminder of this person leaves, by the clock in Tokyo."""
    query = (
        select(DeliveryRow.args, DeliveryRow.due_at)
        .join(MemberRow, MemberRow.id == DeliveryRow.member_id)
        .where(
            DeliveryRow.kind == REMINDER,
            DeliveryRow.state.in_(states or ("planned",)),
            MemberRow.discord_user_id == person,
        )
        .order_by(DeliveryRow.due_at)
    )
    async with meetings.hub.db.reading() as tx:
        rows = (await tx.execute(query)).all()
    return {row.args["lead"]: f"{row.due_at.astimezone(TOKYO):%m-%d %H:%M}" for row in rows}


async def hours(meetings: Meetings, starts: str, ends: str, where: str = "", person: int = ANNA) -> None:
    await meetings.hub.mailing.wishes.choose_hours(
        meetings.community_id, person, "あんな", starts, ends, where
    )


async def leads(meetings: Meetings, *wanted: Lead) -> None:
    await meetings.hub.mailing.wishes.choose_leads(meetings.community_id, ANNA, "あんな", wanted)


def go_to(hands: Hands, local: str) -> None:
    """Move the clock to ``MM-DD HH:MM`` in Tokyo."""
    moment = datetime.strptime(f"2026-{local}", "%Y-%m-%d %H:%M").replace(tzinfo=TOKYO)
    hands.move(moment - hands())


async def send(meetings: Meetings) -> None:
    """What is due, with the pause between two people who get their first direct message."""
    for _person in (ANNA, BEN):
        await meetings.hub.tick()
        meetings.hands.move(timedelta(seconds=10))


async def came(meetings: Meetings) -> Event:
    event = await meetings.announce()
    await meetings.answer(event, ANNA, Choice.VENUE)
    await meetings.answer(event, BEN, Choice.VENUE)
    return event


async def test_a_lead_switched_off_is_withdrawn_and_comes_back(meetings: Meetings) -> None:
    await came(meetings)
    assert await reminders(meetings) == ALL
    await leads(meetings, Lead.EVE)
    assert await reminders(meetings) == {"eve": ALL["eve"]}
    assert await reminders(meetings, BEN) == ALL, "nobody else's"
    await leads(meetings, *Lead)
    assert await reminders(meetings) == ALL


async def test_wishes_count_for_meetings_answered_afterwards(meetings: Meetings) -> None:
    await leads(meetings, Lead.WEEK, Lead.EVE)
    await hours(meetings, "17:30", "09:00")
    await came(meetings)
    assert await reminders(meetings) == {"week": ALL["week"], "eve": "12-17 09:00"}


async def test_quiet_hours_move_what_is_planned_in_the_persons_own_zone(meetings: Meetings) -> None:
    await came(meetings)
    await hours(meetings, "09:00", "11:00", "Europe/Berlin")  # 17:00 to 19:00 in Tokyo in December
    assert await reminders(meetings) == ALL | {"eve": "12-16 19:00"}
    await meetings.hub.mailing.wishes.never_quiet(meetings.community_id, ANNA, "あんな")
    assert await reminders(meetings) == ALL


async def test_a_reminder_moves_earlier_where_the_meeting_begins_before_the_quiet_hours_end(
    meetings: Meetings,
) -> None:
    await came(meetings)
    await hours(meetings, "15:00", "20:00")
    assert (await reminders(meetings))["venue_soon"] == "12-17 15:00"


async def test_wishes_said_within_ten_days_keep_the_reminder_of_an_early_answer(meetings: Meetings) -> None:
    await came(meetings)
    go_to(meetings.hands, "12-09 12:00")
    await hours(meetings, "22:00", "07:00")
    assert await reminders(meetings) == ALL


async def test_a_reminder_that_waits_for_the_morning_is_not_lost_by_another_wish(
    meetings: Meetings, courier: RecordingCourier
) -> None:
    await came(meetings)
    await hours(meetings, "17:00", "20:00")
    go_to(meetings.hands, "12-16 19:00")
    await send(meetings)
    assert "eve" in await reminders(meetings)
    await hours(meetings, "22:00", "07:00")
    await send(meetings)
    assert "eve" in await reminders(meetings, ANNA, "sent")


async def test_what_has_left_or_passed_does_not_come_again(
    meetings: Meetings, courier: RecordingCourier
) -> None:
    await leads(meetings, Lead.EVE, Lead.VENUE_SOON)
    await came(meetings)
    go_to(meetings.hands, "12-14 12:00")
    await leads(meetings, *Lead)
    await send(meetings)
    assert await reminders(meetings, ANNA, "sent") == {}, "the week ahead is past"
    go_to(meetings.hands, "12-16 18:30")
    await send(meetings)
    await hours(meetings, "22:00", "07:00")
    await send(meetings)
    assert await reminders(meetings, ANNA, "sent") == {"eve": ALL["eve"]}
    assert await reminders(meetings) == {"venue_soon": ALL["venue_soon"]}


async def test_thread_or_none_is_asked_when_sending_and_changes_no_plan(
    meetings: Meetings, courier: RecordingCourier
) -> None:
    await came(meetings)
    await meetings.hub.mailing.wishes.choose_way(
        meetings.community_id, ANNA, "あんな", Topic.REMINDERS, Via.OFF
    )
    assert await reminders(meetings) == ALL
    go_to(meetings.hands, "12-10 12:00")
    await send(meetings)
    assert "week" not in await reminders(meetings, ANNA, "sent")
    assert "week" in await reminders(meetings, BEN, "sent")

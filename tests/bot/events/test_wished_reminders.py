"""Reminders as each person wishes them: which, when, by the thread; and once more, later."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.events.queries import mentioned_in
from bot.events.rules import Choice, Event, Mode, NoSuchEvent
from bot.events.snoozing import Later, NoTimeLeft, NotYourReminder
from bot.events.telling import REMINDER, SNOOZED
from bot.mailing.rules import Lead
from bot.members.wish_rules import Topic, Via
from tests.bot.mailing.with_mail import deliveries
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import COMMUNITY, Meetings, meetings_on

TOKYO = ZoneInfo("Asia/Tokyo")
HARU, NATSU = 21, 22
WHO = (COMMUNITY, HARU, "はる")


@pytest.fixture
async def meetings(sqlite_url: str) -> AsyncIterator[Meetings]:
    made = meetings_on(sqlite_url)
    await made.set_up()
    made.hub.use_couriers({"discord": RecordingCourier()})
    yield made
    await made.hub.close()


async def plan(meetings: Meetings) -> list[str]:
    """Lead and local moment of everything planned, oldest first."""
    rows = await deliveries(meetings, REMINDER)
    return [f"{row.args['lead']} {row.due_at.astimezone(TOKYO):%d %H:%M}" for row in rows]


async def test_wishes_change_what_is_planned_already_and_what_will_be(meetings: Meetings):
    event = await meetings.announce()
    await meetings.answer(event, HARU, Choice.VENUE)
    everything = ["week 10 12:00", "eve 16 18:00", "venue_soon 17 16:00"]
    assert await plan(meetings) == everything
    wishes = meetings.hub.mailing.wishes
    await wishes.choose_leads(*WHO, [Lead.EVE, Lead.VENUE_SOON])
    assert await plan(meetings) == everything[1:]
    await wishes.choose_hours(*WHO, "15:30", "17:00", "")
    assert await plan(meetings) == ["eve 16 18:00", "venue_soon 17 17:00"]
    await wishes.choose_hours(*WHO, "15:30", "19:30", "")
    assert await plan(meetings) == ["eve 16 19:30", "venue_soon 17 15:30"]
    await wishes.choose_hours(*WHO, "9:00", "11:00", "Europe/Berlin")  # 17:00 to 19:00 in Tokyo
    assert await plan(meetings) == ["eve 16 19:00", "venue_soon 17 16:00"]
    await wishes.never_quiet(*WHO)
    await wishes.choose_leads(*WHO, list(Lead))
    assert await plan(meetings) == everything
    await wishes.choose_leads(*WHO, [Lead.EVE])
    other = await meetings.announce(when="2026-12-24 19:00-20:30")
    await meetings.answer(other, HARU, Choice.VENUE)
    assert await plan(meetings) == ["eve 16 18:00", "eve 23 18:00"]


async def test_wishes_of_one_change_nothing_for_another(meetings: Meetings):
    event = await meetings.announce()
    await meetings.answer(event, HARU, Choice.VENUE)
    await meetings.answer(event, NATSU, Choice.VENUE)
    await meetings.hub.mailing.wishes.choose_leads(*WHO, [])
    assert await plan(meetings) == ["week 10 12:00", "eve 16 18:00", "venue_soon 17 16:00"]


async def test_a_lead_that_somebody_does_without_supersedes_nothing(meetings: Meetings):
    event = await meetings.announce()
    await meetings.answer(event, HARU, Choice.VENUE)
    await meetings.hub.mailing.wishes.choose_leads(*WHO, [Lead.EVE])
    meetings.hands.set(event.starts_at - timedelta(hours=2))  # the bot was down on the eve
    await meetings.hub.tick()
    assert len(await deliveries(meetings, REMINDER, "sent")) == 1


async def test_two_that_quiet_hours_bring_together_are_one(meetings: Meetings):
    event = await meetings.announce()
    await meetings.answer(event, HARU, Choice.VENUE)
    await meetings.hub.mailing.wishes.choose_hours(*WHO, "17:00", "16:30", "")
    assert await plan(meetings) == ["week 10 16:30", "eve 17 16:30", "venue_soon 17 16:30"]
    meetings.hands.set(event.starts_at - timedelta(hours=2, minutes=30))
    await meetings.hub.tick()
    sent = await deliveries(meetings, REMINDER, "sent")
    assert [row.args["lead"] for row in sent] == ["venue_soon"]


async def test_the_thread_names_who_chose_it_but_nobody_who_hides_subjects(meetings: Meetings):
    event = await meetings.announce()
    for person in (HARU, NATSU, 23):
        await meetings.answer(event, person, Choice.VENUE)
    choose = meetings.hub.mailing.wishes.choose_way
    await choose(*WHO, Topic.REMINDERS, Via.THREAD)
    await choose(COMMUNITY, NATSU, "なつ", Topic.REMINDERS, Via.THREAD)
    await meetings.hub.members.set_hides_subjects(COMMUNITY, NATSU, "なつ", True)
    async with meetings.hub.db.reading() as tx:
        assert await mentioned_in(tx, event.id, [Mode.VENUE], 40) == [await meetings.member_id(HARU)]
    await choose(*WHO, Topic.REMINDERS, Via.DM)
    async with meetings.hub.db.reading() as tx:
        assert await mentioned_in(tx, event.id, [Mode.VENUE], 40) == []


async def coming(meetings: Meetings, before: timedelta) -> Event:
    """Haru comes; it is so long before the start."""
    event = await meetings.announce()
    await meetings.answer(event, HARU, Choice.VENUE)
    meetings.hands.set(event.starts_at - before)
    return event


async def offers(meetings: Meetings, event: Event, person: int = HARU) -> dict[Later, str]:
    found = await meetings.hub.snoozing.offers(COMMUNITY, person, event.id)
    return {later: f"{moment.moment.astimezone(moment.tz):%d %H:%M}" for later, moment in found.items()}


async def test_later_is_in_an_hour_or_in_the_morning_after_their_quiet_hours(meetings: Meetings):
    event = await coming(meetings, timedelta(hours=25))
    assert await offers(meetings, event) == {Later.HOUR: "16 19:00", Later.MORNING: "17 08:00"}
    await meetings.hub.mailing.wishes.choose_hours(*WHO, "22:00", "9:30", "")
    assert (await offers(meetings, event))[Later.MORNING] == "17 09:30"
    await meetings.hub.mailing.wishes.choose_hours(*WHO, "22:00", "7:00", "Europe/Berlin")
    assert (await offers(meetings, event))[Later.MORNING] == "17 08:00"  # 16:00 in Tokyo


async def test_never_past_the_start(meetings: Meetings):
    event = await coming(meetings, timedelta(hours=2))
    assert list(await offers(meetings, event)) == [Later.HOUR]
    with pytest.raises(NoTimeLeft):
        await meetings.hub.snoozing.snooze(COMMUNITY, HARU, event.id, Later.MORNING)
    meetings.hands.set(event.starts_at - timedelta(hours=1))
    with pytest.raises(NoTimeLeft):
        await offers(meetings, event)


async def test_only_for_those_who_come_in_this_community(meetings: Meetings):
    event = await coming(meetings, timedelta(hours=25))
    with pytest.raises(NotYourReminder):
        await offers(meetings, event, NATSU)
    await meetings.answer(event, NATSU, Choice.MAYBE)
    with pytest.raises(NotYourReminder):
        await meetings.hub.snoozing.snooze(COMMUNITY, NATSU, event.id, Later.HOUR)
    with pytest.raises(NoSuchEvent):
        await meetings.hub.snoozing.snooze(COMMUNITY + 1, HARU, event.id, Later.HOUR)


async def test_two_presses_are_one_reminder_which_goes_out_while_it_is_true(meetings: Meetings):
    event = await coming(meetings, timedelta(hours=25))
    for later in (Later.HOUR, Later.HOUR, Later.MORNING, Later.HOUR):
        await meetings.hub.snoozing.snooze(COMMUNITY, HARU, event.id, later)
        meetings.hands.set(meetings.hands() + timedelta(seconds=40))
    [row] = await deliveries(meetings, SNOOZED)
    assert f"{row.due_at.astimezone(TOKYO):%d %H:%M}" == "16 19:02"
    meetings.hands.set(row.due_at)
    await meetings.hub.tick()
    assert len(await deliveries(meetings, SNOOZED, "sent")) == 1
    await meetings.hub.snoozing.snooze(COMMUNITY, HARU, event.id, Later.MORNING)
    await meetings.answer(event, HARU, Choice.DECLINED)
    meetings.hands.set(datetime(2026, 12, 16, 23, 1, tzinfo=event.starts_at.tzinfo))
    await meetings.hub.tick()
    assert len(await deliveries(meetings, SNOOZED, "sent")) == 1

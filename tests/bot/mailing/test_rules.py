"""The reminder plan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from bot.mailing.rules import Lead, due_at, is_superseded, plan
from bot.members.rules import Leads

TOKYO = ZoneInfo("Asia/Tokyo")
START = datetime(2026, 12, 17, 10, tzinfo=UTC)
"""19:00 in Tokyo."""
VENUE = (Lead.WEEK, Lead.EVE, Lead.VENUE_SOON)


def leads_for(answered_at: datetime, wanted: tuple[Lead, ...] = VENUE) -> list[Lead]:
    planned = plan(wanted, starts_at=START, tz=TOKYO, leads=Leads(), answered_at=answered_at)
    return [item.lead for item in planned]


def test_the_usual_leads_in_local_time():
    moments = {lead: due_at(lead, START, TOKYO, Leads()).astimezone(TOKYO) for lead in Lead}
    assert f"{moments[Lead.WEEK]:%m-%d %H:%M}" == "12-10 12:00"
    assert f"{moments[Lead.NUDGE]:%m-%d %H:%M}" == "12-15 18:00"
    assert f"{moments[Lead.EVE]:%m-%d %H:%M}" == "12-16 18:00"
    assert f"{moments[Lead.VENUE_SOON]:%m-%d %H:%M}" == "12-17 16:00"
    assert f"{moments[Lead.ONLINE_SOON]:%m-%d %H:%M}" == "12-17 18:45"


def test_the_day_before_is_a_day_of_the_calendar_not_24_hours():
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 10, 25, 18, tzinfo=UTC)  # clocks went back that morning
    assert due_at(Lead.EVE, start, berlin, Leads()).astimezone(berlin).strftime("%d %H:%M") == "24 18:00"


def test_a_week_ahead_only_after_an_early_answer():
    assert leads_for(START - timedelta(days=11)) == [Lead.WEEK, Lead.EVE, Lead.VENUE_SOON]
    assert leads_for(START - timedelta(days=9)) == [Lead.EVE, Lead.VENUE_SOON]


def test_a_late_answer_skips_what_is_past():
    assert leads_for(START - timedelta(hours=20)) == [Lead.VENUE_SOON]
    assert leads_for(START - timedelta(hours=1)) == []


def test_several_that_are_due_collapse_into_the_newest():
    def late(lead: Lead, now: datetime) -> bool:
        return is_superseded(lead, VENUE, starts_at=START, tz=TOKYO, leads=Leads(), now=now)

    after_downtime = START - timedelta(hours=2)
    assert [lead for lead in VENUE if not late(lead, after_downtime)] == [Lead.VENUE_SOON]
    on_the_eve = START - timedelta(hours=20)
    assert [lead for lead in VENUE if not late(lead, on_the_eve)] == [Lead.EVE, Lead.VENUE_SOON]


@given(st.timedeltas(timedelta(days=-1), timedelta(days=60)), st.timedeltas(timedelta(0), timedelta(days=60)))
def test_never_two_reminders_at_once_and_none_after_the_start(
    answered_before: timedelta, now_before: timedelta
):
    answered_at, now = START - answered_before, START - now_before
    planned = plan(Lead, starts_at=START, tz=TOKYO, leads=Leads(), answered_at=answered_at)
    assert all(answered_at < item.due_at < START for item in planned)
    due = [
        item.lead
        for item in planned
        if item.due_at <= now
        and not is_superseded(item.lead, Lead, starts_at=START, tz=TOKYO, leads=Leads(), now=now)
    ]
    assert len(due) <= 1

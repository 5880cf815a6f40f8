"""The reminder plan."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from bot.mailing.rules import Hours, Lead, as_wished, due_at, is_superseded, plan
from bot.members.rules import Leads
from bot.members.wish_rules import QuietHours

TOKYO = ZoneInfo("Asia/Tokyo")
START = datetime(2026, 12, 17, 10, tzinfo=UTC)
"""19:00 in Tokyo."""
NEVER = QuietHours(time(0), time(0))
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


ZONES = st.sampled_from(
    ["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]
).map(ZoneInfo)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda after: START + after)
"""Two years, with every change of the clocks in them."""
QUIET = st.builds(QuietHours, st.times(), st.times())


@given(MOMENTS, MOMENTS, QUIET, ZONES)
def test_quiet_hours_never_move_a_reminder_to_the_start_or_into_themselves(due, starts_at, quiet, tz):
    if due >= starts_at:
        due, starts_at = starts_at, due + timedelta(minutes=1)
    shifted = quiet.shifted(due, starts_at, tz)
    assert shifted < starts_at
    window = quiet.around(due, tz)
    if window is None:
        assert shifted == due
    else:
        begin, end = window
        assert begin <= due < end <= begin + timedelta(hours=26)
        assert shifted == (end if end < starts_at else begin)
        wall = end.astimezone(tz).time().replace(fold=0)
        skipped = datetime.combine(end.astimezone(tz).date(), quiet.ends, tz).astimezone(UTC).astimezone(tz)
        assert wall in (quiet.ends, skipped.time().replace(fold=0))


@given(
    MOMENTS, QUIET, ZONES, ZONES, st.frozensets(st.sampled_from([lead.value for lead in Lead])),
    st.timedeltas(timedelta(0), timedelta(days=30)),
)  # fmt: skip
def test_a_wished_plan_is_the_same_plan_without_what_is_off_and_inside_its_time(
    starts_at, quiet, tz, here, leads_off, before
):
    now = starts_at - before
    planned = plan(VENUE, starts_at=starts_at, tz=here, leads=Leads(), answered_at=now)
    wished = as_wished(planned, Hours(leads_off, quiet, tz), starts_at=starts_at, now=now)
    assert [item.lead for item in wished] == [item.lead for item in planned if item.lead not in leads_off]
    assert all(now < item.due_at < starts_at for item in wished)
    assert as_wished(planned, Hours(frozenset(), NEVER, tz), starts_at=starts_at, now=now) == planned


@given(MOMENTS, QUIET, ZONES, st.frozensets(st.sampled_from([lead.value for lead in VENUE])), st.data())
def test_of_what_is_due_to_one_person_exactly_one_goes_out(starts_at, quiet, tz, leads_off, data):
    hours = Hours(leads_off, quiet, tz)
    wished = as_wished(
        plan(VENUE, starts_at=starts_at, tz=TOKYO, leads=Leads(), answered_at=starts_at - timedelta(days=30)),
        hours,
        starts_at=starts_at,
        now=starts_at - timedelta(days=30),
    )
    now = starts_at - data.draw(st.timedeltas(timedelta(0), timedelta(days=9)))
    due = [item.lead for item in wished if item.due_at <= now]
    sent = [
        lead
        for lead in due
        if not is_superseded(lead, VENUE, starts_at=starts_at, tz=TOKYO, leads=Leads(), now=now, hours=hours)
    ]
    assert len(sent) == min(1, len(due))


def test_quiet_hours_over_the_night_of_the_change():
    berlin, quiet = ZoneInfo("Europe/Berlin"), QuietHours()
    night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the hour before the clocks go back
    window = quiet.around(night, berlin)
    assert window == (datetime(2026, 10, 24, 19, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC))

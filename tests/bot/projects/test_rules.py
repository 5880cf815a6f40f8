"""What is decided about projects without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.clock import to_local
from bot.members.rules import Sector
from bot.projects.refusals import IsOver, LeadersOnly, NotAccepted, NothingWritten, TooLong
from bot.projects.rules import (
    ProjectRole,
    ProjectState,
    check_leads,
    check_not_over,
    check_running,
    is_asked_for_memo,
    memo_due_at,
    read_line,
    read_text,
    sectors_of,
    sectors_text,
)

TOKYO, BERLIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin")


def test_sectors_are_counted_once_and_who_said_nothing_is_none() -> None:
    assert sectors_of([]) == ()
    assert sectors_of([None, "student", None, "citizen", "student"]) == (Sector.CITIZEN, Sector.STUDENT)


@pytest.mark.parametrize(
    ("sectors", "said"),
    [
        ((), "お立場は、まだどなたからも伺っていません"),
        ((Sector.STUDENT, Sector.COMPANY), "2つの立場から参加：学生、企業"),
        ((Sector.CITIZEN, Sector.COMPANY, Sector.STUDENT), "✓ 3つの立場から参加：市民・町内会、企業、学生"),
    ],
)
def test_the_tick_stands_only_where_three_sectors_take_part(sectors: tuple[Sector, ...], said: str) -> None:
    assert sectors_text(sectors).to("ja") == said
    assert ("✓" in sectors_text(sectors).to("en")) is (len(sectors) >= 3)


@pytest.mark.parametrize(
    ("now", "due_at", "tz"),
    [
        # 10:00 in Tokyo is 1:00 UTC; within a day before it, it is planned
        (datetime(2026, 11, 30, 2, tzinfo=UTC), datetime(2026, 12, 1, 1, tzinfo=UTC), TOKYO),
        (datetime(2026, 11, 29, 23, tzinfo=UTC), datetime(2026, 11, 1, 1, tzinfo=UTC), TOKYO),
        (datetime(2026, 12, 1, 1, tzinfo=UTC), datetime(2026, 12, 1, 1, tzinfo=UTC), TOKYO),
        (datetime(2026, 12, 20, 1, tzinfo=UTC), datetime(2026, 12, 1, 1, tzinfo=UTC), TOKYO),
        # summer time: 10:00 in Berlin is 8:00 UTC on 1 April, 9:00 UTC on 1 March and 1 November
        (datetime(2027, 4, 1, 7, tzinfo=UTC), datetime(2027, 4, 1, 8, tzinfo=UTC), BERLIN),
        (datetime(2027, 3, 1, 7, tzinfo=UTC), datetime(2027, 3, 1, 9, tzinfo=UTC), BERLIN),
        (datetime(2026, 11, 1, 7, tzinfo=UTC), datetime(2026, 11, 1, 9, tzinfo=UTC), BERLIN),
    ],
)
def test_the_memo_is_asked_for_at_ten_of_the_first(now: datetime, due_at: datetime, tz: ZoneInfo) -> None:
    assert memo_due_at(now, tz) == due_at


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from([TOKYO, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland")]),
)
def test_it_is_always_ten_on_a_first_and_never_far_ahead(now: datetime, tz: ZoneInfo) -> None:
    due_at = memo_due_at(now, tz)
    local = to_local(due_at, tz)
    assert (local.day, local.hour, local.minute) == (1, 10, 0)
    assert now - timedelta(days=32) < due_at <= now + timedelta(days=1)


def test_a_new_project_is_not_asked_and_a_late_question_is_not_sent() -> None:
    due_at = datetime(2026, 12, 1, 1, tzinfo=UTC)
    assert is_asked_for_memo(due_at - timedelta(days=14), due_at, due_at)
    assert not is_asked_for_memo(due_at - timedelta(days=13), due_at, due_at)
    assert is_asked_for_memo(due_at - timedelta(days=40), due_at, due_at + timedelta(days=7))
    assert not is_asked_for_memo(due_at - timedelta(days=40), due_at, due_at + timedelta(days=8))


def test_only_owner_and_office_lead_and_only_what_goes_on() -> None:
    assert check_leads(ProjectRole.OWNER) is ProjectRole.OWNER
    assert check_leads(ProjectRole.OFFICE) is ProjectRole.OFFICE
    for role in (ProjectRole.MEMBER, None):
        with pytest.raises(LeadersOnly):
            check_leads(role)
    check_running(ProjectState.RUNNING, "x")
    check_not_over(ProjectState.PROPOSED, "x")
    with pytest.raises(NotAccepted):
        check_running(ProjectState.PROPOSED, "x")
    for state in (ProjectState.FINISHED, ProjectState.DROPPED):
        for check in (check_running, check_not_over):
            with pytest.raises(IsOver):
                check(state, "x")


def test_what_is_written_is_measured() -> None:
    assert read_text("  a\nb ", 3) == "a\nb"
    assert read_line(" a\n b ", 3) == "a b"
    with pytest.raises(NothingWritten):
        read_text(" \n ", 10)
    with pytest.raises(TooLong):
        read_text("abcd", 3)

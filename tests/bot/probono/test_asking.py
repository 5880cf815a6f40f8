"""How often somebody may be asked, and until when an answer is waited for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.i18n import text_of
from bot.probono.asking import (
    AskedLately,
    EnoughAsked,
    IsAskedNow,
    IsResting,
    LooksAlone,
    PastAsk,
    Rhythm,
    answer_times,
    begins_rest,
    check_need,
    check_person,
)
from bot.probono.states import SuggestionState
from bot.working_days import is_working_day

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)
DAY = timedelta(days=1)
S = SuggestionState


def ask(days_ago: int, state: SuggestionState = S.NO) -> PastAsk:
    return PastAsk(state, NOW - days_ago * DAY)


@pytest.mark.parametrize(
    ("rhythm", "resting", "asks", "refusal"),
    [
        (Rhythm.MONTHLY, None, [], None),
        (Rhythm.MONTHLY, None, [ask(30)], None),
        (Rhythm.MONTHLY, None, [ask(29)], AskedLately),
        (Rhythm.QUARTERLY, None, [ask(31)], AskedLately),
        (Rhythm.QUARTERLY, None, [ask(90)], None),
        (Rhythm.MYSELF, None, [], LooksAlone),
        (Rhythm.MONTHLY, None, [ask(200, S.ASKED)], IsAskedNow),
        (Rhythm.MONTHLY, None, [ask(2, S.TAKEN)], None),
        (Rhythm.MONTHLY, date(2026, 12, 1), [], IsResting),
        (Rhythm.MONTHLY, date(2026, 11, 30), [], None),
        (Rhythm.MONTHLY, None, [ask(40), ask(3, S.RELEASED)], AskedLately),
    ],
)
def test_who_may_be_asked(
    rhythm: Rhythm, resting: date | None, asks: list[PastAsk], refusal: type[Exception] | None
) -> None:
    if refusal is None:
        check_person(rhythm, resting, asks, NOW, TOKYO)
    else:
        with pytest.raises(refusal):
            check_person(rhythm, resting, asks, NOW, TOKYO)


def test_the_day_that_is_told_is_one_on_which_asking_works() -> None:
    asks = [PastAsk(S.NO, NOW - 10 * DAY)]
    with pytest.raises(AskedLately) as refused:
        check_person(Rhythm.MONTHLY, None, asks, NOW, TOKYO)
    assert "22 Dec 2026" in text_of(refused.value).to("en")
    check_person(Rhythm.MONTHLY, None, asks, datetime(2026, 12, 21, 15, tzinfo=UTC), TOKYO)


@pytest.mark.parametrize(
    ("open_asks", "places", "is_small", "refused"),
    [
        (2, 1, True, False),
        (3, 1, True, True),
        (0, 1, False, False),
        (1, 1, False, True),
        (1, 2, False, False),
    ],
)
def test_at_most_three_at_once_and_for_a_project_as_many_as_places(
    open_asks: int, places: int, is_small: bool, refused: bool
) -> None:
    if not refused:
        check_need(open_asks, places, is_small=is_small)
        return
    with pytest.raises(EnoughAsked):
        check_need(open_asks, places, is_small=is_small)


@pytest.mark.parametrize(
    ("answers", "rests"),
    [
        ([S.NO], False),
        ([S.NO, S.NOT_NOW], True),
        ([S.NO, S.YES, S.NO], False),
        ([S.DONE, S.NO, S.NO], True),
        ([S.NO, S.RELEASED], False),
    ],
)
def test_two_refusals_in_a_row_begin_a_rest(answers: list[SuggestionState], rests: bool) -> None:
    assert begins_rest(answers) is rests


@given(
    now=st.integers(0, 4 * 365 * 24).map(lambda hours: NOW + timedelta(hours=hours)),
    closed=st.frozensets(st.dates(date(2026, 1, 1), date(2030, 12, 31)), max_size=30),
)
def test_three_whole_working_days_for_an_answer(now: datetime, closed: frozenset[date]) -> None:
    times = answer_times(now, TOKYO, closed)
    asked, last = now.astimezone(TOKYO).date(), times.due_at.astimezone(TOKYO).date()
    days = [asked + ahead * DAY for ahead in range(1, (last - asked).days + 1)]
    assert sum(is_working_day(day, closed) for day in days) == 3
    assert times.remind_at < times.due_at
    assert now < times.remind_at

"""What people write becomes dates, is said back, and what cannot be read is told with an example."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from bot.dates import NoSuchDate, WeekdayMismatch
from bot.errors import UserError
from bot.i18n import text_of
from bot.series.reading import NotInSeries, RuleMissing, SecondRule, TooManyDates, read_recurrence
from bot.series.recurrence import Recurrence
from bot.series.rule_lines import RuleTimeMissing, RuleUnreadable, TimesBackwards, WhichWeek
from bot.series.rule_texts import rule_text, written

TODAY = date(2026, 11, 27)

RULES = [
    ("毎月第3木曜 19:00-20:30", "FREQ=MONTHLY;BYDAY=+3TH", "毎月 第3木曜日 19:00〜20:30"),
    ("毎月　第三木曜日の１９時から２０時半まで", "FREQ=MONTHLY;BYDAY=+3TH", "毎月 第3木曜日 19:00〜20:30"),
    ("every month, third Thursday, 19:00–20:30", "FREQ=MONTHLY;BYDAY=+3TH", "毎月 第3木曜日 19:00〜20:30"),
    ("毎月最終金曜 18時半", "FREQ=MONTHLY;BYDAY=-1FR", "毎月 最終金曜日 18:30〜20:00"),
    ("毎月最終日曜 18時半", "FREQ=MONTHLY;BYDAY=-1SU", "毎月 最終日曜日 18:30〜20:00"),
    ("毎月最終日 18時半", "FREQ=MONTHLY;BYMONTHDAY=-1", "毎月 末日 18:30〜20:00"),
    ("last Friday 6:30pm", "FREQ=MONTHLY;BYDAY=-1FR", "毎月 最終金曜日 18:30〜20:00"),
    ("第2・第4水曜 10:00-12:00", "FREQ=MONTHLY;BYDAY=+2WE,+4WE", "毎月 第2水曜日、第4水曜日 10:00〜12:00"),
    (
        "1st and 3rd Tuesday 10:00-12:00",
        "FREQ=MONTHLY;BYDAY=+1TU,+3TU",
        "毎月 第1火曜日、第3火曜日 10:00〜12:00",
    ),
    (
        "第1月曜と第3水曜 10:00-12:00",
        "FREQ=MONTHLY;BYDAY=+1MO,+3WE",
        "毎月 第1月曜日、第3水曜日 10:00〜12:00",
    ),
    ("隔週水曜 19:00-20:30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "隔週 水曜日 19:00〜20:30"),
    ("every second Wednesday 19:00-20:30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "隔週 水曜日 19:00〜20:30"),
    (
        "every other week on Wednesday, 7pm-8:30pm",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
        "隔週 水曜日 19:00〜20:30",
    ),
    ("second Wednesday of every month 19:00-20:30", "FREQ=MONTHLY;BYDAY=+2WE", "毎月 第2水曜日 19:00〜20:30"),
    ("毎月31日 19:00-20:30 開場18:30", "FREQ=MONTHLY;BYMONTHDAY=31", "毎月 31日 19:00〜20:30 開場18:30"),
    ("the 31st of every month, 19:00-20:30", "FREQ=MONTHLY;BYMONTHDAY=31", "毎月 31日 19:00〜20:30"),
    ("毎月末日 19:00-20:30", "FREQ=MONTHLY;BYMONTHDAY=-1", "毎月 末日 19:00〜20:30"),
    ("毎週火曜 19:00-20:30", "FREQ=WEEKLY;BYDAY=TU", "毎週 火曜日 19:00〜20:30"),
    ("Tuesdays, every week, 19:00-20:30", "FREQ=WEEKLY;BYDAY=TU", "毎週 火曜日 19:00〜20:30"),
    ("毎週火・木曜 23:00-翌1:00", "FREQ=WEEKLY;BYDAY=TU,TH", "毎週 火曜日、木曜日 23:00〜翌1:00"),
    ("隔月第1土曜 10:00-12:00", "FREQ=MONTHLY;INTERVAL=2;BYDAY=+1SA", "隔月 第1土曜日 10:00〜12:00"),
    ("毎月第5木曜\n19:00-20:30", "FREQ=MONTHLY;BYDAY=+5TH", "毎月 第5木曜日 19:00〜20:30"),
]


@pytest.mark.parametrize(("typed", "rrule", "said"), RULES, ids=[rule[0] for rule in RULES])
def test_a_rule_is_read_and_said_back(typed: str, rrule: str, said: str) -> None:
    kept = read_recurrence(typed, today=TODAY)
    assert (kept.rrule, rule_text(kept).to("ja")) == (rrule, said)
    assert Recurrence.from_dict(kept.to_dict()) == kept
    for lang in ("ja", "en"):
        assert read_recurrence(written(kept, lang), today=TODAY + timedelta(days=400)) == kept, written(
            kept, lang
        )


MIXED = """毎月第3木曜 19:00-20:30
除く 12/17(木)
休み 1/20〜2/10
移す 2/18 → 2/25 18:00-19:00
追加 12/5 14:00-16:00
"""


@pytest.mark.parametrize(
    "typed",
    [
        MIXED,
        (
            "every month, third Thursday, 19:00-20:30\nexcept 12/17\nno meeting 1/20 - 2/10\n"
            "move 2/18 to 2/25 18:00-19:00\nadd 2026-12-05 14:00-16:00"
        ),
        "毎月第3木曜 19:00-20:30\n12/17は休み\n1/20-2/10を除く\n2/18を2/25 18:00-19:00に移す\n12/5 14:00-16:00を追加",
    ],
)
def test_a_rule_with_lines_that_leave_out_move_and_add(typed: str) -> None:
    kept = read_recurrence(typed, today=TODAY)
    found = kept.occurrences(TODAY, date(2027, 3, 31))
    assert [
        (each.day.isoformat(), each.hours.start // 60, each.original and each.original.isoformat())
        for each in found
    ] == [
        ("2026-12-05", 14, None),
        ("2027-02-25", 18, "2027-02-18"),
        ("2027-03-18", 19, "2027-03-18"),
    ]
    for lang in ("ja", "en"):
        assert read_recurrence(written(kept, lang), today=TODAY + timedelta(days=300)) == kept


def test_single_dates_may_stand_alone_or_beside_a_rule() -> None:
    listed = read_recurrence("12/5 14:00-16:00\n2027年1月9日\n２／１３（土）", today=TODAY)
    assert [each.day.isoformat() for each in listed.occurrences(TODAY, date(2027, 12, 31))] == [
        "2026-12-05",
        "2027-01-09",
        "2027-02-13",
    ]
    assert rule_text(listed).to("en") == "on 3 dates, 14:00–16:00"
    mixed = read_recurrence("毎月第3木曜 19:00-20:30\n1/5 10:00-11:00\n1/21", today=TODAY)
    assert len(mixed.occurrences(TODAY, date(2027, 1, 31))) == 3, "21 January is a third Thursday: once"


def test_every_second_week_goes_over_the_new_year_in_its_own_rhythm() -> None:
    kept = read_recurrence("隔週水曜 19:00-20:30 12/2から\n休み 12/28-1/4", today=TODAY)
    days = [each.day.isoformat() for each in kept.occurrences(TODAY, date(2027, 2, 1))]
    assert days == ["2026-12-02", "2026-12-16", "2027-01-13", "2027-01-27"], "30 December falls into the gap"


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("隔週水曜 19:00", ["2026-12-02", "2026-12-16", "2026-12-30"]),
        ("隔週金曜 19:00", ["2026-11-27", "2026-12-11", "2026-12-25"]),
        ("隔月第1土曜 10:00", ["2026-12-05", "2027-02-06"]),
    ],
)
def test_every_second_one_is_counted_from_the_next_one_on(typed: str, days: list[str]) -> None:
    """Written on a Friday: the Wednesday of that week is over and does not count."""
    kept = read_recurrence(typed, today=TODAY)
    found = [each.day.isoformat() for each in kept.occurrences(TODAY, date(2027, 2, 28))]
    assert found[: len(days)] == days


def test_a_rule_may_begin_and_end() -> None:
    for typed in ("毎週火曜 19:00-20:30 12/8から1/5まで", "every Tuesday 19:00-20:30 from 12/8 until 1/5"):
        kept = read_recurrence(typed, today=TODAY)
        days = [each.day.day for each in kept.occurrences(TODAY, date(2027, 12, 31))]
        assert days == [8, 15, 22, 29, 5]
        assert kept.months_without(TODAY, date(2027, 12, 31)) == []


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", RuleMissing),
        ("除く 12/31", RuleMissing),
        ("なんとなく集まる", RuleUnreadable),
        ("毎月第3木曜", RuleTimeMissing),
        ("毎月木曜 19:00", WhichWeek),
        ("毎月第3木曜 20:30-19:00", TimesBackwards),
        ("毎月第3木曜 19:00-20:30 開場19:30", TimesBackwards),
        ("毎月第3木曜 19:00\n毎月第1木曜 19:00", SecondRule),
        ("毎月第3木曜 19:00\n除く 12/18", NotInSeries),
        ("毎月第3木曜 19:00\n移す 12/18 → 12/19", NotInSeries),
        ("毎月32日 19:00", RuleUnreadable),
        ("毎月第3木曜 19:00\n除く 12/17 19:00", RuleUnreadable),
        ("毎月第3木曜 19:00\n移す 12/17", RuleUnreadable),
        ("毎月第3木曜 19:00\n2/30 10:00", NoSuchDate),
        ("毎月第3木曜 19:00\n12/5(日) 10:00", WeekdayMismatch),
        ("\n".join(f"2027-01-{day:02} 10:00" for day in range(1, 32)) * 7, TooManyDates),
    ],
)
def test_what_cannot_be_read_is_told(typed: str, refusal: type[UserError]) -> None:
    with pytest.raises(refusal) as raised:
        read_recurrence(typed, today=TODAY)
    for lang in ("ja", "en"):
        assert text_of(raised.value).to(lang)


@given(st.text(alphabet="毎月週第最終除移追加休火水木日0123456789/-:→〜 \n隔andethirsufyab", max_size=40))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        kept = read_recurrence(typed, today=TODAY)
    except UserError as refusal:
        said = text_of(refusal).to("ja")
        if not said:
            raise
    else:
        kept.occurrences(TODAY, TODAY + timedelta(days=400))
        assert Recurrence.from_dict(kept.to_dict()) == kept

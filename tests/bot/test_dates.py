"""Dates as people write them: read exactly, or refused with a sentence that helps."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, example, given, strategies as st

from bot.clock import NoSuchLocalTime, format_span, to_local, zone
from bot.dates import (
    DateInPast,
    DateMissing,
    DoorsAfterStart,
    EndBeforeStart,
    NoSuchDate,
    TimeMissing,
    UnreadableDate,
    WeekdayMismatch,
    When,
    parse_when,
)
from bot.errors import UserError
from bot.i18n import text_of

TOKYO = zone("Asia/Tokyo")
BERLIN = zone("Europe/Berlin")
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
"""Saturday 21 November 2026, 12:00 in Tokyo."""


def read(text: str, *, now: datetime = NOW, tz=TOKYO) -> str:
    """What was read, in the zone: ``start/end/doors``, each ``YYYY-MM-DD HH:MM`` or nothing."""
    when = parse_when(text, now=now, tz=tz)
    moments = (when.starts_at, when.ends_at, when.doors_at)
    assert all(moment is None or moment.tzinfo is UTC for moment in moments)
    return "/".join("" if moment is None else f"{to_local(moment, tz):%Y-%m-%d %H:%M}" for moment in moments)


def refused(kind: type[UserError], text: str, *, now: datetime = NOW, tz=TOKYO) -> str:
    """The English sentence of the refusal, which must be exactly of that kind."""
    with pytest.raises(UserError) as refusal:
        parse_when(text, now=now, tz=tz)
    assert type(refusal.value) is kind
    sentence = text_of(refusal.value).to("en")
    assert re.search(r"\d\d:\d\d|one hour later", sentence), "no example of what to write"
    assert "{" not in sentence
    return sentence


START = "2026-12-17 19:00//"
SPAN = "2026-12-17 19:00/2026-12-17 20:30/"
FULL = "2026-12-17 19:00/2026-12-17 20:30/2026-12-17 18:30"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("12/17(木) 19:00〜20:30 開場18:30", FULL),
        ("１２／１７（木）１９：００～２０：３０　開場１８：３０", FULL),
        ("12/17(木) 開場 18:30 19:00-20:30", FULL),
        ("開場18:30 12/17(木) 19:00-20:30", FULL),
        ("12/17(木) 19:00〜20:30(18:30開場)", FULL),
        ("12/17(木) 18:30開場 19:00開始 20:30終了", FULL),
        ("12/17 18:30 開場 19:00 開演 20:30 終演", FULL),
        ("12/17 開場：18:30 開始：19:00 終了：20:30", FULL),
        ("12/17 受付開始18:30、19時開始〜20時30分まで", FULL),
        ("Dec 17 7pm-8:30pm, doors 6:30pm", FULL),
        ("Thursday, December 17th, 2026 at 7 p.m. to 8:30 p.m. doors open at 6:30 p.m.", FULL),
        ("doors 18:30, 17 Dec 19:00-20:30", FULL),
        ("12/17 午後7時〜8時半 開場6時半", FULL),
        ("日時：12月17日(木)の19時から20時半まで（日本時間） 開場18時半", FULL),
        ("2026-12-17 19:00-20:30", SPAN),
        ("2026/12/17 19:00−20:30", SPAN),
        ("2026.12.17 19:00—20:30", SPAN),
        ("2026/12/17(木)19:00ー20:30", SPAN),
        ("12/17 19:00 ~ 20:30", SPAN),
        ("12/17 19:00→20:30", SPAN),
        ("12月17日(木) 19時〜20時半", SPAN),
        ("12月17日 木曜日 19時00分〜20時30分", SPAN),
        ("2026年12月17日（木・祝）19:00〜20:30", SPAN),
        ("令和8年12月17日 19:00〜20:30", SPAN),
        ("㋿8年12月17日㈭ 19:00〜20:30", SPAN),
        ("17 Dec 2026 19:00-20:30", SPAN),
        ("Thu 17 Dec 2026, 19:00–20:30 JST", SPAN),
        ("19:00-20:30, 17-Dec-2026", SPAN),
        ("17 december from 19:00 until 20:30", SPAN),
        ("12/17 7:00-8:30pm", SPAN),
        ("12/17 pm7:00〜8:30", SPAN),
        ("2026-12-17T19:00", START),
        ("2026-12-17T19:00:00", START),
        ("R8.12.17 19:00", START),
        ("r8/12/17 19時", START),
        ("12/17 - 19:00", START),
        ("12/17 19:00〜", START),
        ("Dec 17 2026 7pm", START),
        ("12/17 午後7時", START),
    ],
)
def test_one_evening_in_many_notations(text, meaning):
    assert read(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("今日 13:00", "2026-11-21 13:00//"),
        ("明日 19:00", "2026-11-22 19:00//"),
        ("あさって(月) 9:05", "2026-11-23 09:05//"),
        ("明後日 19:00", "2026-11-23 19:00//"),
        ("tomorrow 7pm", "2026-11-22 19:00//"),
        ("the day after tomorrow 19:00", "2026-11-23 19:00//"),
        ("今週日曜 10:00", "2026-11-22 10:00//"),
        ("来週木曜 19時から20時半まで", "2026-11-26 19:00/2026-11-26 20:30/"),
        ("来週の月曜日 19時", "2026-11-23 19:00//"),
        ("来週日曜 19時", "2026-11-29 19:00//"),
        ("再来週の火曜日 午後7時", "2026-12-01 19:00//"),
        ("next Thursday 19:00", "2026-11-26 19:00//"),
        ("Thursday next week 19:00", "2026-11-26 19:00//"),
        ("土曜 13:00", "2026-11-21 13:00//"),
        ("金曜 13:00", "2026-11-27 13:00//"),
    ],
)
def test_days_counted_from_now(text, meaning):
    assert read(text) == meaning


def test_today_and_week_are_those_of_the_zone():
    sunday_evening_utc = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)  # already Monday in Tokyo
    assert read("今日 9:00", now=sunday_evening_utc) == "2026-11-23 09:00//"
    assert read("来週木曜 19:00", now=sunday_evening_utc) == "2026-12-03 19:00//"
    assert read("来週木曜 19:00", now=sunday_evening_utc, tz=BERLIN) == "2026-11-26 19:00//"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("12/17 19:00-翌1:00", "2026-12-18 01:00"),
        ("12/17 19:00〜翌日1時", "2026-12-18 01:00"),
        ("12/17 19:00-next day 1:00", "2026-12-18 01:00"),
        ("12/17 19:00〜25:00", "2026-12-18 01:00"),
        ("12/17 19:00〜24:00", "2026-12-18 00:00"),
        ("12/17 19:00〜12/18 1:00", "2026-12-18 01:00"),
        ("12/17(木)19:00〜(金)1:00", "2026-12-18 01:00"),
        ("12/17 19:00〜1/8 1:00", "2027-01-08 01:00"),
        ("12/17 19:00 終了 翌1:00", "2026-12-18 01:00"),
    ],
)
def test_ends_on_another_day(text, end):
    assert read(text) == f"2026-12-17 19:00/{end}/"


def test_start_past_midnight_belongs_to_the_evening_before():
    assert read("12/17 25:00〜26:00") == "2026-12-18 01:00/2026-12-18 02:00/"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("12/17 11:00-1:30pm", "2026-12-17 11:00/2026-12-17 13:30/"),
        ("12/17 午前10時〜午後3時", "2026-12-17 10:00/2026-12-17 15:00/"),
        ("12/17 9:30〜午後10時", "2026-12-17 09:30/2026-12-17 22:00/"),
        ("12/17 午後1時〜15時", "2026-12-17 13:00/2026-12-17 15:00/"),
        ("12/17 2pm doors 11:00", "2026-12-17 14:00//2026-12-17 11:00"),
        ("12/17 12am-12pm", "2026-12-17 00:00/2026-12-17 12:00/"),
        ("12/17 午後0時〜午後1時", "2026-12-17 12:00/2026-12-17 13:00/"),
        ("12/17 10pm-翌1:00", "2026-12-17 22:00/2026-12-18 01:00/"),
        ("12/17 7pm-翌8:30", "2026-12-17 19:00/2026-12-18 08:30/"),
    ],
)
def test_halves_of_the_day(text, meaning):
    assert read(text) == meaning


class TestYears:
    def test_passed_this_year_means_next_year(self):
        late = datetime(2026, 12, 28, 3, 0, tzinfo=UTC)
        assert read("1/8 19:00", now=late) == "2027-01-08 19:00//"
        assert read("1/8(金) 19:00", now=late) == "2027-01-08 19:00//"
        assert read("12/28 19:00", now=late) == "2026-12-28 19:00//"
        assert read("12/27 19:00", now=late) == "2027-12-27 19:00//"
        assert read("12/31 23:00〜1/1 1:00", now=late) == "2026-12-31 23:00/2027-01-01 01:00/"

    def test_leap_day(self):
        assert read("2028-02-29 19:00") == "2028-02-29 19:00//"
        assert read("2/29 19:00", now=datetime(2027, 12, 1, tzinfo=UTC)) == "2028-02-29 19:00//"
        assert "2027-02-29" in refused(NoSuchDate, "2/29 19:00")
        assert "2027-02-29" in refused(NoSuchDate, "2027-02-29 19:00")


class TestRefusals:
    def test_weekday_that_does_not_fit_is_named(self):
        for text in ("12/17(金) 19:00", "Fri 17 Dec 2026 19:00", "令和8年12月17日金曜日 19時"):
            assert "17 Dec 2026 is a Thursday, not a Friday" in refused(WeekdayMismatch, text)
        assert "Sunday, not a Monday" in refused(WeekdayMismatch, "明日(月) 19:00")
        assert "19 Nov 2027 is a Friday, not a Sunday" in refused(WeekdayMismatch, "11/19(日) 19:00")
        leap = datetime(2027, 12, 1, tzinfo=UTC)
        assert "29 Feb 2028 is a Tuesday, not a Monday" in refused(
            WeekdayMismatch, "2/29(月) 19:00", now=leap
        )
        assert "18 Dec 2026 is a Friday, not a Sunday" in refused(
            WeekdayMismatch, "12/17(木) 19:00〜12/18(日) 1:00"
        )

    def test_weekday_mismatch_keeps_its_facts_for_japanese(self):
        with pytest.raises(WeekdayMismatch) as refusal:
            parse_when("12/17(金) 19:00", now=NOW, tz=TOKYO)
        facts = {name: value.to("ja") for name, value in refusal.value.args_for_text.items()}  # type: ignore[attr-defined]
        assert facts == {"date": "2026年12月17日", "written": "金曜日", "real": "木曜日"}

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("2026-11-20 19:00", "20 Nov 2026"),
            ("2020-12-17 19:00", "17 Dec 2020"),
            ("平成30年12月17日 19:00", "17 Dec 2018"),
            ("令和元年12月17日 19:00", "17 Dec 2019"),
            ("今週金曜", "20 Nov 2026"),
            ("今週金曜 19:00", "20 Nov 2026"),
            ("今日 11:59", "11:59"),
            ("11/21 12:00", "12:00"),
            ("11/19(木) 19:00", "19 Nov 2026"),
        ],
    )
    def test_past(self, text, told):
        assert told in refused(DateInPast, text)

    def test_a_minute_ahead_is_not_past(self):
        assert read("11/21 12:01") == "2026-11-21 12:01//"

    @pytest.mark.parametrize(
        "text", ["12/17 19:00-19:00", "12/17 19:00-18:00", "12/17 19:00-1:00", "12/17 10pm-1:00"]
    )
    def test_end_before_start(self, text):
        assert "next day" in refused(EndBeforeStart, text)

    def test_doors_after_start(self):
        sentence = refused(DoorsAfterStart, "12/17 19:00 開場19:01")
        assert "19:01" in sentence
        assert "19:00" in sentence
        assert read("12/17 19:00 開場19:00") == "2026-12-17 19:00//2026-12-17 19:00"

    @pytest.mark.parametrize(
        "text", ["明後日", "今週日曜", "12/17(木)", "12/17 開場18:30", "12/17 20:30まで"]
    )
    def test_time_missing(self, text):
        assert "2026" in refused(TimeMissing, text)

    @pytest.mark.parametrize("text", ["", " ", "19:00-20:30", "開場18:30 19時から"])
    def test_date_missing(self, text):
        refused(DateMissing, text)

    @pytest.mark.parametrize(
        "text",
        [
            "2/30 19:00",
            "13/1 19:00",
            "2026-00-10 19:00",
            "31 Nov 19:00",
            "0/0 19:00",
            "12/17 19:00〜2/30 1:00",
        ],
    )
    def test_no_such_date(self, text):
        refused(NoSuchDate, text)

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("hello", "hello"),
            ("12/17 7時ごろ", "ごろ"),
            ("12/17 19:60", "19:60"),
            ("12/17 30:00", "30:00"),
            ("12/17 13pm", "13pm"),
            ("12/17 午後12時", "午後12時"),
            ("12/17 午後19時", "午後19時"),
            ("12/17/2026 19:00", "12/17/2026"),
            ("20261217 19:00", "20261217"),
            ("2026-12-17T19:00+09:00", "+09:00"),
            ("2026-12-17T19:00Z", "z"),
            ("12/17 19:00 CET", "cet"),
            ("12/17 19:00 20:30", "20:30"),
            ("12/17 19:00-20:30-21:00", "21:00"),
            ("12/17〜20:30", "20:30"),
            ("12/17〜12/19 19:00-20:30", "12/19"),
            ("12/17 19:00〜12/18", "12/18"),
            ("12/17 23:00〜12/18 翌1:00", "12/18"),
            ("12/17 19:00 翌", "翌"),
            ("来週 19:00", "来週"),
            ("来週木曜 12/17 19:00", "12/17"),
            ("12/17 19:00 開場", None),
            ("12/17 開場 開始19:00", "開場"),
            ("12/17 開場18:30 開場18:00 19:00", "開場"),
            ("木村 19:00", "村"),
            ("十二月十七日 19:00", "十二月十七日"),
        ],
    )
    def test_what_cannot_be_read_is_shown(self, text, part):
        if part is None:  # the only time is taken by the doors, so a start is missing
            refused(TimeMissing, text)
        else:
            assert f"“{part}”" in refused(UnreadableDate, text)

    def test_a_novel_is_told_back_clipped(self):
        assert len(refused(UnreadableDate, "12/17 19:00 " + "会場は市民センターです" * 300)) < 300

    def test_zone_names_count_only_where_they_are_meant(self):
        assert read("12/17 19:00 日本時間") == START
        refused(UnreadableDate, "12/17 19:00 日本時間", tz=BERLIN)


class TestSummerTime:
    def test_gap_is_refused(self):
        assert "02:30" in refused(NoSuchLocalTime, "2027-03-28 2:30", tz=BERLIN)
        refused(NoSuchLocalTime, "2027-03-28 1:30-2:30", tz=BERLIN)
        assert read("2027-03-28 1:30-3:00", tz=BERLIN) == "2027-03-28 01:30/2027-03-28 03:00/"

    def test_a_span_over_the_gap_is_an_hour_shorter(self):
        when = parse_when("2027-03-28 1:30-3:00", now=NOW, tz=BERLIN)
        assert when.ends_at == when.starts_at + timedelta(minutes=30)

    def test_the_hour_that_occurs_twice_is_the_first(self):
        when = parse_when("2027-10-31 2:30-4:00", now=NOW, tz=BERLIN)
        assert when.starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
        assert when.ends_at == datetime(2027, 10, 31, 3, 0, tzinfo=UTC)


@given(
    minutes=st.integers(1, 5 * 366 * 24 * 60),
    length=st.one_of(st.none(), st.integers(1, 3 * 24 * 60)),
    name=st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"]),
    lang=st.sampled_from(["ja", "en"]),
)
def test_what_we_print_reads_back_as_the_same_moments(minutes, length, name, lang):
    tz = zone(name)
    start = NOW + timedelta(minutes=minutes)
    end = None if length is None else start + timedelta(minutes=length)
    # the second of two equal wall times cannot be written down
    assume(not any(moment and to_local(moment, tz).fold for moment in (start, end)))
    text = format_span(start, end, tz, lang, with_zone=name == "Asia/Tokyo")
    assert parse_when(text, now=NOW, tz=tz) == When(start, end, None)


PIECES = """
12/17 2026-12-17 令和8年12月17日 R8.12.17 12月17日 2/29 2/30 0/0 17 Dec 31 Feb 2026 (木) 金曜 Thu 来週 再来週
next week this today 明後日 19:00 20:30 25:00 19時 20時半 午後7時 午前12時 7pm 8:30pm 99:99 翌 開場 doors 開始
終了 まで から 〜 - to ～ ー 、 . : / ( 1 99 999 日 月 時 年 半 祝 令和 r s st jst T Z ١٢ ½ ﷺ İ ß
"""
FRAGMENTS = [*PIECES.split(), " ", "\n", "\0", "\u202e", "\ud800"]


@given(
    text=st.one_of(
        st.text(),
        st.lists(st.sampled_from(FRAGMENTS), max_size=10).flatmap(
            lambda parts: st.sampled_from(["".join(parts), " ".join(parts)])
        ),
    ),
    now=st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    tz=st.sampled_from([TOKYO, BERLIN]),
)
@example(text="12/17 19:00〜2/29 1:00", now=NOW, tz=TOKYO)
@example(text="令和99年12月31日 29:59〜翌29:59", now=NOW, tz=TOKYO)
def test_any_text_is_read_or_refused_politely(text, now, tz):
    try:
        when = parse_when(text, now=now, tz=tz)
    except UserError as refusal:
        sentence = text_of(refusal).to("en")
        assert len(sentence) < 400
        return
    assert when.starts_at > now
    assert when.ends_at is None or when.ends_at > when.starts_at
    assert when.doors_at is None or when.doors_at <= when.starts_at

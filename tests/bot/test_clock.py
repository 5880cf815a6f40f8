"""Time zones, the movable clock, and how people see dates."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from bot.clock import (
    Hands,
    LocalDate,
    Moment,
    NoSuchLocalTime,
    UnknownZone,
    Weekday,
    fiscal_year,
    format_date,
    format_fiscal_year,
    format_moment,
    format_span,
    format_time,
    shorten,
    system_clock,
    to_local,
    to_utc,
    zone,
)
from bot.i18n import text_of

TOKYO = zone("Asia/Tokyo")
BERLIN = zone("Europe/Berlin")
EVENING = datetime(2026, 12, 17, 10, 0, tzinfo=UTC)
"""19:00 in Tokyo."""


def test_system_clock_is_aware_utc():
    assert system_clock().tzinfo is UTC


class TestHands:
    def test_stands_still_until_moved(self):
        hands = Hands(EVENING)
        assert hands() == hands() == EVENING
        hands.move(timedelta(minutes=5))
        assert hands() == EVENING + timedelta(minutes=5)

    def test_can_be_set_back(self):
        hands = Hands(EVENING)
        hands.set(EVENING - timedelta(days=400))
        assert hands() == EVENING - timedelta(days=400)

    def test_shows_utc_whatever_it_was_given(self):
        hands = Hands(datetime(2026, 12, 17, 19, 0, tzinfo=timezone(timedelta(hours=9))))
        assert hands() == EVENING
        assert hands().tzinfo is UTC
        hands.set(EVENING.astimezone(BERLIN))
        assert hands().tzinfo is UTC

    def test_refuses_naive_times(self):
        naive = EVENING.replace(tzinfo=None)
        with pytest.raises(ValueError, match="naive"):
            Hands(naive)
        with pytest.raises(ValueError, match="naive"):
            Hands(EVENING).set(naive)


class TestZone:
    def test_known(self):
        assert zone(" Asia/Tokyo ").key == "Asia/Tokyo"

    @pytest.mark.parametrize(
        "name", ["Tokyo", "", "Asia", "../etc/passwd", "/etc/passwd", "a\0b", "\ud800", "JST+9"]
    )
    def test_anything_else_is_told(self, name):
        with pytest.raises(UnknownZone) as refusal:
            zone(name)
        assert "Asia/Tokyo" in text_of(refusal.value).to("en")

    @given(st.text())
    def test_random_names_raise_nothing_else(self, name):
        try:
            found = zone(name)
        except UnknownZone:
            return
        assert found.key == name.strip()


class TestWallTime:
    def test_tokyo_both_ways(self):
        assert to_local(EVENING, TOKYO).replace(tzinfo=None) == datetime(2026, 12, 17, 19, 0)  # noqa: DTZ001
        assert to_utc(datetime(2026, 12, 17, 19, 0), TOKYO) == EVENING  # noqa: DTZ001
        assert to_utc(datetime(2026, 12, 17, 19, 0), TOKYO).tzinfo is UTC  # noqa: DTZ001

    def test_aware_is_only_converted(self):
        assert to_utc(EVENING.astimezone(BERLIN), TOKYO) == EVENING

    def test_naive_moment_is_a_mistake_of_ours(self):
        with pytest.raises(ValueError, match="naive"):
            to_local(datetime(2026, 12, 17), TOKYO)  # noqa: DTZ001

    @pytest.mark.parametrize("minute", [0, 30, 59])
    def test_gap_of_summer_time_is_refused(self, minute):
        with pytest.raises(NoSuchLocalTime) as refusal:
            to_utc(datetime(2027, 3, 28, 2, minute), BERLIN)  # noqa: DTZ001
        told = text_of(refusal.value).to("en")
        assert f"02:{minute:02}" in told
        assert "28 Mar 2027" in told
        assert "Europe/Berlin" in told

    def test_edges_of_the_gap_exist(self):
        assert to_utc(datetime(2027, 3, 28, 1, 59), BERLIN) == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)  # noqa: DTZ001
        assert to_utc(datetime(2027, 3, 28, 3, 0), BERLIN) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)  # noqa: DTZ001

    @pytest.mark.parametrize("fold", [0, 1])
    def test_time_that_occurs_twice_is_the_first(self, fold):
        twice = datetime(2026, 10, 25, 2, 30, fold=fold)  # noqa: DTZ001
        assert to_utc(twice, BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    @given(
        st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1)),  # noqa: DTZ001
        st.sampled_from(
            ["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
        ),
    )
    def test_what_is_accepted_comes_back(self, local, name):
        tz = zone(name)
        try:
            moment = to_utc(local, tz)
        except NoSuchLocalTime:
            return
        back = to_local(moment, tz)
        assert back.replace(tzinfo=None) == local
        assert back.fold == 0


class TestFormats:
    @pytest.mark.parametrize(
        ("lang", "day", "moment", "span"),
        [
            ("ja", "2026年12月17日（木）", "2026年12月17日（木）19:00", "2026年12月17日（木）19:00〜20:30"),
            ("en", "Thu 17 Dec 2026", "Thu 17 Dec 2026, 19:00", "Thu 17 Dec 2026, 19:00–20:30"),
        ],
    )
    def test_one_evening(self, lang, day, moment, span):
        end = EVENING + timedelta(minutes=90)
        assert format_date(EVENING, TOKYO, lang) == day
        assert format_moment(EVENING, TOKYO, lang) == moment
        assert format_span(EVENING, end, TOKYO, lang) == span
        assert format_span(EVENING, None, TOKYO, lang) == moment
        assert format_time(EVENING, TOKYO, lang) == "19:00"

    def test_the_day_is_that_of_the_zone(self):
        late = datetime(2026, 12, 16, 15, 30, tzinfo=UTC)
        assert format_moment(late, TOKYO, "ja") == "2026年12月17日（木）00:30"
        assert format_moment(late, BERLIN, "en") == "Wed 16 Dec 2026, 16:30"

    @pytest.mark.parametrize(
        ("lang", "hours", "text"),
        [
            ("ja", 6, "2026年12月17日（木）19:00〜12月18日（金）01:00"),
            ("en", 6, "Thu 17 Dec 2026, 19:00 – Fri 18 Dec 2026, 01:00"),
            ("ja", 24 * 15, "2026年12月17日（木）19:00〜2027年1月1日（金）19:00"),
        ],
    )
    def test_a_span_past_midnight_shows_the_date_of_its_end(self, lang, hours, text):
        assert format_span(EVENING, EVENING + timedelta(hours=hours), TOKYO, lang) == text

    @pytest.mark.parametrize(
        ("name", "ja", "en"),
        [
            ("Asia/Tokyo", "（日本時間）", " (JST)"),
            ("Europe/Berlin", "（CET）", " (CET)"),
            ("UTC", "（協定世界時）", " (UTC)"),
            ("Asia/Bangkok", "（Asia/Bangkok）", " (Asia/Bangkok)"),
        ],
    )
    def test_zone_is_named_only_if_asked(self, name, ja, en):
        tz = zone(name)
        for lang, ending in (("ja", ja), ("en", en)):
            assert (
                format_moment(EVENING, tz, lang, with_zone=True) == format_moment(EVENING, tz, lang) + ending
            )
            assert format_time(EVENING, tz, lang, with_zone=True) == format_time(EVENING, tz, lang) + ending
            end = EVENING + timedelta(hours=1)
            plain = format_span(EVENING, end, tz, lang)
            assert format_span(EVENING, end, tz, lang, with_zone=True) == plain + ending

    def test_summer_and_winter_have_their_own_abbreviation(self):
        first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        assert format_time(first, BERLIN, "en", with_zone=True) == "02:30 (CEST)"
        assert format_time(first + timedelta(hours=1), BERLIN, "en", with_zone=True) == "02:30 (CET)"

    def test_values_inside_sentences(self):
        assert Moment(EVENING, TOKYO).to("ja") == "2026年12月17日（木）19:00"
        assert Moment(EVENING, TOKYO).to("en") == "Thu 17 Dec 2026, 19:00"
        assert LocalDate(date(2026, 12, 17)).to("ja") == "2026年12月17日"
        assert LocalDate(date(2026, 12, 17)).to("en") == "17 Dec 2026"

    def test_weekdays_in_order(self):
        assert "".join(Weekday(index).to("ja")[0] for index in range(7)) == "月火水木金土日"
        assert Weekday(3).to("ja") == "木曜日"
        assert [Weekday(index).to("en") for index in (0, 6)] == ["Monday", "Sunday"]

    @given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
    def test_english_dates_agree_with_the_calendar(self, day):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        assert format_date(noon, zone("UTC"), "en") == f"{noon:%a} {day.day} {noon:%b %Y}"


class TestFiscalYear:
    @pytest.mark.parametrize(
        ("day", "year", "text"),
        [
            (date(2026, 4, 1), 2026, "令和8年度"),
            (date(2027, 3, 31), 2026, "令和8年度"),
            (date(2026, 3, 31), 2025, "令和7年度"),
            (date(2019, 4, 1), 2019, "令和元年度"),
            (date(2019, 3, 31), 2018, "平成30年度"),
            (date(1989, 4, 1), 1989, "平成元年度"),
            (date(1989, 3, 31), 1988, "昭和63年度"),
            (date(1920, 5, 1), 1920, "1920年度"),
        ],
    )
    def test_april_to_march(self, day, year, text):
        assert fiscal_year(day) == year
        assert format_fiscal_year(day) == text


def test_what_was_typed_is_told_back_on_one_short_line():
    assert shorten(" a\n b\u2028c ") == "a b c"
    assert shorten("x\u202ey\0z") == "xyz"
    assert shorten("長" * 100, 20) == "長" * 19 + "…"

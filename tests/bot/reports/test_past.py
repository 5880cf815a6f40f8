"""A list of past meetings is read as it was meant, or every line that is not is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.errors import UserError
from bot.events.rules import Mode
from bot.reports.past import PastMeeting, read_meetings
from bot.reports.past_file import Column, PastFile, read_file
from bot.reports.table_file import HeadingsMissing
from bot.reports.table_rows import BadCell

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)
HEADINGS = "date,start,end,title,kind,mode,participants,article_urls"
JAPANESE = "日付,開始,終了,題名,区分,参加方法,参加者数,記事"


def read(
    text: str | bytes, now: datetime = NOW, tz: ZoneInfo = TOKYO
) -> tuple[list[PastMeeting], list[BadCell]]:
    content = text.encode() if isinstance(text, str) else text
    meetings, bad = read_meetings(read_file(content), now=now, tz=tz)
    return list(meetings), list(bad)


def only(row: str, headings: str = HEADINGS) -> PastMeeting:
    meetings, bad = read(f"{headings}\n{row}\n")
    assert bad == []
    return meetings[0]


def reasons(rows: str, lang: str = "en") -> list[str]:
    meetings, bad = read(f"{HEADINGS}\n{rows}\n")
    assert len(meetings) == len(rows.splitlines()) - len({each.line for each in bad})
    return [f"{each.line} {each.column}: {each.reason.to(lang)}" for each in bad]


def test_a_whole_row() -> None:
    meeting = only(
        "2020-06-03,19:00,20:30,まちの居場所,special,both,24,https://a.example/1;https://a.example/2"
    )
    assert meeting == PastMeeting(
        line=2,
        key="2020-06-03T19:00",
        starts_at=datetime(2020, 6, 3, 10, tzinfo=UTC),
        ends_at=datetime(2020, 6, 3, 11, 30, tzinfo=UTC),
        title="まちの居場所",
        is_regular=False,
        modes=(Mode.VENUE, Mode.ONLINE),
        participants=24,
        links=("https://a.example/1", "https://a.example/2"),
    )


def test_what_was_not_recorded_is_not_invented() -> None:
    meeting = only("2020-06-03,19:00,20:30,まちの居場所")
    assert (meeting.is_regular, meeting.modes, meeting.participants, meeting.links) == (True, (), None, ())


@pytest.mark.parametrize(
    "written",
    ["令和2年6月3日(水)", "2020/6/3", "2020-06-03", "2020年6月3日", "２０２０／６／３", "R2.6.3", "令和２年６月３日（水）", "3 June 2020 (Wed)"],
)  # fmt: skip
def test_dates_as_people_write_them(written: str) -> None:
    assert only(f"{written},１９時,午後8時半,題").starts_at == datetime(2020, 6, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "row",
    ["2020/6/3,19:00,20:30,題,定例,会場,12人,", "2020/6/3,19:00:00,20:30:00,題,定例会,会場,１２名,"],
)
def test_japanese_words_and_headings(row: str) -> None:
    meeting = only(row, JAPANESE)
    assert (meeting.is_regular, meeting.modes, meeting.participants) == (True, (Mode.VENUE,), 12)


def test_an_end_past_midnight() -> None:
    for end in ("25:00", "翌1:00"):
        assert only(f"2020-06-03,22:00,{end},題").ends_at == datetime(2020, 6, 3, 16, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_of_excel_with_the_signs_that_only_windows_has(encoding: str, newline: str) -> None:
    text = f'{JAPANESE},\n令和2年6月3日(水),19:00,20:30,"①髙橋さんの話, ～つづき",特別,両方,8,,\n,,,,,,,,\n'
    (meeting,), bad = read(text.replace("\n", newline).encode(encoding))
    assert (meeting.title, meeting.line, bad) == ("①髙橋さんの話, ～つづき", 2, [])


def test_every_bad_cell_is_named_with_line_column_and_reason() -> None:
    rows = (
        "2020-06-03,19:00,20:30,題\n"
        "6/3,19:00,20:30,題\n"
        "2020-06-04(水),19:00,20:30,題\n"
        "2021-02-29,19:00,20:30,題\n"
        "2020-06-05,夜,20:30,,sometimes,hall,many,ftp://a.example\n"
        "2020-06-06,19:00,18:00,題\n"
        "2026-12-01,11:00,13:00,題\n"
        "令和2年6月3日,午後7時,21:00,別の題\n"
        "2020-06-07,19:00,20:30,題,,,,,だれか"
    )
    assert reasons(rows) == [
        "3 date: “6/3” is not a date with its year, such as 2020-06-03, 2020/6/3 or 令和2年6月3日(水)",
        "4 date: 4 Jun 2020 is a Thursday, not a Wednesday",
        "5 date: there is no 2021-02-29 in the calendar",
        "6 title: nothing is written here, but it is needed",
        "6 kind: “sometimes” is not a kind of meeting: please write regular or special",
        "6 mode: “hall” is not a way to take part: please write venue, online or both",
        "6 participants: “many” is not a number of people from 0 to 99999",
        "6 article_urls: “ftp://a.example” is not a link to an article; it begins with https:// or http://",
        "6 start: “夜” is not a time of day such as 19:00",
        "7 end: the end is not after the start; a time past midnight is written like 25:00",
        "8 date: the meeting is not over yet; one that lies ahead is announced by the bot, not imported",
        "9 start: line 2 has the same date and start",
        "10 None: something is written where the first line names no column; perhaps a comma too many",
    ]


def test_the_line_is_that_of_a_text_editor() -> None:
    meetings, bad = read(f'{HEADINGS}\n\n2020-06-03,19:00,20:30,"二行の\n題"\n2020-06-04,19:00,20:30,\n')
    assert [meeting.line for meeting in meetings] == [3]
    assert meetings[0].title == "二行の 題"
    assert [each.line for each in bad] == [5]


def test_the_29th_of_february_and_the_hour_that_summer_time_skips() -> None:
    assert only("2020-02-29,19:00,20:30,題").key == "2020-02-29T19:00"
    _meetings, (bad,) = read(f"{HEADINGS}\n2026-03-29,2:30,4:00,題\n", tz=ZoneInfo("Europe/Berlin"))
    assert bad.column == "start"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "NothingInFile"),
        (HEADINGS.encode(), "NothingInFile"),
        (f"{HEADINGS}\n,,,\n\n".encode(), "NothingInFile"),
        (b"date,start,end,theme of the day\n1,2,3,4", "HeadingUnknown"),
        ("date,日付,start,end,title\n1,2,3,4,5".encode(), "HeadingTwice"),
        (b"date,start\n1,2", "HeadingsMissing"),
        (f"{HEADINGS}\n2020-06-03,19:00,20:30,\0".encode(), "NotText"),
        (f"{HEADINGS}\n".encode("utf-16"), "NotText"),
        (f"{JAPANESE}\n令和2年6月3日(水),19時,20時,題\n".encode("iso2022_jp"), "NotText"),
        (HEADINGS.encode() + b"\n2020-06-03,19:00,20:30,\xa0\xfd", "NotText"),
        (HEADINGS.encode() + b"\n\x81", "EncodingUnknown"),
        (f'{HEADINGS}\n2020-06-03,19:00,20:30,"題\n'.encode(), "QuotesBroken"),
        (f'{HEADINGS}\n2020-06-03,19:00,20:30,"題"目\n'.encode(), "QuotesBroken"),
        (b"x" * 1_000_001, "FileTooLarge"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_a_sentence(content: bytes, name: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_file(content)
    assert type(refusal.value).__name__ == name


def test_missing_headings_are_those_that_are_needed() -> None:
    with pytest.raises(HeadingsMissing) as refusal:
        read_file(b"title,participants\n1,2")
    columns = refusal.value.args_for_text["columns"]
    assert columns.to("en") == "date, start, end"  # pyright: ignore[reportAttributeAccessIssue]


CELLS = st.sampled_from(
    ["2020-06-03", "令和2年6月3日(水)", "19:00", "25:00", "題", "", '"', "=1", "https://a.example"]
)
ROWS = st.lists(st.lists(CELLS | st.text(max_size=8), max_size=10).map(",".join), max_size=6).map("\n".join)


@given(
    st.binary(max_size=200)
    | st.builds(lambda rows, coding: f"{HEADINGS}\n{rows}".encode(coding, "replace"), ROWS, st.sampled_from(["utf-8", "cp932"]))
)  # fmt: skip
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        file: PastFile = read_file(content)
    except UserError:
        return
    meetings, bad = read_meetings(file, now=NOW, tz=TOKYO)
    assert {each.line for each in meetings} | {each.line for each in bad} == {row.number for row in file.rows}
    assert not {each.line for each in meetings} & {each.line for each in bad}


@given(st.dates(date(1990, 1, 1), date(2026, 11, 1)))
def test_a_day_comes_back_whatever_its_notation(day: date) -> None:
    for written in (
        f"{day:%Y/%m/%d}",
        f"{day.year}年{day.month}月{day.day}日({'月火水木金土日'[day.weekday()]})",
    ):
        assert only(f"{written},9:00,10:00,題").key == f"{day}T09:00"


def test_each_column_has_its_name() -> None:
    assert [column.label.to("en") for column in Column] == HEADINGS.split(",")

"""The three formats of the year's table say the same, and nothing that people typed breaks them."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from bot.events.rules import Mode
from bot.members.rules import Sector
from bot.reports.formats import as_csv, as_json, as_markdown
from bot.reports.rules import CountedBy, MeetingFigures, YearFigures
from bot.reports.words import HEADINGS, totals_of

TOKYO = ZoneInfo("Asia/Tokyo")
START = datetime(2020, 6, 3, 10, tzinfo=UTC)
CHECKED_IN = MeetingFigures(
    starts_at=START,
    ends_at=START + timedelta(minutes=90),
    tz=TOKYO,
    title="まちの居場所",
    is_regular=True,
    modes=(Mode.VENUE, Mode.ONLINE),
    participants=12,
    counted_by=CountedBy.CHECK_IN,
    by_sector={Sector.CITIZEN: 5, Sector.STUDENT: 1, None: 6},
    by_mode={Mode.VENUE: 8, None: 4},
    from_elsewhere=2,
    people=frozenset({1, 2, 3}),
    articles=("https://a.example/1",),
)
APPLIED = replace(
    CHECKED_IN, starts_at=START + timedelta(days=28, hours=4, minutes=30),
    ends_at=START + timedelta(days=28, hours=6), is_regular=False, participants=3,
    counted_by=CountedBy.APPLICATIONS, by_sector={Sector.CITIZEN: 3}, by_mode={Mode.VENUE: 3},
    from_elsewhere=0, people=frozenset({2, 3, 4}), articles=(),
)  # fmt: skip
UNKNOWN = replace(
    APPLIED, participants=None, counted_by=CountedBy.NOTHING, by_sector={}, by_mode={}, people=frozenset()
)
YEAR = YearFigures(700, "みなと市民ハブ", 2020, (CHECKED_IN, APPLIED, UNKNOWN), ahead=1)


def in_csv(year: YearFigures, lang: str = "en") -> tuple[list[list[str]], dict[str, str]]:
    """The rows of the meetings, and the totals."""
    text = as_csv(year, lang).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    empty = rows.index([""])
    return rows[1:empty], {row[0]: row[1] for row in rows[empty + 1 :]}


def in_markdown(year: YearFigures, lang: str = "en") -> tuple[list[list[str]], dict[str, str]]:
    lines = as_markdown(year, lang).decode().splitlines()
    table = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines if line.startswith("|")]
    found = (re.match(r"- (.+)(?:: |：)(\d+)$", line) for line in lines)
    totals = {each[1]: each[2] for each in found if each is not None}
    return [[cell.strip() for cell in row] for row in table[2:]], totals


def test_the_totals_of_a_year() -> None:
    assert {name.to("en"): count for name, count in totals_of(YEAR)} == {
        "Meetings": 3,
        "Regular meetings": 1,
        "Special meetings": 2,
        "Participants in total": 15,
        "Different people, as far as names are known": 4,
        "Participants in total without a name": 9,
        "Participants by where they come from: Citizen, neighbourhood association": 8,
        "Participants by where they come from: Student": 1,
        "Participants by where they come from: not known": 6,
        "Participants from elsewhere": 2,
        "Participants by how they took part: Venue": 11,
        "Participants by how they took part: not known": 4,
        "Meetings with an article": 1,
        "Meetings of which only applications are known": 1,
        "Meetings without a number of participants": 1,
        "Meetings of this year still ahead (not counted)": 1,
    }


def test_the_table_as_people_read_it() -> None:
    rows, _totals = in_markdown(YEAR, "ja")
    assert rows == [
        ["1", "2020年6月3日（水）", "19:00〜20:30", "まちの居場所", "定例", "12", "受付"],
        ["2", "2020年7月1日（水）", "23:30〜7月2日（木）01:00", "まちの居場所", "特別", "3", "申込数"],
        ["3", "2020年7月1日（水）", "23:30〜7月2日（木）01:00", "まちの居場所", "特別", "–", "記録なし"],
    ]
    assert as_markdown(YEAR, "ja").decode().startswith("# ")
    assert "令和2年度" in as_markdown(YEAR, "ja").decode().splitlines()[0]
    assert in_csv(YEAR, "ja")[0] == [[cell.replace("–", "") for cell in row] for row in rows]


TITLES = st.text('|\\`*_[]<>#~=+-@,"\n\r 題', min_size=1, max_size=12) | st.text(min_size=1, max_size=12)
PEOPLE = st.none() | st.integers(0, 400)


@given(st.lists(st.tuples(TITLES, PEOPLE), max_size=5), st.sampled_from(["ja", "en"]))
def test_the_three_formats_agree(rows: list[tuple[str, int | None]], lang: str) -> None:
    meetings = [
        replace(
            CHECKED_IN, title=title, participants=people, by_sector={Sector.CITIZEN: people or 0},
            counted_by=CountedBy.NOTHING if people is None else CountedBy.RECORD, by_mode={}, people=frozenset(),
        )
        for title, people in rows
    ]  # fmt: skip
    year = replace(YEAR, meetings=tuple(meetings))
    (csv_rows, csv_totals), (md_rows, md_totals) = in_csv(year, lang), in_markdown(year, lang)
    data = json.loads(as_json(year, lang))
    assert csv_totals == md_totals
    assert list(csv_totals.values())[:4] == [
        str(data["totals"][name]) for name in ("meetings", "regular", "special", "participants")
    ]
    assert [len(row) for row in (*csv_rows, *md_rows)] == [len(HEADINGS)] * (2 * len(rows))
    people = [each["participants"] for each in data["meetings"]]
    assert [int(row[5]) if row[5] else None for row in csv_rows] == people
    assert [int(row[5]) if row[5].isdigit() else None for row in md_rows] == people
    assert sum(filter(None, people)) == data["totals"]["participants"] == year.total


def test_the_shape_for_programs() -> None:
    data = json.loads(as_json(YEAR, "ja"))
    assert data["community"] == {"id": "700", "name": "みなと市民ハブ"}
    assert (data["fiscal_year"], data["era"]) == (2020, "令和2年度")
    assert data["meetings"][0] == {
        "number": 1,
        "starts_at": "2020-06-03T19:00:00+09:00",
        "ends_at": "2020-06-03T20:30:00+09:00",
        "title": "まちの居場所",
        "kind": "regular",
        "modes": ["venue", "online"],
        "participants": 12,
        "counted_by": "check_in",
        "from_elsewhere": 2,
        "by_sector": {"citizen": 5, "student": 1, "unknown": 6},
        "by_mode": {"venue": 8, "unknown": 4},
        "article_urls": ["https://a.example/1"],
    }
    assert data["totals"] == {
        "meetings": 3, "regular": 1, "special": 2, "participants": 15, "different_people": 4,
        "without_name": 9, "from_elsewhere": 2, "by_sector": {"citizen": 8, "student": 1, "unknown": 6},
        "by_mode": {"venue": 11, "unknown": 4}, "with_article": 1, "ahead": 1,
    }  # fmt: skip


def test_a_formula_in_a_theme_is_not_calculated() -> None:
    year = replace(YEAR, meetings=(replace(CHECKED_IN, title='=HYPERLINK("https://a.example")'),))
    assert in_csv(year)[0][0][3].startswith("'=")

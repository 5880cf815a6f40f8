"""The three formats say the same of consultations and seeds, and none of them prints a small number."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import Any

from hypothesis import given, strategies as st

from bot.consultations.rules import Category, Channel
from bot.reports.seed_formats import FORMATS, as_csv, as_json, as_markdown
from bot.reports.seed_rules import ConsultationFigures, SeedFigures, SeedYear, seed_figures
from bot.reports.tally import Cell, whole
from tests.bot.reports.past_desk import CASES, TICKS

DESK = ConsultationFigures(
    cases=CASES,
    categories=whole([Cell(c.value, c.label, TICKS[c], is_other=c is Category.OTHER) for c in Category]),
    channels=whole([Cell(c.value, c.label, 507 if c is Channel.PHONE else 0) for c in Channel]),
)


def seeds(*ticks: int, cases: tuple[int, ...] = (30, 8, 2), deleted: int = 0) -> SeedFigures:
    names = ("住まい", "防災", "環境", "孤立|居場所")
    each = [Cell(str(at), f"k{at}", count) for at, count in enumerate(cases)]
    return seed_figures(
        categories=[
            Cell(str(at), name, count) for at, (name, count) in enumerate(zip(names, ticks, strict=True))
        ],
        origins=each,
        states=each,
        naming=each[:1],
        deleted=deleted,
    )


def year(figures: SeedFigures) -> SeedYear:
    return SeedYear(700, "みなと市民ハブ", 2020, date(2021, 4, 5), DESK, figures)


YEAR = year(seeds(20, 11, 3, 1))


def test_the_tables_as_people_read_them() -> None:
    lines = as_markdown(YEAR, "ja").decode().splitlines()
    assert lines[0] == "# 令和2年度（2020年度）の相談と課題の種"
    assert lines[2] == "2021年4月5日現在"
    assert lines[6:8] == ["- 相談件数：507", "- 分類ののべ数：615"]
    assert "| 資金・助成金 | ① | 71 | 14.0 | 11.5 |" in lines
    assert "| 団体の設立 | ② | 62 | 12.2 | 10.1 |" in lines
    assert "| 事務・書類 | ③ | 57 | 11.2 | 9.3 |" in lines
    assert "| 協働・連携 | ③ | 57 | 11.2 | 9.3 |" in lines
    assert "| その他 |  | 131 | 25.8 | 21.3 |" in lines
    assert "| 時事・話題 |  | 4 | 0.8 | 0.7 |" in lines
    assert "| 電話 | 507 | 100.0 |" in lines
    assert "- 種の件数：40" in lines
    assert "| 住まい | ① | 20 | 50.0 | 57.1 |" in lines
    assert "| 5件未満のもの（合計。あわせて伏せたものを含む3項目） |  | 15 | – | 42.9 |" in lines
    assert "- 削除された種（ほかの数には含みません）：0" in lines


def test_csv_holds_the_same_numbers() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(YEAR, "en").decode("utf-8-sig"), newline="")))
    assert ["Consultations (cases)", "507"] in rows
    assert ["Funding and grants", "①", "71", "14.0", "11.5"] in rows
    assert ["Below 5 each, with what must be hidden for them (3 rows together)", "", "15", "", "42.9"] in rows
    assert ["As of 5 Apr 2021"] in rows


def test_json_for_programs() -> None:
    shape = json.loads(as_json(YEAR, "en"))
    desk = shape["consultations"]
    assert (shape["fiscal_year"], shape["era"], shape["as_of"]) == (2020, "令和2年度", "2021-04-05")
    assert (desk["cases"], desk["ticks"], desk["by_category"]["together"]) == (507, 615, None)
    assert desk["by_category"]["rows"][5] == {
        "key": "funding", "name": "Funding and grants", "count": 71, "rank": 1, "per_case": 14.0, "per_tick": 11.5
    }  # fmt: skip
    assert shape["seeds"]["by_category"]["together"] == {"rows": 3, "count": 15}
    assert shape["seeds"]["named"] is None
    assert json.loads(as_json(year(seeds(1, 1, 0, 0, cases=(3, 0, 0), deleted=2)), "en"))["seeds"] == {
        "cases": None, "ticks": None, "deleted": None, "by_category": None, "by_origin": None, "by_state": None,
        "named": None,
    }  # fmt: skip


def numbers_in(shape: Any) -> list[int]:
    """Every count that the JSON of seeds prints."""
    if isinstance(shape, dict):
        own = [
            shape[key] for key in ("count", "cases", "ticks", "deleted") if isinstance(shape.get(key), int)
        ]
        return own + [number for value in shape.values() for number in numbers_in(value)]
    return [number for each in shape for number in numbers_in(each)] if isinstance(shape, list) else []


COUNTS = st.integers(0, 3) | st.integers(0, 40)


@given(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS), st.tuples(COUNTS, COUNTS, COUNTS), COUNTS)
def test_no_format_prints_a_small_number_of_seeds(
    ticks: tuple[int, ...], cases: tuple[int, ...], deleted: int
) -> None:
    shown = year(seeds(*ticks, cases=cases, deleted=deleted))
    assert not set(numbers_in(json.loads(as_json(shown, "en"))["seeds"])) & {1, 2, 3, 4}
    text = as_markdown(shown, "en").decode().partition("## Seeds")[2]
    counted = re.findall(r"^\|[^|]*\|(?:[^|\d]*\|)? (\d+) \|", text, re.MULTILINE)
    counted += re.findall(r"^- .*: (\d+)$", text, re.MULTILINE)
    assert not set(map(int, counted)) & {1, 2, 3, 4}
    rows = csv.reader(
        io.StringIO(as_csv(shown, "en").decode("utf-8-sig").partition("\r\nSeeds\r\n")[2], newline="")
    )
    assert not {cell for row in rows for cell in row} & {"1", "2", "3", "4"}


def test_the_scanners_find_small_numbers_where_they_are_allowed() -> None:
    assert 4 in numbers_in(json.loads(as_json(YEAR, "en"))["consultations"])
    text = as_markdown(YEAR, "en").decode().partition("## Seeds")[0]
    assert "4" in re.findall(r"^\|[^|]*\|(?:[^|\d]*\|)? (\d+) \|", text, re.MULTILINE)


def test_what_people_typed_breaks_no_table() -> None:
    shown = year(seeds(9, 9, 9, 30))
    assert "| 孤立\\|居場所 | ① | 30 |" in as_markdown(shown, "ja").decode()
    assert set(FORMATS) == {"md", "csv", "json"}

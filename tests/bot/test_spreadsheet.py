"""A table program gets what was meant: every cell where it was, and nothing to calculate."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, strategies as st

from bot.spreadsheet import BEGINS_A_FORMULA, defused, write_csv


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_excel_knows_the_encoding_and_the_ends_of_lines() -> None:
    content = write_csv([["お名前", "人数"], ["髙橋①", 12], [None, -3]])
    assert content == "\ufeffお名前,人数\r\n髙橋①,12\r\n,-3\r\n".encode()


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+81 90",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＠x",
        "  =1",
        "　=1",
        "\0=1",
        "\u200b=1",
    ],
)
def test_what_would_be_calculated_is_shown(typed: str) -> None:
    assert defused(typed).startswith("'")


@pytest.mark.parametrize(
    "typed",
    ["", "はる", "3-5人", "a=b", "…", "みなと市\n市民会館", "　はる", "'まま", "家族👨\u200d👩\u200d👧"],
)
def test_what_is_harmless_stays_as_it_is(typed: str) -> None:
    assert defused(typed) == typed


CELLS = st.text() | st.text("=＝+ \u3000\u200b\r\n\t\0,\"'", max_size=5) | st.integers() | st.none()


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5))
def test_rows_and_cells_stay_where_they_were(rows: list[list[str | int | None]]) -> None:
    back = read_back(write_csv(rows))
    assert [len(row) for row in back] == [len(row) for row in rows]
    for typed, read in (
        (typed, read)
        for row, found in zip(rows, back, strict=True)
        for typed, read in zip(row, found, strict=True)
    ):
        if isinstance(typed, int):
            assert read == str(typed)
        elif visible := [sign for sign in read if sign.isprintable() and not sign.isspace()]:
            assert visible[0] not in BEGINS_A_FORMULA

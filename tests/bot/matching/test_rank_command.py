"""``bot rank FILE.json`` says for each request who fits, as the bot would, and what is wrong with a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.terminal import FAILED

FILE = Path(__file__).parents[2] / "data" / "matching-dev.json"
OFFER = {"id": "O1", "text": "税理士です。決算と税務申告。", "mode": "online", "langs": ["ja"]}
REQUEST = {
    "id": "R1",
    "title": "困っています",
    "body": "",
    "mode": "online",
    "date": "2026-06-01",
    "langs": ["ja"],
    "skills_gold": ["税務"],
}


def rank(file: Path, *options: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(app, ["rank", str(file), *options])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def written(folder: Path, offer: dict[str, object], request: dict[str, object]) -> Path:
    file = folder / "case.json"
    file.write_text(json.dumps({"offers": [offer], "requests": [request]}), encoding="utf-8")
    return file


def test_one_line_for_each_request() -> None:
    lines = rank(FILE, "--top", "3")
    assert [line["request"] for line in lines] == [f"DR{number:02}" for number in range(1, 31)]
    assert all(set(line) == {"request", "offers", "near_misses"} for line in lines)
    assert lines[3]["offers"][0] == "D06"  # pyright: ignore[reportIndexIssue]
    assert max(len(line["offers"]) for line in lines) == 3  # pyright: ignore[reportArgumentType]


def test_ticked_skills_count_when_asked_for(tmp_path: Path) -> None:
    file = written(tmp_path, OFFER, REQUEST)
    assert rank(file) == [{"request": "R1", "offers": [], "near_misses": []}]
    assert rank(file, "--use-chips") == [{"request": "R1", "offers": ["O1"], "near_misses": []}]


def test_a_near_miss_says_what_fails(tmp_path: Path) -> None:
    file = written(tmp_path, {**OFFER, "mode": "onsite"}, {**REQUEST, "title": "税務の相談"})
    assert rank(file) == [{"request": "R1", "offers": [], "near_misses": [{"offer": "O1", "reason": "mode"}]}]


@pytest.mark.parametrize(
    ("offer", "request_", "field"),
    [
        ({**OFFER, "mode": "by post"}, REQUEST, "mode"),
        ({**OFFER, "text": None}, REQUEST, "text"),
        ({**OFFER, "capacity": "many"}, REQUEST, "capacity"),
        ({**OFFER, "available_until": "soon"}, REQUEST, "available_until"),
        ({**OFFER, "slots": ["night"]}, REQUEST, "slots"),
        (OFFER, {**REQUEST, "date": None}, "date"),
        (OFFER, {**REQUEST, "hours_needed": "2"}, "hours_needed"),
        (OFFER, {**REQUEST, "tags": "税"}, "tags"),
    ],
)
def test_what_is_not_understood_is_named(
    tmp_path: Path, offer: dict[str, object], request_: dict[str, object], field: str
) -> None:
    done = CliRunner().invoke(app, ["rank", str(written(tmp_path, offer, request_))])
    assert done.exit_code == FAILED
    assert field in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize("content", [b"\xff\xfe", b"{", b"[]", b"{}"])
def test_a_file_that_is_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(content)
    done = CliRunner().invoke(app, ["rank", str(file)])
    assert done.exit_code == FAILED
    assert "case.json" in done.stderr


def test_no_file_is_refused(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["rank", str(tmp_path / "none.json")]).exit_code == FAILED

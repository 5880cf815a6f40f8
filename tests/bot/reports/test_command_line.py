"""`bot import events` and `bot report events` as an operator runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.terminal import FAILED, WRONG_SETTING
from tests.bot.reports import past_desk
from tests.bot.reports.past_years import HEADINGS, fiscal_year_2020

ROOT = Path(__file__).parents[3]
COMMUNITY = "700000000000000001"


def bot(folder: Path, *order: str) -> subprocess.CompletedProcess[bytes]:
    """The real program in a folder of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "LANG")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *order],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "LC_ALL": "ja_JP.UTF-8", "PYTHONUTF8": "1"},
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.long
def test_the_past_comes_in_and_the_years_table_comes_out(tmp_path: Path) -> None:
    file = tmp_path / "past.csv"
    file.write_bytes(fiscal_year_2020().encode("cp932"))
    order = "import", "events", str(file), "--community", COMMUNITY

    planned = bot(tmp_path, *order)
    assert (planned.returncode, planned.stderr) == (0, b"")
    assert "新しく取り込む 24件" in planned.stdout.decode()
    assert "--apply" in planned.stdout.decode()
    nothing = bot(tmp_path, "report", "events", "--fiscal-year", "2020")
    assert (nothing.returncode, nothing.stdout) == (FAILED, b"")
    assert "まだコミュニティがありません" in nothing.stderr.decode()

    done = bot(tmp_path, *order, "--apply")
    assert (done.returncode, done.stdout.decode().splitlines()[-1]) == (0, "取り込みました。")
    again = bot(tmp_path, *order, "--apply", "--update")
    assert "取り込み済み 24件" in again.stdout.decode()

    said = {
        form: bot(tmp_path, "report", "events", "--fiscal-year", "2020", "--format", form).stdout
        for form in ("md", "csv", "json")
    }
    assert "- のべ参加者数：319\n" in said["md"].decode()
    assert said["csv"].decode("utf-8-sig").split("\r\n")[1].startswith("1,2020年4月8日（水）,19:00〜20:30,")
    assert "のべ参加者数,319\r\n" in said["csv"].decode("utf-8-sig")
    totals = json.loads(said["json"])["totals"]
    assert (totals["meetings"], totals["participants"], totals["regular"]) == (24, 319, 19)
    english = bot(tmp_path, "report", "events", "--fiscal-year", "2020", "--lang", "en").stdout.decode()
    assert "- Participants in total: 319\n" in english


@pytest.mark.long
def test_consultations_come_in_and_their_figures_come_out(tmp_path: Path) -> None:
    file = tmp_path / "desk.csv"
    file.write_bytes(past_desk.fiscal_year_2020().encode("cp932"))
    order = "import", "consultations", str(file), "--community", COMMUNITY
    planned = bot(tmp_path, *order)
    assert (planned.returncode, planned.stderr) == (0, b"")
    assert "新しく取り込む 507件" in planned.stdout.decode()
    assert bot(tmp_path, "report", "seeds").returncode == FAILED
    done = bot(tmp_path, *order, "--apply")
    assert (done.returncode, done.stdout.decode().splitlines()[-1]) == (0, "取り込みました。")
    said = {
        form: bot(tmp_path, "report", "seeds", "--fiscal-year", "2020", "--format", form).stdout
        for form in ("md", "csv", "json")
    }
    assert "- 相談件数：507\n- 分類ののべ数：615\n" in said["md"].decode()
    assert "| その他 |  | 131 | 25.8 | 21.3 |\n" in said["md"].decode()
    assert "相談件数,507\r\n分類ののべ数,615\r\n" in said["csv"].decode("utf-8-sig")
    assert json.loads(said["json"])["consultations"]["cases"] == 507
    probono = bot(tmp_path, "report", "probono", "--fiscal-year", "2020", "--format", "json")
    assert probono.returncode == 0
    assert json.loads(probono.stdout)["years"][0]["consultations"] == 507

    file.write_text("date,channel,categories,note\n2020-06-03,phone,taxes,\n", "utf-8")
    refused = bot(tmp_path, *order, "--apply", "--lang", "en")
    assert (refused.returncode, refused.stdout) == (FAILED, b"")
    assert refused.stderr.decode().startswith(
        "Line 2, column “categories”: “taxes” is none of the categories: "
    )


@pytest.mark.long
def test_bad_rows_end_with_their_names_and_nothing_written(tmp_path: Path) -> None:
    file = tmp_path / "past.csv"
    file.write_text(
        f"{HEADINGS}\n2020-06-03(木),19:00,20:30,題,,,,\n2020-06-04,19:00,20:30,題,,,,\n", "utf-8"
    )
    refused = bot(
        tmp_path, "import", "events", str(file), "--community", COMMUNITY, "--apply", "--lang", "en"
    )
    assert (refused.returncode, refused.stdout) == (FAILED, b"")
    assert refused.stderr.decode().splitlines() == [
        "Line 2, column “日付”: 3 Jun 2020 is a Wednesday, not a Thursday",
        "1 place needs to be corrected. Nothing was written.",
    ]
    assert bot(tmp_path, "report", "events").returncode == FAILED


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (["report", "events", "--format", "xml"], WRONG_SETTING),
        (["report", "events", "--lang", "fr"], WRONG_SETTING),
        (["report", "events", "--community", "0"], WRONG_SETTING),
        (["import", "events", "none.csv"], WRONG_SETTING),
        (["report", "seeds", "--format", "xml"], WRONG_SETTING),
        (["report", "probono", "--format", "xml"], WRONG_SETTING),
        (["import", "consultations", "none.csv"], WRONG_SETTING),
    ],
)
def test_a_wrong_order_ends_before_anything_is_opened(
    order: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, order).exit_code == code
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    refused = bot(tmp_path, "import", "events", "none.csv", "--community", COMMUNITY, "--lang", "en")
    assert refused.returncode == FAILED
    assert refused.stderr.decode().startswith("The file none.csv cannot be read: ")

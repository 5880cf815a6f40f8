"""The floors of bot/README.md hold, name every room there is, and a wrong import is really found."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}
NO_FLOOR = {"cogs.shared"}
"""Rooms with a floor of their own inside `cogs`; every other one there is a feature."""
MAY_KNOW_DISCORD = {"bot.app", "bot.sandbox"}


def rooms(package: Path) -> set[str]:
    """Modules and packages right below a package, as dotted names."""
    found = {path.stem for path in package.glob("*.py")} - {"__init__"}
    found |= {path.name for path in package.iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    return {f"{package.name}.{name}" for name in found}


def layers() -> list[set[str]]:
    return [set(row.split(" | ")) for row in CONTRACTS["floors"]["layers"]]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    return subprocess.run(
        [*command, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_floors_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_on_disk_has_its_floor() -> None:
    named = set().union(*layers())
    assert rooms(ROOT / "bot") | rooms(ROOT / "cogs") == named


def test_a_new_room_is_noticed(tmp_path: Path) -> None:
    for name in ("bot/attic/rules.py", "bot/cellar.py", "bot/__init__.py", "bot/locales/ja.po"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert rooms(tmp_path / "bot") == {"bot.attic", "bot.cellar"}


def test_features_stand_side_by_side() -> None:
    features = rooms(ROOT / "cogs") - NO_FLOOR
    assert features in layers()


def test_every_room_of_bot_but_two_is_kept_away_from_discord() -> None:
    assert set(CONTRACTS["discord"]["source_modules"]) == rooms(ROOT / "bot") - MAY_KNOW_DISCORD


PLANTED = {
    "floors": [
        ("bot/errors.py", "import bot.settings", "bot.errors -> bot.settings"),
        ("bot/hub.py", "import cogs.shared", "bot.hub -> cogs.shared"),
        ("cogs/members/__init__.py", "import cogs.events", "cogs.members -> cogs.events"),
    ],
    "discord": [("bot/members/service.py", "import discord", "bot.members.service -> discord")],
    "database": [
        ("cogs/events/__init__.py", "import sqlalchemy", "cogs.events -> sqlalchemy"),
        ("cogs/shared/__init__.py", "import bot.members.models", "cogs.shared -> bot.members.models"),
        ("cogs/admin/__init__.py", "from bot.db import transaction", "cogs.admin -> bot.db"),
    ],
    "rules": [
        ("bot/events/rules.py", "import bot.db", "bot.db -> sqlalchemy"),
        ("bot/clock.py", "import apscheduler", "bot.clock -> apscheduler"),
    ],
    "simcord": [("bot/app.py", "import simcord", "bot.app -> simcord")],
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said about a copy in which every contract is broken."""
    copy = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in ("bot", "cogs"):
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "locales")
        )
    for plants in PLANTED.values():
        for path, line, _ in plants:
            with (copy / path).open("a", encoding="utf-8") as stream:
                stream.write(f"\n{line}\n")
    done = lint(copy)
    assert done.returncode != 0
    return re.sub(r"\s+", " ", done.stdout)


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_import_is_caught(contract: str, report: str) -> None:
    assert f"{CONTRACTS[contract]['name']} BROKEN" in report
    for _, _, edge in PLANTED[contract]:
        assert edge in report


def test_every_contract_has_its_planted_import() -> None:
    assert PLANTED.keys() == CONTRACTS.keys()

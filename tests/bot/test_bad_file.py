"""A file on which the bot cannot start: one line that names it and says what to do, soon."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.db_file import complaint_about, damages_of
from bot.migrating import MigrationFailed, migrate, prepare
from tests.kit.damage import damage_a_page, damage_the_header

ROOT = Path(__file__).parents[2]
NOBODY = 65_534


@pytest.fixture
def file(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite+aiosqlite:///"))


def half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def test_a_whole_file_and_none_yet_are_no_reason(file: Path, tmp_path: Path) -> None:
    assert complaint_about(file) is None
    assert damages_of(file) == []
    assert complaint_about(tmp_path / "none.db") is None
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("damage", [damage_the_header, half, damage_a_page])
def test_a_damaged_file_ends_the_start_with_what_to_do(damage: object, file: Path) -> None:
    damage(file)  # pyright: ignore[reportCallIssue]
    with pytest.raises(MigrationFailed) as refused:
        prepare(f"sqlite+aiosqlite:///{file}")
    line = str(refused.value)
    assert line.startswith(f"DATABASE_URL: read {file} (")
    assert "bot restore FILE" in line
    assert "\n" not in line
    assert damages_of(file) != []


def test_a_row_that_refers_to_nothing_is_found_by_the_doctor_and_does_not_stop_the_start(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO members (community_id, wants_dm, created_at) VALUES (7, 1, '')")
        connection.commit()
    assert damages_of(file) == ["rows of members refer to nothing"]
    assert complaint_about(file) is None


@pytest.mark.long
def test_a_locked_file_is_told_as_such(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        line = complaint_about(file)
        other.execute("ROLLBACK")
    assert line is not None
    assert "no other program has locked" in line


@pytest.fixture
def locked_up(file: Path) -> Iterator[Path]:
    """The file in a folder that an ordinary user can read and not write."""
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given)
        kept = shutil.copyfile(file, folder / "hub.db")
        kept.chmod(0o444)
        folder.chmod(0o555)
        yield kept
        folder.chmod(stat.S_IRWXU)


@pytest.mark.long
def test_a_file_that_must_not_be_written_ends_the_start(locked_up: Path) -> None:
    """Nobody stops root from writing, so the child becomes an ordinary user, where the test is root."""
    story = (
        f"import os, sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from bot.migrating import MigrationFailed, prepare\n"
        f"if os.getuid() == 0: os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})\n"
        f"try: prepare('sqlite+aiosqlite:///{locked_up}')\n"
        "except MigrationFailed as error: print(error); raise SystemExit(1)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", story], capture_output=True, text=True, timeout=30, check=False, env=os.environ
    )
    assert (done.returncode, done.stderr) == (1, ""), done.stderr
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"DATABASE_URL: read {locked_up} (")
    assert "that this user can write" in line


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_a_new_file_is_read_by_its_owner_only_whatever_the_folder_lets(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    file = tmp_path / "hub.db"
    before = os.umask(0o022)
    try:
        migrate(f"sqlite+aiosqlite:///{file}")
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

"""How the process starts and ends, seen from outside: soon, with one clear line, and never hanging."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.starting import TOKEN

ROOT = Path(__file__).parents[2]
LEFT_OPEN = re.compile("ResourceWarning|Unclosed|never awaited|was never closed|destroyed but it is pending")
SECONDS = 5
"""A start that fails has ended by then; a connection to SQLite that is left open hangs for ever."""


def python(*arguments: str, cwd: Path, seconds: float, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | env,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode not in (0, None)
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert TOKEN not in line
    return line


def test_a_folder_that_cannot_be_written_ends_the_start_soon(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    line = one_line(
        python("-m", "bot", "run", cwd=tmp_path, seconds=SECONDS, DISCORD_TOKEN=TOKEN, DATA_DIR="file/in")
    )
    assert line.startswith("DATABASE_URL: read ")
    assert "file/in/hub.db" in line
    assert "expected" in line


def test_a_file_that_is_no_database_ends_the_start_soon(tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_text("a shopping list, and not a short one " * 99)
    line = one_line(
        python("-m", "bot", "run", cwd=tmp_path, seconds=SECONDS, DISCORD_TOKEN=TOKEN, DATA_DIR=".")
    )
    assert re.match(r"DATABASE_URL: read .*not a database.*expected", line)


def test_a_database_that_does_not_answer_ends_the_start_soon(tmp_path: Path) -> None:
    """Something listens there and says nothing, like a firewall that drops."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://hub:planted@127.0.0.1:{silent.getsockname()[1]}/hub"
        line = one_line(
            python(
                "-m", "bot", "run", cwd=tmp_path, seconds=2 * SECONDS, DISCORD_TOKEN=TOKEN, DATABASE_URL=url
            )
        )
    assert re.match(r"DATABASE_URL: read .*no database answers.*expected", line)
    assert "planted" not in line


@pytest.mark.parametrize(
    ("story", "status"), [("broken", 1), pytest.param("told", 0, marks=pytest.mark.long)]
)
def test_it_ends_and_leaves_nothing_open(story: str, status: int, tmp_path: Path, sqlite_url: str) -> None:
    """A set-up that raises with the database open, and a process that is told to stop."""
    done = python(
        "-X", "dev", "-m", "tests.kit.starting", sqlite_url, story, cwd=tmp_path, seconds=20
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    assert ("ZeroDivisionError" in done.stderr) is (story == "broken")
    assert not LEFT_OPEN.search(done.stderr), done.stderr
    assert TOKEN not in done.stderr


def test_what_is_left_open_is_seen(tmp_path: Path) -> None:
    done = python("-X", "dev", "-c", "import socket; socket.socket(); x = 1", cwd=tmp_path, seconds=20)
    assert LEFT_OPEN.search(done.stderr)

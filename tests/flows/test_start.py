"""How the process starts and ends, seen from outside: soon, with one clear line, and never hanging."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.hub import Hub, build_hub
from bot.outbox.faults import FAULT
from bot.outbox.models import DeliveryRow
from bot.settings import Settings
from tests.kit.meetings import COMMUNITY
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


@pytest.mark.long
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


@pytest.mark.long
async def test_told_to_stop_while_sending_it_leaves_nothing_in_doubt(
    settings: Settings, tmp_path: Path
) -> None:
    """Thirty notices to five channels are due; the signal comes when the third is handed over."""
    hub = build_hub(settings)
    try:
        await plan_posts(hub, posts=30, channels=5)
        done = await asyncio.to_thread(
            python, "-X", "dev", "-m", "tests.kit.starting", settings.database_url, "sending",
            cwd=tmp_path, seconds=30,
        )  # fmt: skip
        async with hub.db.reading() as tx:
            query = select(DeliveryRow.id, DeliveryRow.state).where(DeliveryRow.kind == FAULT)
            rows = (await tx.execute(query)).all()
    finally:
        await hub.close()
    assert done.returncode == 0, done.stderr
    assert not LEFT_OPEN.search(done.stderr), done.stderr
    taken = {line for line in done.stdout.splitlines() if line.startswith("taken ")}
    assert 3 <= len(taken) <= 5
    assert "late" not in done.stdout, "after the signal nothing more is handed to a courier"
    assert {f"taken d{row.id}" for row in rows if row.state == "sent"} == taken
    assert Counter(row.state for row in rows) == {"sent": len(taken), "planned": 30 - len(taken)}


async def plan_posts(hub: Hub, *, posts: int, channels: int) -> None:
    await hub.communities.set_up(
        COMMUNITY, name="みなと市民ハブ", announce_channel_id=1, staff_channel_id=2, staff_role_id=3
    )
    for number in range(posts):
        await hub.report_fault(COMMUNITY, f"F{number}", "a test")
    async with hub.db.transaction() as tx:
        for number in range(posts):
            await tx.execute(
                update(DeliveryRow)
                .where(DeliveryRow.subject == f"fault:F{number}")
                .values(place=f"channel:{100 + number % channels}")
            )


def test_what_is_left_open_is_seen(tmp_path: Path) -> None:
    done = python("-X", "dev", "-c", "import socket; socket.socket(); x = 1", cwd=tmp_path, seconds=20)
    assert LEFT_OPEN.search(done.stderr)

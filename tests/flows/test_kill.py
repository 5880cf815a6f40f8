"""kill -9, for real: what was promised is there afterwards, and only what was in doubt comes twice."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import migrating
from bot.events.rules import Choice, Event
from tests.kit.meetings import NOON, meetings_on

PEOPLE = 30


def lines(journal: Path, word: str) -> list[str]:
    if not journal.exists():
        return []
    return [line.split(" ", 1)[1] for line in journal.read_text().splitlines() if line.startswith(word + " ")]


def start(url: str, journal: Path, at: datetime, *options: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "tests.kit.killable",
        url,
        str(journal),
        "--at",
        at.isoformat(),
        *options,
    ]
    return subprocess.Popen(command)


def kill_when(process: subprocess.Popen[bytes], is_time: Callable[[], bool]) -> None:
    """SIGKILL as soon as ``is_time``; the process must still be alive then."""
    while not is_time():
        assert process.poll() is None, "the process ended before it could be killed"
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


async def announced(url: str, *, venue: int, answers: int) -> Event:
    meetings = meetings_on(url)
    try:
        await meetings.set_up()
        event = await meetings.announce(venue=venue)
        for person in range(answers):
            await meetings.answer(event, person, Choice.VENUE)
        return event
    finally:
        await meetings.hub.close()


@pytest.mark.long
def test_a_seat_that_was_promised_survives_a_kill(tmp_path: Path):
    file, journal = tmp_path / "hub.db", tmp_path / "journal"
    url = f"sqlite+aiosqlite:///{file}"
    migrating.migrate(url)
    event = asyncio.run(announced(url, venue=20, answers=0))
    options = ("--event", str(event.id), "--people", "200")
    kill_when(start(url, journal, NOON, *options), lambda: len(lines(journal, "in")) >= 5)
    promised = {int(person) for person in lines(journal, "in")}
    assert "done" not in journal.read_text(), "the kill came too late to prove anything"
    assert start(url, journal, NOON, *options).wait() == 0
    seated = {
        person
        for (person,) in rows(
            file,
            "SELECT m.discord_user_id FROM rsvps r JOIN members m ON m.id = r.member_id "
            "WHERE r.place = 'confirmed' AND r.mode = 'venue'",
        )
    }
    assert promised <= seated
    assert len(seated) == 20
    assert rows(file, "PRAGMA integrity_check") == [("ok",)]


def test_after_a_kill_between_send_and_mark_only_the_one_in_doubt_comes_twice(tmp_path: Path):
    file, journal = tmp_path / "hub.db", tmp_path / "journal"
    url = f"sqlite+aiosqlite:///{file}"
    migrating.migrate(url)
    event = asyncio.run(announced(url, venue=PEOPLE, answers=PEOPLE))
    eve = event.starts_at - timedelta(hours=24)
    process = start(url, journal, eve, "--hang-after", "12")
    kill_when(process, lambda: len(lines(journal, "sent")) >= 12)
    sending = {f"d{number}" for (number,) in rows(file, "SELECT id FROM deliveries WHERE state = 'sending'")}
    in_doubt = sending & set(lines(journal, "sent"))
    assert in_doubt, "the kill did not land between a send and its mark"

    assert start(url, journal, eve + timedelta(minutes=10)).wait() == 0
    times = Counter(lines(journal, "sent"))
    reminded = {
        f"d{number}"
        for (number,) in rows(
            file, "SELECT id FROM deliveries WHERE kind = 'event.reminder' AND args LIKE '%\"eve\"%'"
        )
    }
    assert len(reminded) == PEOPLE
    assert reminded <= times.keys(), "somebody was not reminded"
    assert {nonce for nonce, count in times.items() if count > 1} <= in_doubt
    assert max(times.values()) <= 2
    assert rows(file, "SELECT count(*) FROM deliveries WHERE state = 'sending'") == [(0,)]

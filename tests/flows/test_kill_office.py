"""Sixty times kill -9 while people answer, notices leave and a backup is made; and while one is put back."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import perf_counter
from typing import IO

import pytest

from bot import migrating
from bot.backups import copying
from bot.backups.keeping import Purpose
from bot.backups.service import Backups
from bot.hub import build_hub
from bot.settings import Settings
from tests.kit.killable_office import LEAVERS, PEOPLE, clock_of
from tests.kit.meetings import COMMUNITY, NOON, meetings_on

KILLS = 60
SEATS = 6
RESTORES = 40
MOMENTS = ("at any time", "at a send", "in a backup")


class Nursery:
    """Starts children one after the other and kills them."""

    def __init__(self, stdin: IO[str], stdout: IO[str]) -> None:
        self._stdin = stdin
        self._stdout = stdout

    def start(self, command: str) -> int:
        self._stdin.write(command + "\n")
        self._stdin.flush()
        return int(self._stdout.readline())

    def kill(self, pid: int) -> None:
        with suppress(ProcessLookupError):  # it had ended just before
            os.kill(pid, signal.SIGKILL)

    def ended(self) -> int:
        return int(self._stdout.readline())


@contextmanager
def nursery(url: str, journal: Path) -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.kit.killable_office", url, str(journal)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Nursery(process.stdin, process.stdout)
        process.stdin.close()
        assert process.wait() == 0


def rows(file: Path, query: str) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def confirmed(file: Path) -> set[tuple[int, int]]:
    """Event and person of every seat."""
    found = rows(
        file,
        "SELECT r.event_id, m.discord_user_id % 1000 FROM rsvps r JOIN members m ON m.id = r.member_id"
        " WHERE r.place = 'confirmed'",
    )
    return {(row[0], row[1]) for row in found}


class Story:
    """What the journal says, line after line."""

    def __init__(self, journal: Path) -> None:
        self.lines = journal.read_text().splitlines() if journal.exists() else []

    def pairs(self, word: str, *, before: str | None = None) -> set[tuple[int, int]]:
        upto = self.lines.index(before) if before is not None else len(self.lines)
        split = (line.split() for line in self.lines[:upto])
        return {(int(parts[1]), int(parts[2])) for parts in split if parts[0] == word}

    def words(self, word: str) -> list[str]:
        return [line.split(" ", 1)[1] for line in self.lines if line.startswith(word + " ")]

    def promised(self, *, before: str | None = None) -> set[tuple[int, int]]:
        """Seats that were acknowledged by then, and that nobody was about to give up at any time."""
        return self.pairs("in", before=before) - self.pairs("leaves")


async def announced(url: str) -> None:
    meetings = meetings_on(url)
    try:
        await meetings.set_up()
        for number in range(1, KILLS + 2):
            event = await meetings.announce(venue=SEATS, hall_only=True)
            assert event.id == number
    finally:
        await meetings.hub.close()


async def starts(file: Path) -> int:
    """A bot on a copy of a backup: how many meetings it shows after a tick."""
    hub = build_hub(Settings(database_url=f"sqlite+aiosqlite:///{file}"), clock=clock_of(0))
    try:
        await hub.tick()
        return len(await hub.events.upcoming(COMMUNITY))
    finally:
        await hub.close()


def check_backups(backups: Backups, story: Story, scratch: Path) -> None:
    """Every finished one is sound; the newest holds all that was promised when it was begun."""
    finished = {line.split()[0]: line.split()[1] for line in story.words("backup")}
    listed = backups.listing()
    for backup in listed:
        copying.check(backup.path)
        assert backup.path.suffix == ".db"
        if mark := finished.get(backup.path.name):
            assert story.promised(before=f"begins {mark}") <= confirmed(backup.path)
    assert backups.folder is not None
    beside = {path.name for path in backups.folder.iterdir()} - {backup.path.name for backup in listed}
    assert {name.partition(".db")[2].partition("-")[0] for name in beside} <= {".part"}
    if listed:
        shutil.copyfile(listed[0].path, scratch)
        assert asyncio.run(starts(scratch)) == 25


@pytest.mark.long
def test_sixty_kills_lose_no_seat_and_leave_no_half_backup(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201  (shown when it fails)
    dice = random.Random(seed)
    file, journal, scratch = tmp_path / "hub.db", tmp_path / "journal", tmp_path / "scratch.db"
    url = f"sqlite+aiosqlite:///{file}"
    migrating.migrate(url)
    asyncio.run(announced(url))
    backups = Backups(Settings(database_url=url), clock_of(KILLS + 1))
    in_doubt: set[str] = set()
    hit = Counter[str]()
    with nursery(url, journal) as children:
        for number in range(1, KILLS + 1):
            before = len(Story(journal).lines)
            pid = children.start(f"live {number}")
            wait_for, moment = dice.randrange(1, 2 * PEOPLE), dice.choice(MOMENTS)
            while not is_time(Story(journal).lines[before:], wait_for, moment):
                pass
            children.kill(pid)
            assert children.ended() in (-signal.SIGKILL, 0)
            story = Story(journal)
            in_doubt |= unmarked(file, story)
            assert story.promised() <= confirmed(file)
            assert not story.pairs("out") & confirmed(file)
            copying.check(file)
            check_backups(backups, story, scratch)
            last = story.lines[before:]
            hit += Counter({"in a backup": is_in_a_backup(last), "before done": last[-1] != "done"})
        assert children.start(f"live {KILLS + 1}")
        assert children.ended() == 0
    print(hit, f"{len(in_doubt)} notices in doubt")  # noqa: T201
    assert hit["before done"] > KILLS // 2, "most kills came too late to prove anything"
    assert hit["in a backup"] > KILLS // 6
    assert in_doubt, "no kill came between a send and its mark"
    check_the_end(file, Story(journal), in_doubt)


def is_time(lines: list[str], wait_for: int, moment: str) -> bool:
    """After some lines; at a send, a notice was handed over and is not marked yet."""
    if lines and lines[-1] == "done":
        return True
    if len(lines) < wait_for:
        return False
    if moment == "in a backup":
        return is_in_a_backup(lines)
    return moment == "at any time" or lines[-1].startswith("sent")


def is_in_a_backup(lines: list[str]) -> bool:
    words = [line.split()[0] for line in lines if line]
    return words.count("begins") > words.count("backup")


def unmarked(file: Path, story: Story) -> set[str]:
    """Handed to the courier, and not marked when the kill came."""
    sending = {f"d{row[0]}" for row in rows(file, "SELECT id FROM deliveries WHERE state = 'sending'")}
    return sending & set(story.words("sent"))


def check_the_end(file: Path, story: Story, in_doubt: set[str]) -> None:
    taken = Counter(event for event, _person in confirmed(file))
    assert max(taken.values()) <= SEATS
    assert taken[KILLS + 1] == SEATS
    assert {person for event, person in confirmed(file) if event == KILLS + 1}.isdisjoint(
        range(1, LEAVERS + 1)
    )
    times = Counter(story.words("sent"))
    assert {nonce for nonce, count in times.items() if count > 1} <= in_doubt
    assert max(times.values()) <= 2
    assert rows(file, "SELECT count(*) FROM deliveries WHERE state = 'sending'") == [(0,)]
    told = {f"d{row[0]}" for row in rows(file, "SELECT id FROM deliveries WHERE state = 'sent'")}
    assert told <= times.keys()
    at = f"{NOON:%Y-%m-%d %H:%M:%S}.000000"
    waiting = rows(file, f"SELECT count(*) FROM deliveries WHERE state = 'planned' AND due_at <= '{at}'")
    assert waiting == [(0,)], "something that was due long ago was forgotten"


@pytest.mark.long
def test_a_kill_while_a_backup_is_put_back_leaves_the_old_or_the_new_one(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201  (shown when it fails)
    dice = random.Random(seed)
    file, journal = tmp_path / "hub.db", tmp_path / "journal"
    url = f"sqlite+aiosqlite:///{file}"
    settings = Settings(database_url=url)
    migrating.migrate(url)
    asyncio.run(announced(url))
    sources = []
    for name in ("old", "new"):
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("UPDATE communities SET machine_contact = ?", (name,))
            connection.execute("UPDATE events SET description = ?", (name * 20_000,))
            connection.commit()
        sources.append(tmp_path / f"{name}.db")
        copying.copy_whole(file, sources[-1])
    found = Counter[tuple[str, str]]()
    with nursery(url, journal) as children:
        is_now = "new"
        begun = perf_counter()
        children.start(f"restore {sources[1]}")
        assert children.ended() == 0
        whole = perf_counter() - begun
        for _ in range(RESTORES):
            wanted = "old" if is_now == "new" else "new"
            pid = children.start(f"restore {tmp_path / f'{wanted}.db'}")
            kill_at = perf_counter() + dice.uniform(0, 1.3 * whole)
            while perf_counter() < kill_at:
                assert file.exists(), "there is always a database"
            children.kill(pid)
            assert children.ended() in (-signal.SIGKILL, 0)
            copying.check(file)
            contents = rows(
                file, "SELECT DISTINCT machine_contact, substr(description, 1, 3) FROM communities, events"
            )
            ((contact, description),) = contents
            assert contact == description, "half of the one and half of the other"
            found[wanted, str(contact)] += 1
            is_now = str(contact)
        assert children.start(f"restore {sources[0]}")
        assert children.ended() == 0
    assert rows(file, "SELECT machine_contact FROM communities") == [("old",)]
    print(found)  # noqa: T201
    assert sum(count for (wanted, got), count in found.items() if wanted != got) > 0, (
        "all kills came too late"
    )
    assert sum(count for (wanted, got), count in found.items() if wanted == got) > 0, "all came too early"
    assert [each for each in Backups(settings, clock_of(1)).listing() if each.purpose is Purpose.REPLACED]
    assert not (tmp_path / "hub.db.restoring").exists()

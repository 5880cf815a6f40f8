"""kill -9 in the midst of mail: everybody gets theirs, and only what was in doubt comes twice, under its name."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import migrating
from bot.events.on_behalf import Account, Guest
from bot.events.rules import Mode
from bot.members import subscriptions
from bot.members.rules import Sector
from bot.outbox.lane_rules import MAIL
from bot.outbox.mail.keys import MailKeys
from tests.bot.outbox.mail.post import read
from tests.kit.mail_server import HANG, HOST, MailServer, mail_server
from tests.kit.meetings import NOON, meetings_on

PEOPLE = 8
EVE = datetime(2026, 12, 16, 9, tzinfo=UTC)
KEY = "a planted secret of tests, long enough"


async def confirmed(url: str) -> None:
    """Guests whom the office has entered, each of whom is reminded by mail on the eve of the meeting."""
    meetings = meetings_on(url)
    meetings.hub.outbox.kinds.has_mail = True
    try:
        await meetings.set_up()
        event = await meetings.announce()
        for number in range(PEOPLE):
            who = Guest(f"浜田{number}", Sector.NONPROFIT, None, f"hamada{number}@mail.example")
            placed = await meetings.hub.on_behalf.add(
                meetings.community_id, Account(1, "事務局"), event.id, who, Mode.VENUE
            )
            assert placed.person is not None
            async with meetings.hub.db.transaction() as tx:
                await subscriptions.confirm(
                    tx, meetings.community_id, placed.person.member_id, NOON, source="staff"
                )
    finally:
        await meetings.hub.close()


async def start(url: str, server: MailServer, at: datetime, *options: str) -> Process:
    smtp_url = f"smtp://{HOST}:{server.port}"
    command = ("-m", "tests.kit.killable_post", url, smtp_url, KEY, "--at", at.isoformat(), *options)
    return await asyncio.create_subprocess_exec(sys.executable, *command)


async def kill_when(process: Process, is_time: Callable[[], bool]) -> None:
    while not is_time():
        assert process.returncode is None, "the process ended before it could be killed"
        await asyncio.wait({asyncio.ensure_future(process.wait())}, timeout=0.02)
    process.send_signal(signal.SIGKILL)
    assert await process.wait() == -signal.SIGKILL


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def arrivals(server: MailServer) -> Counter[int | None]:
    keys = MailKeys(KEY)
    return Counter(keys.read_message_id(read(kept.content)["Message-ID"]) for kept in server.kept)


@pytest.mark.long
@pytest.mark.parametrize("moment", ["before the send", "after the server said yes"])
async def test_a_kill_in_the_midst_of_mail(tmp_path: Path, moment: str):
    file = tmp_path / "hub.db"
    url = f"sqlite+aiosqlite:///{file}"
    await asyncio.to_thread(migrating.migrate, url)
    await confirmed(url)
    async with mail_server(MailServer(starttls=False)) as server:
        if moment == "before the send":
            server.script["RCPT"] = [None, None, HANG]
            await kill_when(await start(url, server, EVE), server.is_hanging.is_set)
        else:
            process = await start(url, server, EVE, "--hang-after", "3")
            await kill_when(process, lambda: len(server.kept) >= 3)
        leased = {number for (number,) in rows(file, "SELECT id FROM deliveries WHERE state = 'sending'")}
        in_doubt = leased & arrivals(server).keys()
        assert in_doubt or moment == "before the send", "the kill did not land between answer and mark"
        assert rows(file, "SELECT count(*) > 0 FROM deliveries WHERE state = 'sending'") == [(1,)]
        for later in (timedelta(), MAIL.lease, MAIL.lease + MAIL.resend_after_doubt):
            assert await (await start(url, server, EVE + later + timedelta(seconds=1))).wait() == 0
        times = arrivals(server)
        wanted = {
            number
            for (number,) in rows(
                file, "SELECT id FROM deliveries WHERE kind = 'event.reminder' AND args LIKE '%\"eve\"%'"
            )
        }
    assert len(wanted) == PEOPLE
    assert times.keys() == wanted, "nobody is left out, and nothing else was sent"
    assert {number for number, count in times.items() if count > 1} == in_doubt
    assert max(times.values()) <= 2
    assert rows(
        file, "SELECT DISTINCT state FROM deliveries WHERE kind = 'event.reminder' AND args LIKE '%\"eve\"%'"
    ) == [("sent",)]
    assert rows(file, "SELECT count(*) FROM deliveries WHERE state = 'sending'") == [(0,)]

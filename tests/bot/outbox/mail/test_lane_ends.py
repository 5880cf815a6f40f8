"""Two senders, a lost lease, a full disk, an order to stop: one row, one mail, and doubt only where it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.outbox.lane_rules import MAIL
from tests.bot.outbox.mail.lane import MailLane
from tests.bot.outbox.mail.post import START, courier_to
from tests.kit.mail_server import HANG, WAIT
from tests.kit.small_disk import small_disk


async def test_two_dispatchers_send_one_row_once(lane: MailLane):
    mails = [await lane.mail_to_reader() for _ in range(20)]
    others = [courier_to(lane.server, lane.clock) for _ in range(3)]
    lanes = [lane.lane_with(courier) for courier in others]
    await asyncio.gather(lane.mail_dispatcher.tick(), *(other.tick() for other in lanes))
    for courier in others:
        await courier.close()
    assert lane.arrivals() == dict.fromkeys(mails, 1)


@pytest.mark.parametrize("is_in_time", [True, False])
async def test_a_lease_that_ends_while_the_first_still_sends(lane: MailLane, is_in_time: bool):
    mail = await lane.mail_to_reader()
    lane.server.script["."] = [WAIT]
    slow = asyncio.create_task(lane.mail_dispatcher.run_due())
    await lane.server.is_hanging.wait()
    lane.clock.move(MAIL.lease)
    courier = courier_to(lane.server, lane.clock)
    second = lane.lane_with(courier)
    await second.tick()
    row = await lane.row(mail)
    assert (row.state, row.last_error, row.due_at) == ("planned", "lease_expired", START + MAIL.lease * 2)
    if is_in_time:
        lane.server.released.set()
        await slow
    lane.clock.move(MAIL.resend_after_doubt)
    await second.tick()
    lane.server.released.set()
    await slow
    await courier.close()
    assert (await lane.row(mail)).state == "sent"
    assert lane.arrivals() == {mail: 1 if is_in_time else 2}


async def test_a_disk_that_is_full_when_the_result_is_written(lane: MailLane, tmp_path: Path):
    mail = await lane.mail_to_reader()
    lane.server.script["."] = [WAIT]
    passing = asyncio.create_task(lane.mail_dispatcher.run_due())
    await lane.server.is_hanging.wait()
    with small_disk(1):
        lane.server.released.set()
        await passing
    row = await lane.row(mail)
    assert row.state == "sending"
    lane.clock.move(MAIL.lease)
    await lane.both()
    lane.clock.move(MAIL.resend_after_doubt)
    await lane.both()
    assert (await lane.row(mail)).state == "sent"
    assert lane.arrivals() == {mail: 2}, "in doubt, so once more, under the same Message-ID"


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("BANNER", {"state": "planned", "attempts": 0, "doubtful_since": None, "last_error": "stopping"}),
        ("RCPT", {"state": "planned", "attempts": 0, "doubtful_since": None, "last_error": "stopping"}),
        (".", {"state": "planned", "attempts": 1, "doubtful_since": START, "last_error": "smtp_dropped"}),
    ],
)
async def test_told_to_stop_in_the_midst_of_a_mail(lane: MailLane, verb: str, expected: dict[str, Any]):
    mail = await lane.mail_to_reader()
    lane.server.script[verb] = [HANG]
    passing = asyncio.create_task(lane.mail_dispatcher.tick())
    await lane.server.is_hanging.wait()
    await lane.mail_dispatcher.stop(patience=0, hang_up=lane.post.hang_up)
    await passing
    row = (await lane.row(mail))._mapping
    assert {name: row[name] for name in expected} == expected
    assert await lane.rows(state="sending") == []
    following = courier_to(lane.server, lane.clock)
    lane.clock.move(MAIL.resend_after_doubt)
    await lane.lane_with(following).tick()
    await following.close()
    assert (await lane.row(mail)).state == "sent"
    assert lane.arrivals() == {mail: 1}

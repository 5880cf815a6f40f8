"""What stands in the database after everything that a mail server can do: the twenty faults and their ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.db import Database
from bot.outbox.lane_rules import MAIL
from tests.bot.outbox.mail.lane import MailLane
from tests.bot.outbox.mail.post import START, courier_to
from tests.kit.mail_server import DROP, DROP_IN_CONTENT, HANG, MailServer, Step, mail_server

MINUTE = timedelta(minutes=1)


Fault = tuple[str, str, bool]
"""At which verb, what the server does, and whether it keeps the mail all the same."""

NOT_THE_MAIL = [  # costs no attempt: (fault, reason, minutes until it comes back)
    (("BANNER", "421 4.3.2 not now", False), "smtp_421_4.3.2", 1),
    (("BANNER", DROP, False), "smtp_dropped", 1),
    (("BANNER", HANG, False), "smtp_silent", 1),
    (("BANNER", "HTTP/1.1 400", False), "smtp_nonsense", 1),
    (("EHLO", "nonsense", False), "smtp_nonsense", 1),
    (("RCPT", "530 5.7.0 log in", False), "smtp_530_5.7.0", 60),
    (("DATA", "554 5.7.1 blocked", False), "smtp_554_5.7.1", 60),
]
AGAIN = [  # refused: the ladder
    (("RCPT", "450 4.2.1 busy", False), "smtp_450_4.2.1"),
    (("RCPT", DROP, False), "smtp_dropped"),
    (("RCPT", "421 4.3.2 going down", False), "smtp_421_4.3.2"),
    (("RCPT", "hm", False), "smtp_nonsense"),
    ((".", "451 4.3.0 disk", False), "smtp_451_4.3.0"),
]
IN_DOUBT = [
    (("DATA", DROP_IN_CONTENT, False), "smtp_dropped"),
    ((".", DROP, False), "smtp_dropped"),
    ((".", DROP, True), "smtp_dropped"),
    ((".", HANG, True), "smtp_silent"),
    ((".", "hm", True), "smtp_nonsense"),
]
NO_WAY = [
    (("RCPT", "550 5.1.1 nobody", False), "smtp_550_5.1.1", "suppressed"),
    (("RCPT", "550 5.1.10 null MX", False), "smtp_550_5.1.10", "suppressed"),
    (("RCPT", "550 5.2.1 switched off", False), "smtp_550_5.2.1", "suppressed"),
    (("RCPT", "550 no", False), "smtp_550", "confirmed"),
    ((".", "552 5.2.3 too large", False), "smtp_552_5.2.3", "confirmed"),
]


def break_once(server: MailServer, fault: Fault) -> None:
    verb, says, keeps = fault
    server.script[verb] = [Step(says, keeps=keeps)]


def short_of_patience(lane: MailLane, fault: Fault) -> None:
    if fault[1] == HANG:
        lane.post = courier_to(lane.server, lane.clock, patience=0.3, content_patience=0.3)
        lane.mail_dispatcher = lane.lane_with(lane.post)


@pytest.mark.parametrize(("fault", "reason", "minutes"), NOT_THE_MAIL)
async def test_what_is_not_the_mails_fault_costs_it_no_attempt(
    lane: MailLane, fault: Fault, reason: str, minutes: int
):
    short_of_patience(lane, fault)
    break_once(lane.server, fault)
    mail = await lane.mail_to_reader()
    await lane.mail_dispatcher.tick()
    row = await lane.row(mail)
    assert (row.state, row.attempts, row.last_error) == ("planned", 0, reason)
    assert row.due_at == START + minutes * MINUTE
    assert (await lane.consent(lane.reader_id)).state == "confirmed"
    lane.later(minutes=minutes)
    await lane.both()
    assert (await lane.row(mail)).state == "sent"
    assert lane.arrivals()[mail] == 1


@pytest.mark.parametrize(("fault", "reason"), AGAIN)
async def test_what_was_refused_for_now_is_tried_again(lane: MailLane, fault: Fault, reason: str):
    break_once(lane.server, fault)
    mail = await lane.mail_to_reader()
    await lane.mail_dispatcher.tick()
    row = await lane.row(mail)
    assert (row.state, row.attempts, row.last_error, row.doubtful_since) == ("planned", 1, reason, None)
    assert abs(row.due_at - START - 5 * MINUTE) <= MINUTE / 2
    lane.later(minutes=6)
    await lane.both()
    row = await lane.row(mail)
    assert (row.state, row.attempts, row.last_error) == ("sent", 2, None)
    assert lane.arrivals() == {mail: 1}


@pytest.mark.parametrize("kind", ["letter", "weekly"])
@pytest.mark.parametrize(("fault", "reason"), IN_DOUBT)
async def test_what_is_in_doubt_comes_once_more_or_never(
    lane: MailLane, fault: Fault, reason: str, kind: str
):
    short_of_patience(lane, fault)
    break_once(lane.server, fault)
    mail = await lane.mail_to_reader(kind)
    await lane.mail_dispatcher.tick()
    row = await lane.row(mail)
    assert (row.attempts, row.last_error, row.doubtful_since) == (1, reason, START)
    if kind == "weekly":
        assert row.state == "unknown"
    else:
        assert (row.state, row.due_at) == ("planned", START + 30 * MINUTE)
    lane.later(minutes=29)
    await lane.both()
    kept = int(fault[2])
    assert lane.arrivals()[mail] == kept
    lane.later(minutes=1)
    await lane.both()
    assert lane.arrivals() == {mail: kept + 1} if kind == "letter" else {mail: kept}
    assert (await lane.row(mail)).state == ("sent" if kind == "letter" else "unknown")


@pytest.mark.parametrize(("fault", "reason", "consent"), NO_WAY)
async def test_what_is_refused_for_good_takes_the_other_way(
    lane: MailLane, fault: Fault, reason: str, consent: str
):
    break_once(lane.server, fault)
    mail = await lane.mail_to_reader()
    await lane.both()
    row = await lane.row(mail)
    assert (row.state, row.attempts, row.last_error) == ("failed", 1, reason)
    [other] = await lane.rows(parent_id=mail)
    assert (other.state, other.way) == ("sent", "dm")
    assert (await lane.consent(lane.reader_id)).state == consent
    assert lane.server.kept == []


async def test_a_refused_login_stops_all_mail_and_suppresses_nobody(sqlite_database: Database):
    async with mail_server(MailServer(wants_login=True)) as server:
        lane = MailLane(sqlite_database, server, password="wrong")
        await lane.open()
        mails = [await lane.mail_to_reader() for _ in range(3)]
        await lane.mail_dispatcher.tick()
        rows = [await lane.row(mail) for mail in mails]
        assert [(row.state, row.attempts) for row in rows] == [("planned", 0)] * 3
        assert {row.due_at for row in rows} == {START + MAIL.pause}
        assert (await lane.consent(lane.reader_id)).state == "confirmed"
        assert server.heard.count("MAIL") == 0


@pytest.mark.parametrize("starttls", [False, True])
async def test_without_safe_encryption_nothing_is_said(sqlite_database: Database, starttls: bool):
    async with mail_server(MailServer(starttls=starttls)) as server:
        lane = MailLane(sqlite_database, server, tls=None)
        await lane.open()
        mail = await lane.mail_to_reader()
        await lane.mail_dispatcher.tick()
        row = await lane.row(mail)
        reason = "smtp_certificate" if starttls else "smtp_no_starttls"
        assert (row.state, row.attempts, row.last_error) == ("planned", 0, reason)
        assert row.due_at == START + MAIL.pause
        assert "MAIL" not in server.heard


async def test_a_mail_over_the_size_limit_takes_the_other_way(sqlite_database: Database):
    async with mail_server(MailServer(size_limit=500)) as server:
        lane = MailLane(sqlite_database, server)
        await lane.open()
        mail = await lane.mail_to_reader()
        await lane.both()
        assert (await lane.row(mail)).last_error == "smtp_size"
        assert [row.way for row in await lane.rows(parent_id=mail)] == ["dm"]


async def test_one_connection_closed_between_two_mails_costs_neither_anything(lane: MailLane):
    first = await lane.mail_to_reader()
    await lane.mail_dispatcher.tick()
    lane.server.end_idle_connections("421 4.4.2 silent for too long")
    second = await lane.mail_to_reader()
    lane.server.script["QUIT"] = [DROP]
    await lane.mail_dispatcher.tick()
    await lane.post.close()
    assert [(await lane.row(mail)).attempts for mail in (first, second)] == [1, 1]
    assert lane.arrivals() == {first: 1, second: 1}


async def test_down_for_three_days(sqlite_database: Database):
    async with mail_server() as server:
        pass
    lane = MailLane(sqlite_database, server)
    await lane.open()
    stays = await lane.mail_to_reader()
    over = await lane.mail_to_reader("eve", expires_at=START + timedelta(hours=20))
    while lane.clock() < START + timedelta(days=3):
        await lane.both()
        due_at = await lane.mail_dispatcher.next_due_at()
        assert due_at is not None
        lane.clock.set(max(due_at, lane.clock() + timedelta(seconds=1)))
    row = await lane.row(stays)
    assert (row.state, row.attempts) == ("planned", 0)
    row = await lane.row(over)
    assert (row.state, row.attempts) == ("failed", 0)
    assert [row.way for row in await lane.rows(parent_id=over)] == ["dm"]
    async with mail_server(server):
        lane.later(minutes=31)
        await lane.both()
        await lane.post.close()
    assert (await lane.row(stays)).state == "sent"
    assert lane.arrivals() == {stays: 1}


async def test_a_clock_forward_and_back(sqlite_database: Database):
    async with mail_server() as server:
        pass
    lane = MailLane(sqlite_database, server)
    await lane.open()
    lane.later(days=300)
    mail = await lane.mail_to_reader()
    await lane.mail_dispatcher.tick()
    lane.later(days=-300)
    async with mail_server(server):
        lane.mail_dispatcher.release_soon(retry=True)
        await lane.both()
        assert (await lane.row(mail)).state == "sent"
        lane.later(days=300)
        await lane.both()
        await lane.post.close()
    assert lane.arrivals() == {mail: 1}

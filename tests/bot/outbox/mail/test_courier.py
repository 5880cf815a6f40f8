"""What a mail server can do to a mail, and what the courier makes of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from email.message import EmailMessage

import pytest

from bot.clock import Hands
from bot.outbox.couriers import (
    AllMailPaused,
    CourierError,
    Doubtful,
    NotYet,
    TryLater,
    WayClosed,
)
from bot.outbox.lane_rules import MAIL
from bot.outbox.mail.courier import TURN_PATIENCE
from bot.outbox.mail.headers import POLICY
from bot.outbox.mail.message import Mail, Sender
from bot.outbox.mail.session import Server, Session
from tests.bot.outbox.mail.post import KEYS, courier_to, read, send, server_at, trouble
from tests.kit.mail_server import DROP, HANG, WAIT, MailServer, mail_server


async def test_a_mail_arrives_encrypted_at_one_address(server: MailServer):
    courier = courier_to(server)
    await send(courier)
    await courier.close()
    [kept] = server.kept
    assert (kept.sender, kept.recipients) == ("hub@city.example", ("hana@mail.example",))
    assert read(kept.content)["Message-ID"] == KEYS.message_id(12, "city.example")
    assert server.heard == ["BANNER", "EHLO", "STARTTLS", "EHLO", "MAIL", "RCPT", "DATA", ".", "QUIT"]


async def test_one_connection_carries_many_mails_one_after_the_other(server: MailServer):
    courier = courier_to(server)
    async with asyncio.TaskGroup() as group:
        for number in range(1, 8):
            group.create_task(send(courier, number))
    await courier.close()
    assert server.connections == 1
    assert sorted(KEYS.read_message_id(read(kept.content)["Message-ID"]) or 0 for kept in server.kept) == [
        *range(1, 8)
    ]


async def test_the_envelope_names_the_mail_where_plus_addresses_arrive(server: MailServer):
    courier = courier_to(server, sender=Sender("hub@city.example", plus_addresses=True))
    await send(courier)
    await courier.close()
    [kept] = server.kept
    assert KEYS.read_envelope(kept.sender) == 12


@pytest.mark.parametrize("at_once", [False, True])
async def test_the_courier_logs_in(at_once: bool):
    async with mail_server(MailServer(wants_login=True), tls_at_once=at_once) as server:
        courier = courier_to(server, at_once=at_once)
        await send(courier)
        await courier.close()
        assert len(server.kept) == 1
        wrong = courier_to(server, at_once=at_once, password="wrong")
        assert await trouble(wrong) == (AllMailPaused, "smtp_535_5.7.8")
        without = courier_to(server, at_once=at_once, username=None)
        assert await trouble(without) == (AllMailPaused, "smtp_530_5.7.0")
        await without.close()
        assert len(server.kept) == 1


async def test_a_server_that_goes_at_quit_has_taken_the_mail(server: MailServer):
    server.script["QUIT"] = [DROP]
    courier = courier_to(server)
    await send(courier)
    await courier.close()
    assert len(server.kept) == 1
    await send(courier, 13)
    await courier.close()
    assert len(server.kept) == 2


@pytest.mark.parametrize("last_line", [None, "421 4.4.2 you were silent for too long"])
async def test_a_connection_that_was_closed_meanwhile_is_made_anew(server: MailServer, last_line: str | None):
    courier = courier_to(server)
    await send(courier, 1)
    server.end_idle_connections(last_line)
    await send(courier, 2)
    await courier.close()
    assert (len(server.kept), server.connections) == (2, 2)


async def test_a_421_in_the_midst_of_many_costs_that_mail_nothing(server: MailServer):
    server.script["MAIL"] = [None, "421 4.7.0 enough for one connection"]
    courier = courier_to(server)
    for number in (1, 2, 3):
        await send(courier, number)
    await courier.close()
    assert (len(server.kept), server.connections) == (3, 2)


async def test_a_421_to_the_first_mail_of_a_connection_is_not_tried_again_at_once(server: MailServer):
    server.script["MAIL"] = ["421 4.7.0 too many"]
    assert await trouble(courier_to(server)) == (TryLater, "smtp_421_4.7.0")
    assert server.connections == 1


@pytest.mark.parametrize("verb", ["RCPT", "."])
async def test_a_421_to_the_mail_itself_waits_for_its_turn_on_the_ladder(server: MailServer, verb: str):
    server.script[verb] = [None, "421 4.3.2 going down"]
    courier = courier_to(server)
    await send(courier, 1)
    assert await trouble(courier, 2) == (TryLater, "smtp_421_4.3.2")
    assert (server.connections, len(server.kept)) == (1, 1)


async def test_nobody_listens():
    async with mail_server() as server:
        pass
    assert await trouble(courier_to(server)) == (NotYet, "smtp_unreachable")
    assert await trouble(courier_to(server, host="mail.invalid")) == (NotYet, "smtp_no_host")


async def test_a_server_that_is_down_is_asked_less_and_less(hands: Hands):
    async with mail_server() as server:
        pass
    courier = courier_to(server, hands)
    rests = []
    for _ in range(8):
        with pytest.raises(NotYet) as caught:
            await send(courier)
        rests.append(caught.value.retry_after)
        with pytest.raises(NotYet, match="smtp_resting"):
            await send(courier, 13)
        hands.move(timedelta(seconds=rests[-1] or 0))
    assert rests == [60, 120, 240, 480, 960, 1800, 1800, 1800]
    async with mail_server(server):
        await send(courier)
        await courier.close()
    with pytest.raises(NotYet) as caught:
        await send(courier)
    assert caught.value.retry_after == 60


async def test_a_clock_that_was_put_back_does_not_silence_the_courier(hands: Hands):
    async with mail_server() as server:
        pass
    courier = courier_to(server, hands)
    assert await trouble(courier) == (NotYet, "smtp_unreachable")
    hands.move(timedelta(days=-3))
    async with mail_server(server):
        await send(courier)
        await courier.close()
    assert len(server.kept) == 1


async def test_a_mail_larger_than_the_server_takes_is_not_sent():
    async with mail_server(MailServer(size_limit=1000)) as server:
        courier = courier_to(server)
        assert await trouble(courier) == (WayClosed, "smtp_size")
        await courier.close()
        assert "DATA" not in server.heard


@pytest.mark.parametrize("speaks", [False, True])
async def test_an_address_in_other_letters_needs_a_server_that_knows_them(speaks: bool):
    async with mail_server(MailServer(smtputf8=speaks)) as server:
        courier = courier_to(server)
        if speaks:
            await send(courier, mail_address="はな@mail.example")
            assert server.kept[0].recipients == ("はな@mail.example",)
        else:
            assert await trouble(courier, mail_address="はな@mail.example") == (WayClosed, "smtp_no_utf8")
        await send(courier, mail_address="hana@みどり市.example")
        assert server.kept[-1].recipients == ("hana@xn--p9j0b8a7396a.example",)
        await courier.close()


async def test_an_address_with_two_dots_is_delivered_in_quotes(server: MailServer):
    courier = courier_to(server)
    await send(courier, mail_address="a..b.@docomo.example")
    await courier.close()
    [kept] = server.kept
    assert any(line.startswith('RCPT TO:<"a..b."@docomo.example>') for line in server.lines)
    assert b'<"a..b."@docomo.example>' in kept.content


async def test_no_address_is_no_way(server: MailServer):
    for bad in ("", "hana", "@mail.example", "hana@", "hana@mail example", "ha\nna@mail.example"):
        assert await trouble(courier_to(server), mail_address=bad) == (WayClosed, "bad_address"), bad


async def test_a_mail_that_is_refused_as_policy_twice_no_longer_stops_the_others(server: MailServer):
    server.script["."] = ["554 5.7.1 spam", None, "554 5.7.1 spam", "554 5.7.1 spam"]
    courier = courier_to(server)
    assert await trouble(courier, 1) == (AllMailPaused, "smtp_554_5.7.1")
    await send(courier, 2)
    assert await trouble(courier, 1) == (WayClosed, "smtp_554_5.7.1")
    assert await trouble(courier, 3) == (AllMailPaused, "smtp_554_5.7.1")
    await courier.close()


@pytest.mark.parametrize(
    ("verb", "kind", "reason"),
    [
        ("BANNER", NotYet, "stopping"),
        ("RCPT", NotYet, "stopping"),
        (".", Doubtful, "smtp_dropped"),
    ],
)
async def test_hanging_up_ends_a_mail_as_what_it_is_by_then(
    server: MailServer, verb: str, kind: type[CourierError], reason: str
):
    server.script[verb] = [HANG]
    courier = courier_to(server)
    sending = asyncio.create_task(trouble(courier))
    waiting = asyncio.create_task(trouble(courier, 13))
    await server.is_hanging.wait()
    courier.hang_up()
    assert await sending == (kind, reason)
    assert await waiting == (NotYet, "stopping")
    await courier.close()


async def test_who_waits_too_long_for_a_turn_was_surely_not_sent(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.outbox.mail.courier.TURN_PATIENCE", 0.1)
    server.script["."] = [WAIT]
    courier = courier_to(server)
    sending = asyncio.create_task(send(courier))
    await server.is_hanging.wait()
    assert await trouble(courier, 13) == (NotYet, "waited_for_turn")
    server.released.set()
    await sending
    await send(courier, 13)
    await courier.close()
    assert len(server.kept) == 2


def test_turn_and_answer_together_are_shorter_than_the_lanes_patience():
    """Otherwise the lane gives up on a mail that was never said, and takes it for one in doubt."""
    longest = TURN_PATIENCE + Server("x", 1, "x").content_patience
    assert longest < MAIL.send_timeout.total_seconds()


async def test_lines_that_begin_with_a_dot_arrive_as_they_were(server: MailServer):
    message = EmailMessage(policy=POLICY)
    message.set_content(".\n..\n.a\nb.\n", cte="7bit")
    session = Session(server_at(server))
    await session.open()
    await session.carry(Mail("hub@city.example", "hana@mail.example", False, message))
    await session.quit()
    assert read(server.kept[0].content).get_content().split() == [".", "..", ".a", "b."]


async def test_a_cancelled_send_leaves_no_half_said_connection_behind(server: MailServer):
    server.script["RCPT"] = [HANG]
    courier = courier_to(server)
    sending = asyncio.create_task(send(courier))
    await server.is_hanging.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await send(courier, 13)
    await courier.close()
    [kept] = server.kept
    assert KEYS.read_message_id(read(kept.content)["Message-ID"]) == 13

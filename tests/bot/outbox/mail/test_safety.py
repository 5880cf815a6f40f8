"""Nothing is said to a server that could be another one, or where others listen."""

from __future__ import annotations

import ssl

import pytest

from bot.outbox.couriers import (
    AllMailPaused,
)
from tests.bot.outbox.mail.post import courier_to, send, trouble
from tests.kit.mail_server import MailServer, mail_server


async def test_nothing_is_said_without_encryption():
    async with mail_server(MailServer(starttls=False)) as server:
        assert await trouble(courier_to(server)) == (AllMailPaused, "smtp_no_starttls")
        assert await trouble(courier_to(server, username="hub", needs_tls=False)) == (
            AllMailPaused,
            "smtp_no_auth",
        )
        assert "MAIL" not in server.heard
        within_this_computer = courier_to(server, needs_tls=False)
        await send(within_this_computer)
        await within_this_computer.close()
        assert len(server.kept) == 1


@pytest.mark.parametrize("at_once", [False, True])
async def test_a_certificate_that_nobody_vouches_for_is_not_believed(at_once: bool):
    async with mail_server(tls_at_once=at_once) as server:
        courier = courier_to(server, at_once=at_once, tls=ssl.create_default_context())
        assert await trouble(courier) == (AllMailPaused, "smtp_certificate")
        assert "MAIL" not in server.heard


async def test_a_server_that_does_not_speak_tls_is_told_to_staff(server: MailServer):
    kind, reason = await trouble(courier_to(server, at_once=True))
    assert (kind, reason) == (AllMailPaused, "smtp_tls")

"""The courier is the one that the settings describe, and costs nothing where there is no mail."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from bot.clock import Hands
from bot.outbox.couriers import AllMailPaused
from bot.outbox.mail.building import build_mail_courier, is_loopback, server_of
from bot.settings import Settings
from tests.bot.outbox.mail.post import KEYS, START, TO, notice, read
from tests.kit import certificates
from tests.kit.mail_server import HOST, PASSWORD, USER, MailServer, mail_server


@pytest.mark.parametrize(
    ("url", "port", "at_once", "needs_tls"),
    [
        ("smtp://mail.example", 587, False, True),
        ("smtps://mail.example", 465, True, True),
        ("smtp://mail.example:2525", 2525, False, True),
        ("smtp://localhost:25", 25, False, False),
        ("smtp://[::1]:25", 25, False, False),
        ("smtp://127.9.9.9", 587, False, False),
        ("smtp://localhost.evil.example", 587, False, True),
        ("smtp://10.0.0.1", 587, False, True),
    ],
)
def test_where_and_how_safely(url: str, port: int, at_once: bool, needs_tls: bool):
    server = server_of(url, "hub@city.example")
    assert (server.port, server.at_once, server.needs_tls) == (port, at_once, needs_tls)
    assert (server.own_name, server.username, server.content_patience) == ("city.example", None, 600)
    assert is_loopback(server.host) is not needs_tls


def test_name_and_password_are_written_as_in_every_address():
    server = server_of(f"smtps://{quote(USER)}:{quote(PASSWORD, safe='')}@mail.example", "hub@city.example")
    assert (server.username, server.password, server.host) == (USER, PASSWORD, "mail.example")
    assert PASSWORD not in repr(server)


async def test_a_mail_leaves_as_the_settings_say(settings: Settings):
    async with mail_server(MailServer(wants_login=True)) as server:
        login = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}"
        told = settings.model_copy(
            update={
                "smtp_url": SecretStr(f"smtp://{login}@{HOST}:{server.port}"),
                "mail_from": "hub@city.example",
                "mail_plus_addresses": True,
                "imap_url": SecretStr("imaps://a:b@mail.example"),
                "public_base_url": "https://hub.city.example",
            }
        )
        courier = build_mail_courier(told, Hands(START), KEYS)
        with pytest.raises(
            AllMailPaused, match="smtp_certificate"
        ):  # also on this computer, where it is shown
            await courier.send(TO, notice(), nonce="d12")
        _shown, trusted = certificates.of_this_computer()
        courier = build_mail_courier(told, Hands(START), KEYS)
        courier._server = replace(courier._server, tls=trusted)
        await courier.send(TO, notice(), nonce="d12")
        await courier.close()
    [kept] = server.kept
    mail = read(kept.content)
    assert KEYS.read_envelope(kept.sender) == 12
    assert mail["Reply-To"].addresses[0].addr_spec == "hub@city.example"
    assert "https://hub.city.example/mail/leave/" in mail["List-Unsubscribe"]


def test_a_hub_without_mail_loads_nothing_of_it():
    code = (
        "import sys, bot.hub, bot.outbox.mail.building, bot.outbox.mail.keys;"
        "print([name for name in ('aiosmtplib', 'jinja2', 'icalendar') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

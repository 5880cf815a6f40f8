"""What the doctor says of mail, on real servers."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from pydantic import SecretStr

from bot.doctor import lines_of
from bot.health.rules import State
from bot.mailing.checking import look_at_mail
from bot.settings import Settings
from bot.web import LeavePage
from tests.bot.mailing.post import Post
from tests.kit.imap_server import imap_server
from tests.kit.imap_tls import contexts
from tests.kit.returned import HUB

PASSWORD = "a planted password"


class Refuser:
    """Takes no mail at all: the doctor sends none."""

    taken = 0

    async def handle_DATA(self, *_args: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        Refuser.taken += 1
        return "550 no"


@pytest.fixture
async def smtp(tmp_path: Path) -> AsyncIterator[tuple[int, ssl.SSLContext]]:
    """A mail server with STARTTLS and one account: its port, and who trusts its certificate."""
    here, trust = contexts(tmp_path)

    def let_in(_server: Any, _session: Any, _envelope: Any, _mechanism: Any, login: Any) -> AuthResult:
        is_right = (login.login, login.password) == (b"hub", PASSWORD.encode())
        return AuthResult(success=is_right, handled=False)

    def greet() -> SMTP:
        return SMTP(Refuser(), tls_context=here, authenticator=let_in, auth_require_tls=False)

    server = await asyncio.get_running_loop().create_server(greet, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], trust
    server.close()
    await server.wait_closed()


async def said(settings: Settings, trust: ssl.SSLContext | None = None) -> tuple[list[State], str]:
    findings = await look_at_mail(settings, trust=trust)
    return [each.state for each in findings], "\n".join(
        line for finding in findings for line in lines_of(finding, "en")
    )


def with_mail(settings: Settings, port: int, *, password: str = PASSWORD, **more: Any) -> Settings:
    url = f"smtp://hub:{password.replace(' ', '%20')}@127.0.0.1:{port}"
    return settings.model_copy(update={"smtp_url": SecretStr(url), "mail_from": HUB, **more})


async def test_without_mail_there_is_one_line(settings: Settings) -> None:
    assert await said(settings) == (
        [State.OK],
        "✓ Mail: It is off: SMTP_URL is not set. Everything else works.",
    )


async def test_servers_that_let_us_in_are_well_and_nothing_is_sent(
    settings: Settings, smtp: tuple[int, ssl.SSLContext]
) -> None:
    async with imap_server() as mailbox:
        made = with_mail(settings, smtp[0], imap_url=SecretStr(mailbox.url()))
        states, words = await said(made, smtp[1])
    assert states == [State.OK] * 3, words
    assert Refuser.taken == 0
    assert "planted" not in words
    assert HUB not in words


async def test_each_fault_is_found_and_no_secret_is_said(
    settings: Settings, smtp: tuple[int, ssl.SSLContext]
) -> None:
    async with imap_server() as mailbox:
        wrong = SecretStr(mailbox.url(password="another planted"))
        states, words = await said(
            with_mail(settings, smtp[0], password="wrong planted", imap_url=wrong), smtp[1]
        )
        assert states == [State.FAULT, State.FAULT, State.OK]
        assert words.count("does not accept name and password") == 2
    assert "planted" not in words
    states, words = await said(with_mail(settings, 1))
    assert (states, "cannot be reached" in words) == ([State.FAULT, State.WARNING, State.OK], True)


async def test_a_server_elsewhere_without_trusted_encryption_is_a_fault(
    settings: Settings, smtp: tuple[int, ssl.SSLContext]
) -> None:
    elsewhere = SecretStr(f"smtp://0.0.0.0:{smtp[0]}")
    made = with_mail(settings, smtp[0]).model_copy(update={"smtp_url": elsewhere})
    states, words = await said(made)
    assert (states[0], "no encryption that can be trusted" in words) == (State.FAULT, True)
    states, _words = await said(made, smtp[1])
    assert states[0] is State.OK, "with a certificate that is trusted it is well"


async def test_the_link_leads_here_or_it_is_said(post: Post, unused: int) -> None:
    page = LeavePage(post.hub)
    port = await page.open(0)
    try:
        for base, state in (
            (f"http://127.0.0.1:{port}", State.OK),
            (f"http://127.0.0.1:{unused}", State.WARNING),
        ):
            made = post.hub.settings.model_copy(update={"public_base_url": base, "web_port": port})
            states, _words = await said(made)
            assert states[2] is state
    finally:
        await page.close()


@pytest.fixture
async def unused() -> int:
    """A port on which nobody listens."""
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port

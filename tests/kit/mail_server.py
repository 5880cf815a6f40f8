"""A real mail server on the loopback (aiosmtpd, with TLS and AUTH) that misbehaves exactly when it is told to.

``server.script["RCPT"] = [None, "450 4.2.1 later"]``: the first RCPT is answered as usual, the second with
this line. Beside the verbs of SMTP there are ``BANNER``, the first line of a connection, and ``.``, the answer
to a mail that has arrived whole.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.kit import certificates

HOST = "127.0.0.1"
USER, PASSWORD = "hub@city.example", "pass word%"  # special characters have to survive the address
DROP, HANG, WAIT, DROP_IN_CONTENT = "drop", "hang", "wait", "drop in content"


@dataclass(frozen=True, slots=True)
class Step:
    """What happens instead of the usual: a line that is said, DROP or HANG. ``keeps``: the mail all the same.

    WAIT, at ``.`` only: the usual, but not before the test sets ``released``.
    """

    says: str
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail that the server has: its envelope and its octets."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass
class MailServer:
    """What a test tells the server, and what it saw."""

    port: int = 0
    script: dict[str, list[Step | str | None]] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    connections: int = 0
    wants_login: bool = False
    starttls: bool = True
    size_limit: int = 33_554_432
    smtputf8: bool = False
    is_hanging: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    speakers: list[_Speaker] = field(default_factory=list)

    def next(self, verb: str) -> Step | None:
        """What to do about the verb that has just been heard."""
        self.heard.append(verb)
        steps = self.script.get(verb)
        step = steps.pop(0) if steps else None
        return Step(step) if isinstance(step, str) else step

    def of_content(self, content: bytes) -> Step | None:
        """What to do about this very mail, for servers that tell one from the other."""
        return None

    def end_idle_connections(self, line: str | None = None) -> None:
        """What servers do after some minutes of silence: say a last line, and go."""
        for speaker in self.speakers:
            if speaker.transport is not None:
                if line is not None:
                    speaker.transport.write(line.encode() + b"\r\n")
                speaker.transport.close()


def _listening(verb: str) -> Any:
    """The usual answer to a verb, unless the script says otherwise."""

    async def answer(speaker: _Speaker, arg: str) -> None:
        speaker.server.lines.append(f"{verb} {arg}")
        if not await speaker.stumbles(verb):
            await getattr(SMTP, f"smtp_{verb}")(speaker, arg)

    return answer


class _Speaker(SMTP):
    transport: Any

    def __init__(self, server: MailServer, tls: ssl.SSLContext | None, *, tls_at_once: bool) -> None:
        super().__init__(
            self,
            hostname="mail.example",
            ident="ready",
            data_size_limit=server.size_limit,
            enable_SMTPUTF8=server.smtputf8,
            tls_context=tls if server.starttls else None,
            auth_required=server.wants_login,
            authenticator=_is_ours,
            loop=asyncio.get_running_loop(),
        )
        self._auth_require_tls = not tls_at_once  # it would not see that everything is encrypted already
        self.server = server
        self._has_greeted = False
        server.speakers.append(self)

    async def push(self, status: Any) -> None:
        if not self._has_greeted:
            self._has_greeted = True
            self.server.connections += 1
            if await self.stumbles("BANNER"):
                return
        await super().push(status)

    smtp_EHLO = _listening("EHLO")  # noqa: N815
    smtp_STARTTLS = _listening("STARTTLS")  # noqa: N815
    smtp_AUTH = _listening("AUTH")  # noqa: N815
    smtp_MAIL = _listening("MAIL")  # noqa: N815
    smtp_RCPT = _listening("RCPT")  # noqa: N815
    smtp_DATA = _listening("DATA")  # noqa: N815
    smtp_RSET = _listening("RSET")  # noqa: N815
    smtp_QUIT = _listening("QUIT")  # noqa: N815

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        step = self.server.next(".") or self.server.of_content(envelope.content)
        if step is not None and step.says == WAIT:
            self.server.is_hanging.set()
            await self.server.released.wait()
            step = None
        if step is None or step.keeps:
            kept = Kept(envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content)
            self.server.kept.append(kept)
        if step is None:
            return "250 2.0.0 taken"
        if step.says in (DROP, HANG):
            await self._do(step.says)
        return step.says

    async def stumbles(self, verb: str) -> bool:
        step = self.server.next(verb)
        if step is not None:
            await self._do(step.says)
        return step is not None

    async def _do(self, what: str) -> None:
        if what == HANG:
            self.server.is_hanging.set()
            await asyncio.Event().wait()  # until the connection ends
        if what == DROP_IN_CONTENT:
            await super().push("354 go on")
            await self._reader.readline()
        if what in (DROP, DROP_IN_CONTENT):
            assert self.transport is not None
            self.transport.abort()
            await asyncio.Event().wait()
        await super().push(what)
        if what.startswith("421"):
            assert self.transport is not None
            self.transport.close()


def _is_ours(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    login = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=given == login, handled=False)


@asynccontextmanager
async def mail_server(
    server: MailServer | None = None, *, tls_at_once: bool = False
) -> AsyncIterator[MailServer]:
    """The server, on a free port or on that of an earlier one, until the block ends."""
    told = server or MailServer()
    shown, _trusted = certificates.of_this_computer()
    listening = await asyncio.get_running_loop().create_server(
        lambda: _Speaker(told, None if tls_at_once else shown, tls_at_once=tls_at_once),
        HOST,
        told.port,
        ssl=shown if tls_at_once else None,
    )
    told.port = listening.sockets[0].getsockname()[1]
    try:
        yield told
    finally:
        listening.close()
        await _hang_up(told)


async def _hang_up(told: MailServer) -> None:
    speakers, told.speakers = told.speakers, []
    for speaker in speakers:
        if speaker.transport is not None:
            speaker.transport.abort()
    tasks = [speaker._handler_coroutine for speaker in speakers if speaker._handler_coroutine is not None]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

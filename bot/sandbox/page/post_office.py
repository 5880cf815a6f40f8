"""A mail server on the loopback (aiosmtpd) that keeps every mail and passes none on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.clock import Clock

HOST = "127.0.0.1"


@dataclass(slots=True)
class CaughtMail:
    """A mail as it arrived; ``number`` counts from 1 in the order of arrival."""

    number: int
    at: datetime
    recipients: tuple[str, ...]
    message: EmailMessage
    is_read: bool = False

    @property
    def text(self) -> str:
        """Its plain text; empty where it has none."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """Its HTML; empty where it has none."""
        return self._body("html")

    def attachments(self) -> list[tuple[str, bytes]]:
        """Names and octets of what hangs on it, calendar parts of an invitation included."""
        found = [*self.message.iter_attachments(), *self._calendar_parts()]
        return [(part.get_filename() or "invite.ics", _octets(part)) for part in found]

    def _calendar_parts(self) -> list[EmailMessage]:
        """A calendar that stands beside the texts as one more way to read the mail (RFC 6047)."""
        hung = list(self.message.iter_attachments())
        return [
            part
            for part in self.message.walk()
            if part.get_content_type() == "text/calendar"
            and part not in hung
            and isinstance(part, EmailMessage)
        ]

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part is not None else ""


def _octets(part: EmailMessage) -> bytes:
    content = part.get_content()
    return content if isinstance(content, bytes) else str(content).encode()


@dataclass
class PostOffice:
    """Takes mail at a port of its own; `fail` makes it unreachable until `recover`."""

    clock: Clock
    on_change: Callable[[], None]
    mails: list[CaughtMail] = field(default_factory=list)
    port: int = 0
    lines: set[asyncio.Transport] = field(default_factory=set)
    _numbers: Any = field(default_factory=lambda: count(1))
    _server: asyncio.Server | None = None

    @property
    def is_failing(self) -> bool:
        return self._server is None

    def find(self, number: int) -> CaughtMail | None:
        return next((mail for mail in self.mails if mail.number == number), None)

    async def open(self) -> None:
        """Listen, the first time at a port that is free, later at the same one."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Line(self, loop), HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def fail(self) -> None:
        """Break off every connection and accept none, like a server that has gone."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            for line in list(self.lines):
                line.abort()
            await server.wait_closed()
        self.on_change()

    async def recover(self) -> None:
        """Be there again."""
        if self._server is None:
            await self.open()
        self.on_change()

    async def close(self) -> None:
        await self.fail()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Aiosmtpd's hook for a mail that has arrived whole."""
        content = envelope.content or b""
        octets = content if isinstance(content, bytes) else content.encode()
        message = message_from_bytes(octets, policy=policy.default)
        assert isinstance(message, EmailMessage)
        mail = CaughtMail(next(self._numbers), self.clock(), tuple(envelope.rcpt_tos), message)
        self.mails.append(mail)
        self.on_change()
        return "250 2.0.0 kept"


class _Line(SMTP):
    """One connection, which the office can break off."""

    def __init__(self, office: PostOffice, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(office, hostname="mail.minato.example", ident="ready", loop=loop)
        self._office = office
        self._mine: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._mine = transport
        self._office.lines.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._mine is not None:
            self._office.lines.discard(self._mine)
        super().connection_lost(error)

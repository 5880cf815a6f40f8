"""One connection to the mail server, and the transactions on it, step by step.

Each step is driven by itself, so that what is safe to send again is told from what nobody can know: what
happens before the last line of a mail has left harms nothing, what happens between that line and a clear
answer is in doubt (RFC 1047).
"""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass, field

from aiosmtplib import SMTP, SMTPException
from aiosmtplib.protocol import SMTPProtocol

from bot.outbox.couriers import AllMailPaused, TryLater, WayClosed
from bot.outbox.mail.answers import Phase, of_failure, of_reply
from bot.outbox.mail.message import Mail

GO_ON = 354
GOODBYE_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over. Seconds.

    ``at_once``: TLS from the first octet (port 465); else STARTTLS, without which nothing is said where
    ``needs_tls``. ``patience``: for each answer. ``content_patience``: for the one after the mail itself,
    ten minutes by RFC 5321 (4.5.3.2.6): less makes doubles. ``own_name``: how we greet.
    """

    host: str
    port: int
    own_name: str
    at_once: bool = False
    needs_tls: bool = True
    username: str | None = None
    password: str = field(default="", repr=False)
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    patience: float = 30.0
    content_patience: float = 600.0


class Session:
    """A connection that is used for one mail after the other. Every method raises a `CourierError`."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp = SMTP(
            hostname=server.host,
            port=server.port,
            local_hostname=server.own_name,
            timeout=server.patience,
            use_tls=server.at_once,
            start_tls=False,  # done below, where a server without it is told from one that fails
            tls_context=server.tls,
        )
        self.has_carried = False
        self.phase: Phase = "connect"

    @property
    def is_open(self) -> bool:
        return self._smtp.is_connected

    async def open(self) -> None:
        """Connect, encrypt, log in."""
        self.phase = "connect"
        try:
            await self._smtp.connect()
            await self._smtp.ehlo()
            await self._encrypt()
            self.phase = "login"
            await self._log_in()
        except (SMTPException, OSError) as error:
            self.abort()
            raise of_failure(error, self.phase) from error
        except BaseException:
            self.abort()
            raise

    async def _encrypt(self) -> None:
        server = self._server
        if server.at_once:
            return
        if not self._smtp.supports_extension("starttls"):
            if server.needs_tls:
                raise AllMailPaused("smtp_no_starttls")
            return
        if server.needs_tls or server.username is not None:
            await self._smtp.starttls()
            await self._smtp.ehlo()

    async def _log_in(self) -> None:
        if self._server.username is None:
            return
        if not self._smtp.supported_auth_methods:
            raise AllMailPaused("smtp_no_auth")
        await self._smtp.login(self._server.username, self._server.password)

    async def carry(self, mail: Mail) -> None:
        """Hand over one mail; returns only after the server has said that it took it."""
        self.phase = "mail"
        try:
            content = self._content(mail)
            await self._smtp.mail(
                mail.envelope, options=self._options(mail, content), encoding=_encoding(mail)
            )
            self.phase = "rcpt"
            await self._smtp.rcpt(mail.recipient, encoding=_encoding(mail))
            self.phase = "data"
            start = await self._smtp.execute_command(b"DATA")
            if start.code != GO_ON:
                raise of_reply(start.code, start.message, self.phase)
            protocol = self._protocol()
            protocol.write(_stuffed(content))
            self.phase = "content"
            reply = await protocol.read_response(timeout=self._server.content_patience)
            if not 200 <= reply.code <= 299:
                raise of_reply(reply.code, reply.message, self.phase)
        except (SMTPException, OSError) as error:
            raise of_failure(error, self.phase) from error
        self.has_carried = True

    def _content(self, mail: Mail) -> bytes:
        if mail.needs_utf8 and not self._smtp.supports_extension("smtputf8"):
            raise WayClosed("smtp_no_utf8")
        content = mail.content()
        limit = self._smtp.esmtp_extensions.get("size", "").strip()
        if limit.isdecimal() and 0 < int(limit) < len(content):  # RFC 1870; 0 is no limit
            raise WayClosed("smtp_size")
        return content

    def _options(self, mail: Mail, content: bytes) -> list[str]:
        options = [f"SIZE={len(content)}"] if self._smtp.supports_extension("size") else []
        return [*options, "SMTPUTF8"] if mail.needs_utf8 else options

    def _protocol(self) -> SMTPProtocol:
        if self._smtp.protocol is None:
            raise TryLater("smtp_dropped")
        return self._smtp.protocol

    async def forget(self) -> None:
        """Make ready for the next mail after a refusal; where that fails the connection is given up."""
        try:
            await self._smtp.rset()
        except (SMTPException, OSError):
            self.abort()

    async def quit(self) -> None:
        """Say goodbye. What the server does then concerns no mail any more."""
        try:
            await self._smtp.quit(timeout=GOODBYE_PATIENCE)
        except (SMTPException, OSError):
            self.abort()

    def abort(self) -> None:
        """End the connection at once, in the midst of whatever it is doing."""
        transport = self._smtp.transport
        if transport is not None and hasattr(transport, "abort"):
            transport.abort()  # pyright: ignore[reportAttributeAccessIssue]
        self._smtp.close()


def _encoding(mail: Mail) -> str:
    return "utf-8" if mail.needs_utf8 else "ascii"


def _stuffed(content: bytes) -> bytes:
    """With its end, and with the dots doubled that would look like it (RFC 5321, 4.5.2)."""
    return re.sub(rb"(?m)^\.", b"..", content) + b".\r\n"

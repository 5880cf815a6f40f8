"""The mailbox of the sender's address, read over IMAP (RFC 9051) in a thread.

Nothing in it is deleted or moved. What a person still has to read stays unread.
"""

from __future__ import annotations

import asyncio
import hashlib
import imaplib
import re
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from imap_tools.errors import ImapToolsError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.query import AND

from bot.mailing.inbox.rules import MOST_BYTES
from bot.outbox.mail.building import is_loopback

PATIENCE_SECONDS = 30.0
LOOKED_BACK = timedelta(days=30)
"""Older mail is left alone; what was read is remembered for longer than that."""
MOST_LISTED = 2_000
"""Unread mails whose headers are looked at in one run, the oldest first."""

_HEADERS = "BODY.PEEK[HEADER]<0.8192>"
"""Message-ID, Date and the stamps of every server on its way; some bounces have no Message-ID."""
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")


class MailboxTrouble(Exception):
    """The mailbox cannot be read; ``code`` is ``login``, ``tls``, ``connection`` or ``mailbox``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Unread:
    """An unread mail: where it lies, and what makes it this one."""

    uid: str
    key_hash: str


class OpenMailbox:
    """A mailbox while it is open; every method is one question to the server."""

    def __init__(self, box: BaseMailBox) -> None:
        self._box = box

    async def unread(self, now: datetime) -> list[Unread]:
        """The unread mails of the last 30 days, oldest first."""
        return await _in_thread(self._unread, now)

    async def fetch(self, uid: str) -> bytes | None:
        """The first 2 MB of a mail, which stays unread; None where it is gone."""
        return await _in_thread(self._fetch, uid)

    async def mark_read(self, uid: str) -> None:
        """Nobody needs to read this mail any more."""
        await _in_thread(self._box.flag, uid, r"\Seen", True)

    def _unread(self, now: datetime) -> list[Unread]:
        since = (now - LOOKED_BACK).date()
        uids = self._box.uids(AND(seen=False, deleted=False, date_gte=since))[:MOST_LISTED]
        if not uids:
            return []
        answer = self._box.client.uid("fetch", ",".join(uids), f"(UID RFC822.SIZE {_HEADERS})")
        found = (_unread_of(facts, headers) for facts, headers in _literals(answer))
        return [each for each in found if each is not None]

    def _fetch(self, uid: str) -> bytes | None:
        answer = self._box.client.uid("fetch", uid, f"(UID BODY.PEEK[]<0.{MOST_BYTES}>)")
        return next((content for _facts, content in _literals(answer)), None)


class Mailbox:
    """Where it is and who may read it. ``url``: ``imaps://user:password@host:993``, parts percent-encoded.

    ``imap://`` means STARTTLS, and no encryption only on this very computer.
    """

    def __init__(self, url: str, *, trust: ssl.SSLContext | None = None) -> None:
        address = urlsplit(url.strip())
        self._is_tls = address.scheme == "imaps"
        self._host = address.hostname or ""
        self._port = address.port or (993 if self._is_tls else 143)
        self._user, self._password = unquote(address.username or ""), unquote(address.password or "")
        self._folder = unquote(address.path.strip("/")) or "INBOX"
        self._trust = trust

    @asynccontextmanager
    async def open(self) -> AsyncIterator[OpenMailbox]:
        """Connect and log in; log out whatever happens. Raises `MailboxTrouble`."""
        box = await _in_thread(self._connect)
        try:
            yield OpenMailbox(box)
        finally:
            await asyncio.to_thread(_log_out, box)

    async def check(self) -> None:
        """Log in and out, and read nothing. Raises `MailboxTrouble`."""
        async with self.open():
            pass

    def _connect(self) -> BaseMailBox:
        box = self._reach()
        try:
            self._log_in(box)
            box.folder.set(self._folder)
        except BaseException:
            _log_out(box)
            raise
        return box

    def _log_in(self, box: BaseMailBox) -> None:
        """RFC 3501 knows ASCII only; other passwords go through SASL (RFC 4616)."""
        is_plain = (self._user + self._password).isascii()
        try:
            (box.login if is_plain else box.login_utf8)(self._user, self._password, initial_folder=None)
        except imaplib.IMAP4.abort:
            raise
        except (MailboxLoginError, imaplib.IMAP4.error):
            raise MailboxTrouble("login") from None

    def _reach(self) -> BaseMailBox:
        if not self._is_tls and is_loopback(self._host):
            return MailBoxUnencrypted(self._host, self._port, timeout=PATIENCE_SECONDS)
        trust = self._trust or ssl.create_default_context()
        kind = MailBox if self._is_tls else _StartTlsMailBox
        return kind(self._host, self._port, timeout=PATIENCE_SECONDS, ssl_context=trust)


class _StartTlsMailBox(MailBoxStartTls):
    """The library's, but nothing stays open where the server has no TLS or a wrong certificate."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._host, self._port, timeout=self._timeout)
        try:
            if "STARTTLS" not in client.capabilities:
                raise ssl.SSLError("no STARTTLS")
            client.starttls(self._ssl_context)
        except BaseException:
            with suppress(OSError):  # the handshake has closed it already
                client.shutdown()
            raise
        return client


def _unread_of(facts: bytes, headers: bytes) -> Unread | None:
    uid, size = _UID.search(facts), _SIZE.search(facts)
    if uid is None or size is None:
        return None
    key = hashlib.sha256(headers.strip() + b"\x00" + size[1]).hexdigest()
    return Unread(uid[1].decode(), key)


def _literals(answer: Any) -> Iterable[tuple[bytes, bytes]]:
    """The literals of a FETCH answer with what stands before and behind each."""
    state, parts = answer
    if state != "OK":
        raise MailboxTrouble("mailbox")
    for number, part in enumerate(parts):
        if isinstance(part, tuple):
            behind = parts[number + 1] if number + 1 < len(parts) else b""
            yield part[0] + b" " + (behind if isinstance(behind, bytes) else b""), part[1]


def _log_out(box: BaseMailBox) -> None:
    try:
        box.logout()
    except (ImapToolsError, imaplib.IMAP4.error, OSError):
        box.client.shutdown()


async def _in_thread(do: Any, *args: Any) -> Any:
    try:
        return await asyncio.to_thread(do, *args)
    except ssl.SSLError:
        raise MailboxTrouble("tls") from None
    except (imaplib.IMAP4.abort, OSError):
        raise MailboxTrouble("connection") from None
    except (imaplib.IMAP4.error, ImapToolsError, ValueError, LookupError):
        raise MailboxTrouble("mailbox") from None

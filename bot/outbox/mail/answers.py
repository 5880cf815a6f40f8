"""What each answer of a mail server, and each silence, means for the mail it was about. No I/O, no clock.

Codes are those of RFC 5321 (4.2), the enhanced ones those of RFC 3463; the sentences beside them are never
kept, because servers quote addresses in them.
"""

from __future__ import annotations

import re
import socket
import ssl
from typing import Literal

from aiosmtplib import SMTPResponseException, SMTPServerDisconnected

from bot.outbox.couriers import (
    AddressIsDead,
    AllMailPaused,
    CourierError,
    Doubtful,
    NotYet,
    TryLater,
    WayClosed,
)

Phase = Literal["connect", "login", "mail", "rcpt", "data", "content"]
"""How far it came. ``content``: the mail itself has left, and its answer is awaited."""

NO_SUCH_MAILBOX = ("5.1.1", "5.1.10", "5.2.1")
ABOUT_US = (530, 534, 535, 538)
"""We have to log in, or may not."""
OF_THIS_MAIL = (552, 555)
"""Too large, or a parameter that the server does not know: another mail may pass."""

_NAMES: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLCertVerificationError, "smtp_certificate"),
    (ssl.SSLEOFError, "smtp_dropped"),
    (ssl.SSLError, "smtp_tls"),
    (socket.gaierror, "smtp_no_host"),
    (TimeoutError, "smtp_silent"),
    (ConnectionRefusedError, "smtp_unreachable"),
    (SMTPServerDisconnected, "smtp_dropped"),
    (ConnectionResetError, "smtp_dropped"),
)
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")


def of_reply(code: int, words: str, phase: Phase) -> CourierError:
    """The trouble behind an answer that is not the one that was hoped for."""
    enhanced = found[1] if (found := _ENHANCED.match(words)) else None
    reason = f"smtp_{code}_{enhanced}" if enhanced else f"smtp_{code}"
    if not 400 <= code <= 599:
        return _nonsense(phase)
    if code < 500:
        return _before_it_left(reason, phase)
    if code in ABOUT_US or phase in ("connect", "login") or (enhanced or "").startswith("5.7."):
        return AllMailPaused(reason)
    if phase == "mail" and code not in OF_THIS_MAIL:  # our own address is refused, whoever is written to
        return AllMailPaused(reason)
    if phase == "rcpt" and enhanced in NO_SUCH_MAILBOX:
        return AddressIsDead(reason)
    return WayClosed(reason)


def of_failure(error: Exception, phase: Phase) -> CourierError:
    """The trouble behind what aiosmtplib or the network raised."""
    if isinstance(error, SMTPResponseException):
        return of_reply(error.code, error.message, phase)
    reason = _name_of(error)
    if phase == "content":
        return Doubtful(reason)
    if reason in ("smtp_certificate", "smtp_tls") and phase in ("connect", "login"):
        return AllMailPaused(reason)
    return _before_it_left(reason, phase)


def _nonsense(phase: Phase) -> CourierError:
    if phase == "content":
        return Doubtful("smtp_nonsense")
    return _before_it_left("smtp_nonsense", phase)


def _before_it_left(reason: str, phase: Phase) -> CourierError:
    """In the midst of a mail it costs an attempt: one that makes servers stumble must not stop the rest."""
    return NotYet(reason) if phase in ("connect", "login") else TryLater(reason)


def _name_of(error: Exception) -> str:
    causes = _causes(error)
    for kind, reason in _NAMES:
        if any(isinstance(cause, kind) for cause in causes):
            return reason
    return "smtp_unreachable"


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__
    return found

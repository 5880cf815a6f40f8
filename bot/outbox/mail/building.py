"""The mail courier as the operator's settings want it."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.clock import Clock
from bot.outbox.mail.keys import MailKeys
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.outbox.mail.courier import MailCourier
    from bot.outbox.mail.session import Server

PORTS = {"smtp": 587, "smtps": 465}
"""Message submission: RFC 6409 with STARTTLS, RFC 8314 with TLS from the start."""


def build_mail_courier(settings: Settings, clock: Clock, keys: MailKeys) -> MailCourier:
    """The courier; SMTP_URL and MAIL_FROM must be set. Nothing is connected yet."""
    from bot.outbox.mail.courier import MailCourier  # 10 MB that a hub without mail does without
    from bot.outbox.mail.message import Messages, Sender

    assert settings.smtp_url is not None
    assert settings.mail_from is not None
    sender = Sender(
        mail_from=settings.mail_from,
        reads_answers=settings.imap_url is not None,
        plus_addresses=settings.mail_plus_addresses,
        base_url=settings.public_base_url,
    )
    server = server_of(settings.smtp_url.get_secret_value(), settings.mail_from)
    return MailCourier(server, Messages(sender, keys, clock), clock)


def server_of(smtp_url: str, mail_from: str) -> Server:
    """The server of an address such as ``smtp://user:p%40ss@host:587``."""
    from bot.outbox.mail.session import Server

    url = urlsplit(smtp_url.strip())
    host = url.hostname or ""
    return Server(
        host=host,
        port=url.port or PORTS[url.scheme],
        own_name=mail_from.rpartition("@")[2],
        at_once=url.scheme == "smtps",
        needs_tls=not is_loopback(host),
        username=unquote(url.username) if url.username else None,
        password=unquote(url.password or ""),
    )


def is_loopback(host: str) -> bool:
    """Whether what is said to this host never leaves the computer."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

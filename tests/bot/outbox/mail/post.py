"""Couriers, letters and addresses for tests of mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from bot.clock import Clock, Hands
from bot.i18n import Text
from bot.outbox.couriers import CourierError, ToMail
from bot.outbox.mail.courier import MailCourier
from bot.outbox.mail.keys import MailKeys
from bot.outbox.mail.message import Messages, Sender
from bot.outbox.mail.session import Server
from bot.outbox.notice import Invitation, Notice
from tests.kit import certificates
from tests.kit.mail_server import HOST, PASSWORD, USER, MailServer

KEYS = MailKeys("a planted secret of tests, long enough")
START = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
SENDER = Sender("hub@city.example")
TO = ToMail(
    community_id=100_000_000_000_000_001,
    community_name="みどり市の集い",
    member_id=1,
    delivery_id=12,
    mail_address="hana@mail.example",
    name="はな",
    lang="ja",
    timezone="Asia/Tokyo",
    unsubscribe_token="t" * 43,
    office_mail="office@city.example",
    postal_address="みどり市中央1-2-3",
)
INVITATION = Invitation(
    uid="event-12@socialhub-bot",
    sequence=3,
    starts_at=datetime(2026, 12, 17, 10, 0, tzinfo=UTC),
    ends_at=datetime(2026, 12, 17, 11, 30, tzinfo=UTC),
    timezone="Asia/Tokyo",
    summary="情報交換会",
    location="みどり市民センター",
    description=("2階の会議室です", "持ち物はありません"),
)


def typed(words: str) -> Text:
    return Text("{words}", {"words": words})


def notice(subject: str = "あすの情報交換会", *paragraphs: str, **more: Any) -> Notice:
    return Notice(typed(subject), tuple(typed(each) for each in paragraphs), **more)


def messages(sender: Sender = SENDER, clock: Clock | None = None) -> Messages:
    return Messages(sender, KEYS, clock or Hands(START))


def read(content: bytes) -> EmailMessage:
    """A mail as the standard library reads it back."""
    read_back = message_from_bytes(content, policy=policy.default)
    assert isinstance(read_back, EmailMessage)
    return read_back


def made(to: ToMail = TO, said: Notice | None = None, sender: Sender = SENDER) -> EmailMessage:
    return read(messages(sender).make(to, said or notice()).content())


def server_at(server: MailServer, **more: Any) -> Server:
    """The server as a courier is told of it: encrypted, with a certificate that it believes."""
    _shown, trusted = certificates.of_this_computer()
    told = Server(HOST, server.port, "city.example", tls=trusted, patience=5, content_patience=5)
    if server.wants_login:
        told = replace(told, username=USER, password=PASSWORD)
    return replace(told, **more)


def courier_to(
    server: MailServer, clock: Clock | None = None, sender: Sender = SENDER, **more: Any
) -> MailCourier:
    clock = clock or Hands(START)
    return MailCourier(server_at(server, **more), messages(sender, clock), clock)


async def send(courier: MailCourier, number: int = 12, **more: Any) -> None:
    to = replace(TO, delivery_id=number, **more)
    assert await courier.send(to, notice(), nonce=f"d{number}") is None


async def trouble(courier: MailCourier, number: int = 12, **more: Any) -> tuple[type[CourierError], str]:
    with pytest.raises(CourierError) as caught:
        await send(courier, number, **more)
    assert len(caught.value.reason) <= 64
    assert "@" not in caught.value.reason
    return type(caught.value), caught.value.reason

"""One month of a person who has only mail: asked, seated, answering, leaving; and an address that dies.

The mails are those that the courier really hands to a mail server, the answers are made of their headers.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage, Message
from typing import Any
from urllib.parse import unquote

from aiosmtpd.smtp import SMTP
from pydantic import SecretStr

from bot.events.on_behalf import Account
from bot.events.rules import Mode
from bot.mailing.returning import Outcome
from tests.bot.mailing.post import Post, post_on
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.imap_server import ImapServer, imap_server
from tests.kit.meetings import COMMUNITY

STAFF = Account(91, "事務局 あおい")


@dataclass
class Letterbox:
    """Takes every mail: its envelope sender and its bytes."""

    taken: list[tuple[str, bytes]] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        self.taken.append((envelope.mail_from, envelope.content))
        return "250 OK"

    def last(self) -> Message:
        return message_from_bytes(self.taken[-1][1])


@asynccontextmanager
async def hub_with_mail(sqlite_url: str) -> AsyncIterator[tuple[Post, Letterbox, ImapServer]]:
    box = Letterbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    async with imap_server() as mailbox:
        post = await post_on(
            sqlite_url,
            smtp_url=SecretStr(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"),
            imap_url=SecretStr(mailbox.url()),
            mail_plus_addresses=True,
        )
        post.hub.use_couriers({"discord": RecordingCourier()})
        try:
            yield post, box, mailbox
        finally:
            await post.hub.stop()
            await post.hub.close()
            server.close()
            await server.wait_closed()


async def send(post: Post) -> None:
    """Both lanes, as the scheduler would."""
    await post.hub.dispatcher.tick()
    await post.hub.send_mail()


def reply(to: Message, words: str) -> bytes:
    """What a mail program makes of [Reply]."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "haru@people.example", "hub@city.example"
    mail["Subject"] = "Re: x"
    mail["In-Reply-To"] = to["Message-ID"]
    mail.set_content(
        f"{words}\n\n2026年12月1日(火) 12:00 みなと市民ハブ <hub@city.example>:\n> 会場 オンライン 欠席\n"
    )
    return mail.as_bytes()


def bounce(envelope: str) -> bytes:
    """What a mail server sends to the envelope's sender."""
    lines = (
        "From: MAILER-DAEMON@mx.example", f"To: {envelope}", "Subject: Undelivered Mail", "MIME-Version: 1.0",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "", "--b",
        "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", "",
        "Final-Recipient: rfc822; haru@people.example", "Action: failed", "Status: 5.1.1", "", "--b--", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode()


async def test_who_has_only_mail_answers_by_mail_and_leaves_by_mail(sqlite_url: str) -> None:
    async with hub_with_mail(sqlite_url) as (post, box, mailbox):
        event = await post.meetings.announce()
        haru = await post.guest()
        await post.seat(event, haru)
        await send(post)
        assert "haru@people.example" in box.last()["To"]

        await mailbox.receive(reply(box.last(), "オンラインで参加します。"), at=post.hands())
        assert (await post.hub.mail_polling.poll()).counts == {Outcome.ANSWERED: 1}
        [listed] = (await post.hub.mail_answers.listing(COMMUNITY)).answers
        assert (listed.answer.choice, listed.answer.is_proven) == ("online", True)
        assert listed.event is not None
        await post.hub.mail_answers.accept(COMMUNITY, STAFF, listed.answer.id)
        roster = await post.hub.rosters.people(COMMUNITY, event.id)
        assert [(person.member_id, person.places[0].mode) for person in roster.people] == [
            (haru, Mode.ONLINE)
        ]
        post.later(minutes=1)
        before = len(box.taken)
        await send(post)
        assert len(box.taken) == before + 1, "the person is told of the change"

        address = box.last()["List-Unsubscribe"]
        subject = unquote(address.partition("subject=")[2].partition(">")[0])
        wish = f"From: someone@else.example\r\nTo: hub@city.example\r\nSubject: {subject}\r\n\r\n".encode()
        await mailbox.receive(wish, at=post.hands())
        assert (await post.hub.mail_polling.poll()).counts == {Outcome.LEFT: 1}
        assert await post.consent(haru) == "left"
        post.later(days=14)
        await send(post)
        assert len(box.taken) == before + 1, "not even the reminders that were planned"
        assert all(await mailbox.flags())


async def test_an_address_that_dies_comes_back_to_its_envelope(sqlite_url: str) -> None:
    async with hub_with_mail(sqlite_url) as (post, box, mailbox):
        event = await post.meetings.announce()
        haru = await post.guest()
        await post.seat(event, haru)
        await send(post)
        envelope, _mail = box.taken[-1]
        forged = envelope.replace("+b", "+b9")
        await mailbox.receive(bounce(forged), bounce(envelope), at=post.hands())
        counts = (await post.hub.mail_polling.poll()).counts
        assert counts == {Outcome.STRANGE: 1, Outcome.BOUNCED: 1}
        assert await post.consent(haru) == "suppressed"
        sent = len(box.taken)
        post.later(days=14)
        await send(post)
        assert len(box.taken) == sent


async def test_yes_and_only_yes_makes_a_guest_a_reader(sqlite_url: str) -> None:
    async with hub_with_mail(sqlite_url) as (post, box, mailbox):
        event = await post.meetings.announce()
        haru = await post.guest(consent=None)
        await post.seat(event, haru)
        await post.hub.mailing.guests.ask_again(COMMUNITY, haru)
        await send(post)
        assert len(box.taken) == 1, "the one mail that may be sent before"
        asked = box.last()
        await mailbox.receive(reply(asked, "これは何ですか？"), at=post.hands())
        await post.hub.mail_polling.poll()
        assert await post.consent(haru) == "asked"
        await mailbox.receive(reply(asked, "はい"), at=post.hands())
        assert (await post.hub.mail_polling.poll()).counts == {Outcome.CONFIRMED: 1}
        assert await post.consent(haru) == "confirmed"
        await send(post)
        assert len(box.taken) == 2
        kinds = [part.get_content_type() for part in box.last().walk()]
        assert "text/calendar" in kinds, "the seat is confirmed with an entry for the calendar"

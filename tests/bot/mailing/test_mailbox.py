"""The mailbox on a real IMAP server: each mail once, and what people must read stays unread."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.db import Tx
from bot.mail_poll import poll as poll_from_the_command_line
from bot.mailing.inbox.rules import MOST_BYTES
from bot.mailing.mailbox import Mailbox, MailboxTrouble
from bot.mailing.polling import MAILBOX_CLOSED
from bot.mailing.returning import Outcome
from tests.bot.mailing.post import KEYS, Post, post_on
from tests.kit.imap_server import ImapServer, imap_server
from tests.kit.imap_tls import contexts
from tests.kit.returned import returned_mail

PLANTED = "かきつばた"


@asynccontextmanager
async def office(sqlite_url: str) -> AsyncIterator[tuple[Post, ImapServer]]:
    """A community with a mailbox."""
    async with imap_server() as server:
        post = await post_on(sqlite_url, imap_url=SecretStr(server.url()))
        try:
            yield post, server
        finally:
            await post.hub.close()


async def arrive(post: Post, server: ImapServer, *mails: bytes) -> None:
    await server.receive(*mails, at=post.hands())


def numbered(mail: bytes, number: int) -> bytes:
    """The same mail as another one, as the servers on its way stamp it."""
    return b"Received: by mx.provider.example id %d\n" % number + mail


async def test_each_mail_is_read_once_and_what_is_not_ours_stays_unread(sqlite_url: str) -> None:
    async with office(sqlite_url) as (post, server):
        haru = await post.guest()
        event = await post.meetings.announce()
        sent = [await post.mailed(haru, event.subject) for _ in range(2)]
        await arrive(
            post,
            server,
            returned_mail("bounce_mailbox_full", KEYS, sent[0]),
            returned_mail("answer_venue_phone", KEYS, sent[1]),
            returned_mail("auto_out_of_office", KEYS, sent[1]),
            returned_mail("bounce_without_token", KEYS),
            b"From: stranger@elsewhere.example\r\nSubject: hello\r\n\r\nA question for the office\r\n",
            b"From: a@b.example\r\n\r\n",
        )
        polled = await post.hub.mail_polling.poll()
        assert polled.counts == Counter(
            {
                Outcome.BOUNCED: 1, Outcome.ANSWERED: 1, Outcome.AUTOMATIC: 1, Outcome.STRANGE: 2,
                Outcome.UNREADABLE: 1,
            }
        )  # fmt: skip
        assert await server.flags() == [True, True, True, False, False, False]
        again = await post.hub.mail_polling.poll()
        assert (again.counts, again.faults) == (Counter(), 0)
        assert len(await post.open_answers()) == 1


async def test_a_crash_before_the_mail_is_marked_as_read_counts_nothing_twice(sqlite_url: str) -> None:
    async with office(sqlite_url) as (post, server):
        event = await post.meetings.announce()
        sent = await post.mailed(await post.guest(), event.subject)
        await arrive(post, server, returned_mail("answer_venue_phone", KEYS, sent))
        async with Mailbox(server.url()).open() as box:
            [mail] = await box.unread(post.hands())
        outcome = await post.comes_back("answer_venue_phone", sent, key=mail.key_hash)
        assert (outcome, await server.flags()) == (Outcome.ANSWERED, [False])
        assert (await post.hub.mail_polling.poll()).counts == Counter()
        assert len(await post.open_answers()) == 1


async def test_two_polls_at_once_count_once(sqlite_url: str) -> None:
    async with office(sqlite_url) as (post, server):
        other = await post_on(sqlite_url, imap_url=SecretStr(server.url()))
        try:
            haru = await post.guest()
            sent = [await post.mailed(haru) for _ in range(10)]
            await arrive(
                post, server, *(numbered(returned_mail("bounce_policy", KEYS, each), each) for each in sent)
            )
            polls = [each.hub.mail_polling.poll() for each in (post, other, post)]
            counts = sum((polled.counts for polled in await asyncio.gather(*polls)), Counter[Outcome]())
        finally:
            await other.hub.close()
        assert counts[Outcome.BOUNCED] == len(sent) == await post.bounces()


async def test_a_full_mailbox_is_read_in_turns_and_old_mail_is_left_alone(sqlite_url: str) -> None:
    async with office(sqlite_url) as (post, server):
        mail = b"From: stranger@elsewhere.example\r\nSubject: hello\r\n\r\nhello\r\n"
        await server.receive(mail, at=post.hands() - timedelta(days=40))
        await arrive(post, server, *(numbered(mail, number) for number in range(70)))
        read = [sum((await post.hub.mail_polling.poll()).counts.values()) for _ in range(3)]
        assert read == [50, 20, 0]


async def test_of_a_giant_mail_only_the_front_is_fetched(sqlite_url: str) -> None:
    async with office(sqlite_url) as (post, server):
        event = await post.meetings.announce()
        sent = await post.mailed(await post.guest(), event.subject)
        raw = returned_mail("answer_with_attachment", KEYS, sent)
        await arrive(post, server, raw.replace(b"SECRET", b"SECRET " + b"x" * (MOST_BYTES + 1000)))
        async with Mailbox(server.url()).open() as box:
            [mail] = await box.unread(post.hands())
            fetched = await box.fetch(mail.uid)
        assert fetched is not None
        assert len(fetched) == MOST_BYTES
        await post.hub.mail_polling.poll()
        assert [choice for _who, _what, choice, _proven in await post.open_answers()] == ["venue"]


async def test_a_fault_over_one_mail_stops_no_other_and_no_word_of_it_is_logged(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with office(sqlite_url) as (post, server):
        await post.guest()

        async def break_down(*_args: Any) -> str | None:
            raise RuntimeError(PLANTED)

        post.hub.returned_mail.next_meeting = break_down
        raw = returned_mail("answer_unproven", KEYS)
        await arrive(post, server, raw, returned_mail("leave_by_word", KEYS, 987654))
        with caplog.at_level(logging.DEBUG):
            polled = await post.hub.mail_polling.poll()
        assert (polled.faults, polled.counts) == (1, Counter({Outcome.LEFT: 1}))
        assert await server.flags() == [False, True]
        assert "RuntimeError" in caplog.text
        for word in (PLANTED, "欠席", "haru"):
            assert word not in caplog.text

        async def find_none(_tx: Tx, *_args: Any) -> str | None:
            return None

        post.hub.returned_mail.next_meeting = find_none
        assert (await post.hub.mail_polling.poll()).counts == Counter({Outcome.STRANGE: 1}), "tried again"


async def test_a_mail_that_breaks_us_again_and_again_is_told_to_staff_once_a_day(sqlite_url: str) -> None:
    async with office(sqlite_url) as (post, server):
        await post.guest()

        async def break_down(*_args: Any) -> str | None:
            raise RuntimeError(PLANTED)

        post.hub.returned_mail.next_meeting = break_down
        await arrive(post, server, returned_mail("answer_unproven", KEYS))
        for _ in range(2):
            await post.hub.poll_mail()
        told = await post.planned(MAILBOX_CLOSED)
        assert [(row.place, row.args) for row in told] == [("staff", {"code": "fault"})]


async def test_a_mailbox_that_does_not_let_us_in_is_told_to_staff_once_a_day(sqlite_url: str) -> None:
    async with imap_server() as server:
        post = await post_on(sqlite_url, imap_url=SecretStr(server.url(password="wrong")))
        try:
            for _ in range(3):
                await post.hub.poll_mail()
            [told] = await post.planned("mailbox_closed")
            assert (told.place, told.args) == ("staff", {"code": "login"})
            post.later(days=1)
            await post.hub.poll_mail()
            assert len(await post.planned("mailbox_closed")) == 2
        finally:
            await post.hub.close()


async def test_a_mailbox_that_cannot_be_reached_is_told_at_the_third_time(sqlite_url: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        post = await post_on(sqlite_url, imap_url=SecretStr(f"imap://u:p@127.0.0.1:{port}"))
        try:
            told = []
            for _ in range(4):
                await post.hub.poll_mail()
                told.append(len(await post.planned("mailbox_closed")))
            assert told == [0, 0, 1, 1]
        finally:
            await post.hub.close()


async def test_without_a_mailbox_nothing_happens(post: Post) -> None:
    await post.hub.poll_mail()
    assert await post.planned("mailbox_closed") == []


async def test_a_mailbox_elsewhere_is_read_over_tls_only(tmp_path: Path) -> None:
    """0.0.0.0 is this computer too, but not by its name: it stands for a server elsewhere."""
    here, trust = contexts(tmp_path)
    async with imap_server() as bare, imap_server(over_tls=here) as tls, imap_server(starttls=here) as start:
        await Mailbox(bare.url()).check()
        await Mailbox(tls.url(scheme="imaps"), trust=trust).check()
        await Mailbox(start.url(host="0.0.0.0"), trust=trust).check()
        for refused, code in (
            (Mailbox(bare.url(host="0.0.0.0"), trust=trust), "tls"),
            (Mailbox(tls.url(scheme="imaps")), "tls"),
            (Mailbox(start.url(host="0.0.0.0")), "tls"),
            (Mailbox(bare.url(password="wrong")), "login"),
            (Mailbox(bare.url(password="間違い")), "login"),
        ):
            with pytest.raises(MailboxTrouble) as trouble:
                await refused.check()
            assert trouble.value.code == code


async def test_the_command_says_what_came_as_numbers(sqlite_url: str) -> None:
    async with office(sqlite_url) as (post, server):
        haru = await post.guest()
        sent = [await post.mailed(haru) for _ in range(2)]
        mails = (numbered(returned_mail("bounce_policy", KEYS, each), each) for each in sent)
        await arrive(post, server, *mails)
        said: list[str] = []
        settings = post.hub.settings
        code = await poll_from_the_command_line(settings, "ja", clock=post.hands, say=said.append)
        assert (code, said) == (0, ["2件: 届かずに戻ってきました"])
        said.clear()
        assert await poll_from_the_command_line(settings, "en", clock=post.hands, say=said.append) == 0
        assert said == ["Nothing new."]

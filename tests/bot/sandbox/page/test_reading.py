"""Changes are told once to everybody who follows, and mail is kept by a real server."""

from __future__ import annotations

import asyncio
import smtplib
from email.message import EmailMessage

import pytest

from bot.clock import Hands
from bot.sandbox.page.changes import Changes
from bot.sandbox.page.post_office import HOST, PostOffice
from tests.conftest import MORNING

LONG = 60.0


async def test_who_follows_is_told_of_the_newest_change():
    changes = Changes()
    follower = changes.follow(LONG)
    assert await anext(follower) == 1
    changes.note()
    changes.note()
    assert await anext(follower) == 3
    waiting = asyncio.ensure_future(anext(follower))
    asyncio.get_running_loop().call_soon(changes.note)
    assert await waiting == 4


async def test_a_change_between_two_looks_is_not_lost():
    changes = Changes()
    follower = changes.follow(LONG)
    await anext(follower)
    changes.note()
    assert await anext(follower) == 2


async def test_the_number_is_said_again_after_a_while():
    follower = Changes().follow(0.01)
    assert [await anext(follower), await anext(follower)] == [1, 1]


async def test_at_the_end_everybody_stops_waiting():
    changes = Changes()
    follower = changes.follow(LONG)
    await anext(follower)
    waiting = asyncio.ensure_future(anext(follower))
    asyncio.get_running_loop().call_soon(changes.end)
    with pytest.raises(StopAsyncIteration):
        await waiting


def posted(port: int) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "hub@minato.example", "haru@mail.example", "席が空きました"
    mail.set_content("本文です")
    mail.add_alternative("<p>本文です</p>", subtype="html")
    mail.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="event.ics")
    with smtplib.SMTP(HOST, port, timeout=LONG) as server:
        server.send_message(mail)


async def test_every_mail_is_kept_with_its_parts():
    changes = Changes()
    office = PostOffice(Hands(MORNING), changes.note)
    await office.open()
    await asyncio.to_thread(posted, office.port)
    [mail] = office.mails
    assert (mail.number, mail.at, mail.recipients) == (1, MORNING, ("haru@mail.example",))
    assert (mail.message["Subject"], mail.text.strip(), mail.html.strip()) == (
        "席が空きました",
        "本文です",
        "<p>本文です</p>",
    )
    assert [name for name, _octets in mail.attachments()] == ["event.ics"]
    assert changes.revision == 2
    await office.close()


async def test_a_server_that_failed_comes_back_at_the_same_port():
    office = PostOffice(Hands(MORNING), Changes().note)
    await office.open()
    port = office.port
    await office.fail()
    assert office.is_failing
    with pytest.raises(OSError, match=r"."):
        await asyncio.to_thread(posted, port)
    await office.recover()
    assert not office.is_failing
    await asyncio.to_thread(posted, port)
    assert len(office.mails) == 1
    await office.close()

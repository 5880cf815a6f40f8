"""A mail read back by the standard library is what was meant: headers, bodies, attachments, one recipient."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any

import pytest
from hypothesis import given, strategies as st

from bot.outbox.mail import words
from bot.outbox.mail.letters import letter
from bot.outbox.mail.message import Sender
from bot.outbox.notice import Attachment, MailPart
from tests.bot.outbox.mail.post import INVITATION, KEYS, SENDER, START, TO, made, messages, notice, typed
from tests.bot.outbox.mail.test_letters import NASTY


def part(mail: EmailMessage, *kind: Any) -> str:
    body = mail.get_body(kind)
    assert body is not None
    return body.get_content()


def addresses(mail: EmailMessage, header: str) -> list[str]:
    found = mail[header]
    assert isinstance(found, AddressHeader)
    return [address.addr_spec for address in found.addresses]


def shown_name(mail: EmailMessage, header: str) -> str:
    """Without spaces: this reader sees one between two encoded words, where RFC 2047 (6.2) has none."""
    return mail[header].addresses[0].display_name.replace(" ", "")


def test_the_headers_that_every_mail_has():
    mail = made()
    assert mail["Message-ID"] == KEYS.message_id(12, "city.example")
    assert mail["Date"].datetime == START
    assert mail["From"] == "みどり市の集い <hub@city.example>"
    assert mail["To"] == "はな <hana@mail.example>"
    assert mail["Reply-To"] == "みどり市の集い <office@city.example>"
    assert mail["Subject"] == "あすの情報交換会"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == f"<{TO.community_id}.city.example>"
    assert mail["List-Unsubscribe"] == f"<mailto:hub@city.example?subject=unsubscribe%20{'t' * 43}>"
    assert "List-Unsubscribe-Post" not in mail
    assert not {"Cc", "Bcc", "Sender", "Precedence"} & set(mail.keys())


def test_one_press_on_the_web_only_where_the_web_reaches_us():
    mail = made(sender=replace(SENDER, base_url="https://hub.city.example"))
    link = f"https://hub.city.example/mail/leave/{'t' * 43}"
    assert mail["List-Unsubscribe"] == (
        f"<{link}>, <mailto:hub@city.example?subject=unsubscribe%20{'t' * 43}>"
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in part(mail, "plain")
    assert link in part(mail, "html")


def test_what_machines_read_is_written_as_it_is():
    """The standard library would break a long link into encoded words, which no mail program follows."""
    sender = replace(
        SENDER, mail_from=f"{'hub' * 12}@{'city.' * 12}example", base_url="https://hub.city.example"
    )
    head = messages(sender).make(TO, notice("x")).content().partition(b"\r\n\r\n")[0]
    lines = head.replace(b"\r\n ", b" ").split(b"\r\n")
    for name in (b"Message-ID", b"List-Id", b"List-Unsubscribe"):
        [line] = [each for each in lines if each.startswith(name + b": ")]
        assert b"=?" not in line
        assert line.count(b"<") == line.count(b">") > 0


def test_what_nobody_agreed_to_cannot_be_left():
    mail = made(
        replace(TO, member_id=None, unsubscribe_token=None),
        sender=Sender("hub@city.example", base_url="https://a.example"),
    )
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post"} & set(mail.keys())


@pytest.mark.parametrize(
    ("reads_answers", "office_mail", "reply_to"),
    [
        (True, "office@city.example", "hub@city.example"),
        (False, "office@city.example", "office@city.example"),
        (False, None, "hub@city.example"),
        (False, "no address", "hub@city.example"),
    ],
)
def test_answers_go_where_they_are_read(reads_answers: bool, office_mail: str | None, reply_to: str):
    mail = made(replace(TO, office_mail=office_mail), sender=replace(SENDER, reads_answers=reads_answers))
    assert addresses(mail, "Reply-To") == [reply_to]


def test_the_bodies_are_those_of_the_letter_and_plain_ascii_on_the_wire():
    said = notice("題" * 300, "本文 ① 髙橋\n. 点で始まる行\n.\n" + "あ" * 2000)
    content = messages().make(TO, said).content()
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    meant = letter(TO, said)
    assert mail["Subject"] == meant.subject
    assert part(mail, "plain").replace("\r\n", "\n") == meant.text
    assert part(mail, "html").replace("\r\n", "\n") == meant.html
    assert mail.get_content_type() == "multipart/alternative"


def test_files_arrive_as_they_were():
    file = bytes(range(256)) * 5
    mail = made(said=notice("x", attachments=(Attachment("記録 “一”.pdf", file, "application/pdf"),)))
    [attached] = mail.iter_attachments()
    assert attached.get_content() == file
    assert attached.get_filename() == "記録 “一”.pdf"


def test_the_invitation_stands_beside_the_bodies_and_as_a_file_once():
    for_discord = Attachment("event.ics", b"BEGIN:VCALENDAR", "text/calendar")
    said = notice("x", mail=MailPart((typed("x"),), invitation=INVITATION), attachments=(for_discord,))
    mail = made(said=said)
    [entry] = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    [attached] = mail.iter_attachments()
    assert entry.get_param("method") == "REQUEST"
    assert attached.get_filename() == "invite.ics"
    shown = entry.get_payload(decode=True)
    assert attached.get_content() == shown
    assert isinstance(shown, bytes)
    assert b"METHOD:REQUEST\r\n" in shown


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_no_name_adds_a_recipient_or_a_header(name: str):
    content = messages().make(replace(TO, name=name, community_name=name), notice(name)).content()
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    for header, only in (("To", "hana@mail.example"), ("From", "hub@city.example")):
        assert addresses(mail, header) == [only]
        assert shown_name(mail, header) == words.of_header(name).replace(" ", "")
        assert [address for _name, address in getaddresses([str(message_from_bytes(content)[header])])] == [
            only
        ]
    assert mail["Subject"] == words.of_header(name)
    assert not {"Bcc", "Cc"} & set(mail.keys())
    assert not mail.defects


@given(name=st.text(st.characters(), max_size=120), subject=st.text(st.characters(), max_size=300))
def test_every_name_and_subject_survives(name: str, subject: str):
    mail = made(replace(TO, name=name), notice(subject))
    assert addresses(mail, "To") == ["hana@mail.example"]
    assert shown_name(mail, "To") == words.of_header(name).replace(" ", "")
    assert mail["Subject"] == words.of_header(subject)


def test_a_second_attempt_carries_the_same_message_id():
    make = messages()
    assert make.make(TO, notice()).message["Message-ID"] == make.make(TO, notice("y")).message["Message-ID"]
    other = make.make(replace(TO, delivery_id=13), notice()).message["Message-ID"]
    assert other != make.make(TO, notice()).message["Message-ID"]

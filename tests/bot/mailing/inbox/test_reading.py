"""What every kind of mail that comes back is, and that nothing at all makes reading raise."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st

from bot.mailing.inbox.reading import read
from bot.mailing.inbox.rules import (
    MOST_BYTES,
    Answer,
    AutoReply,
    Bounce,
    CalendarReply,
    Returned,
    Unreadable,
    Unsubscribe,
)
from bot.outbox.mail.keys import MailKeys
from tests.kit.returned import HUB, NAMES, TOKEN, returned_mail

KEYS = MailKeys("a planted secret of tests, long enough")
OTHERS = MailKeys("the secret of quite another hub, long enough")
ID = 12
HARU = "haru@people.example"
DECLINED_BY_CALENDAR = CalendarReply("event-1@socialhub-bot", "DECLINED", HARU, ID, HARU)

WHAT_IT_IS: dict[str, Returned] = {
    "bounce_postfix_unknown": Bounce(ID, "5.1.1", is_hard=True, is_delayed=False),
    "bounce_without_token": Bounce(None, "5.1.1", is_hard=True, is_delayed=False),
    "bounce_carrier_unknown_user": Bounce(ID, "5.0.0", is_hard=False, is_delayed=False),
    "bounce_carrier_invalid_recipient": Bounce(ID, "5.0.0", is_hard=False, is_delayed=False),
    "bounce_general_status_telling_answer": Bounce(ID, "5.1.1", is_hard=True, is_delayed=False),
    "bounce_mailbox_full": Bounce(ID, "5.2.2", is_hard=False, is_delayed=False),
    "bounce_expired": Bounce(ID, "4.4.7", is_hard=False, is_delayed=False),
    "bounce_policy": Bounce(ID, "5.7.26", is_hard=False, is_delayed=False),
    "bounce_delayed": Bounce(ID, "4.4.1", is_hard=False, is_delayed=True),
    "bounce_by_envelope": Bounce(ID, "5.1.1", is_hard=True, is_delayed=False),
    "bounce_gmail": Bounce(ID, "5.1.1", is_hard=True, is_delayed=False),
    "bounce_exchange": Bounce(ID, "5.1.10", is_hard=True, is_delayed=False),
    "bounce_qmail": Bounce(ID, "5.1.1", is_hard=True, is_delayed=False),
    "bounce_qmail_without_code": Bounce(ID, None, is_hard=False, is_delayed=False),
    "bounce_forwarded_by_a_person": Answer(None, "このようなメールが届きました。何でしょうか？", None, HARU),
    "report_delivered": AutoReply(),
    "auto_out_of_office": AutoReply(),
    "auto_reply_by_its_subject": AutoReply(),
    "auto_read_receipt": AutoReply(),
    "hub_itself": AutoReply(),
    "complaint": Unsubscribe(None, ID, None),
    "leave_by_token": Unsubscribe(TOKEN, None, HARU),
    "leave_by_word": Unsubscribe(None, ID, HARU),
    "calendar_declined_web": DECLINED_BY_CALENDAR,
    "calendar_declined_by_organizer": DECLINED_BY_CALENDAR,
    "calendar_declined_without_token": CalendarReply("event-1@socialhub-bot", "DECLINED", HARU, None, HARU),
    "calendar_accepted": CalendarReply("event-1@socialhub-bot", "ACCEPTED", HARU, ID, HARU),
    "answer_venue_utf8_base64": Answer("venue", "会場", ID, HARU),
    "answer_venue_phone": Answer("venue", "会場", ID, HARU),
    "answer_online_iso2022jp": Answer(
        "online",
        "お世話になっております。はるです。\nオンラインで参加します。\nよろしくお願いします。",
        ID,
        HARU,
    ),
    "answer_declined_shift_jis": Answer("declined", "欠席します①", ID, HARU),
    "answer_html_only": Answer("online", "オンライン参加\nよろしくお願いします", ID, HARU),
    "answer_wrong_charset": Answer("venue", "会場", ID, HARU),
    "answer_with_attachment": Answer("venue", "会場で参加します", ID, HARU),
    "answer_unclear": Answer(None, "会場はどこですか？駐車場はありますか。", ID, HARU),
    "answer_two_words": Answer(None, "会場\nオンライン", ID, HARU),
    "answer_yes": Answer("yes", "はい", ID, HARU),
    "answer_unproven": Answer("declined", "欠席", None, HARU),
    "answer_in_subject": Answer("venue", "会場", None, HARU),
}


def read_here(raw: bytes) -> Returned:
    return read(raw, KEYS, own_address=HUB)


def test_every_mail_of_the_folder_is_expected() -> None:
    assert sorted(WHAT_IT_IS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_is_read_as_what_it_is(name: str) -> None:
    assert read_here(returned_mail(name, KEYS, ID)) == WHAT_IT_IS[name]


@pytest.mark.parametrize("name", NAMES)
def test_tokens_of_another_key_prove_nothing(name: str) -> None:
    found = read_here(returned_mail(name, OTHERS, ID))
    assert getattr(found, "delivery_id", None) is None
    if isinstance(WHAT_IT_IS[name], Bounce):
        assert isinstance(found, Bounce), "it is a bounce all the same, only of nobody"


def test_one_wrong_sign_in_a_token_proves_nothing() -> None:
    raw = returned_mail("bounce_postfix_unknown", KEYS, ID)
    token = KEYS.message_id(ID, "city.example").encode()
    assert token in raw
    forged = raw.replace(token, token.replace(b"d12.", b"d13."))
    assert read_here(forged) == Bounce(None, "5.1.1", is_hard=True, is_delayed=False)


def test_what_is_attached_is_nowhere_in_what_was_read() -> None:
    raw = returned_mail("answer_with_attachment", KEYS, ID)
    assert b"SECRET ATTACHMENT" in raw
    assert "SECRET" not in repr(read_here(raw))


def test_of_a_giant_mail_the_front_is_read() -> None:
    raw = returned_mail("answer_with_attachment", KEYS, ID)
    giant = raw.replace(b"SECRET ATTACHMENT", b"SECRET ATTACHMENT " + b"x" * (2 * MOST_BYTES))
    assert len(giant) > MOST_BYTES
    assert read_here(giant) == WHAT_IT_IS["answer_with_attachment"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        b"no header at all",
        b"\xff\xfe\x00",
        b"From: a@b.example\n\n",
        b"Subject: x\nContent-Type: multipart/report; report-type=delivery-status\n\nno parts",
        b"Content-Type: text/plain; charset*=x'y'%00%ff\nFrom: a@b.example\n\n\x80\x81",
        b"Content-Type: text/calendar; method=REPLY\nFrom: a@b.example\n\nMETHOD:REPLY\nBEGIN:",
        b"From: =?utf-8?b?!!!?= <a@b.example>\nSubject: =?x?q?=\nContent-Type: text/html\n\n<![x<!--",
        b"Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nContent-Type: multipart/mixed; boundary=\n\n--\n",
    ],
)
def test_odd_mails_are_no_reason_to_raise(raw: bytes) -> None:
    found = read_here(raw)
    assert isinstance(found, Unreadable | Answer | AutoReply)


_HEADER = st.sampled_from(
    ["From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "In-Reply-To", "Auto-Submitted"]
)
_VALUE = st.one_of(
    st.sampled_from(
        [
            "multipart/report; report-type=delivery-status; boundary=b",
            "multipart/mixed; boundary=b",
            "text/html; charset=iso-2022-jp",
            "text/calendar; method=REPLY",
            "message/delivery-status",
            "message/rfc822",
            "base64",
            "quoted-printable",
            "MAILER-DAEMON@x.example",
        ]
    ),
    st.text(max_size=40).map(lambda text: text.replace("\n", " ").replace("\r", " ")),
)


@given(
    st.lists(st.tuples(_HEADER, _VALUE), max_size=6),
    st.lists(
        st.one_of(st.binary(max_size=80), st.sampled_from([b"--b", b"--b--", b"", b"\x1b$B"])), max_size=8
    ),
)
@hypothesis_settings(max_examples=150, deadline=None)
def test_made_up_mails_never_raise_and_prove_nothing(
    headers: list[tuple[str, str]], lines: list[bytes]
) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("utf-8", "surrogateescape")
    found = read_here(head + b"\r\n" + b"\r\n".join(lines))
    assert getattr(found, "delivery_id", None) is None
    assert not isinstance(found, Unreadable) or found.reason in ("no_mail", "empty"), found


@pytest.mark.parametrize("name", NAMES)
def test_damaged_mails_never_raise(name: str) -> None:
    """Real mails with bytes changed, lost and doubled; the seed is the name."""
    dice = random.Random(name)
    raw = returned_mail(name, KEYS, ID)
    for _ in range(40):
        broken = bytearray(raw)
        for _ in range(dice.randint(1, 12)):
            at = dice.randrange(len(broken))
            match dice.randrange(3):
                case 0:
                    broken[at] = dice.randrange(256)
                case 1:
                    del broken[at : at + dice.randint(1, 60)]
                case _:
                    broken[at:at] = broken[at : at + dice.randint(1, 60)]
        found = read_here(bytes(broken))
        assert not isinstance(found, Unreadable) or re.fullmatch(r"no_mail|empty", found.reason), found

"""From the bytes of a mail to what it is. Never raises, whatever somebody sends."""

from __future__ import annotations

import re

from bot.mailing.inbox.automatic import is_automatic, is_complaint
from bot.mailing.inbox.bounces import delivery_in, read_bounce
from bot.mailing.inbox.calendar_replies import read_calendar_reply
from bot.mailing.inbox.letter import Letter
from bot.mailing.inbox.quoting import own_lines
from bot.mailing.inbox.rules import (
    EXCERPT_LENGTH,
    MOST_BYTES,
    Answer,
    AutoReply,
    Proofs,
    Returned,
    Unreadable,
    Unsubscribe,
)
from bot.mailing.inbox.words import LEAVE, single_word

_LEAVES = re.compile(r"(?i)\bunsubscribe[\s:]+([A-Za-z0-9_-]{16,64})(?![A-Za-z0-9_-])")
_IS_ANSWER = re.compile(r"(?i)^\s*(re|aw|sv|fw|fwd|返信|回答|転送)\s*[:：\]】]")


def read(raw: bytes, proofs: Proofs, *, own_address: str | None = None) -> Returned:
    """What this mail is. ``own_address``: mails from it are our own and say nothing.

    Bounces before calendars before automatic answers, because programs mark those as automatic, too.
    """
    try:
        return _read(Letter(raw[:MOST_BYTES]), proofs, own_address)
    except Exception as error:  # noqa: BLE001  (a mail is never the reason that no other one is read)
        return Unreadable(type(error).__name__)


def _read(letter: Letter, proofs: Proofs, own_address: str | None) -> Returned:
    if not letter.message.keys():
        return Unreadable("no_mail")
    if (bounce := read_bounce(letter, proofs)) is not None:
        return bounce
    sender = letter.sender()
    if own_address is not None and sender is not None and sender.casefold() == own_address.casefold():
        return AutoReply()
    if is_complaint(letter):
        about = delivery_in(letter, proofs)
        return Unsubscribe(None, about, None) if about is not None else AutoReply()
    if (reply := read_calendar_reply(letter, proofs)) is not None:
        return reply
    subject = letter.header("Subject")
    if (token := _LEAVES.search(subject)) is not None:
        return Unsubscribe(token[1], _answered(letter, proofs), sender)
    if is_automatic(letter):
        return AutoReply()
    return _answer(letter, proofs, sender, subject)


def _answer(letter: Letter, proofs: Proofs, sender: str | None, subject: str) -> Returned:
    lines = own_lines(letter.text())
    if not lines and subject and not _IS_ANSWER.match(subject):
        lines = [subject]  # some write the word where the subject goes and leave the rest empty
    choice, delivery_id = single_word(lines), _answered(letter, proofs)
    if choice == LEAVE:
        return Unsubscribe(None, delivery_id, sender)
    if not lines and delivery_id is None:
        return Unreadable("empty")
    return Answer(choice, "\n".join(lines)[:EXCERPT_LENGTH], delivery_id, sender)


def _answered(letter: Letter, proofs: Proofs) -> int | None:
    """The mail of ours that this one answers: only its addressee knows its Message-ID."""
    for header in letter.headers("In-Reply-To", "References"):
        if (found := proofs.read_message_id(header)) is not None:
            return found
    return None

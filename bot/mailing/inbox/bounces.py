"""Mails that say that a mail was not delivered: by RFC 3464, and as servers write them beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from bot.mailing.inbox.letter import Letter, header_of, text_of
from bot.mailing.inbox.rules import Bounce, Proofs, is_hard

_MADE_FOR = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Delivered-To", "X-Envelope-To")
_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_GENERAL = re.compile(r"[45]\.0\.0")
_DAEMONS = re.compile(
    r"(?i)^(mailer[-_.]?daemon|postmaster|mail[-_.]?(daemon|delivery|system|admin|error)|daemon|bounces?)\b"
)
_REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_CARRIED = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"})
_TEXT_READ = 20_000


def read_bounce(letter: Letter, proofs: Proofs) -> Bounce | None:
    """The bounce, or None where the mail is none. Without a valid token its ``delivery_id`` is None."""
    outer = list(_outer_parts(letter.message))
    reports = [part for part in outer if part.get_content_type() in _REPORTS]
    if reports:
        return _by_standard(letter, outer, reports, proofs)
    if comes_from_a_daemon(letter):
        return _by_its_words(letter, outer, proofs)
    return None


def comes_from_a_daemon(letter: Letter) -> bool:
    """Whether a mail system wrote it, or nobody is to answer it (an empty Return-Path, RFC 5321 4.5.5)."""
    paths = letter.headers("Return-Path")
    sender = letter.sender() or ""
    return any(path.strip() == "<>" for path in paths) or _DAEMONS.match(sender) is not None


def delivery_in(letter: Letter, proofs: Proofs, outer: list[Message] | None = None) -> int | None:
    """Which mail of ours it is about: by the address it came to, or by the Message-ID that it carries."""
    for address in letter.addresses(*_MADE_FOR):
        if (found := proofs.read_envelope(address)) is not None:
            return found
    for text in letter.headers("In-Reply-To", "References"):
        if (found := proofs.read_message_id(text)) is not None:
            return found
    for part in outer if outer is not None else list(_outer_parts(letter.message)):
        if (found := proofs.read_message_id(_carried_text(part))) is not None:
            return found
    return None


def _by_standard(
    letter: Letter, outer: list[Message], reports: list[Message], proofs: Proofs
) -> Bounce | None:
    blocks = [block for report in reports for block in _blocks(report) if block.get("Action")]
    failed = [block for block in blocks if _action(block) == "failed"]
    delayed = [block for block in blocks if _action(block) == "delayed"]
    if not failed and not delayed:
        return None  # delivered, relayed: good news
    status = _status_of((failed or delayed)[0])
    return Bounce(
        delivery_in(letter, proofs, outer),
        status,
        is_hard=bool(failed) and is_hard(status),
        is_delayed=not failed,
    )


def _by_its_words(letter: Letter, outer: list[Message], proofs: Proofs) -> Bounce | None:
    from flufl.bounce import all_failures

    try:
        temporary, permanent = all_failures(letter.message)
    except Exception:  # noqa: BLE001  (its detectors trip over mails that are none of theirs)
        return None
    if not temporary and not permanent:
        return None
    text = "\n".join(text_of(part)[:_TEXT_READ] for part in outer if part.get_content_maintype() == "text")
    status = _first_status(text.partition("-----")[0]) or _first_status(text)
    return Bounce(
        delivery_in(letter, proofs, outer),
        status,
        is_hard=bool(permanent) and is_hard(status),
        is_delayed=not permanent,
    )


def _outer_parts(message: Message) -> Iterator[Message]:
    """Its parts without looking into mails that it carries: a bounce that somebody forwards is none."""
    payload = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield from _outer_parts(part)
    else:
        yield message


def _blocks(report: Message) -> list[Message]:
    payload = report.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _action(block: Message) -> str:
    return header_of(block, "Action").strip().lower().partition(" ")[0]


def _status_of(block: Message) -> str | None:
    """The code of the Status field, or the more telling one that the other server gave with its answer."""
    own = _first_status(header_of(block, "Status"))
    if own is None or _GENERAL.fullmatch(own):
        return _first_status(header_of(block, "Diagnostic-Code")) or own
    return own


def _first_status(text: str) -> str | None:
    found = _STATUS.search(text)
    return found[1] if found else None


def _carried_text(part: Message) -> str:
    """The headers of the mail that comes back, or the text in which it is quoted."""
    if part.get_content_type() in _CARRIED and isinstance(payload := part.get_payload(), list):
        carried = [each for each in payload if isinstance(each, Message)]
        return "\n".join(header_of(each, "Message-ID") for each in carried)
    return text_of(part)[:_TEXT_READ]

"""The words of a mail, as plain text and as HTML: each says everything, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.i18n import C_, Joined, Text, _
from bot.outbox.couriers import ToMail
from bot.outbox.mail import words
from bot.outbox.notice import Notice

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
ANSWERS = {
    "venue": C_("answer by mail", "venue"),
    "online": C_("answer by mail", "online"),
    "declined": C_("answer by mail", "absent"),
    "yes": C_("answer by mail", "yes"),
}
"""What people write back for each of the ``answers`` of a `MailPart`."""
LEAVE = C_("answer by mail", "unsubscribe")


@dataclass(frozen=True, slots=True)
class Letter:
    """The subject line and both bodies, ready to be sent."""

    subject: str
    text: str
    html: str


def letter(to: ToMail, notice: Notice, *, leave_link: str | None = None) -> Letter:
    """The mail of ``notice`` for its reader.

    The first three lines are those that the notice gives for it (when, where, how to cancel), else its
    subject. A discreet one begins with a cover that says only who it is from. ``leave_link`` is the https
    address by which one leaves, where there is one.
    """
    hides = to.hides_subject or notice.is_discreet
    community = words.of_header(to.community_name)
    from_whom = _("A notice from {community}", community=community)
    subject = words.of_header((from_whom if hides else notice.subject).to(to.lang))
    facts = {
        "lang": to.lang,
        "subject": subject,
        "community": community,
        "cover": _spoken(_cover(community), to) if hides else [],
        "first": _spoken(_first(notice), to),
        "title": words.of_header(notice.subject.to(to.lang)) if _has_first(notice) else "",
        "paragraphs": _spoken(notice.mail.paragraphs if notice.mail else notice.paragraphs, to),
        "how": _spoken(_how_to_answer(to, notice), to),
        "end": _spoken(_end(to, leave_link), to),
    }
    return Letter(subject, _made("letter.txt", facts), _made("letter.html", facts))


def _spoken(texts: Iterator[Text] | tuple[Text, ...], to: ToMail) -> list[str]:
    return [line for text in texts if (line := words.of_body(text.to(to.lang)).strip())]


def _has_first(notice: Notice) -> bool:
    return notice.mail is not None and bool(notice.mail.first)


def _first(notice: Notice) -> tuple[Text, ...]:
    return notice.mail.first if notice.mail and notice.mail.first else (notice.subject,)


def _cover(community: str) -> Iterator[Text]:
    yield _("This is a notice from {community}.", community=community)
    yield _("It is meant for you alone, so its beginning says nothing of what it is about.")
    yield _("Please read on below the line.")


def _how_to_answer(to: ToMail, notice: Notice) -> Iterator[Text]:
    if notice.mail and notice.mail.answers:
        quoted = tuple(C_("answer by mail", "“{word}”", word=ANSWERS[each]) for each in notice.mail.answers)
        yield _(
            "To answer, please reply to this mail with nothing but: {words}",
            words=Joined(quoted, {"ja": "", "en": ", "}),
        )
    if to.has_account and notice.actions:
        server = f"https://discord.com/channels/{to.community_id}"
        yield _("The buttons for this are in Discord: {link}", link=server)


def _end(to: ToMail, leave_link: str | None) -> Iterator[Text]:
    yield _typed(to.community_name)
    if to.postal_address:
        yield _typed(to.postal_address)
    if to.office_mail:
        yield _("Contact: {mail}", mail=to.office_mail)
    if to.unsubscribe_token is None:
        return
    yield _("To get no more mails, please reply to this mail with nothing but “{word}”.", word=LEAVE)
    if leave_link is not None:
        yield _("Or leave with one press: {link}", link=leave_link)


def _typed(what: str) -> Text:
    return Text("{what}", {"what": what})


def _made(template: str, facts: dict[str, object]) -> str:
    return _environment().get_template(template).render(facts)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Loaded where the first mail is made; typed words are escaped in HTML."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["pieces"] = words.pieces
    return made

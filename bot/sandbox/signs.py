"""What a message says, recognised by the words a person reads (in the tour's language)."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.i18n import Raw, Text, _
from bot.sandbox.ledger import Heard


class Sign(StrEnum):
    """Something that a person can read in a message of the bot."""

    SEATED = "seated"
    ONLINE = "online"
    WAITING = "waiting"
    MAYBE = "maybe"
    DECLINED = "declined"
    GAVE_UP = "gave_up"
    PROMOTED = "promoted"
    TO_VENUE = "to_venue"
    WEEK = "week"
    NUDGE = "nudge"
    EVE = "eve"
    TODAY = "today"
    SOON = "soon"


NOTICES = (Sign.PROMOTED, Sign.WEEK, Sign.NUDGE, Sign.EVE, Sign.TODAY, Sign.SOON)
"""What the bot says of its own accord, each once."""


def _blank(name: str) -> Raw:
    return Raw(f"⟦{name}⟧")


_TITLE = _blank("title")
_SENTENCES: dict[Sign, Text] = {
    Sign.SEATED: _("You have a seat at the venue: “{title}”", title=_TITLE),
    Sign.ONLINE: _("You take part online: “{title}”", title=_TITLE),
    Sign.WAITING: _(
        "The venue is full. You are number {number} on its waiting list: “{title}”",
        number=_blank("number"),
        title=_TITLE,
    ),
    Sign.MAYBE: _(
        "Noted: you are not sure yet about “{title}”. "
        "No seat and no place on a waiting list is kept for you.",
        title=_TITLE,
    ),
    Sign.DECLINED: _("Noted: you cannot come to “{title}”. Thank you for telling us.", title=_TITLE),
    Sign.GAVE_UP: _("Your seat at the venue is free again for somebody else."),
    Sign.PROMOTED: _("A seat became free, you can come: {title}", title=_TITLE),
    Sign.TO_VENUE: _("You take part: {mode}", mode=_("Venue")),
    Sign.WEEK: _("In one week: {title}", title=_TITLE),
    Sign.NUDGE: _("Can you come? {title}", title=_TITLE),
    Sign.EVE: _("Tomorrow: {title}", title=_TITLE),
    Sign.TODAY: _("Today: {title}", title=_TITLE),
    Sign.SOON: _("Starting soon: {title}", title=_TITLE),
}


class Reader:
    """Understands the bot's sentences in one language, about meetings of one title."""

    def __init__(self, lang: str, title: str) -> None:
        self._lang = lang
        self._patterns = {sign: _pattern(text, lang, title) for sign, text in _SENTENCES.items()}

    def words(self, text: Text) -> str:
        """The sentence as people read it."""
        return text.to(self._lang)

    def signs(self, heard: Heard) -> set[Sign]:
        return {sign for sign, pattern in self._patterns.items() if pattern.search(heard.text)}

    def says(self, heard: Heard, sign: Sign) -> bool:
        return self._patterns[sign].search(heard.text) is not None

    def waiting_number(self, heard: Heard) -> int | None:
        """The place in the line that this message tells."""
        found = self._patterns[Sign.WAITING].search(heard.text)
        return int(found["number"]) if found else None


def _pattern(text: Text, lang: str, title: str) -> re.Pattern[str]:
    """The sentence at the start of a line; a direct message names its community before it."""
    said = re.escape(text.to(lang)).replace("⟦title⟧", re.escape(title))
    return re.compile(rf"^(?:〈[^〉\n]*〉)?{said.replace('⟦number⟧', r'(?P<number>[0-9]+)')}$", re.MULTILINE)

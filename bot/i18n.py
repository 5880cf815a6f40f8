"""Words people read: English in the code, Japanese in the catalogue (gettext; Babel builds it).

A sentence is made where its facts are known and put into a language only where its reader is known, so
`_()` returns a `Text`, not a string.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from bot.errors import N_, UserError

__all__ = [
    "C_",
    "LANGUAGES",
    "N_",
    "Escape",
    "Raw",
    "Text",
    "_",
    "_n",
    "choose_language",
    "joined",
    "text_of",
]

LANGUAGES = ("ja", "en")
DEFAULT_LANGUAGE = "ja"
LOCALES = Path(__file__).parent / "locales"


Escape = Callable[[str], str]


@runtime_checkable
class Speakable(Protocol):
    """A value whose wording depends on the language: a date, a weekday, a duration."""

    def to(self, lang: str) -> str: ...


class Raw(str):
    """A string that is already markup of its channel (a mention, ``<t:…>``): it is not escaped."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence that knows its facts but not yet its reader's language."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    plural: str | None = None
    context: str | None = None

    def to(self, lang: str, escape: Escape | None = None) -> str:
        """The sentence in ``lang`` (``ja`` or ``en``).

        Every plain string among the values is passed through ``escape``, because it may have been typed
        by a person; `Raw` strings, numbers and nested texts are not.
        """
        catalogue = _catalogue(lang)
        if self.plural is not None:
            count = self.values["count"]
            assert isinstance(count, int)
            pattern = catalogue.ngettext(self.msgid, self.plural, count)
        elif self.context is not None:
            pattern = catalogue.pgettext(self.context, self.msgid)
        else:
            pattern = catalogue.gettext(self.msgid) if self.msgid else ""
        if not self.values:
            return pattern.format()
        return pattern.format_map({key: _spoken(value, lang, escape) for key, value in self.values.items()})


def _spoken(value: object, lang: str, escape: Escape | None) -> str:
    if isinstance(value, Text | Joined):
        return value.to(lang, escape)
    if isinstance(value, Speakable):
        return value.to(lang)
    if isinstance(value, str) and not isinstance(value, Raw) and escape is not None:
        return escape(value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Joined:
    """Several texts as one, with the separator of the language between them."""

    parts: tuple[object, ...]
    separator: Mapping[str, str]

    def to(self, lang: str, escape: Escape | None = None) -> str:
        return self.separator[lang].join(_spoken(part, lang, escape) for part in self.parts)


def joined(*parts: object) -> Joined:
    """A list of texts, names or dates as people write it: ``A, B`` or ``A、B``."""
    return Joined(parts, {"ja": "、", "en": ", "})


def _(sentence: str, **values: object) -> Text:
    """A sentence for a person; the English text is its key in the catalogue."""
    return Text(sentence, values)


def _n(one: str, many: str, *, count: int, **values: object) -> Text:
    """A sentence that depends on a number, given as ``{count}``."""
    return Text(one, {"count": count, **values}, plural=many)


def C_(context: str, sentence: str, **values: object) -> Text:  # noqa: N802  (like gettext's pgettext)
    """A sentence whose translation depends on where it stands."""
    return Text(sentence, values, context=context)


def text_of(error: UserError) -> Text:
    """What a person reads when a rule said no."""
    return Text(error.sentence, error.args_for_text)


def choose_language(*wishes: str | None) -> str:
    """The first wish that we speak; region codes such as ``en-US`` count as their language."""
    for wish in wishes:
        if wish and (language := wish.replace("_", "-").split("-")[0].lower()) in LANGUAGES:
            return language
    return DEFAULT_LANGUAGE


@lru_cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    if lang == "en":
        return gettext.NullTranslations()
    return gettext.translation("messages", LOCALES, languages=[lang], fallback=True)

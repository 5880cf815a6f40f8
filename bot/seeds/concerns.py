"""What a text should be looked at for before others read it: personal things, and words that worry. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from bot.i18n import C_, Text


class Concern(StrEnum):
    """Why a text may need another look. The review shows them as a checklist."""

    PHONE = "phone"
    MAIL = "mail"
    ADDRESS = "address"
    NAME = "name"
    HEALTH = "health"
    CRIME = "crime"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Concern.PHONE: C_("concern", "a telephone number"),
    Concern.MAIL: C_("concern", "a mail address"),
    Concern.ADDRESS: C_("concern", "a postal address"),
    Concern.NAME: C_("concern", "somebody's name"),
    Concern.HEALTH: C_("concern", "an illness or a disability"),
    Concern.CRIME: C_("concern", "a crime or a conviction"),
}

_PATTERNS: dict[Concern, re.Pattern[str]] = {
    Concern.PHONE: re.compile(r"(?<!\d)(?:\+81|0)\d{1,4}[-(). ]?\d{1,4}[-). ]?\d{3,4}(?!\d)"),
    Concern.MAIL: re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII),
    Concern.ADDRESS: re.compile(
        r"(?<![\d-])\d{3}-\d{4}(?![\d-])|\d+丁目|\d+番地|[一-龥ぁ-んァ-ヶ]{1,8}町\s?\d+-\d+"
        r"|\b\d+ [A-Z][a-z]+ (?:Street|Road|Avenue)\b"
    ),
    # People are nearly always named with what follows a name; kinship and offices are no names.
    Concern.NAME: re.compile(
        r"[一-龥]{2,4}(?:さん|君|くん|ちゃん|氏|先生)"
        r"|\b(?:Mr|Mrs|Ms|Dr)\.? [A-Z][a-z]+"
    ),
    Concern.HEALTH: re.compile(
        r"うつ|鬱|統合失調|発達障[がい害碍]|知的障[がい害碍]|障[がい害碍]者手帳|がん(?:です|に|と)|癌|認知症|依存症|HIV|妊娠|中絶"
        r"|depress|schizophren|cancer|dementia|disabilit|pregnan|addict",
        re.IGNORECASE,
    ),
    Concern.CRIME: re.compile(
        r"前科|逮捕|犯罪歴|服役|刑務所|執行猶予|保護観察|convict|arrested|prison|probation", re.IGNORECASE
    ),
}
_NO_NAMES = re.compile(
    r"(?:皆|お子|お母|お父|お姉|お兄|お客|患者|業者|職員|議員|学生|先生|隣人|友人|店員|住民|近所|奥|旦那|息子|娘|孫)さん"
    r"|(?:担任|校長|保健|主治医)の?先生"
)
"""Kinship, offices and trades."""


def concerns(text: str) -> list[Concern]:
    """What the text seems to hold, in the order of `Concern`; a hint for people, never a decision."""
    plain = unicodedata.normalize("NFKC", text)
    without = _NO_NAMES.sub("", plain)
    return [
        concern
        for concern, pattern in _PATTERNS.items()
        if pattern.search(without if concern is Concern.NAME else plain)
    ]


def worries(text: str, words: Iterable[str]) -> bool:
    """Whether one of these words stands in the text (NFKC, small and capital letters alike)."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return any(unicodedata.normalize("NFKC", word).casefold() in plain for word in words if word.strip())

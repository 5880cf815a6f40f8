"""A list of consultations as a CSV file: its columns, and the words in its cells. Pure."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from bot.clock import shorten
from bot.consultations.rules import Category, Channel
from bot.errors import N_, UserError
from bot.i18n import C_, Joined, Text, joined
from bot.reports.table_file import Columns, TableFile, read_table


class CaseColumn(StrEnum):
    DATE = "date"
    CHANNEL = "channel"
    CATEGORIES = "categories"
    NOTE = "note"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    CaseColumn.DATE: C_("column", "date"),
    CaseColumn.CHANNEL: C_("column", "channel"),
    CaseColumn.CATEGORIES: C_("column", "categories"),
    CaseColumn.NOTE: C_("column", "note"),
}
NEEDED_OF_CASES = (CaseColumn.DATE, CaseColumn.CATEGORIES)
_HEADINGS = {
    **{column.value: column for column in CaseColumn},
    **dict.fromkeys(("日付", "相談日", "受付日", "年月日"), CaseColumn.DATE),
    **dict.fromkeys(("方法", "相談方法", "受付方法", "手段"), CaseColumn.CHANNEL),
    **dict.fromkeys(("分類", "相談分類", "相談内容", "category"), CaseColumn.CATEGORIES),
    **dict.fromkeys(("メモ", "備考"), CaseColumn.NOTE),
}
CaseFile = TableFile[CaseColumn]


class ChannelUnknown(UserError):
    sentence = N_(
        "“{written}” is not a way to ask: "
        "please write one of phone, visit, mail, online, outreach, discord, other"
    )


class CategoryUnknown(UserError):
    sentence = N_("“{written}” is none of the categories: {categories}")


def read_cases_file(content: bytes) -> CaseFile:
    """The rows of a CSV file in UTF-8 (BOM or none) or Shift_JIS; a `UserError` says what is wrong."""
    return read_table(content, Columns(_LABELS, _HEADINGS, NEEDED_OF_CASES))


_CHANNELS = {
    **{channel.value: channel for channel in Channel},
    **dict.fromkeys(("電話", "tel"), Channel.PHONE),
    **dict.fromkeys(("来所", "来館", "来訪", "窓口", "面談"), Channel.VISIT),
    **dict.fromkeys(("メール", "email", "e-mail"), Channel.MAIL),
    **dict.fromkeys(("オンライン", "zoom"), Channel.ONLINE),
    **dict.fromkeys(("訪問", "出張"), Channel.OUTREACH),
    "その他": Channel.OTHER,
}
_CATEGORIES = {
    **{category.value: category for category in Category},
    **{category.value.replace("_", " "): category for category in Category},
    **dict.fromkeys(("団体の設立", "団体設立", "設立"), Category.FOUNDING),
    "法人化": Category.INCORPORATION,
    **dict.fromkeys(("活動の進め方", "活動"), Category.ACTIVITIES),
    **dict.fromkeys(("組織運営", "組織"), Category.ORGANISATION),
    "広報": Category.PUBLICITY,
    **dict.fromkeys(("資金・助成金", "資金", "助成金"), Category.FUNDING),
    **dict.fromkeys(("事務・書類", "事務", "書類"), Category.OFFICE_WORK),
    "会計": Category.ACCOUNTING,
    "税務": Category.TAX,
    "労務": Category.LABOUR,
    **dict.fromkeys(("協働・連携", "協働", "連携"), Category.COOPERATION),
    **dict.fromkeys(("時事・話題", "時事", "話題"), Category.TOPICAL),
    "その他": Category.OTHER,
}


def read_channel(written: str) -> Channel:
    """How the office was asked; another way where nothing is said."""
    if not (word := _word(written)):
        return Channel.OTHER
    if word not in _CHANNELS:
        raise ChannelUnknown(written=shorten(written))
    return _CHANNELS[word]


def read_categories(written: str) -> tuple[Category, ...]:
    """What it was about, each category once and in their order."""
    found = set()
    for part in re.split(r"[;；、\n]+", written):
        if not (word := _word(part)):
            continue
        if word not in _CATEGORIES:
            raise CategoryUnknown(written=shorten(part), categories=_all_categories())
        found.add(_CATEGORIES[word])
    if not found:
        raise CategoryUnknown(written=shorten(written), categories=_all_categories())
    return tuple(category for category in Category if category in found)


def _all_categories() -> Joined:
    return joined(*(category.label for category in Category))


def _word(written: str) -> str:
    return unicodedata.normalize("NFKC", written).strip().casefold()

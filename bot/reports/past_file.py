"""A list of past meetings as a CSV file. Pure."""

from __future__ import annotations

from enum import StrEnum

from bot.i18n import C_, Text
from bot.reports.table_file import Columns, TableFile, read_table


class Column(StrEnum):
    DATE = "date"
    START = "start"
    END = "end"
    TITLE = "title"
    KIND = "kind"
    MODE = "mode"
    PARTICIPANTS = "participants"
    ARTICLE_URLS = "article_urls"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Column.DATE: C_("column", "date"),
    Column.START: C_("column", "start"),
    Column.END: C_("column", "end"),
    Column.TITLE: C_("column", "title"),
    Column.KIND: C_("column", "kind"),
    Column.MODE: C_("column", "mode"),
    Column.PARTICIPANTS: C_("column", "participants"),
    Column.ARTICLE_URLS: C_("column", "article_urls"),
}
NEEDED = (Column.DATE, Column.START, Column.END, Column.TITLE)
_HEADINGS = {
    **{column.value: column for column in Column},
    **dict.fromkeys(("日付", "開催日", "年月日"), Column.DATE),
    **dict.fromkeys(("開始", "開始時刻"), Column.START),
    **dict.fromkeys(("終了", "終了時刻"), Column.END),
    **dict.fromkeys(("題名", "テーマ", "タイトル"), Column.TITLE),
    **dict.fromkeys(("区分", "種別"), Column.KIND),
    **dict.fromkeys(("参加方法", "開催方法"), Column.MODE),
    **dict.fromkeys(("参加者数", "参加人数", "人数"), Column.PARTICIPANTS),
    **dict.fromkeys(("記事", "記事のurl"), Column.ARTICLE_URLS),
}
PastFile = TableFile[Column]


def read_file(content: bytes) -> PastFile:
    """The rows of a CSV file in UTF-8 (BOM or none) or Shift_JIS; a `UserError` says what is wrong."""
    return read_table(content, Columns(_LABELS, _HEADINGS, NEEDED))

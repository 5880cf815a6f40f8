"""The single word that somebody sent back (会場, 欠席, はい), as people really write it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

LINES_READ = 6
"""Greeting, name, and the word itself; what stands below is talk or a signature."""
LINE_LENGTH_READ = 200

VENUE = "venue"
ONLINE = "online"
DECLINED = "declined"
YES = "yes"
LEAVE = "unsubscribe"

_LEAVE = re.compile(
    r"(この)?(メール|メルマガ|お知らせ|案内)?の?"
    r"((配信|送信|登録)(を|の)?(停止|解除|中止|不要)|unsubscribe|stop)"
    r"(を|で|に|と)?(して|お願い|願い|希望|を)?(ください|下さい|いたします|致します|します|です|ます|いたし|please)*"
)
_DECLINED = re.compile(
    r"(?a)欠席|不参加|(参加|出席|伺|行|い|来|都合)[^\s]{0,4}?(できません|出来ません|できない|出来ない|できなく|出来なく|えません|けません|けない"
    r"|けなく|えなく|れません|られません|られない|がつきません|がつかない)"
    r"|参加(しません|いたしません|を?見送|を?見合わせ|は?難し|は?むずかし|を?辞退|をやめ|を?取り?消|を?取りやめ|を?キャンセル)"
    r"|キャンセル|辞退|取り消し|取消"
    r"|\babsent\b|\bdeclined?\b|(can'?t|can ?not|won'?t|unable to|not be able to) "
    r"(attend|come|make it|join|participate|be there)"
    r"|\bnot (attend|com|join)(ing)?\b"
)
_VENUE = re.compile(r"(?a)会場|現地|来場|対面|\bvenue\b|\bin[- ]person\b|\bon[- ]?site\b")
_ONLINE = re.compile(r"(?a)オンライン|リモート|ズーム|ウェブ参加|web参加|\bzoom\b|\bonline\b|\bremote(ly)?\b")
_YES = re.compile(
    r"^(はい|yes|ok|オーケー)([、,。.!]|です|お願い(いた)?します|よろしくお願い(いた)?します|\s)*$"
)
_YES_FIRST = re.compile(r"^(はい|yes)\s*[、,。.!\s]")
_ASKS = re.compile(
    r"(?a)[?？]|(です|ます|でしょう|ません)か([。、,\s]|$)|教えて|知りたい"
    r"|\b(how|what|when|where|which|can i|may i|is it)\b"
)
_DENIES = re.compile(
    r"(?a)(し|いたし|致し|では?あり|じゃあり)ません|しない|ではない|じゃない|ないで|以外|変更|どちら|または|もしくは"
    r"|\b(not|don'?t|doesn'?t|never|instead|or)\b"
)


def single_word(lines: Sequence[str]) -> str | None:
    """What these lines (the person's own) choose, or None where that is not beyond doubt.

    Doubt is a question, a negation of the word, or several different words. A “yes” before a way to
    take part goes with it.
    """
    found: set[str] = set()
    for line in lines[:LINES_READ]:
        words = _words_of(folded(line))
        if words is None:
            return None
        found |= words
    if len(found) > 1:
        found.discard(YES)
    return found.pop() if len(found) == 1 else None


def folded(line: str) -> str:
    """One spelling for full-width, half-width and capital letters, quotes and spaces in Japanese left out."""
    line = unicodedata.normalize("NFKC", line[:LINE_LENGTH_READ]).casefold()
    line = re.sub(
        r"[「」『』“”\"'`’‘【】\[\]()<>《》≪≫*_]", lambda sign: "'" if sign[0] in "'’‘" else "", line
    )
    line = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", line)
    return " ".join(line.split())


def _words_of(line: str) -> set[str] | None:
    """The words in one folded line; None: it holds one, and casts doubt on it."""
    bare = line.strip(" 。.、,!・:;-~ー")
    if _LEAVE.fullmatch(bare.replace(" ", "")):
        return {LEAVE}
    if _YES.match(line):
        return {YES}
    found: set[str] = {YES} if _YES_FIRST.match(line) else set()
    rest, declines = _DECLINED.subn(" ", line)
    if declines:
        found.add(DECLINED)
    if _VENUE.search(rest):
        found.add(VENUE)
    if _ONLINE.search(rest):
        found.add(ONLINE)
    says_leave = re.search(r"配信|解除|退会|unsubscribe", rest) is not None
    if (found or says_leave) and (_ASKS.search(rest) or _DENIES.search(rest) or says_leave):
        return None
    return found

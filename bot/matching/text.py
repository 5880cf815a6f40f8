"""Texts as skills are looked for in them: all ways of writing a word made one, with the way back. Pure.

`bot.bigrams.fold` makes width, case and voicing marks one. Here follow what people who search by pairs of
signs do not need: katakana as hiragana, no long vowel marks, no gaps inside words, one spelling of words
that everybody writes differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.bigrams import fold

_CLUSTER = re.compile("(?s:.)[\u3099\u309a\uff9e\uff9f\u0300-\u036f]*")
_GAPS = frozenset(" \t\u3000-‐‑‒–—−_・･·'’/")
_SMALL = str.maketrans("ぁぃぅぇぉゎゔ", "あいうえおわぶ")
_KANJI = "一-鿿々〆"
_OKURIGANA = "いきしちにみりえけせめれぎじびげぜべっ"

_SPELLINGS: tuple[tuple[str, str], ...] = (
    ("[作造創](?=[らりるれろっ])", "つく"),
    ("づく(?=り)", "つく"),
    ("[街町](?=[つづ]く|[作造創][らりるれ])", "まち"),
    ("子供|子ども|子共", "こども"),
    ("障害|障碍|障がい", "しょうがい"),
    ("出来(?=[るたてなまれず])", "でき"),
    ("下さ(?=い|っ)", "くださ"),
    ("欲し(?=い|く|が)", "ほし"),
    ("頂(?=[いきけ])", "いただ"),
    ("分か|判(?=[らりるっ])|解(?=[らりるっ])", "わか"),
    ("貰(?=[いえわっ])", "もら"),
    ("一人|独り", "ひとり"),
    ("友達", "友だち"),
    ("言葉", "ことば"),
    ("綺麗", "きれい"),
    ("片付", "片づ"),
    ("付(?=き合)", "つ"),
    ("寄附", "寄付"),
    ("年輩", "年配"),
    ("籠も|篭も|篭|籠", "こも"),
    ("聴(?=[いくけ])", "聞"),
    ("観(?=て|る)|看(?=て|る)|診(?=て|る)", "見"),
    (f"(?<=[{_KANJI}])[{_OKURIGANA}](?=[込付組合立上入出扱越物取引掛替換直積続残回消渡刷貼添抜])", ""),
)
_SPELLING = re.compile("|".join(f"({pattern})" for pattern, _ in _SPELLINGS))


@dataclass(frozen=True, slots=True)
class Plain:
    """A text as it is compared. ``places`` are the first and last sign of each in what was ``written``.

    ``gaps`` are the places in ``text`` before which a space, hyphen or middle dot was left out.
    """

    written: str
    text: str
    places: tuple[tuple[int, int], ...]
    gaps: frozenset[int]

    def phrase(self, start: int, end: int) -> str:
        """What was written for ``text[start:end]``."""
        return self.written[self.places[start][0] : self.places[end - 1][1]]

    def source(self, at: int) -> str:
        """The first sign that was written for ``text[at]``; nothing outside of the text."""
        return self.written[self.places[at][0]] if 0 <= at < len(self.places) else ""


def plain(written: str) -> Plain:
    """The text made plain."""
    signs, places, gaps = _respelt(*_signs(written))
    return Plain(written, signs, tuple(places), frozenset(gaps))


def plain_text(written: str) -> str:
    """The same without the way back."""
    return plain(written).text


def without_ending(word: str) -> str | None:
    """引越し → 引越, 見積もり → 見積: a plain word of two or more kanji without the kana at its end."""
    found = _ENDING.fullmatch(word)
    return found[1] if found else None


_ENDING = re.compile(f"([{_KANJI}]{{2,}})[わもらか]?[いきしちみりえけせめれぎじびげぜ]")


@lru_cache(8192)
def _sign(cluster: str) -> str:
    return "".join(_as_hiragana(sign) for sign in fold(cluster)).translate(_SMALL)


def _as_hiragana(sign: str) -> str:
    return chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign


def _signs(written: str) -> tuple[str, list[tuple[int, int]], set[int]]:
    signs: list[str] = []
    places: list[tuple[int, int]] = []
    gaps: set[int] = set()
    for found in _CLUSTER.finditer(written):
        for sign in _sign(found[0]):
            if sign == "ー":
                continue
            if sign in _GAPS:
                gaps.add(len(signs))
                continue
            signs.append(sign)
            places.append(found.span())
    return "".join(signs), places, gaps


def _respelt(
    signs: str, places: list[tuple[int, int]], gaps: set[int]
) -> tuple[str, list[tuple[int, int]], set[int]]:
    pieces = list(_pieces(signs))
    if not pieces:
        return signs, places, gaps
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    moved: set[int] = set()
    at = 0
    for start, end, spelling in [*pieces, (len(signs), len(signs), "")]:
        moved.update(len(spans) + gap - at for gap in gaps if at <= gap < start)
        text.append(signs[at:start])
        spans.extend(places[at:start])
        if any(start <= gap < end for gap in gaps):
            moved.add(len(spans))
        text.append(spelling)
        if end > start:
            spans.extend([(places[start][0], places[end - 1][1])] * len(spelling))
        at = end
    return "".join(text), spans, moved


def _pieces(signs: str) -> Iterator[tuple[int, int, str]]:
    for found in _SPELLING.finditer(signs):
        assert found.lastindex is not None
        yield found.start(), found.end(), _SPELLINGS[found.lastindex - 1][1]

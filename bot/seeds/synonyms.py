"""Words that mean the same in a search: how staff write them, and what they add to a word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.bigrams import fold
from bot.errors import N_, UserError

MOST_GROUPS = 200
MOST_IN_GROUP = 12
WORD_LENGTH = 40
TEXT_LENGTH = 4000
"""Of all groups together: they are written in one box of a form."""
MOST_SPELLINGS = 24
"""Of one typed word; what would come after them is not looked for."""

Groups = Sequence[Sequence[str]]
_BETWEEN = re.compile(r"[,，、]")

USUAL: Groups = (
    ("子ども", "子供", "こども"),
    ("障がい", "障害", "障碍"),
    ("高齢者", "お年寄り", "シニア"),
    ("居場所", "サードプレイス"),
    ("外国人", "外国籍", "外国にルーツ"),
    ("不登校", "学校に行けない"),
    ("ひきこもり", "引きこもり", "引き籠もり"),
    ("一人親", "ひとり親", "シングルマザー", "シングルファーザー"),
    ("一人暮らし", "独り暮らし", "ひとり暮らし", "独居"),
    ("ヤングケアラー", "家族の世話をする子"),
    ("認知症", "もの忘れ", "物忘れ"),
    ("買い物", "買物"),
    ("空き家", "空家"),
    ("ごみ", "ゴミ"),
    ("町内会", "自治会"),
    ("見守り", "見まもり"),
    ("手伝い", "手助け", "ボランティア"),
    ("移動手段", "交通手段", "足がない"),
    ("まちづくり", "街づくり", "町づくり"),
)
"""Used while a community has no list of its own."""


class SynonymsUnclear(UserError):
    sentence = N_(
        "In line {line} there is only one word. Please write at least two, with commas between them."
    )


class SynonymTwice(UserError):
    sentence = N_(
        "“{word}” stands in line {first} and in line {line}. Please join the two lines or take it out of one."
    )


class TooManySynonyms(UserError):
    sentence = N_(
        "That is more than I can use: at most {groups} lines, {words} words in a line, {length} signs in a "
        "word and {text} signs in all. Please shorten it."
    )


def read_groups(written: str) -> list[list[str]]:
    """One group for each line that is not empty, words with commas between them, as they were written.

    Raises `SynonymsUnclear`, `SynonymTwice` or `TooManySynonyms`; nothing at all is an empty list.
    """
    numbered = [(number, _words(line)) for number, line in enumerate(written.splitlines(), 1)]
    groups = [(number, words) for number, words in numbered if words]
    _check_size(written, [words for _number, words in groups])
    seen: dict[str, int] = {}
    for number, words in groups:
        if len(words) < 2:
            raise SynonymsUnclear(line=number)
        for word in words:
            if (first := seen.setdefault(fold(word), number)) != number:
                raise SynonymTwice(word=word, first=first, line=number)
    return [words for _number, words in groups]


def written_out(groups: Groups) -> str:
    """The groups as `read_groups` takes them."""
    return "\n".join("、".join(words) for words in groups)


def spellings(word: str, groups: Groups) -> list[str]:
    """A folded word, and what it becomes when a part is said otherwise (``子ども食堂``, ``こども食堂``)."""
    found = {word: None}
    for group in groups:
        folded = [fold(each) for each in group]
        for part in (each for each in folded if each in word):
            found |= {word.replace(part, other): None for other in folded if other != part}
    return list(found)[:MOST_SPELLINGS]


def _words(line: str) -> list[str]:
    """The words of a line, each way of writing once."""
    words = (" ".join(word.split()) for word in _BETWEEN.split(line))
    return list({fold(word): word for word in words if fold(word).strip()}.values())


def _check_size(written: str, groups: Iterable[Sequence[str]]) -> None:
    sizes = [(len(words), max(map(len, words))) for words in groups]
    if (
        len(written) > TEXT_LENGTH
        or len(sizes) > MOST_GROUPS
        or any(count > MOST_IN_GROUP or longest > WORD_LENGTH for count, longest in sizes)
    ):
        raise TooManySynonyms(groups=MOST_GROUPS, words=MOST_IN_GROUP, length=WORD_LENGTH, text=TEXT_LENGTH)

"""What a need asks for: each skill by what is said about it, and the words with which it is said. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.matching.clauses import Clause, clauses, is_asked_at_once, is_done, is_person, is_place, is_setting
from bot.matching.rules import NeedFacts
from bot.matching.tagging import Hit
from bot.matching.taxonomy import Taxonomy
from bot.matching.text import Plain, plain
from bot.matching.weighing import PLACE, REFUSED, Mention, Weighed, in_tags, kind_of, placed, summed

TITLE = 0.95
ASKED = 1.15
TOLD = 0.5
"""A clause that asks for nothing only describes."""
TOLD_AGAIN = 0.3
"""… and does not ask for more by describing twice."""
PERSON = 0.42
SETTING = 0.23
"""Places, occasions and people (お年寄り, 集会所, 夏祭り) are mostly only where the need is."""
BEFORE_THE_HEAD = 0.2
"""In a title the head comes last: what is wanted in XのY is Y."""
BEFORE_A_VERB = 0.65
"""… and in XをYに残したい mostly Y."""
DONE = -0.55
WORDS_TOLD = 0.6
WORDS_NAMED = 0.6
"""Words that named a skill have counted once already."""

_LINK = re.compile("の|で|に|へ|向け|むけ")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The skills by weight, and the pieces of the texts with how much their words count."""

    skills: Weighed
    words: tuple[tuple[str, float], ...]


def read_need(taxonomy: Taxonomy, need: NeedFacts) -> Wanted:
    """What a need asks for. Words that only name the place, or what is done already, weigh little."""
    title, body = plain(need.title), plain(need.text)
    in_body = [*_in_body(taxonomy, body)]
    refused = {hit.skill for hit, factor in in_body if factor < 0}
    told = _without(refused, [*_in_title(taxonomy, title)]), in_body
    mentions = [
        *(Mention(hit.skill, hit.phrase, TITLE * kind_of(hit) * factor) for hit, factor in told[0]),
        *(Mention(hit.skill, hit.phrase, kind_of(hit) * factor) for hit, factor in told[1]),
        *in_tags(taxonomy, need.tags),
    ]
    words = (*_words(title, told[0]), *_words(body, told[1]), *((tag, 1.0) for tag in need.tags))
    return Wanted(summed(mentions, need.skills & taxonomy.skills.keys()), words)


def _in_title(taxonomy: Taxonomy, text: Plain) -> Iterator[tuple[Hit, float]]:
    found = list(placed(taxonomy, text))
    for number, (hit, clause) in enumerate(found):
        factor = _said(text, hit, clause)
        others = [later for later, _clause in found[number + 1 :] if later.skill != hit.skill]
        if factor > 0 and others:
            link = text.text[hit.end : others[0].start]
            factor = min(factor, BEFORE_THE_HEAD if not link or _LINK.search(link) else BEFORE_A_VERB)
        yield hit, factor


def _without(refused: set[str], told: list[tuple[Hit, float]]) -> list[tuple[Hit, float]]:
    """What leads up to a skill in the title that is not wanted is not wanted either: ベトナム語の通訳さん."""
    last = max((number for number, (hit, _factor) in enumerate(told) if hit.skill in refused), default=-1)
    return [
        (hit, min(factor, REFUSED) if number <= last else factor) for number, (hit, factor) in enumerate(told)
    ]


def _in_body(taxonomy: Taxonomy, text: Plain) -> Iterator[tuple[Hit, float]]:
    told: set[str] = set()
    for hit, clause in placed(taxonomy, text):
        factor = _said(text, hit, clause)
        if 0 < factor <= 1.0 and not clause.is_asking:
            factor *= TOLD_AGAIN if hit.skill in told else TOLD if factor == 1.0 else 1.0
            told.add(hit.skill)
        yield hit, factor


def _said(text: Plain, hit: Hit, clause: Clause) -> float:
    if is_done(clause, hit.end):
        return DONE
    if is_place(text.text, hit.end):
        return PLACE
    if is_person(text.text, hit.end):
        return PERSON
    if is_asked_at_once(text.text, hit.end):
        return ASKED
    return SETTING if is_setting(text.text[hit.start : hit.end]) else 1.0


def _words(text: Plain, told: list[tuple[Hit, float]]) -> Iterator[tuple[str, float]]:
    """The written text in pieces: what was said about a hit holds for its words, else for its clause."""
    factors = {hit.start: (hit.end, max(factor, 0.0) * WORDS_NAMED) for hit, factor in told}
    for clause in clauses(text.text):
        rest = 0.0 if is_done(clause, clause.start) else 1.0 if clause.is_asking else WORDS_TOLD
        at = clause.start
        for start in sorted(start for start in factors if clause.start <= start < clause.end):
            end, factor = factors[start]
            yield _written(text, at, start), rest
            yield _written(text, start, end), factor
            at = end
        yield _written(text, at, clause.end), rest


def _written(text: Plain, start: int, end: int) -> str:
    return text.phrase(start, end) if start < end else ""

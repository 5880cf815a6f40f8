"""Skills as chips: proposed from a text, chosen shelf by shelf, or read from words somebody typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.errors import N_, UserError
from bot.matching.proposing import best_first, propose_chips
from bot.matching.rules import NeedFacts
from bot.matching.tagging import skills_of_word
from bot.matching.taxonomy import Taxonomy
from bot.matching.wanting import read_need
from bot.probono.rules import MOST_SKILLS
from bot.probono.tools import ProbonoTools

_BETWEEN_WORDS = re.compile(r"[\n、,，;；]+")


class TooManyChips(UserError):
    sentence = N_("These are more than {most} skills. Please choose those that matter most.")


class WordsUnknown(UserError):
    sentence = N_(
        "I know no skill for “{words}”. Please write it in another way, or choose it from the list. "
        "The office can add the word."
    )


class Chips:
    """The skills of a community, for menus and labels."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def taxonomy(self, community_id: int) -> Taxonomy:
        """The skills with the words of this community."""
        async with self._tools.db.glancing() as tx:
            return await self._tools.lexicon.of(tx, community_id)


def chips_of_offer(taxonomy: Taxonomy, text: str) -> list[str]:
    """The skills that somebody who writes this seems to have, the clearest first."""
    return list(propose_chips(taxonomy, text))


def chips_of_need(taxonomy: Taxonomy, title: str, text: str) -> list[str]:
    """The skills that this seems to ask for, the clearest first."""
    return list(best_first(read_need(taxonomy, NeedFacts(0, title, text)).skills))


def on_shelf(taxonomy: Taxonomy, group: str) -> list[str]:
    """The skills of one group, in their order."""
    return [skill.id for skill in taxonomy.skills.values() if skill.group == group]


def with_shelf(taxonomy: Taxonomy, chips: Sequence[str], group: str, chosen: Collection[str]) -> list[str]:
    """The chips after somebody ticked ``chosen`` in one group; those of other groups stay."""
    shelf = on_shelf(taxonomy, group)
    kept = [chip for chip in chips if chip not in shelf or chip in chosen]
    return _checked([*kept, *(skill for skill in shelf if skill in chosen)])


def with_words(taxonomy: Taxonomy, chips: Sequence[str], typed: str) -> tuple[list[str], list[str]]:
    """The chips with the skills of the typed words, and the words that are no skill here."""
    found, unknown = list(chips), list[str]()
    for word in filter(None, (piece.strip() for piece in _BETWEEN_WORDS.split(typed))):
        skills = skills_of_word(taxonomy, word) or _labelled(taxonomy, word)
        found += skills
        if not skills:
            unknown.append(word)
    return _checked(found), unknown


def _labelled(taxonomy: Taxonomy, word: str) -> tuple[str, ...]:
    names = {
        name: skill.id for skill in taxonomy.skills.values() for name in (skill.label.ja, skill.label.en)
    }
    return (names[word],) if word in names else ()


def _checked(chips: Sequence[str]) -> list[str]:
    unique = list(dict.fromkeys(chips))
    if len(unique) > MOST_SKILLS:
        raise TooManyChips(most=MOST_SKILLS)
    return unique

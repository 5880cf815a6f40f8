"""What a need says in words that no skill knows yet, so that the dictionary can learn them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.db import Tx
from bot.matching.proposing import unknown_words
from bot.matching.taxonomy import Taxonomy
from bot.probono.lexicon import Lexicon
from bot.probono.queries import find_need
from bot.probono.tools import ProbonoTools
from bot.probono.views import Need


@dataclass(frozen=True, slots=True)
class Lesson:
    """A need, by its title, and the words in it that belong to no skill, as written."""

    need_id: int
    title: str
    words: tuple[str, ...]


class Learning:
    """Use case of [Teach a word] at a need; the word itself is added by `Skills.add_word`."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def lesson(self, community_id: int, need_id: int) -> Lesson:
        """What can be learnt from a need; raises `NoSuchNeed`."""
        async with self._tools.db.reading() as tx:
            need = await find_need(tx, community_id, need_id)
            return Lesson(need.id, need.title, await unknown(tx, self._tools.lexicon, need))


async def unknown(tx: Tx, lexicon: Lexicon, need: Need) -> tuple[str, ...]:
    """Words of the need that belong to no skill of its community."""
    return _unknown(await lexicon.of(tx, need.community_id), need)


def _unknown(taxonomy: Taxonomy, need: Need) -> tuple[str, ...]:
    """Who asks and how to reach them is in boxes of its own, and its name is no skill."""
    parts = (need.written_title, need.text, need.goal, need.deliverable, need.first_step)
    names = {name for name in (need.organisation, need.name) if name}
    words = unknown_words(taxonomy, "\n".join(part for part in parts if part))
    return tuple(word for word in words if not any(word in name for name in names))

"""Use cases of needs: say more about one, step by step; everything is kept at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.clock import to_local
from bot.db import Tx
from bot.matching.rules import NeedMode, Slot
from bot.members.communities import load_community
from bot.members.rules import Sector
from bot.probono.chips import WordsUnknown, chips_of_need, with_shelf, with_words
from bot.probono.need_writing import change_need, need_to_change
from bot.probono.reading import read_choice, read_choices, read_number, read_period
from bot.probono.rules import (
    ABOUT_LENGTH,
    LINE_LENGTH,
    MOST_HOURS,
    MOST_PEOPLE,
    NOTE_LENGTH,
    TEXT_LENGTH,
    Actor,
    Cause,
    Language,
    NeedKind,
    read_optional,
    read_text,
)
from bot.probono.templates import TEMPLATES, fill
from bot.probono.tools import ProbonoTools
from bot.probono.views import Need


class NeedEdits:
    """Each method writes one form; all of them raise what `need_to_change` and `change_need` raise.

    ``revision`` is the one that the form was filled from.
    """

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def edit_words(
        self,
        community_id: int,
        need_id: int,
        who: Actor,
        revision: int,
        *,
        title: str,
        text: str,
        needed_by: str,
    ) -> Need:
        """What it is about and by when. Skills that nobody has confirmed are proposed anew."""
        name, words = read_optional(title, LINE_LENGTH), read_text(text, TEXT_LENGTH)
        by_when = read_optional(needed_by, LINE_LENGTH) or ""

        async def values(tx: Tx, need: Need) -> dict[str, Any]:
            made: dict[str, Any] = {"title": name, "text": words, "needed_by": by_when}
            if not need.skills_confirmed:
                made["skills"] = chips_of_need(
                    await self._tools.lexicon.of(tx, community_id), name or "", words
                )
            return made

        return await self._edit(community_id, need_id, who, revision, values)

    async def edit_aim(
        self,
        community_id: int,
        need_id: int,
        who: Actor,
        revision: int,
        *,
        kind: str | None,
        goal: str,
        deliverable: str,
        first_step: str,
    ) -> Need:
        """The kind of help, what shall be reached, what is there at the end, and the first step."""
        made = {
            "kind": read_choice(NeedKind, kind),
            "goal": read_optional(goal, NOTE_LENGTH),
            "deliverable": read_optional(deliverable, NOTE_LENGTH),
            "first_step": read_optional(first_step, NOTE_LENGTH),
        }
        return await self._edit(community_id, need_id, who, revision, _always(made))

    async def edit_organisation(
        self,
        community_id: int,
        need_id: int,
        who: Actor,
        revision: int,
        *,
        organisation: str,
        about: str,
        hides: bool,
        field: str,
        size: str,
    ) -> Need:
        """Who they are, and what volunteers read instead when the name is hidden."""
        made = {
            "organisation": read_optional(organisation, LINE_LENGTH),
            "about": read_optional(about, ABOUT_LENGTH),
            "hides_organisation": hides,
            "field": read_optional(field, LINE_LENGTH),
            "size": read_optional(size, LINE_LENGTH),
        }
        return await self._edit(community_id, need_id, who, revision, _always(made))

    async def edit_contact(
        self,
        community_id: int,
        need_id: int,
        who: Actor,
        revision: int,
        *,
        contact: str,
        wants_call: bool,
        sector: str | None,
    ) -> Need:
        """How the office reaches them, and where they come from."""
        made = {
            "contact": read_optional(contact, NOTE_LENGTH),
            "wants_call": wants_call,
            "sector": read_choice(Sector, sector),
        }
        return await self._edit(community_id, need_id, who, revision, _always(made))

    async def edit_time(
        self,
        community_id: int,
        need_id: int,
        who: Actor,
        revision: int,
        *,
        hours: str,
        people: str,
        slots: Collection[str],
        first: str,
        last: str,
    ) -> Need:
        """Hours a month, how many people, when in the week, from when until when.

        Raises `NumberUnreadable` or what `read_period` raises.
        """
        numbers = {
            "hours": read_number(hours, 1, MOST_HOURS) if hours.strip() else None,
            "people": read_number(people, 1, MOST_PEOPLE) if people.strip() else 1,
        }

        async def values(_tx: Tx, need: Need) -> dict[str, Any]:
            today = to_local(self._tools.clock(), need.tz).date()
            start, end = read_period(first, last, today, (need.starts_on, need.ends_on))
            return {**numbers, "slots": read_choices(Slot, slots), "starts_on": start, "ends_on": end}

        return await self._edit(community_id, need_id, who, revision, values)

    async def edit_place(
        self,
        community_id: int,
        need_id: int,
        who: Actor,
        revision: int,
        *,
        mode: str | None,
        area: str,
        languages: Collection[str],
        causes: Collection[str],
    ) -> Need:
        """Online or on site and where, in which languages (at least one), and for which cause."""
        place = read_optional(area, LINE_LENGTH)

        async def values(_tx: Tx, need: Need) -> dict[str, Any]:
            spoken = read_choices(Language, languages)
            return {
                "mode": read_choice(NeedMode, mode),
                "area": place,
                "languages": spoken or [language.value for language in need.languages],
                "causes": read_choices(Cause, causes),
            }

        return await self._edit(community_id, need_id, who, revision, values)

    async def use_template(self, community_id: int, need_id: int, who: Actor, key: str) -> Need:
        """What is empty is filled as in a common need, in the language of the community."""

        async def values(tx: Tx, need: Need) -> dict[str, Any]:
            community = await load_community(tx, community_id)
            return fill(need, TEMPLATES[key], community.language) if key in TEMPLATES else {}

        return await self._edit(community_id, need_id, who, None, values)

    # Skills

    async def confirm_skills(self, community_id: int, need_id: int, who: Actor) -> Need:
        """The skills that stand there are right."""
        return await self._edit(community_id, need_id, who, None, _always({"skills_confirmed": True}))

    async def choose_skills(
        self, community_id: int, need_id: int, who: Actor, group: str, chosen: Collection[str]
    ) -> Need:
        """What was ticked in one group of skills. Raises `TooManyChips`."""

        async def values(tx: Tx, need: Need) -> dict[str, Any]:
            taxonomy = await self._tools.lexicon.of(tx, community_id)
            chips = with_shelf(taxonomy, need.skills, group, chosen)
            return {"skills": chips, "skills_confirmed": True}

        return await self._edit(community_id, need_id, who, None, values)

    async def add_skills(self, community_id: int, need_id: int, who: Actor, words: str) -> Need:
        """Skills by their own words. Raises `WordsUnknown`; then nothing was changed."""

        async def values(tx: Tx, need: Need) -> dict[str, Any]:
            chips, unknown = with_words(await self._tools.lexicon.of(tx, community_id), need.skills, words)
            if unknown:
                raise WordsUnknown(words="、".join(unknown))
            return {"skills": chips, "skills_confirmed": True}

        return await self._edit(community_id, need_id, who, None, values)

    async def _edit(
        self, community_id: int, need_id: int, who: Actor, revision: int | None, values: Any
    ) -> Need:
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            need = await need_to_change(tx, community_id, need_id, who, revision)
            return await change_need(tx, need, now, **await values(tx, need))


def _always(made: dict[str, Any]) -> Any:
    async def values(_tx: Tx, _need: Need) -> dict[str, Any]:
        return made

    return values

"""Use cases of offers: say more about one, step by step; everything is kept at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.clock import to_local
from bot.db import Tx
from bot.matching.rules import OfferMode, Slot
from bot.probono.asking import Rhythm
from bot.probono.chips import WordsUnknown, chips_of_offer, with_shelf, with_words
from bot.probono.offer_writing import change_offer, offer_to_change
from bot.probono.reading import AreaMissing, read_areas, read_choice, read_choices, read_number, read_period
from bot.probono.rules import (
    LINE_LENGTH,
    MOST_CAPACITY,
    MOST_HOURS,
    TEXT_LENGTH,
    Actor,
    Cause,
    Language,
    OfferKind,
    read_optional,
    read_text,
)
from bot.probono.tools import ProbonoTools
from bot.probono.views import Offer


class OfferEdits:
    """Each method writes one form; all of them raise what `offer_to_change` raises.

    ``revision`` is the one that the form was filled from.
    """

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def edit_text(
        self, community_id: int, offer_id: int, who: Actor, revision: int, text: str, *, small_only: bool
    ) -> Offer:
        """What they can do. Skills that nobody has confirmed are proposed anew."""
        words = read_text(text, TEXT_LENGTH)

        async def values(tx: Tx, offer: Offer) -> dict[str, Any]:
            made: dict[str, Any] = {"text": words, "small_only": small_only}
            if not offer.skills_confirmed:
                made["skills"] = chips_of_offer(await self._tools.lexicon.of(tx, community_id), words)
            return made

        return await self._edit(community_id, offer_id, who, revision, values)

    async def edit_times(
        self,
        community_id: int,
        offer_id: int,
        who: Actor,
        revision: int,
        slots: Collection[str],
        first: str,
        last: str,
    ) -> Offer:
        """When in the week, and from when until when. Raises what `read_period` raises."""

        async def values(_tx: Tx, offer: Offer) -> dict[str, Any]:
            today = to_local(self._tools.clock(), offer.tz).date()
            known = (offer.available_from, offer.available_until)
            start, end = read_period(first, last, today, known)
            return {
                "slots": read_choices(Slot, slots),
                "available_from": start,
                "available_until": end,
            }

        return await self._edit(community_id, offer_id, who, revision, values)

    async def edit_places(
        self, community_id: int, offer_id: int, who: Actor, revision: int, mode: str | None, areas: str
    ) -> Offer:
        """Online or on site, and where. Raises `TooManyAreas` or `AreaMissing`."""
        places = read_areas(areas)

        async def values(_tx: Tx, offer: Offer) -> dict[str, Any]:
            where = read_choice(OfferMode, mode) or offer.mode.value
            if where != OfferMode.ONLINE and not places:
                raise AreaMissing
            return {"mode": where, "areas": places}

        return await self._edit(community_id, offer_id, who, revision, values)

    async def edit_load(
        self,
        community_id: int,
        offer_id: int,
        who: Actor,
        revision: int,
        hours: str,
        capacity: str,
        rhythm: str | None,
    ) -> Offer:
        """Hours a month, how many at once, how often they may be asked. Raises `NumberUnreadable`."""
        numbers = {
            "hours": read_number(hours, 1, MOST_HOURS),
            "capacity": read_number(capacity, 1, MOST_CAPACITY),
        }

        async def values(_tx: Tx, offer: Offer) -> dict[str, Any]:
            return {**numbers, "rhythm": read_choice(Rhythm, rhythm) or offer.rhythm.value}

        return await self._edit(community_id, offer_id, who, revision, values)

    async def edit_about(
        self,
        community_id: int,
        offer_id: int,
        who: Actor,
        revision: int,
        *,
        kind: str | None,
        organisation: str,
        languages: Collection[str],
        causes: Collection[str],
    ) -> Offer:
        """For themselves or a company, their languages (at least one), and what they care about."""
        name = read_optional(organisation, LINE_LENGTH)

        async def values(_tx: Tx, offer: Offer) -> dict[str, Any]:
            spoken = read_choices(Language, languages)
            return {
                "kind": read_choice(OfferKind, kind) or offer.kind.value,
                "organisation": name,
                "languages": spoken or [language.value for language in offer.languages],
                "causes": read_choices(Cause, causes),
            }

        return await self._edit(community_id, offer_id, who, revision, values)

    # Skills

    async def confirm_skills(self, community_id: int, offer_id: int, who: Actor) -> Offer:
        """The skills that stand there are right."""

        async def values(_tx: Tx, offer: Offer) -> dict[str, Any]:
            return {"skills_confirmed": True}

        return await self._edit(community_id, offer_id, who, None, values)

    async def choose_skills(
        self, community_id: int, offer_id: int, who: Actor, group: str, chosen: Collection[str]
    ) -> Offer:
        """What was ticked in one group of skills. Raises `TooManyChips`."""

        async def values(tx: Tx, offer: Offer) -> dict[str, Any]:
            taxonomy = await self._tools.lexicon.of(tx, community_id)
            chips = with_shelf(taxonomy, offer.skills, group, chosen)
            return {"skills": chips, "skills_confirmed": True}

        return await self._edit(community_id, offer_id, who, None, values)

    async def add_skills(self, community_id: int, offer_id: int, who: Actor, words: str) -> Offer:
        """Skills by their own words. Raises `WordsUnknown`; then nothing was changed."""

        async def values(tx: Tx, offer: Offer) -> dict[str, Any]:
            chips, unknown = with_words(await self._tools.lexicon.of(tx, community_id), offer.skills, words)
            if unknown:
                raise WordsUnknown(words="、".join(unknown))
            return {"skills": chips, "skills_confirmed": True}

        return await self._edit(community_id, offer_id, who, None, values)

    async def _edit(
        self, community_id: int, offer_id: int, who: Actor, revision: int | None, values: Any
    ) -> Offer:
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            offer = await offer_to_change(tx, community_id, offer_id, who, revision)
            return await change_offer(tx, self._tools, offer, now, **await values(tx, offer))

"""How a suggestion ends: with thanks, early with a word to the other side; or goes on after a silence."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from bot.db import Tx, tried_again
from bot.probono import suggestion_kinds as kinds
from bot.probono.models import SuggestionRow
from bot.probono.moving import change, move, note
from bot.probono.reading import read_number
from bot.probono.refusals import NotTheirTurn
from bot.probono.rules import MOST_HOURS, Actor, Again
from bot.probono.states import Party, SuggestionState
from bot.probono.suggestion_queries import find, of_need, of_offer
from bot.probono.suggestion_views import Suggestion
from bot.probono.telling import BOTH, take_back, tell, tell_both
from bot.probono.tools import ProbonoTools


class Ends:
    """Use cases around the end."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    @tried_again
    async def finish(self, community_id: int, suggestion_id: int, who: Actor, hours: str) -> Suggestion:
        """It is done: how many hours it came to. Both get thanks and one question. Twice changes nothing.

        Raises `NumberUnreadable`, `NotYours` or `CannotMove`.
        """
        now = self._tools.clock()
        number = read_number(hours, 1, MOST_HOURS * 12)
        async with self._tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            party = suggestion.party_of(who)
            if suggestion.state is SuggestionState.DONE:
                return suggestion
            await move(tx, suggestion, SuggestionState.DONE, party, now, hours=number)
            await take_back(self._tools, tx, suggestion, now, kinds.EVERYTHING)
            await tell_both(self._tools, tx, suggestion, kinds.THANKS, now, once="end")
            return await find(tx, community_id, suggestion_id)

    async def say_again(self, community_id: int, suggestion_id: int, who: Actor, answer: Again) -> Suggestion:
        """The answer to the one question at the end; the last press counts. Raises `NotTheirTurn`."""
        async with self._tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            party = suggestion.party_of(who)
            if suggestion.state is not SuggestionState.DONE or party is Party.COORDINATOR:
                raise NotTheirTurn
            column = "volunteer_again" if party is Party.VOLUNTEER else "organisation_again"
            await tx.execute(
                update(SuggestionRow)
                .where(SuggestionRow.id == suggestion.id)
                .values(**{column: answer.value})
            )
            return await find(tx, community_id, suggestion_id)

    @tried_again
    async def drop(self, community_id: int, suggestion_id: int, who: Actor) -> Suggestion:
        """End it early, whoever it is; the other side is told kindly. Twice changes nothing."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            party = suggestion.party_of(who)
            if not suggestion.state.is_over:
                await end(self._tools, tx, suggestion, party, now)
            return await find(tx, community_id, suggestion_id)

    @tried_again
    async def renew(self, community_id: int, suggestion_id: int) -> Suggestion:
        """After a silence the office lets it go on, and both sides are told so."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            if not suggestion.state.takes_a_place:
                raise NotTheirTurn
            await change(tx, suggestion.id, now, renewed_at=now)
            await note(tx, suggestion.id, suggestion.state, "renewed", Party.COORDINATOR, now)
            await tell_both(self._tools, tx, suggestion, kinds.RENEWED, now)
            return await find(tx, community_id, suggestion_id)

    # What follows from an offer or a need that ends

    async def offer_ended(self, tx: Tx, offer_id: int, party: Party, now: datetime) -> None:
        """All that goes on with an offer ends with it; needs are locked first, in their order."""
        for each in await of_offer(tx, offer_id):
            await self._end_locked(tx, each, party, now)

    async def need_ended(self, tx: Tx, need_id: int, party: Party, now: datetime) -> None:
        """All that goes on for a need ends with it."""
        for each in await of_need(tx, need_id):
            await self._end_locked(tx, each, party, now)

    async def _end_locked(self, tx: Tx, suggestion: Suggestion, party: Party, now: datetime) -> None:
        if suggestion.state.is_over:
            return
        locked = await find(tx, suggestion.community_id, suggestion.id, locked=True)
        if not locked.state.is_over:
            await end(self._tools, tx, locked, party, now)


async def end(tools: ProbonoTools, tx: Tx, suggestion: Suggestion, party: Party, now: datetime) -> None:
    """Drop it, and tell whoever knew of it and did not do it themselves."""
    await move(tx, suggestion, SuggestionState.DROPPED, party, now)
    await take_back(tools, tx, suggestion, now, kinds.EVERYTHING)
    knew = {
        Party.VOLUNTEER: suggestion.state is SuggestionState.ASKED or suggestion.state.takes_a_place,
        Party.ORGANISATION: suggestion.state.takes_a_place,
    }
    for side in BOTH:
        if knew[side] and side is not party:
            await tell(tools, tx, suggestion, kinds.ENDED, side, now, args={"by": party.value}, once="end")

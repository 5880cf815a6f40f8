"""A suggestion as each side may see it, and the lists of what one takes part in."""

from __future__ import annotations

from sqlalchemy import or_, select

from bot.matching.taxonomy import Taxonomy
from bot.members.models import MemberRow
from bot.probono.models import NeedRow, OfferRow, SuggestionRow
from bot.probono.rules import Actor, NoSuchSuggestion, NotYours
from bot.probono.states import Party, SuggestionState
from bot.probono.suggestion_queries import find, history
from bot.probono.suggestion_views import Step, Suggestion
from bot.probono.tools import ProbonoTools


class Looking:
    """Reading only."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def community_of(self, suggestion_id: int) -> int:
        """Which community it belongs to, for presses in a direct message. Raises `NoSuchSuggestion`."""
        query = select(SuggestionRow.community_id).where(SuggestionRow.id == suggestion_id)
        async with self._tools.db.glancing() as tx:
            found = await tx.scalar(query)
        if found is None:
            raise NoSuchSuggestion
        return found

    async def one(self, community_id: int, suggestion_id: int, who: Actor) -> tuple[Suggestion, Party]:
        """A suggestion and in which role this person sees it.

        Raises `NoSuchSuggestion` also for everybody whom it does not concern, and for a volunteer who was
        not asked (yet): that they were thought of is the office's affair.
        """
        async with self._tools.db.reading() as tx:
            suggestion = await find(tx, community_id, suggestion_id)
        try:
            party = suggestion.party_of(who)
        except NotYours:
            raise NoSuchSuggestion from None
        if not _may_see(suggestion, party):
            raise NoSuchSuggestion
        return suggestion, party

    async def mine(self, community_id: int, user_id: int) -> list[tuple[Suggestion, Party]]:
        """What goes on with a person, as a volunteer or for an organisation; newest first."""
        mine = select(MemberRow.id).where(
            MemberRow.community_id == community_id, MemberRow.discord_user_id == user_id
        )
        going_on = [state.value for state in SuggestionState if not state.is_over]
        query = (
            select(SuggestionRow.id)
            .join(OfferRow, OfferRow.id == SuggestionRow.offer_id)
            .join(NeedRow, NeedRow.id == SuggestionRow.need_id)
            .where(
                SuggestionRow.community_id == community_id,
                SuggestionRow.state.in_(going_on),
                or_(OfferRow.member_id.in_(mine), NeedRow.member_id.in_(mine)),
            )
            .order_by(SuggestionRow.id.desc())
        )
        who = Actor(user_id, None)
        async with self._tools.db.reading() as tx:
            found = [await find(tx, community_id, row.id) for row in (await tx.execute(query)).all()]
        with_party = [(each, each.party_of(who)) for each in found]
        return [(each, party) for each, party in with_party if _may_see(each, party)]

    async def history(self, community_id: int, suggestion_id: int) -> list[Step]:
        """What happened to it, oldest first; for the office."""
        async with self._tools.db.reading() as tx:
            await find(tx, community_id, suggestion_id)
            return await history(tx, suggestion_id)

    async def taxonomy(self, community_id: int) -> Taxonomy:
        """The skills as this community knows them."""
        async with self._tools.db.reading() as tx:
            return await self._tools.lexicon.of(tx, community_id)


def _may_see(suggestion: Suggestion, party: Party) -> bool:
    if party is Party.VOLUNTEER:
        return suggestion.asks > 0 or suggestion.came_forward or suggestion.state.takes_a_place
    if party is Party.ORGANISATION:
        return suggestion.state.takes_a_place or suggestion.is_introduced
    return True

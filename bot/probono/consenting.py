"""Asking a volunteer, and what they answer: themselves, or through the office if they have no Discord."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from bot.clock import to_local
from bot.db import Tx, tried_again
from bot.members.service import Members
from bot.probono import suggestion_kinds as kinds
from bot.probono.asking import REST, AnswerTimes, answer_times, begins_rest, check_need, check_person
from bot.probono.calendar import closed_around
from bot.probono.models import OfferRow
from bot.probono.moving import Record, move
from bot.probono.proposing import check_offered, check_open, open_asks, places_left
from bot.probono.recording import Told, record_of
from bot.probono.refusals import HasNoTime, NoPlaceLeft, NotTheirTurn
from bot.probono.rules import Actor
from bot.probono.states import Party, SuggestionState
from bot.probono.suggestion_queries import active_of, asks_of, find, of_need
from bot.probono.suggestion_views import Suggestion
from bot.probono.telling import take_back, tell
from bot.probono.tools import ProbonoTools

REFUSALS = (SuggestionState.NOT_NOW, SuggestionState.NO)


class Asks:
    """From the coordinator's approval to the volunteer's yes or no."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    @tried_again
    async def ask(self, community_id: int, suggestion_id: int, staff: Actor) -> Suggestion:
        """Approve a proposal and ask the person, in private, by the way they wish. Twice changes nothing.

        Whoever came forward is not asked again: the organisation is. Raises what `check_person` and
        `check_need` raise, `NeedIsNotOpen`, `NeedsAnOffer`, `NoPlaceLeft` or `CannotMove`.
        """
        tools, now = self._tools, self._tools.clock()
        async with tools.db.reading() as tx:
            tz = (await find(tx, community_id, suggestion_id)).need.tz
        times = answer_times(now, tz, await closed_around(tools, community_id, now, tz))
        async with tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            if suggestion.state is SuggestionState.ASKED:
                return suggestion
            around = await of_need(tx, suggestion.need.id)
            check_open(suggestion.need)
            check_offered(suggestion.offer)
            if not places_left(suggestion.need, around):
                raise NoPlaceLeft
            coordinator = await self._coordinator(tools.members, tx, community_id, staff)
            if suggestion.state is not SuggestionState.APPROVED:
                await move(
                    tx,
                    suggestion,
                    SuggestionState.APPROVED,
                    Party.COORDINATOR,
                    now,
                    approved_by_id=coordinator,
                    is_small=suggestion.need.is_small,
                )
                suggestion = await find(tx, community_id, suggestion_id)
            if suggestion.came_forward:
                await say_yes(tools, tx, suggestion, times, now)
            else:
                await self._ask(tx, suggestion, around, times, now)
            return await find(tx, community_id, suggestion_id)

    async def _coordinator(self, members: Members, tx: Tx, community_id: int, staff: Actor) -> int:
        return (await members.ensure(tx, community_id, staff.user_id, staff.name)).id

    async def _ask(
        self, tx: Tx, suggestion: Suggestion, around: list[Suggestion], times: AnswerTimes, now: datetime
    ) -> None:
        offer, need = suggestion.offer, suggestion.need
        asks = (await asks_of(tx, [offer]))[offer.id]
        check_person(offer.rhythm, offer.resting_until, asks, now, need.tz)
        check_need(open_asks(around), places_left(need, around), is_small=need.is_small)
        ask = suggestion.asks + 1
        await move(
            tx,
            suggestion,
            SuggestionState.ASKED,
            Party.COORDINATOR,
            now,
            asks=ask,
            asked_at=now,
            answered_at=None,
            answer_due_at=times.due_at,
        )
        how = {"args": {"ask": ask}, "once": ask, "expires_at": times.due_at}
        await tell(self._tools, tx, suggestion, kinds.ASK, Party.VOLUNTEER, now, **how)
        await tell(
            self._tools,
            tx,
            suggestion,
            kinds.ASK_REMINDER,
            Party.VOLUNTEER,
            now,
            due_at=times.remind_at,
            **how,
        )

    @tried_again
    async def answer(
        self, community_id: int, suggestion_id: int, who: Actor, answer: SuggestionState
    ) -> Suggestion:
        """The person who was asked says `YES`, `NOT_NOW` or `NO`; a no needs no reason.

        If as many as were wanted said yes before, the view says `TAKEN`. Raises `NotYours`, `HasNoTime`,
        or `NotTheirTurn` when there is nothing to answer (any more); the same answer twice changes nothing.
        """
        return await self._answer(community_id, suggestion_id, answer, who=who)

    @tried_again
    async def record(
        self, community_id: int, suggestion_id: int, staff: Actor, answer: SuggestionState, told: Told
    ) -> Suggestion:
        """The office writes down what a volunteer without Discord said, and how. Raises `CannotAskByHand`."""
        return await self._answer(community_id, suggestion_id, answer, staff=staff, told=told)

    async def _answer(
        self,
        community_id: int,
        suggestion_id: int,
        answer: SuggestionState,
        *,
        who: Actor | None = None,
        staff: Actor | None = None,
        told: Told | None = None,
    ) -> Suggestion:
        tools, now = self._tools, self._tools.clock()
        async with tools.db.reading() as tx:
            tz = (await find(tx, community_id, suggestion_id)).need.tz
        times = answer_times(now, tz, await closed_around(tools, community_id, now, tz))
        async with tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            record = None
            if who is not None:
                check_volunteer(suggestion, who)
            else:
                assert staff is not None
                assert told is not None
                record = await record_of(tools, tx, suggestion, Party.VOLUNTEER, staff, told, now)
            if suggestion.state is answer or (
                answer is SuggestionState.YES and suggestion.state.takes_a_place
            ):
                return suggestion
            if suggestion.state is SuggestionState.TAKEN:
                return suggestion
            if suggestion.state is not SuggestionState.ASKED:
                raise NotTheirTurn
            if answer is SuggestionState.YES:
                await say_yes(tools, tx, suggestion, times, now, record)
            else:
                await self._refuse(tx, suggestion, answer, now, record)
            return await find(tx, community_id, suggestion_id)

    async def _refuse(
        self, tx: Tx, suggestion: Suggestion, answer: SuggestionState, now: datetime, record: Record | None
    ) -> None:
        await move(tx, suggestion, answer, Party.VOLUNTEER, now, record=record, answered_at=now)
        await take_back(self._tools, tx, suggestion, now)
        asks = (await asks_of(tx, [suggestion.offer]))[suggestion.offer.id]
        if begins_rest([ask.state for ask in asks if ask.counts]):
            await self._rest(tx, suggestion, now)

    async def _rest(self, tx: Tx, suggestion: Suggestion, now: datetime) -> None:
        last_day = to_local(now + REST, suggestion.need.tz).date()
        offer = suggestion.offer
        mine = OfferRow.member_id == offer.member_id if offer.member_id else OfferRow.id == offer.id
        await tx.execute(update(OfferRow).where(mine).values(resting_until=last_day))

    async def end_rest(self, community_id: int, suggestion_id: int, who: Actor) -> Suggestion:
        """A person would rather go on being asked. Raises `NotYours`."""
        async with self._tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            check_volunteer(suggestion, who)
            mine = OfferRow.member_id == suggestion.offer.member_id
            await tx.execute(update(OfferRow).where(mine).values(resting_until=None))
            return await find(tx, community_id, suggestion_id)


async def say_yes(
    tools: ProbonoTools,
    tx: Tx,
    suggestion: Suggestion,
    times: AnswerTimes,
    now: datetime,
    record: Record | None = None,
) -> None:
    """The first yes takes the place, under the lock of the need; everybody else is thanked at once.

    Raises `HasNoTime` if the volunteer helps as many as they can already.
    """
    around = await of_need(tx, suggestion.need.id)
    if not places_left(suggestion.need, around):
        await move(tx, suggestion, SuggestionState.TAKEN, Party.BOT, now, answered_at=now)
        await take_back(tools, tx, suggestion, now)
        return
    active = (await active_of(tx, [suggestion.offer.id])).get(suggestion.offer.id, 0)
    if active >= suggestion.offer.capacity:
        raise HasNoTime
    await move(
        tx,
        suggestion,
        SuggestionState.YES,
        Party.VOLUNTEER,
        now,
        record=record,
        answered_at=now,
        volunteer_yes_at=now,
        answer_due_at=times.due_at,
    )
    await take_back(tools, tx, suggestion, now)
    how = {"args": {"ask": suggestion.asks}, "once": suggestion.asks}
    await tell(tools, tx, suggestion, kinds.FOUND, Party.ORGANISATION, now, **how)
    await tell(
        tools,
        tx,
        suggestion,
        kinds.FOUND_REMINDER,
        Party.ORGANISATION,
        now,
        due_at=times.remind_at,
        expires_at=times.due_at,
        **how,
    )
    await thank_the_others(tools, tx, suggestion, now)


async def thank_the_others(tools: ProbonoTools, tx: Tx, suggestion: Suggestion, now: datetime) -> None:
    """When the last place was given, whoever is still thinking is told that it is settled."""
    around = await of_need(tx, suggestion.need.id)
    if places_left(suggestion.need, around):
        return
    for other in around:
        if other.state is SuggestionState.ASKED:
            await move(tx, other, SuggestionState.TAKEN, Party.BOT, now)
            await take_back(tools, tx, other, now)
            await tell(tools, tx, other, kinds.TAKEN, Party.VOLUNTEER, now, once=other.asks)


def check_volunteer(suggestion: Suggestion, who: Actor) -> None:
    """Raises `NotTheirTurn` for everybody but the one who was asked: nothing is told about it."""
    if suggestion.offer.user_id != who.user_id:
        raise NotTheirTurn

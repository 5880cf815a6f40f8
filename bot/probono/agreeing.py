"""After the introduction: a date, or a goal with milestones that both sides agree to."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, insert, update

from bot.clock import to_local, to_utc
from bot.dates import parse_when
from bot.db import Tx, tried_again
from bot.probono import suggestion_kinds as kinds
from bot.probono.milestones import read_milestones
from bot.probono.models import PairMilestoneRow
from bot.probono.moving import Record, change, move, note
from bot.probono.recording import Told, record_of
from bot.probono.refusals import NotTheirTurn
from bot.probono.rules import TEXT_LENGTH, Actor, read_optional, read_text
from bot.probono.states import Party, SuggestionState
from bot.probono.suggestion_queries import find
from bot.probono.suggestion_views import Suggestion
from bot.probono.telling import BOTH, take_back, tell, tell_both
from bot.probono.tools import ProbonoTools

EVE_HOUR = time(18)
MORNING = time(9)
"""Wall times of the community: the evening before a date, the morning of a milestone."""


class Agreements:
    """What two sides agree on once they know each other."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    # The short way

    @tried_again
    async def set_date(self, community_id: int, suggestion_id: int, who: Actor, written: str) -> Suggestion:
        """Day and time of a small help, as people write them; the other side is told, both are reminded.

        Another date can be set later in the same way. Raises `NotYours`, `CannotMove`, or what a date that
        cannot be read raises.
        """
        tools, now = self._tools, self._tools.clock()
        async with tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            party = suggestion.party_of(who)
            if not suggestion.is_introduced:
                raise NotTheirTurn
            when = parse_when(written, now=now, tz=suggestion.need.tz)
            if suggestion.state is SuggestionState.DATE_AGREED:
                await change(tx, suggestion.id, now, meets_at=when.starts_at)
                await note(tx, suggestion.id, suggestion.state, "date_agreed", party, now)
            else:
                await move(tx, suggestion, SuggestionState.DATE_AGREED, party, now, meets_at=when.starts_at)
            suggestion = await find(tx, community_id, suggestion_id)
            await self._tell_date(tx, suggestion, party, when.starts_at, now)
            return suggestion

    async def _tell_date(
        self, tx: Tx, suggestion: Suggestion, by: Party, meets_at: datetime, now: datetime
    ) -> None:
        tools, tz = self._tools, suggestion.need.tz
        await take_back(tools, tx, suggestion, now, (kinds.DATE, kinds.DATE_REMINDER))
        for party in BOTH:
            if party is not by:
                await tell(tools, tx, suggestion, kinds.DATE, party, now, expires_at=meets_at)
        eve = to_utc(datetime.combine(to_local(meets_at, tz).date() - timedelta(days=1), EVE_HOUR), tz)
        if eve > now:
            await tell_both(tools, tx, suggestion, kinds.DATE_REMINDER, now, due_at=eve, expires_at=meets_at)

    # The long way

    @tried_again
    async def put_on_the_table(
        self, community_id: int, suggestion_id: int, staff: Actor, typed: tuple[str, str, str]
    ) -> Suggestion:
        """Goal, schedule and milestones as the coordinator understood both sides; both are asked to agree.

        Written anew, both are asked anew. Raises `CannotMove`, `NothingWritten`, `TooLong`, `NotAMilestone`
        or `TooManyMilestones`.
        """
        tools, now = self._tools, self._tools.clock()
        goal, schedule, milestones = typed
        async with tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            today = to_local(now, suggestion.need.tz).date()
            found = read_milestones(milestones, today)
            values = {
                "goal": read_text(goal, TEXT_LENGTH),
                "schedule": read_optional(schedule, TEXT_LENGTH),
                "volunteer_agreed_at": None,
                "organisation_agreed_at": None,
            }
            if suggestion.state is SuggestionState.PROVISIONAL:
                await change(tx, suggestion.id, now, **values)
            else:
                await move(tx, suggestion, SuggestionState.PROVISIONAL, Party.COORDINATOR, now, **values)
            await _replace_milestones(tx, suggestion.id, found)
            suggestion = await find(tx, community_id, suggestion_id)
            await take_back(tools, tx, suggestion, now, (kinds.PROVISIONAL,))
            await tell_both(tools, tx, suggestion, kinds.PROVISIONAL, now)
            return suggestion

    @tried_again
    async def agree(self, community_id: int, suggestion_id: int, who: Actor) -> Suggestion:
        """One side agrees to what is on the table; when both have, it is agreed. Twice changes nothing."""
        return await self._agree(community_id, suggestion_id, who=who)

    @tried_again
    async def record(
        self, community_id: int, suggestion_id: int, staff: Actor, party: Party, told: Told
    ) -> Suggestion:
        """The office writes down that a side without Discord agreed. Raises `CannotAskByHand`."""
        return await self._agree(community_id, suggestion_id, staff=staff, party=party, told=told)

    async def _agree(
        self,
        community_id: int,
        suggestion_id: int,
        *,
        who: Actor | None = None,
        staff: Actor | None = None,
        party: Party | None = None,
        told: Told | None = None,
    ) -> Suggestion:
        tools, now = self._tools, self._tools.clock()
        async with tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            record: Record | None = None
            if who is not None:
                party = suggestion.party_of(who)
                if party is Party.COORDINATOR:
                    raise NotTheirTurn
            else:
                assert staff is not None
                assert party is not None
                assert told is not None
                record = await record_of(tools, tx, suggestion, party, staff, told, now)
            assert party is not None
            if suggestion.state is not SuggestionState.PROVISIONAL:
                if suggestion.state in (SuggestionState.AGREED, SuggestionState.RUNNING):
                    return suggestion
                raise NotTheirTurn
            await self._one_agrees(tx, suggestion, party, now, record)
            return await find(tx, community_id, suggestion_id)

    async def _one_agrees(
        self, tx: Tx, suggestion: Suggestion, party: Party, now: datetime, record: Record | None
    ) -> None:
        column = f"{party.value}_agreed_at"
        agreed = {
            Party.VOLUNTEER: suggestion.volunteer_agreed_at,
            Party.ORGANISATION: suggestion.organisation_agreed_at,
        }
        if agreed[party] is not None:
            return
        other = next(at for side, at in agreed.items() if side is not party)
        if other is None:
            await change(tx, suggestion.id, now, **{column: now})
            await note(tx, suggestion.id, suggestion.state, column.removesuffix("_at"), party, now, record)
            return
        await move(tx, suggestion, SuggestionState.AGREED, party, now, record=record, **{column: now})
        done = await find(tx, suggestion.community_id, suggestion.id)
        await tell_both(self._tools, tx, done, kinds.AGREED, now)
        await self._plan_milestones(tx, done, now)

    async def _plan_milestones(self, tx: Tx, suggestion: Suggestion, now: datetime) -> None:
        tz = suggestion.need.tz
        for each in suggestion.milestones:
            due_at = to_utc(datetime.combine(each.due_on, MORNING), tz)
            if due_at <= now or each.is_done:
                continue
            await tell_both(
                self._tools,
                tx,
                suggestion,
                kinds.MILESTONE,
                now,
                due_at=due_at,
                expires_at=due_at + timedelta(days=3),
                args={"milestone_id": each.id},
                once=each.id,
            )

    @tried_again
    async def reach(self, community_id: int, suggestion_id: int, who: Actor, milestone_id: int) -> Suggestion:
        """A milestone was reached; pressed again, it was not. For both sides and the office."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            suggestion.party_of(who)
            await tx.execute(
                update(PairMilestoneRow)
                .where(PairMilestoneRow.id == milestone_id, PairMilestoneRow.suggestion_id == suggestion.id)
                .values(is_done=~PairMilestoneRow.is_done)
            )
            await change(tx, suggestion.id, now)
            return await find(tx, community_id, suggestion_id)

    @tried_again
    async def begin(self, community_id: int, suggestion_id: int, who: Actor) -> Suggestion:
        """The work has begun. Twice changes nothing."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            suggestion = await find(tx, community_id, suggestion_id, locked=True)
            party = suggestion.party_of(who)
            if suggestion.state is not SuggestionState.RUNNING:
                await move(tx, suggestion, SuggestionState.RUNNING, party, now)
            return await find(tx, community_id, suggestion_id)


async def _replace_milestones(tx: Tx, suggestion_id: int, milestones: list[tuple[date, str]]) -> None:
    await tx.execute(delete(PairMilestoneRow).where(PairMilestoneRow.suggestion_id == suggestion_id))
    for due_on, title in milestones:
        await tx.execute(
            insert(PairMilestoneRow).values(suggestion_id=suggestion_id, title=title, due_on=due_on)
        )

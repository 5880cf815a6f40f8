"""What happens when nobody answers, and by the calendar: run once an hour, harmless when run twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.clock import to_local
from bot.probono import suggestion_kinds as kinds
from bot.probono.models import SuggestionRow
from bot.probono.moving import move
from bot.probono.rules import NoSuchSuggestion
from bot.probono.states import Party, SuggestionState
from bot.probono.suggestion_queries import find
from bot.probono.suggestion_views import Suggestion
from bot.probono.telling import take_back, tell
from bot.probono.tools import ProbonoTools

_WAITING = (SuggestionState.ASKED, SuggestionState.YES)


class Deadlines:
    """Releases whoever did not answer, and lets agreed work begin on its day."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def run(self) -> int:
        """How many suggestions were moved. Each in a transaction of its own."""
        now = self._tools.clock()
        async with self._tools.db.reading() as tx:
            overdue = await tx.execute(
                select(SuggestionRow.community_id, SuggestionRow.id)
                .where(
                    SuggestionRow.state.in_([state.value for state in _WAITING]),
                    SuggestionRow.answer_due_at <= now,
                )
                .order_by(SuggestionRow.id)
            )
            agreed = await tx.execute(
                select(SuggestionRow.community_id, SuggestionRow.id)
                .where(SuggestionRow.state == SuggestionState.AGREED.value)
                .order_by(SuggestionRow.id)
            )
            late, beginning = overdue.all(), agreed.all()
        moved = [await self._release(row.community_id, row.id, now) for row in late]
        moved += [await self._begin(row.community_id, row.id, now) for row in beginning]
        return sum(moved)

    async def _release(self, community_id: int, suggestion_id: int, now: datetime) -> bool:
        """Only who was asked by the bot is released by it; who is called stands on the desk instead."""
        async with self._tools.db.transaction() as tx:
            try:
                suggestion = await find(tx, community_id, suggestion_id, locked=True)
            except NoSuchSuggestion:
                return False
            silent = silent_side(suggestion, now)
            if silent is None or suggestion.side_member(silent) is None:
                return False
            await move(tx, suggestion, SuggestionState.RELEASED, Party.BOT, now)
            await take_back(self._tools, tx, suggestion, now)
            how = {"args": {"silent": silent.value}, "once": suggestion.asks}
            await tell(self._tools, tx, suggestion, kinds.RELEASED, silent, now, **how)
            other = Party.ORGANISATION if silent is Party.VOLUNTEER else Party.VOLUNTEER
            await tell(self._tools, tx, suggestion, kinds.LOOKING_ON, other, now, **how)
            return True

    async def _begin(self, community_id: int, suggestion_id: int, now: datetime) -> bool:
        async with self._tools.db.transaction() as tx:
            try:
                suggestion = await find(tx, community_id, suggestion_id, locked=True)
            except NoSuchSuggestion:
                return False
            if suggestion.state is not SuggestionState.AGREED:
                return False
            starts_on = suggestion.need.starts_on
            if starts_on is not None and starts_on > to_local(now, suggestion.need.tz).date():
                return False
            await move(tx, suggestion, SuggestionState.RUNNING, Party.BOT, now)
            return True


def silent_side(suggestion: Suggestion, now: datetime) -> Party | None:
    """Whose answer is overdue, if anybody's."""
    if suggestion.answer_due_at is None or suggestion.answer_due_at > now:
        return None
    if suggestion.state is SuggestionState.ASKED:
        return Party.VOLUNTEER
    if suggestion.state is SuggestionState.YES and not suggestion.is_introduced:
        return Party.ORGANISATION
    return None

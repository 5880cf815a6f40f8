"""Use cases of needs: ready, look for somebody, back, close. Who may do it is a table in `states`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from bot.db import Tx, tried_again
from bot.errors import N_, UserError
from bot.probono.models import SuggestionRow
from bot.probono.need_notices import CLOSED, OPENED
from bot.probono.need_writing import change_need, party_of_need
from bot.probono.queries import find_need
from bot.probono.readiness import check_ready
from bot.probono.rules import NOTE_LENGTH, Actor, ChangedMeanwhile, need_subject, read_optional, read_text
from bot.probono.states import NeedState, Party, SuggestionState, check_need_move
from bot.probono.strangers import check_hidden
from bot.probono.tools import ProbonoTools
from bot.probono.views import Need


class PeopleAreAsked(UserError):
    sentence = N_(
        "Somebody is thinking about this request at the moment, so it cannot be taken back. "
        "Please wait for the answer, or close the request."
    )


class NeedMoves:
    """All of them raise `NoSuchNeed`, `NotYours` or `CannotMove`; the same move again changes nothing."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def ready(self, community_id: int, need_id: int, who: Actor) -> Need:
        """Everything is there. Raises `NotReadyYet` with what is missing, or `NameStandsThere`."""
        async with self._tools.db.transaction() as tx:
            need, _party = await self._lock(tx, community_id, need_id, who, NeedState.READY)
            if need.state is NeedState.READY:
                return need
            check_ready(need.brief)
            check_hidden(need)
            return await change_need(tx, need, self._tools.clock(), state=NeedState.READY.value)

    async def look(self, community_id: int, need_id: int, who: Actor) -> Need:
        """From now on somebody is looked for, and who asked is told so."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            need, _party = await self._lock(tx, community_id, need_id, who, NeedState.OPEN)
            if need.state is NeedState.OPEN:
                return need
            opened = await change_need(
                tx, need, now, state=NeedState.OPEN.value, opened_at=now, renewed_at=None
            )
            await self._tell(tx, opened, OPENED, now)
            await self._tools.need_opened(tx, need.id, now)
            return opened

    async def back(self, community_id: int, need_id: int, who: Actor, to: NeedState) -> Need:
        """A step back: from ready to the draft, or from looking to ready. Raises `PeopleAreAsked`."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            need, _party = await self._lock(tx, community_id, need_id, who, to)
            if need.state is to:
                return need
            if await _people_are_asked(tx, need.id):
                raise PeopleAreAsked
            await self._tools.outbox.cancel_planned(
                tx, now=now, subject=need_subject(need.id), kinds=[OPENED]
            )
            return await change_need(tx, need, now, state=to.value)

    @tried_again
    async def close(
        self, community_id: int, need_id: int, who: Actor, reason: str, revision: int | None = None
    ) -> Need:
        """It ends, and so does what was suggested for it. The office gives a reason, which who asked reads.

        Raises `NothingWritten` (for the office), `TooLong` or `ChangedMeanwhile`.
        """
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            need, party = await self._lock(tx, community_id, need_id, who, NeedState.CLOSED)
            if need.state is NeedState.CLOSED:
                return need
            if revision is not None and revision != need.revision:
                raise ChangedMeanwhile
            read: Any = read_text if party is Party.COORDINATOR else read_optional
            closed = await change_need(
                tx,
                need,
                now,
                state=NeedState.CLOSED.value,
                closed_reason=read(reason, NOTE_LENGTH),
                ended_at=now,
            )
            await self._tools.outbox.cancel_planned(tx, now=now, subject=need_subject(need.id))
            if party is Party.COORDINATOR and need.user_id != who.user_id:
                await self._tell(tx, closed, CLOSED, now)
            await self._tools.need_ended(tx, need.id, party, now)
            return closed

    async def _lock(
        self, tx: Tx, community_id: int, need_id: int, who: Actor, target: NeedState
    ) -> tuple[Need, Party]:
        """The locked need, and in which role it may be moved there; where it is already, nothing is asked."""
        need = await find_need(tx, community_id, need_id, locked=True)
        party = party_of_need(need, who)
        if need.state is not target:
            check_need_move(need.state, target, party)
        return need, party

    async def _tell(self, tx: Tx, need: Need, kind: str, now: datetime) -> None:
        """Who asked, if they have Discord; everybody else is told by the office."""
        if need.member_id is None or not need.has_account:
            return
        await self._tools.outbox.enqueue(
            tx,
            community_id=need.community_id,
            kind=kind,
            subject=need_subject(need.id),
            to_member=need.member_id,
            args={"need_id": need.id},
            due_at=now,
            dedupe_key=f"{kind}:{need.id}:{need.revision}",
            now=now,
        )


async def _people_are_asked(tx: Tx, need_id: int) -> bool:
    busy = [SuggestionState.ASKED, *(state for state in SuggestionState if state.takes_a_place)]
    found = await tx.scalar(
        select(func.count())
        .select_from(SuggestionRow)
        .where(SuggestionRow.need_id == need_id, SuggestionRow.state.in_([state.value for state in busy]))
    )
    return bool(found)

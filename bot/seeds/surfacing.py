"""What anonymous authors did shows itself when its random time has come; sealed links of closed seeds go."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, case, delete, func, select, update

from bot.seeds.models import SeedEditRow, SeedLineRow, SeedRow
from bot.seeds.own import put_text
from bot.seeds.queries import load, take_lock
from bot.seeds.rules import CLOSED, GONE, Role, SeedState
from bot.seeds.tools import SeedTools
from bot.seeds.writing import move
from bot.troubles import trouble_of

_log = logging.getLogger(__name__)

LINK_KEPT = timedelta(days=3)
"""After a seed was closed: its author can still be told that it was, and read what that letter says."""


class Surfacing:
    """Called at every tick; does nothing twice."""

    def __init__(self, tools: SeedTools) -> None:
        self._tools = tools

    async def run(self) -> int:
        """Put new words in their place, and mark what was answered; how many seeds changed.

        A fault in one hinders no other, and nothing else of the tick; it is tried again at the next.
        """
        now = self._tools.clock()
        async with self._tools.db.glancing() as tx:
            due = set(await tx.scalars(_due(now)))
        done = 0
        for seed_id in sorted(due):
            try:
                await self._surface(seed_id, now)
                done += 1
            except Exception as error:
                if trouble_of(error) is not None:
                    raise
                _log.exception("what is new of seed %d could not be shown", seed_id)
        return done

    async def _surface(self, seed_id: int, now: datetime) -> None:
        async with self._tools.db.transaction() as tx:
            await take_lock(tx, seed_id)
            [seed] = await load(tx, SeedRow.id == seed_id)
            edits = delete(SeedEditRow).where(SeedEditRow.seed_id == seed_id, SeedEditRow.shown_at <= now)
            edit = (await tx.execute(edits.returning(SeedEditRow.title, SeedEditRow.text))).one_or_none()
            if seed.state in GONE:
                return
            if edit is not None:
                seed = await put_text(tx, self._tools, seed, edit.title, edit.text, now)
            if seed.state is SeedState.RETURNED:  # a new text answers the question too
                await move(tx, self._tools, seed, SeedState.RECEIVED, Role.AUTHOR, now)

    async def forget_links(self) -> int:
        """Remove the sealed links of seeds that have been closed for three days. Once a day."""
        async with self._tools.db.transaction() as tx:
            found = await tx.execute(
                update(SeedRow)
                .where(
                    SeedRow.sealed_link.is_not(None),
                    SeedRow.state.in_([state.value for state in CLOSED]),
                    SeedRow.closed_at <= self._tools.clock() - LINK_KEPT,
                )
                .values(sealed_link=None)
            )
            return found.rowcount


def _due(now: datetime) -> CompoundSelect[Any]:
    """The numbers of seeds that have something to show."""
    edited = select(SeedEditRow.seed_id).where(SeedEditRow.shown_at <= now)
    asked = (
        select(SeedLineRow.seed_id)
        .join(SeedRow, SeedRow.id == SeedLineRow.seed_id)
        .where(SeedRow.state == SeedState.RETURNED.value)
        .group_by(SeedLineRow.seed_id)
        # the last word of the relay is an answer whose time has come
        .having(_last_is_answer(now))
    )
    return edited.union(asked)


def _last_is_answer(now: datetime) -> ColumnElement[bool]:
    shown = case(
        (SeedLineRow.is_answer.is_(False), SeedLineRow.id), (SeedLineRow.shown_at <= now, SeedLineRow.id)
    )
    asked = case((SeedLineRow.is_answer.is_(False), SeedLineRow.id))
    return func.max(shown) > func.coalesce(func.max(asked), 0)

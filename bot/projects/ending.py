"""How a project ends: with what came of it, or early, with a reason. Its seeds end or go back with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.db import Database, Tx
from bot.links import link_lines
from bot.outbox.service import Outbox
from bot.projects.garden import Garden
from bot.projects.queries import find_row, load, role_of
from bot.projects.refusals import TooManyLinks
from bot.projects.rules import (
    MOST_LINKS,
    OUTCOME_LENGTH,
    ProjectState,
    check_leads,
    check_not_over,
    check_running,
    read_text,
    subject_of,
)
from bot.projects.telling import ASKED, HANDED_OVER, MEMO_WANTED
from bot.projects.views import Actor, Project
from bot.projects.writing import change, free_seeds_of


class Endings:
    """Use cases of the end; the owner and the office may."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox, garden: Garden) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox
        self._garden = garden

    async def check(self, community_id: int, project_id: int, who: Actor) -> None:
        """Whether this person may end it early now. Raises like `drop`."""
        async with self._db.reading() as tx:
            row = await find_row(tx, community_id, project_id)
            check_leads(await role_of(tx, row, who.user_id, is_staff=who.is_staff))
            check_not_over(ProjectState(row.state), row.name)

    async def finish(
        self, community_id: int, project_id: int, who: Actor, outcome: str, links: str
    ) -> Project:
        """It is finished: what came of it, and links, stand on the card.

        Raises `LeadersOnly`, `NotAccepted`, `IsOver`, `NothingWritten`, `TooLong`, `LinkNotHttps` …
        """
        now = self._clock()
        found = link_lines(links)
        if len(found) > MOST_LINKS:
            raise TooManyLinks(most=MOST_LINKS)
        async with self._db.transaction() as tx:
            row = await find_row(tx, community_id, project_id, lock=True)
            check_leads(await role_of(tx, row, who.user_id, is_staff=who.is_staff))
            check_running(ProjectState(row.state), row.name)
            written = read_text(outcome, OUTCOME_LENGTH)
            await self._garden.finish(tx, community_id, await free_seeds_of(tx, project_id), now)
            await self._end(
                tx, row, now, state=ProjectState.FINISHED.value, outcome=written, links=list(found)
            )
            return await load(tx, community_id, project_id)

    async def drop(self, community_id: int, project_id: int, who: Actor, reason: str) -> Project:
        """It ends early. The reason stands on the card; of a proposal nobody but the office reads it."""
        now = self._clock()
        async with self._db.transaction() as tx:
            row = await find_row(tx, community_id, project_id, lock=True)
            check_leads(await role_of(tx, row, who.user_id, is_staff=who.is_staff))
            check_not_over(ProjectState(row.state), row.name)
            written = read_text(reason, OUTCOME_LENGTH)
            if row.started_at is not None:
                await self._garden.go_back(tx, community_id, await free_seeds_of(tx, project_id), now)
            await self._end(tx, row, now, state=ProjectState.DROPPED.value, reason=written)
            return await load(tx, community_id, project_id)

    async def _end(self, tx: Tx, row: Any, now: datetime, **values: Any) -> None:
        await self._outbox.cancel_planned(
            tx, now=now, subject=subject_of(row.id), kinds=(ASKED, HANDED_OVER, MEMO_WANTED)
        )
        await change(
            tx,
            self._outbox,
            row.community_id,
            row.id,
            asked_id=None,
            asked_at=None,
            declined_at=None,
            ended_at=now,
            **values,
        )

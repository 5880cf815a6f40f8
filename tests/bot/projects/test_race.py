"""Two people decide about the same project in the same moment: one of them is first, nothing is doubled.

The control shows that the moment is really met: without the lock both win on PostgreSQL.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bot.db import AnyRow, Database, Tx
from bot.projects import owners
from bot.projects.refusals import NotAskedNow
from bot.projects.rules import ProjectState
from bot.seeds.models import SeedStepRow
from tests.bot.outbox.stage import RecordingCourier
from tests.bot.projects.workshop import AOI, HARU, KAI, MIDORI, Workshop
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import COMMUNITY, meetings_on

WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
LOOKS = 2000
"""How often one of two asks whether the other has come; far more often than it ever takes."""


@ON_BOTH_ALWAYS
async def test_many_presses_begin_one_project_and_the_seeds_hear_once(workshop: Workshop) -> None:
    project = await workshop.propose()
    begun = await asyncio.gather(*(workshop.accept(project) for _press in range(8)))
    assert {each.state for each in begun} == {ProjectState.RUNNING}
    async with workshop.hub.db.reading() as tx:
        steps = (await tx.scalars(select(SeedStepRow.what))).all()
    assert steps == ["project"]
    await workshop.tick()
    assert [notice.layout for notice in workshop.posted()] == ["project_card"]


@ON_BOTH_ALWAYS
async def test_while_one_says_yes_the_office_asks_others_and_one_thing_is_true(workshop: Workshop) -> None:
    project = await workshop.propose()
    ask = workshop.hub.projects.owners.ask
    results = await asyncio.gather(
        workshop.accept(project, HARU),
        *(ask(COMMUNITY, project.id, who) for who in (MIDORI, AOI, KAI)),
        return_exceptions=True,
    )
    failed = [result for result in results if isinstance(result, BaseException)]
    assert [type(error) for error in failed] in ([], [NotAskedNow])
    row = await workshop.row()
    accepted = not failed
    assert (row.state == "running") is accepted
    assert (row.owner_id is not None) is accepted
    assert row.asks == 4
    await workshop.tick()
    asked = [notice for notice in workshop.told() if notice.subject.msgid.startswith("The office asks")]
    assert len(asked) == 1, "the questions that were overtaken are not sent"


class Meeting:
    """Holds whoever has looked at the project until the other one has looked too, or waits for the lock."""

    def __init__(self, db: Database, *, locks: bool) -> None:
        self._db = db
        self._locks = locks
        self._real = owners.find_row
        self.inside = 0

    async def find_row(self, tx: Tx, community_id: int, project_id: int, *, lock: bool = False) -> AnyRow:
        found = await self._real(tx, community_id, project_id, lock=lock and self._locks)
        if not lock:
            return found
        self.inside += 1
        for _look in range(LOOKS):
            async with self._db.reading() as other:
                if self.inside > 1 or await other.scalar(text(WAITING)):
                    return found
        raise AssertionError("the second one never came")


@asynccontextmanager
async def workshop_on(url: str) -> AsyncIterator[Workshop]:
    made = Workshop(meetings_on(url), RecordingCourier())
    try:
        await made.open()
        yield made
    finally:
        await made.hub.close()


@pytest.mark.parametrize("locks", [True, False])
async def test_on_postgresql_the_row_is_the_lock(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, locks: bool
) -> None:
    """A yes and a no of the same person: with the lock the second one is refused. Without it both count, or
    the database gives one of them up because each waits for the other.
    """
    async with workshop_on(postgres_url) as workshop:
        project = await workshop.propose()
        monkeypatch.setattr(owners, "find_row", Meeting(workshop.hub.db, locks=locks).find_row)
        results = await asyncio.gather(
            workshop.accept(project),
            workshop.hub.projects.owners.decline(COMMUNITY, project.id, HARU),
            return_exceptions=True,
        )
        refused = [result for result in results if isinstance(result, NotAskedNow)]
        row = await workshop.row()
        both = row.owner_id is not None and row.declined_at is not None
        given_up = any(isinstance(result, DBAPIError) for result in results)
        assert (len(refused), both or given_up) == ((1, False) if locks else (0, True))

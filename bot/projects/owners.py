"""Who takes a project on: the office asks, and nothing begins before somebody says yes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert

from bot.clock import Clock
from bot.db import AnyRow, Database, Tx, tried_again
from bot.members.service import Members
from bot.outbox.service import Outbox
from bot.projects import telling
from bot.projects.garden import Garden
from bot.projects.models import ProjectRow
from bot.projects.queries import find_row, project_of
from bot.projects.refusals import AskedOnceMore, IsOwnerAlready, NobodyDeclined, NotAskedNow
from bot.projects.rules import (
    NAME_LENGTH,
    PURPOSE_LENGTH,
    STEP_LENGTH,
    ProjectRole,
    ProjectState,
    check_not_over,
    check_running,
    read_line,
    read_text,
    subject_of,
)
from bot.projects.views import Actor, Project
from bot.projects.writing import (
    add_milestone,
    change,
    check_linkable,
    join,
    link_seed,
    post_card,
    seed_ids_of,
)


class ProjectOwners:
    """Use cases around the owner."""

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox, garden: Garden) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._outbox = outbox
        self._garden = garden

    def check(self, name: str, purpose: str, first_step: str) -> None:
        """Whether this can be proposed; raises `NothingWritten` or `TooLong`."""
        read_line(name, NAME_LENGTH)
        read_text(purpose, PURPOSE_LENGTH)
        read_line(first_step, STEP_LENGTH)

    @tried_again
    async def propose(
        self, community_id: int, staff: Actor, seed_id: int, typed: tuple[str, str, str], asked: Actor
    ) -> Project:
        """Keep name, purpose and first step, and ask somebody whether they take it on.

        Raises `NoSuchSeed`, also for a seed that not everybody can read, `NothingWritten` or `TooLong`.
        """
        now = self._clock()
        name, purpose, first_step = typed
        async with self._db.transaction() as tx:
            await check_linkable(tx, community_id, seed_id)
            writer = await self._members.ensure(tx, community_id, staff.user_id, staff.name)
            project_id = await tx.scalar(
                insert(ProjectRow)
                .values(
                    community_id=community_id,
                    state=ProjectState.PROPOSED.value,
                    name=read_line(name, NAME_LENGTH),
                    purpose=read_text(purpose, PURPOSE_LENGTH),
                    surroundings={},
                    links=[],
                    created_at=now,
                )
                .returning(ProjectRow.id)
            )
            assert project_id is not None
            row = await find_row(tx, community_id, project_id)
            await link_seed(tx, row, seed_id, now)
            await add_milestone(
                tx, project_id, read_line(first_step, STEP_LENGTH), None, ProjectRole.OFFICE, writer.id, now
            )
            await self._ask(tx, row, asked, now)
            return await project_of(tx, await find_row(tx, community_id, project_id))

    @tried_again
    async def ask(self, community_id: int, project_id: int, asked: Actor) -> Project:
        """Ask somebody (else) whether they take it on; until their yes the owner there is stays.

        Raises `NoSuchProject`, `IsOver`, `IsOwnerAlready` or `AskedOnceMore`.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            row = await find_row(tx, community_id, project_id, lock=True)
            check_not_over(ProjectState(row.state), row.name)
            if row.owner_user_id == asked.user_id and row.owner_left_at is None:
                raise IsOwnerAlready(name=asked.name or "")
            if row.asked_user_id == asked.user_id:
                raise AskedOnceMore(name=asked.name or "")
            await self._ask(tx, row, asked, now)
            return await project_of(tx, await find_row(tx, community_id, project_id))

    async def _ask(self, tx: Tx, row: AnyRow, asked: Actor, now: datetime) -> None:
        member = await self._members.ensure(tx, row.community_id, asked.user_id, asked.name)
        await self._outbox.cancel_planned(tx, now=now, subject=subject_of(row.id), kinds=(telling.ASKED,))
        await change(
            tx,
            self._outbox,
            row.community_id,
            row.id,
            asked_id=member.id,
            asks=row.asks + 1,
            asked_at=now,
            declined_at=None,
        )
        await self._tell(tx, row, telling.ASKED, member.id, row.asks + 1, now)

    @tried_again
    async def accept(self, community_id: int, project_id: int, who: Actor) -> Project:
        """The person who is asked says yes: the project begins, or has a new owner. Twice changes nothing.

        Raises `NotAskedNow`, also for everybody who is not asked.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            row = await find_row(tx, community_id, project_id, lock=True)
            if row.owner_user_id == who.user_id and row.asked_user_id != who.user_id:
                return await project_of(tx, row)
            check_asked(row, who)
            await join(tx, project_id, row.asked_id, now)
            begins = row.state == ProjectState.PROPOSED.value
            if begins:
                await self._garden.become_project(tx, community_id, await seed_ids_of(tx, project_id), now)
            await change(
                tx,
                self._outbox,
                community_id,
                project_id,
                owner_id=row.asked_id,
                asked_id=None,
                asked_at=None,
                **({"state": ProjectState.RUNNING.value, "started_at": now} if begins else {}),
            )
            if begins:
                await post_card(tx, self._outbox, row, now)
            elif row.owner_id is not None:
                await self._tell(tx, row, telling.HANDED_OVER, row.owner_id, row.asks, now)
            return await project_of(tx, await find_row(tx, community_id, project_id))

    async def decline(self, community_id: int, project_id: int, who: Actor) -> Project:
        """The person who is asked says no: a line for the office, and nobody else is told."""
        async with self._db.transaction() as tx:
            row = await find_row(tx, community_id, project_id, lock=True)
            check_asked(row, who)
            await change(
                tx,
                self._outbox,
                community_id,
                project_id,
                asked_id=None,
                asked_at=None,
                declined_at=self._clock(),
            )
            return await project_of(tx, await find_row(tx, community_id, project_id))

    async def question(self, community_id: int, project_id: int, who: Actor) -> Project:
        """What somebody is asked about, as long as they are. Raises `NotAskedNow`."""
        async with self._db.reading() as tx:
            row = await find_row(tx, community_id, project_id)
            check_asked(row, who)
            return await project_of(tx, row)

    async def keep(self, community_id: int, project_id: int) -> Project:
        """After a no the owner there is stays: the line leaves the desk. Raises `NobodyDeclined`."""
        async with self._db.transaction() as tx:
            row = await find_row(tx, community_id, project_id, lock=True)
            if row.declined_at is None or row.owner_id is None:
                raise NobodyDeclined
            await change(tx, self._outbox, community_id, project_id, declined_at=None)
            return await project_of(tx, await find_row(tx, community_id, project_id))

    async def post_again(self, community_id: int, project_id: int) -> Project:
        """Post a card whose post is gone or never came. Raises `NotAccepted` or `IsOver`."""
        now = self._clock()
        async with self._db.transaction() as tx:
            row = await find_row(tx, community_id, project_id, lock=True)
            if row.started_at is None:
                check_running(ProjectState(row.state), row.name)
            await change(tx, self._outbox, community_id, project_id)
            await post_card(tx, self._outbox, row, now)
            return await project_of(tx, row)

    async def _tell(self, tx: Tx, row: AnyRow, kind: str, member_id: int, ask: int, now: datetime) -> None:
        await self._outbox.enqueue(
            tx,
            community_id=row.community_id,
            kind=kind,
            subject=subject_of(row.id),
            to_member=member_id,
            args={"project_id": row.id, "ask": ask},
            due_at=now,
            dedupe_key=f"{kind}:{row.id}:{ask}",
            now=now,
        )


def check_asked(row: AnyRow, who: Actor) -> None:
    """Raises `NotAskedNow` unless it is them who are asked at the moment."""
    if row.asked_id is None or row.asked_user_id != who.user_id or row.ended_at is not None:
        raise NotAskedNow

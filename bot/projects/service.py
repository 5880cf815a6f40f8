"""Use cases of everybody: look at projects, take part, leave, and the seeds of a project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from bot.clock import Clock
from bot.db import Database, Tx, tried_again
from bot.members.models import MemberRow
from bot.members.service import Members
from bot.outbox.service import Outbox
from bot.projects.garden import Garden
from bot.projects.models import ProjectPersonRow, ProjectRow, ProjectSeedRow
from bot.projects.queries import (
    find_row,
    linked_seeds,
    listing,
    load,
    project_of,
    readable_seeds,
    role_of,
    surroundings,
    takes_part,
)
from bot.projects.refusals import JoinFirst, NoSuchProject, NoSuchSeed, OwnerStays, TooManySeeds
from bot.projects.rules import (
    MOST_SEEDS,
    ProjectState,
    check_not_over,
    check_running,
    check_takes_part,
    subject_of,
)
from bot.projects.views import Actor, LinkedSeed, Panel, Project, ProjectLine
from bot.projects.writing import change, check_linkable, join, link_seed, seed_ids_of


class ProjectRoom:
    """Projects as everybody uses them."""

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox, garden: Garden) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._outbox = outbox
        self._garden = garden

    # Looking

    async def listing(self, community_id: int, *, is_staff: bool = False) -> Sequence[ProjectLine]:
        """Projects that go on, then those that ended; proposals only for the office."""
        async with self._db.reading() as tx:
            return await listing(tx, community_id, with_proposed=is_staff)

    async def panel(self, community_id: int, project_id: int, who: Actor) -> Panel:
        """A project as this reader sees it; a proposal is unknown to all but the office."""
        async with self._db.reading() as tx:
            return await self._panel(tx, community_id, project_id, who)

    async def _panel(self, tx: Tx, community_id: int, project_id: int, who: Actor) -> Panel:
        row = await find_row(tx, community_id, project_id)
        if row.started_at is None and not who.is_staff:
            raise NoSuchProject
        return Panel(
            await project_of(tx, row),
            await role_of(tx, row, who.user_id, is_staff=who.is_staff),
            await takes_part(tx, project_id, who.user_id),
        )

    async def people(self, community_id: int, project_id: int, who: Actor) -> tuple[str | None, ...]:
        """The names of those who take part, for themselves and the office; None: a name is unknown.

        Raises `JoinFirst` for everybody else.
        """
        async with self._db.reading() as tx:
            row = await find_row(tx, community_id, project_id)
            check_takes_part(await role_of(tx, row, who.user_id, is_staff=who.is_staff))
            found = await tx.scalars(
                select(MemberRow.display_name)
                .join(ProjectPersonRow, ProjectPersonRow.member_id == MemberRow.id)
                .where(ProjectPersonRow.project_id == project_id, MemberRow.left_at.is_(None))
                .order_by(ProjectPersonRow.joined_at, MemberRow.id)
            )
            return tuple(found.all())

    async def community_of(self, project_id: int) -> int:
        """Which community a project belongs to, for presses that come from a direct message."""
        async with self._db.glancing() as tx:
            found = await tx.scalar(select(ProjectRow.community_id).where(ProjectRow.id == project_id))
        if found is None:
            raise NoSuchProject
        return found

    # Taking part

    @tried_again
    async def join(self, community_id: int, project_id: int, who: Actor) -> Panel:
        """Take part; twice changes nothing. Raises `NotAccepted` or `IsOver`."""
        now = self._clock()
        async with self._db.transaction() as tx:
            row = await find_row(tx, community_id, project_id, lock=True)
            if row.started_at is None and not who.is_staff:
                raise NoSuchProject
            check_running(ProjectState(row.state), row.name)
            member = await self._members.ensure(tx, community_id, who.user_id, who.name)
            if await join(tx, project_id, member.id, now):
                await change(tx, self._outbox, community_id, project_id)
            return await self._panel(tx, community_id, project_id, who)

    async def leave(self, community_id: int, project_id: int, who: Actor) -> Panel:
        """Take part no longer, also after the end; twice changes nothing. Raises `OwnerStays`."""
        async with self._db.transaction() as tx:
            row = await find_row(tx, community_id, project_id, lock=True)
            if row.started_at is None and not who.is_staff:
                raise NoSuchProject
            if row.owner_user_id == who.user_id and row.ended_at is None:
                raise OwnerStays
            mine = select(MemberRow.id).where(
                MemberRow.community_id == community_id, MemberRow.discord_user_id == who.user_id
            )
            gone = await tx.execute(
                delete(ProjectPersonRow).where(
                    ProjectPersonRow.project_id == project_id, ProjectPersonRow.member_id.in_(mine)
                )
            )
            if gone.rowcount:
                await change(tx, self._outbox, community_id, project_id)
            return await self._panel(tx, community_id, project_id, who)

    # Seeds

    async def seeds_to_choose(self, community_id: int, typed: str = "", limit: int = 25) -> list[LinkedSeed]:
        """Seeds that can become a project: those that everybody can read."""
        async with self._db.reading() as tx:
            return await readable_seeds(tx, community_id, typed, limit=limit)

    async def seed(self, community_id: int, seed_id: int) -> LinkedSeed:
        """One of them by its number. Raises `NoSuchSeed`."""
        async with self._db.reading() as tx:
            found = await readable_seeds(tx, community_id, seed_id=seed_id)
        if not found:
            raise NoSuchSeed
        return found[0]

    async def link_seed(self, community_id: int, project_id: int, seed_id: int) -> Project:
        """Let a project work on one more seed. Raises `NoSuchSeed`, `IsOver` or `TooManySeeds`."""
        now = self._clock()
        async with self._db.transaction() as tx:
            row = await find_row(tx, community_id, project_id, lock=True)
            check_not_over(ProjectState(row.state), row.name)
            await check_linkable(tx, community_id, seed_id)
            if len(await seed_ids_of(tx, project_id)) >= MOST_SEEDS:
                raise TooManySeeds(most=MOST_SEEDS)
            if await link_seed(tx, row, seed_id, now):
                if row.started_at is not None:
                    await self._garden.become_project(tx, community_id, [seed_id], now)
                await change(tx, self._outbox, community_id, project_id)
            return await load(tx, community_id, project_id)

    async def unlink_seed(self, community_id: int, project_id: int, seed_id: int) -> Project:
        """A seed was linked by mistake. The last one stays: raises `NoSuchSeed`."""
        async with self._db.transaction() as tx:
            row = await find_row(tx, community_id, project_id, lock=True)
            check_not_over(ProjectState(row.state), row.name)
            linked = await seed_ids_of(tx, project_id)
            if seed_id not in linked or len(linked) == 1:
                raise NoSuchSeed
            await tx.execute(
                delete(ProjectSeedRow).where(
                    ProjectSeedRow.project_id == project_id, ProjectSeedRow.seed_id == seed_id
                )
            )
            await change(tx, self._outbox, community_id, project_id)
            return await load(tx, community_id, project_id)

    async def plant(
        self, community_id: int, project_id: int, parent_id: int, who: Actor, typed: tuple[str, str]
    ) -> int:
        """Make a seed of what was found out, below a seed of the project; its number.

        Raises `JoinFirst`, `NoSuchSeed` and what the posting of a seed raises.
        """
        async with self._db.reading() as tx:
            await find_row(tx, community_id, project_id)
            if not await takes_part(tx, project_id, who.user_id):
                raise JoinFirst
            if parent_id not in [seed.id for seed in await linked_seeds(tx, project_id)]:
                raise NoSuchSeed
        return await self._garden.plant(community_id, parent_id, who.user_id, who.name, *typed)

    async def seed_changed(self, tx: Tx, community_id: int, seed_id: int, _now: datetime) -> None:
        """A seed changed or is no longer public: the cards of its projects are brought up to date."""
        found = await tx.scalars(
            select(ProjectSeedRow.project_id)
            .where(ProjectSeedRow.seed_id == seed_id)
            .order_by(ProjectSeedRow.project_id)
        )
        for project_id in found.all():
            await self._outbox.touch_next(tx, community_id, subject_of(project_id))

    # By the calendar

    async def refresh_cards(self) -> int:
        """Cards that show others than they did (a sector was told, a seed moved): how many it were.

        Once an hour; what a project's own use cases change is shown at once.
        """
        async with self._db.reading() as tx:
            query = select(ProjectRow.id, ProjectRow.community_id, ProjectRow.surroundings)
            rows = (await tx.execute(query.where(ProjectRow.started_at.is_not(None)))).all()
            stale = [row for row in rows if row.surroundings != await surroundings(tx, row.id)]
        for row in stale:
            async with self._db.transaction() as tx:
                await find_row(tx, row.community_id, row.id, lock=True)
                await change(tx, self._outbox, row.community_id, row.id)
        return len(stale)

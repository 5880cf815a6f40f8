"""The roadmap: milestones, each with all its versions and what those who take part say about it."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update

from bot.clock import Clock, shorten, to_local
from bot.date_words import read_words
from bot.dates import DateMissing, UnreadableDate, read_day
from bot.db import AnyRow, Database, Tx
from bot.members.models import MemberRow
from bot.members.service import Members
from bot.outbox.service import Outbox
from bot.projects.models import ProjectCommentRow, ProjectMilestoneRow, ProjectMilestoneVersionRow, ProjectRow
from bot.projects.queries import find_milestone, find_row, load, milestone_from, role_of
from bot.projects.refusals import DayUnreadable, NoSuchMilestone, NoSuchProject, TooManyMilestones
from bot.projects.rules import (
    COMMENT_LENGTH,
    MOST_MILESTONES,
    STEP_LENGTH,
    MilestoneState,
    ProjectRole,
    ProjectState,
    check_leads,
    check_running,
    check_takes_part,
    read_line,
    read_text,
)
from bot.projects.views import Actor, Comment, MilestonePanel, Project, Version
from bot.projects.writing import add_milestone, change

COMMENTS_SHOWN = 20
VERSIONS_SHOWN = 20


class Roadmaps:
    """Use cases of milestones."""

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._outbox = outbox

    async def add(self, community_id: int, project_id: int, who: Actor, title: str, day: str) -> Project:
        """A new milestone; ``day`` as people write it, or empty. For the owner and the office.

        Raises `LeadersOnly`, `TooManyMilestones`, `DayUnreadable`, `NothingWritten`, `IsOver` …
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            row, role = await self._lead(tx, community_id, project_id, who)
            due_on = self._read_day(day, row.timezone)
            count = await tx.scalar(
                select(func.count())
                .select_from(ProjectMilestoneRow)
                .where(ProjectMilestoneRow.project_id == project_id)
            )
            if (count or 0) >= MOST_MILESTONES:
                raise TooManyMilestones(most=MOST_MILESTONES)
            author = await self._members.ensure(tx, community_id, who.user_id, who.name)
            written = read_line(title, STEP_LENGTH)
            await add_milestone(tx, project_id, written, due_on, role, author.id, now)
            await change(tx, self._outbox, community_id, project_id)
            return await load(tx, community_id, project_id)

    async def edit(
        self, community_id: int, milestone_id: int, who: Actor, title: str, day: str
    ) -> MilestonePanel:
        """Let a milestone say something else: a new version; what it said before can still be read."""
        return await self._write(community_id, milestone_id, who, title=title, day=day)

    async def mark(
        self, community_id: int, milestone_id: int, who: Actor, state: MilestoneState
    ) -> MilestonePanel:
        """Done, dropped, or open again; the same mark twice makes no second version."""
        return await self._write(community_id, milestone_id, who, state=state)

    async def _write(
        self,
        community_id: int,
        milestone_id: int,
        who: Actor,
        *,
        title: str | None = None,
        day: str = "",
        state: MilestoneState | None = None,
    ) -> MilestonePanel:
        now = self._clock()
        async with self._db.transaction() as tx:
            project_id = (await find_milestone(tx, community_id, milestone_id)).project_id
            row, role = await self._lead(tx, community_id, project_id, who)
            before = await find_milestone(tx, community_id, milestone_id)  # as it is under the lock
            values: dict[str, Any] = {"title": before.title, "due_on": before.due_on, "state": before.state}
            if title is not None:
                values["title"] = read_line(title, STEP_LENGTH)
                values["due_on"] = self._read_day(day, row.timezone)
            if state is not None:
                values["state"] = state.value
            if values != {name: getattr(before, name) for name in values}:
                author = await self._members.ensure(tx, community_id, who.user_id, who.name)
                await tx.execute(
                    insert(ProjectMilestoneVersionRow).values(
                        milestone_id=milestone_id,
                        version=before.version + 1,
                        role=role.value,
                        author_id=author.id,
                        written_at=now,
                        **values,
                    )
                )
                await tx.execute(
                    update(ProjectMilestoneRow)
                    .where(ProjectMilestoneRow.id == milestone_id)
                    .values(version=before.version + 1)
                )
                await change(tx, self._outbox, community_id, project_id)
            return await self._panel(tx, community_id, milestone_id, who)

    async def comment(self, community_id: int, milestone_id: int, who: Actor, text: str) -> MilestonePanel:
        """Say something about a milestone, to those who take part and the office. Raises `JoinFirst` …"""
        written = read_text(text, COMMENT_LENGTH)
        async with self._db.transaction() as tx:
            project_id = (await find_milestone(tx, community_id, milestone_id)).project_id
            row = await find_row(tx, community_id, project_id, lock=True)
            check_takes_part(await role_of(tx, row, who.user_id, is_staff=who.is_staff))
            check_running(ProjectState(row.state), row.name)
            author = await self._members.ensure(tx, community_id, who.user_id, who.name)
            await tx.execute(
                insert(ProjectCommentRow).values(
                    milestone_id=milestone_id, text=written, author_id=author.id, written_at=self._clock()
                )
            )
            return await self._panel(tx, community_id, milestone_id, who)

    async def panel(self, community_id: int, milestone_id: int, who: Actor) -> MilestonePanel:
        """A milestone with its versions; comments only for those who take part and the office."""
        async with self._db.reading() as tx:
            return await self._panel(tx, community_id, milestone_id, who)

    async def community_of(self, milestone_id: int) -> int:
        """Which community a milestone belongs to, for presses that come from a direct message."""
        query = (
            select(ProjectRow.community_id)
            .join(ProjectMilestoneRow, ProjectMilestoneRow.project_id == ProjectRow.id)
            .where(ProjectMilestoneRow.id == milestone_id)
        )
        async with self._db.glancing() as tx:
            found = await tx.scalar(query)
        if found is None:
            raise NoSuchMilestone
        return found

    async def _lead(
        self, tx: Tx, community_id: int, project_id: int, who: Actor
    ) -> tuple[AnyRow, ProjectRole]:
        """The locked project that goes on, and the role in which ``who`` may lead it."""
        row = await find_row(tx, community_id, project_id, lock=True)
        role = check_leads(await role_of(tx, row, who.user_id, is_staff=who.is_staff))
        check_running(ProjectState(row.state), row.name)
        return row, role

    def _read_day(self, written: str, timezone: str) -> date | None:
        if not written.strip():
            return None
        today = to_local(self._clock(), ZoneInfo(timezone)).date()
        try:
            return read_day(read_words(written), earliest=today, text=written)
        except (DateMissing, UnreadableDate) as error:
            raise DayUnreadable(written=shorten(written)) from error

    async def _panel(self, tx: Tx, community_id: int, milestone_id: int, who: Actor) -> MilestonePanel:
        milestone = await find_milestone(tx, community_id, milestone_id)
        row = await find_row(tx, community_id, milestone.project_id)
        if row.started_at is None and not who.is_staff:
            raise NoSuchProject
        role = await role_of(tx, row, who.user_id, is_staff=who.is_staff)
        return MilestonePanel(
            await load(tx, community_id, row.id),
            milestone_from(milestone),
            await _versions(tx, milestone_id, with_names=role is not None),
            await _comments(tx, milestone_id) if role is not None else (),
            role,
        )


async def _versions(tx: Tx, milestone_id: int, *, with_names: bool) -> tuple[Version, ...]:
    """The newest first; everybody reads the role, only those who take part and the office the name."""
    row = ProjectMilestoneVersionRow
    found = await tx.execute(
        select(
            row.version, row.title, row.due_on, row.state, row.role, row.written_at, MemberRow.display_name
        )
        .outerjoin(MemberRow, MemberRow.id == row.author_id)
        .where(row.milestone_id == milestone_id)
        .order_by(row.version.desc())
        .limit(VERSIONS_SHOWN)
    )
    return tuple(
        Version(
            each.version,
            each.title,
            each.due_on,
            MilestoneState(each.state),
            ProjectRole(each.role),
            each.display_name if with_names else None,
            each.written_at,
        )
        for each in found
    )


async def _comments(tx: Tx, milestone_id: int) -> tuple[Comment, ...]:
    """The newest ones, in the order in which they were written."""
    found = await tx.execute(
        select(ProjectCommentRow.text, MemberRow.display_name, ProjectCommentRow.written_at)
        .outerjoin(MemberRow, MemberRow.id == ProjectCommentRow.author_id)
        .where(ProjectCommentRow.milestone_id == milestone_id)
        .order_by(ProjectCommentRow.id.desc())
        .limit(COMMENTS_SHOWN)
    )
    return tuple(Comment(*row) for row in reversed(found.all()))

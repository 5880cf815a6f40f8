"""The monthly memo: the bot asks the owner, the owner writes, the memo is posted under the card."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from bot.clock import Clock
from bot.db import Database
from bot.members.models import CommunityRow, MemberRow
from bot.members.service import Members
from bot.outbox.notice import thread_of
from bot.outbox.service import Outbox
from bot.projects.models import ProjectMemoRow, ProjectRow
from bot.projects.queries import find_row, load, role_of
from bot.projects.rules import (
    MEMO_LENGTH,
    ProjectState,
    check_leads,
    check_running,
    is_asked_for_memo,
    memo_due_at,
    read_text,
    subject_of,
)
from bot.projects.telling import MEMO, MEMO_WANTED
from bot.projects.views import Actor, Project
from bot.projects.writing import change

WANTED_FOR = timedelta(days=14)
"""A question that could not be brought by then would be odd."""


class Memos:
    """Use cases of memos; planning is idempotent, two processes may do it at the same time."""

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._outbox = outbox

    async def plan(self) -> int:
        """Once an hour and at the start: ask for the memo of the month; how many were planned anew."""
        now = self._clock()
        query = (
            select(
                ProjectRow.id,
                ProjectRow.community_id,
                ProjectRow.owner_id,
                ProjectRow.started_at,
                CommunityRow.timezone,
            )
            .join(CommunityRow, CommunityRow.id == ProjectRow.community_id)
            .join(MemberRow, MemberRow.id == ProjectRow.owner_id)
            .where(
                ProjectRow.state == ProjectState.RUNNING.value,
                CommunityRow.removed_at.is_(None),
                MemberRow.left_at.is_(None),
            )
            .order_by(ProjectRow.id)
        )
        planned = 0
        async with self._db.transaction() as tx:
            for row in (await tx.execute(query)).all():
                tz = ZoneInfo(row.timezone)
                due_at = memo_due_at(now, tz)
                if not is_asked_for_memo(row.started_at, due_at, now):
                    continue
                month = due_at.astimezone(tz).strftime("%Y-%m")
                made = await self._outbox.enqueue(
                    tx,
                    community_id=row.community_id,
                    kind=MEMO_WANTED,
                    subject=subject_of(row.id),
                    to_member=row.owner_id,
                    args={"project_id": row.id},
                    due_at=due_at,
                    expires_at=due_at + WANTED_FOR,
                    dedupe_key=f"{MEMO_WANTED}:{row.id}:{month}:{row.owner_id}",
                    now=now,
                )
                planned += made is not None
        return planned

    async def check(self, community_id: int, project_id: int, who: Actor) -> Project:
        """The project whose memo this person may write now. Raises like `write`."""
        async with self._db.reading() as tx:
            row = await find_row(tx, community_id, project_id)
            check_leads(await role_of(tx, row, who.user_id, is_staff=who.is_staff))
            check_running(ProjectState(row.state), row.name)
            return await load(tx, community_id, project_id)

    async def write(
        self, community_id: int, project_id: int, who: Actor, happened: str, next_steps: str
    ) -> Project:
        """Keep a memo, show it on the card and post it under it.

        Raises `LeadersOnly`, `NotAccepted`, `IsOver`, `NothingWritten` or `TooLong`.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            row = await find_row(tx, community_id, project_id, lock=True)
            check_leads(await role_of(tx, row, who.user_id, is_staff=who.is_staff))
            check_running(ProjectState(row.state), row.name)
            author = await self._members.ensure(tx, community_id, who.user_id, who.name)
            memo_id = await tx.scalar(
                insert(ProjectMemoRow)
                .values(
                    project_id=project_id,
                    happened=read_text(happened, MEMO_LENGTH),
                    next_steps=read_text(next_steps, MEMO_LENGTH),
                    author_id=author.id,
                    written_at=now,
                )
                .returning(ProjectMemoRow.id)
            )
            await self._outbox.enqueue(
                tx,
                community_id=community_id,
                kind=MEMO,
                subject=subject_of(project_id),
                to_place=thread_of(subject_of(project_id)),
                args={"memo_id": memo_id},
                due_at=now,
                dedupe_key=f"{MEMO}:{memo_id}",
                now=now,
            )
            await change(tx, self._outbox, community_id, project_id)
            return await load(tx, community_id, project_id)

"""Whether the owners of projects are still in the server; nobody tells the bot when people leave."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, or_, select, update

from bot.clock import Clock
from bot.db import Database
from bot.members.models import CommunityRow, MemberRow
from bot.members.presence import Presence
from bot.projects.models import ProjectRow
from bot.projects.rules import ProjectState

ASKED_EVERY = timedelta(days=7)
SILENCES = 3
"""So many questions without an answer in a row: Discord has other troubles, the next hour asks again."""


class OwnerWatch:
    """Asks Discord about each owner once a week."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def look(self, presence: Presence) -> int:
        """How many answers there were. Nothing is asked inside a transaction, and one after another."""
        now = self._clock()
        query = (
            select(MemberRow.id, MemberRow.community_id, MemberRow.discord_user_id)
            .join(CommunityRow, CommunityRow.id == MemberRow.community_id)
            .where(
                MemberRow.id.in_(
                    select(ProjectRow.owner_id).where(ProjectRow.state == ProjectState.RUNNING.value)
                ),
                MemberRow.discord_user_id.is_not(None),
                CommunityRow.removed_at.is_(None),
                or_(MemberRow.checked_at.is_(None), MemberRow.checked_at <= now - ASKED_EVERY),
            )
            .order_by(MemberRow.id)
        )
        async with self._db.reading() as tx:
            due = (await tx.execute(query)).all()
        answered = 0
        silent: Counter[int] = Counter()
        for person in due:
            if silent[person.community_id] >= SILENCES:
                continue
            is_here = await presence.is_here(person.community_id, person.discord_user_id)
            if is_here is None:
                silent[person.community_id] += 1
                continue
            silent[person.community_id] = 0
            answered += 1
            async with self._db.transaction() as tx:
                await tx.execute(
                    update(MemberRow)
                    .where(MemberRow.id == person.id)
                    .values(
                        checked_at=now,
                        left_at=None if is_here else func.coalesce(MemberRow.left_at, now),
                    )
                )
        return answered

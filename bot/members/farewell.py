"""The bot was removed from a server or added again; and what is deleted long after somebody has gone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update

from bot.clock import Clock
from bot.db import Database
from bot.members.models import CommunityRow, MemberRow
from bot.members.privacy import Privacy

REMOVED_KEPT = timedelta(days=90)
"""How long the data of a server is kept after the bot was removed from it: somebody may have slipped."""
DEPARTED_KEPT = timedelta(days=365)
"""How long somebody is known after they left the server: they may come back."""
GUESTS_KEPT = timedelta(days=3 * 365)
"""How long somebody without Discord is known, as long as all others by their answers: they cannot press."""


class Farewells:
    """Use cases of servers without the bot, and of people who have left for good."""

    def __init__(self, db: Database, clock: Clock, privacy: Privacy) -> None:
        self._db = db
        self._clock = clock
        self._privacy = privacy

    async def removed(self, community_id: int) -> None:
        """The bot is no longer in this server: nothing is sent there, and its data waits to be deleted."""
        async with self._db.transaction() as tx:
            await tx.execute(
                update(CommunityRow)
                .where(CommunityRow.id == community_id, CommunityRow.removed_at.is_(None))
                .values(removed_at=self._clock())
            )

    async def welcomed(self, community_id: int) -> None:
        """The bot is in this server (again): everything goes on as it was."""
        is_back = CommunityRow.id == community_id, CommunityRow.removed_at.is_not(None)
        async with self._db.glancing() as tx:
            if await tx.scalar(select(CommunityRow.id).where(*is_back)) is None:
                return  # as at nearly every connection: not worth a place in the writers' line
        async with self._db.transaction() as tx:
            await tx.execute(update(CommunityRow).where(*is_back).values(removed_at=None))

    async def compare(self, present: Collection[int]) -> None:
        """At each new connection: ``present`` are all servers with the bot, whatever happened meanwhile."""
        async with self._db.reading() as tx:
            known = (await tx.execute(select(CommunityRow.id, CommunityRow.removed_at))).all()
        for community in known:
            if community.id in present:
                await self.welcomed(community.id)
            elif community.removed_at is None:
                await self.removed(community.id)

    async def erase_removed(self) -> int:
        """Delete the data of servers from which the bot was removed 90 days ago; how many it were."""
        before = self._clock() - REMOVED_KEPT
        async with self._db.reading() as tx:
            due = (await tx.scalars(select(CommunityRow.id).where(CommunityRow.removed_at <= before))).all()
        # One after the other takes its time: whoever added the bot again meanwhile keeps everything.
        return sum([await self._privacy.erase_community(each, removed_before=before) for each in due])

    async def forget_departed(self) -> int:
        """Forget people who left their server a year ago; how many it were."""
        return await self._forget_all(MemberRow.left_at <= self._clock() - DEPARTED_KEPT)

    async def forget_guests(self) -> int:
        """Forget people without Discord whom staff wrote down three years ago; how many it were."""
        return await self._forget_all(
            MemberRow.discord_user_id.is_(None), MemberRow.created_at <= self._clock() - GUESTS_KEPT
        )

    async def _forget_all(self, *which: ColumnElement[bool]) -> int:
        async with self._db.reading() as tx:
            due = (await tx.scalars(select(MemberRow.id).where(*which))).all()
        return sum([await self._privacy.forget_member(member_id) for member_id in due])

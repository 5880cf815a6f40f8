"""Who is still in a server and who works in its office, as Discord says and as presses show."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from sqlalchemy import or_, select, update

from bot.clock import Clock
from bot.db import Database
from bot.members.models import CommunityRow, MemberRow
from bot.members.rules import Member
from bot.members.service import Members

COUNTED_EVERY = timedelta(days=1)
NOTED_EVERY = timedelta(days=1)


class Presence(Protocol):
    """The way to ask Discord about people; None: it could not be asked, so nothing is known."""

    async def is_here(self, community_id: int, discord_user_id: int) -> bool | None:
        """Whether this account is in the server now."""
        ...

    async def count_role(self, community_id: int, role_id: int) -> int | None:
        """How many members of the server hold this role now."""
        ...


class NobodyToAsk:
    """`Presence` as long as there is no bot."""

    async def is_here(self, community_id: int, discord_user_id: int) -> bool | None:
        return None

    async def count_role(self, community_id: int, role_id: int) -> int | None:
        return None


class Rollcall:
    """Who works in the office, and who is back."""

    def __init__(self, db: Database, clock: Clock, members: Members) -> None:
        self._db = db
        self._clock = clock
        self._members = members

    async def saw(
        self,
        community_id: int,
        discord_user_id: int,
        display_name: str | None,
        member: Member | None,
        *,
        is_at_work: bool,
    ) -> None:
        """Somebody pressed something; ``member`` is what was known of them, ``is_at_work``: as staff.

        Written only when it is news: the first press after having left, the first one as staff of a day.
        """
        now = self._clock()
        seen_at = member.staff_seen_at if member is not None else None
        if is_at_work and (seen_at is None or now - seen_at >= NOTED_EVERY):
            async with self._db.transaction() as tx:
                known = await self._members.ensure(tx, community_id, discord_user_id, display_name)
                await tx.execute(
                    update(MemberRow)
                    .where(MemberRow.id == known.id)
                    .values(staff_seen_at=now, checked_at=now, left_at=None)
                )
        elif member is not None and member.left_at is not None:
            async with self._db.transaction() as tx:
                await tx.execute(
                    update(MemberRow).where(MemberRow.id == member.id).values(checked_at=now, left_at=None)
                )

    async def count_staff(self, presence: Presence) -> int:
        """Ask once a day in every server how many hold the staff role; how many servers answered."""
        now = self._clock()
        query = select(CommunityRow.id, CommunityRow.staff_role_id).where(
            CommunityRow.removed_at.is_(None),
            CommunityRow.staff_role_id.is_not(None),
            or_(
                CommunityRow.staff_counted_at.is_(None),
                CommunityRow.staff_counted_at <= now - COUNTED_EVERY,
            ),
        )
        async with self._db.reading() as tx:
            due = (await tx.execute(query)).all()
        answered = 0
        for community in due:
            count = await presence.count_role(community.id, community.staff_role_id)
            if count is not None:
                await self.keep_staff_count(community.id, count)
                answered += 1
        return answered

    async def keep_staff_count(self, community_id: int, count: int) -> None:
        """Remember how many held the staff role just now."""
        async with self._db.transaction() as tx:
            await tx.execute(
                update(CommunityRow)
                .where(CommunityRow.id == community_id)
                .values(staff_count=count, staff_counted_at=self._clock())
            )

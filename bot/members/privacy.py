"""What is stored of one person: shown, handed out, forgotten; and the end of a whole community's data.

Every feature brings its `Part`; a test fails for a table with people in it that no part answers for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from bot.clock import Clock, format_moment
from bot.db import Database, Tx, tried_again
from bot.i18n import C_
from bot.members.models import CommunityRow, MemberRow
from bot.members.parts import Part
from bot.members.service import member_id_of


@dataclass(frozen=True, slots=True)
class Kept:
    """One heading of what is stored: how many entries, or else the facts themselves as pairs of words."""

    heading: str
    entries: int
    facts: tuple[tuple[str, str], ...] = ()


class Privacy:
    """The person's own rights. Their messages in Discord are not ours to take back."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.parts: tuple[Part, ...] = ()

    def register(self, *parts: Part) -> None:
        """Features join, what refers to others first; members and communities come last."""
        self.parts += parts

    async def export(self, community_id: int, discord_user_id: int, lang: str) -> dict[str, Any]:
        """Everything stored of a person here, as JSON values under names in ``lang``; empty: nothing is."""
        async with self._db.reading() as tx:
            kept = await self._kept(tx, community_id, discord_user_id, lang)
            if not kept:
                return {}
            found = await tx.execute(
                select(CommunityRow.name, CommunityRow.timezone).where(CommunityRow.id == community_id)
            )
            here = found.one()
        made_at = format_moment(self._clock(), ZoneInfo(here.timezone), lang, with_zone=True)
        return {
            C_("my data", "Server").to(lang): here.name,
            C_("my data", "This copy was made").to(lang): made_at,
            **kept,
        }

    async def summary(self, community_id: int, discord_user_id: int, lang: str) -> tuple[Kept, ...]:
        """The same in a few lines for a screen."""
        async with self._db.reading() as tx:
            kept = await self._kept(tx, community_id, discord_user_id, lang)
        return tuple(_line(heading, value) for heading, value in kept.items())

    async def _kept(self, tx: Tx, community_id: int, discord_user_id: int, lang: str) -> dict[str, Any]:
        member_id = await member_id_of(tx, community_id, discord_user_id)
        if member_id is None:
            return {}
        kept: dict[str, Any] = {}
        for part in reversed(self.parts):  # who one is, before what one did
            kept |= await part.export(tx, member_id, lang)
        return kept

    async def forget(self, community_id: int, discord_user_id: int) -> bool:
        """Leave nothing by which this person can be recognised; False when nothing was stored.

        Their seats go to those who wait, and these are told. Later they can come back as somebody new.
        """
        async with self._db.reading() as tx:
            member_id = await member_id_of(tx, community_id, discord_user_id)
        return member_id is not None and await self.forget_member(member_id)

    async def forget_member(self, member_id: int) -> bool:
        """The same for a member who is known by id; False when they are forgotten already."""
        is_done = await self._forget(member_id)
        if is_done:
            await self._db.wipe()  # where others are busy, the daily tidying up does it
        return is_done

    @tried_again
    async def _forget(self, member_id: int) -> bool:
        now = self._clock()
        row = select(MemberRow.id).where(MemberRow.id == member_id)
        async with self._db.transaction() as tx:
            if await tx.scalar(row) is None:
                return False
            await self._leave_nothing(tx, member_id, now)
            if not self._db.is_sqlite:
                # Their other presses went on meanwhile. From here on nobody can refer to them any more; it
                # comes so late because whoever presses locks the meeting first and the person then.
                await tx.execute(row.with_for_update())
                await self._leave_nothing(tx, member_id, now)
            await tx.execute(delete(MemberRow).where(MemberRow.id == member_id))
        return True

    async def _leave_nothing(self, tx: Tx, member_id: int, now: datetime) -> None:
        for part in self.parts:
            await part.forget(tx, member_id, now)

    async def erase_community(self, community_id: int, *, removed_before: datetime | None = None) -> bool:
        """Delete everything of a community, itself included; nobody is told.

        ``removed_before``: only if the bot has been away since then; False: it is back.
        """
        is_done = await self._erase(community_id, removed_before)
        if is_done:
            await self._db.wipe()
        return is_done

    @tried_again
    async def _erase(self, community_id: int, removed_before: datetime | None) -> bool:
        row = select(CommunityRow.id).where(CommunityRow.id == community_id).with_for_update()
        if removed_before is not None:
            row = row.where(CommunityRow.removed_at <= removed_before)
        async with self._db.transaction() as tx:
            if await tx.scalar(row) is None:
                return False
            for part in self.parts:
                await part.erase(tx, community_id)
        return True

    async def tidy(self) -> bool:
        """Once a day: remove the traces of deleted rows from the files; False when others were busy."""
        return await self._db.wipe()


def _line(heading: str, value: Any) -> Kept:
    if isinstance(value, Mapping):
        return Kept(heading, 0, tuple((str(name), str(fact)) for name, fact in value.items()))
    return Kept(heading, value if isinstance(value, int) else len(value))

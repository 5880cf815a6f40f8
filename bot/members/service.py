"""Use cases of people."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.clock import Clock
from bot.db import AnyRow, Database, Tx, insert_into
from bot.members.communities import COMMUNITY_COLUMNS, community_from
from bot.members.models import CommunityRow, MemberRow
from bot.members.rules import Community, Member, Sector

MEMBER_COLUMNS: tuple[Any, ...] = (
    MemberRow.id.label("member_id"),
    MemberRow.community_id,
    MemberRow.discord_user_id,
    MemberRow.display_name,
    MemberRow.language.label("member_language"),
    MemberRow.sector,
    MemberRow.wants_dm,
    MemberRow.sector_asked_at,
    MemberRow.hides_subjects,
    MemberRow.staff_seen_at,
    MemberRow.left_at,
    MemberRow.from_elsewhere,
    MemberRow.mail_address,
)


def member_from(row: AnyRow) -> Member:
    """The view of a row that holds `MEMBER_COLUMNS`."""
    return Member(
        id=row.member_id,
        community_id=row.community_id,
        discord_user_id=row.discord_user_id,
        display_name=row.display_name,
        language=row.member_language,
        sector=Sector(row.sector) if row.sector else None,
        wants_dm=row.wants_dm,
        sector_asked_at=row.sector_asked_at,
        hides_subjects=row.hides_subjects,
        staff_seen_at=row.staff_seen_at,
        left_at=row.left_at,
        from_elsewhere=row.from_elsewhere,
        mail_address=row.mail_address,
    )


async def member_id_of(tx: Tx, community_id: int, discord_user_id: int) -> int | None:
    """The row of an account; None for somebody about whom nothing is stored."""
    return await tx.scalar(
        select(MemberRow.id).where(
            MemberRow.community_id == community_id, MemberRow.discord_user_id == discord_user_id
        )
    )


class Members:
    """People: who they are to us, and what they wish."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def who(self, community_id: int, discord_user_id: int) -> tuple[Community | None, Member | None]:
        """The community and the person in it, in one read; reading makes no row."""
        query = (
            select(*COMMUNITY_COLUMNS, *MEMBER_COLUMNS)
            .select_from(CommunityRow)
            .outerjoin(
                MemberRow,
                (MemberRow.community_id == CommunityRow.id) & (MemberRow.discord_user_id == discord_user_id),
            )
            .where(CommunityRow.id == community_id)
        )
        async with self._db.glancing() as tx:
            row = (await tx.execute(query)).one_or_none()
        if row is None:
            return None, None
        return community_from(row), member_from(row) if row.member_id is not None else None

    async def ensure(
        self,
        tx: Tx,
        community_id: int,
        discord_user_id: int,
        display_name: str | None,
        *,
        asked_sector: bool = False,
    ) -> Member:
        """The person's row, made or brought up to date inside the caller's transaction.

        ``asked_sector``: from now on they count as asked where they come from.
        """
        now = self._clock()
        found = await tx.execute(
            _upsert_member(tx.dialect.name),
            {
                "community_id": community_id,
                "discord_user_id": discord_user_id,
                "display_name": display_name,
                "sector_asked_at": now if asked_sector else None,
                "created_at": now,
            },
        )
        return member_from(found.one())

    async def add_guest(
        self,
        tx: Tx,
        community_id: int,
        *,
        name: str,
        sector: Sector | None,
        from_elsewhere: bool | None = None,
        mail_address: str | None = None,
    ) -> Member:
        """Somebody whom staff add because they have no Discord; the same name twice is two people."""
        found = await tx.execute(
            insert(MemberRow)
            .values(
                community_id=community_id,
                display_name=name,
                sector=sector.value if sector else None,
                from_elsewhere=from_elsewhere,
                mail_address=mail_address,
                wants_dm=False,
                created_at=self._clock(),
            )
            .returning(*MEMBER_COLUMNS)
        )
        return member_from(found.one())

    async def names(self, community_id: int, member_ids: Collection[int]) -> dict[int, str]:
        """The display names of these members of the community, as far as they are known."""
        query = select(MemberRow.id, MemberRow.display_name).where(
            MemberRow.community_id == community_id,
            MemberRow.id.in_(member_ids),
            MemberRow.display_name.is_not(None),
        )
        async with self._db.reading() as tx:
            return {row.id: row.display_name for row in await tx.execute(query)}

    async def set_language(
        self, community_id: int, discord_user_id: int, display_name: str | None, language: str | None
    ) -> Member:
        """Remember the language a person chose; None follows the community again."""
        return await self._change(community_id, discord_user_id, display_name, language=language)

    async def set_sector(
        self, community_id: int, discord_user_id: int, display_name: str | None, sector: Sector
    ) -> Member:
        """Remember where a person comes from."""
        return await self._change(
            community_id, discord_user_id, display_name, sector=sector.value, sector_asked_at=self._clock()
        )

    async def set_from_elsewhere(
        self, community_id: int, discord_user_id: int, display_name: str | None, from_elsewhere: bool
    ) -> Member:
        """Remember whether a person lives in another prefecture."""
        return await self._change(community_id, discord_user_id, display_name, from_elsewhere=from_elsewhere)

    async def set_wants_dm(
        self, community_id: int, discord_user_id: int, display_name: str | None, wants_dm: bool
    ) -> Member:
        """Take direct messages, or not. [No DM] stops reminders, never the notice that one has a seat."""
        return await self._change(community_id, discord_user_id, display_name, wants_dm=wants_dm)

    async def set_hides_subjects(
        self, community_id: int, discord_user_id: int, display_name: str | None, hides_subjects: bool
    ) -> Member:
        """Let no notice to this person say in its preview what it is about, or let them again."""
        return await self._change(community_id, discord_user_id, display_name, hides_subjects=hides_subjects)

    async def _change(
        self, community_id: int, discord_user_id: int, display_name: str | None, **changes: Any
    ) -> Member:
        async with self._db.transaction() as tx:
            member = await self.ensure(tx, community_id, discord_user_id, display_name)
            row = await tx.execute(
                update(MemberRow)
                .where(MemberRow.id == member.id)
                .values(**changes)
                .returning(*MEMBER_COLUMNS)
            )
            return member_from(row.one())


@cache
def _upsert_member(dialect: str) -> Any:
    statement = insert_into(dialect, MemberRow)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["community_id", "discord_user_id"],
        set_={
            "display_name": new.display_name,
            "sector_asked_at": func.coalesce(MemberRow.sector_asked_at, new.sector_asked_at),
        },
    ).returning(*MEMBER_COLUMNS)

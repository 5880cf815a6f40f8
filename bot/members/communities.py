"""Use cases of communities: what the bot knows of each server."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select, update

from bot.clock import Clock, zone
from bot.db import AnyRow, Database, Tx, insert_into
from bot.i18n import LANGUAGES
from bot.members.models import CommunityRow
from bot.members.rules import Community, Leads, Unknown

COMMUNITY_COLUMNS: tuple[Any, ...] = (
    CommunityRow.id,
    CommunityRow.name,
    CommunityRow.language,
    CommunityRow.timezone,
    CommunityRow.announce_channel_id,
    CommunityRow.staff_channel_id,
    CommunityRow.staff_role_id,
    CommunityRow.ring_role_id,
    CommunityRow.leads,
    CommunityRow.closed_days,
    CommunityRow.set_up_at,
    CommunityRow.archive_channel_id,
    CommunityRow.draft_days,
    CommunityRow.promotion_stops_hours,
    CommunityRow.crossposts,
    CommunityRow.mirrors_events,
    CommunityRow.office_mail,
    CommunityRow.postal_address,
)


def community_from(row: AnyRow) -> Community:
    """The view of a row that holds `COMMUNITY_COLUMNS`."""
    return Community(
        id=row.id,
        name=row.name,
        language=row.language,
        timezone=row.timezone,
        announce_channel_id=row.announce_channel_id,
        staff_channel_id=row.staff_channel_id,
        staff_role_id=row.staff_role_id,
        ring_role_id=row.ring_role_id,
        leads=Leads(**row.leads),
        closed_days=tuple(date.fromisoformat(day) for day in row.closed_days),
        set_up_at=row.set_up_at,
        archive_channel_id=row.archive_channel_id,
        draft_days=row.draft_days,
        promotion_stops_hours=row.promotion_stops_hours,
        crossposts=row.crossposts,
        mirrors_events=row.mirrors_events,
        office_mail=row.office_mail,
        postal_address=row.postal_address,
    )


async def load_community(tx: Tx, community_id: int) -> Community:
    """The community inside somebody's transaction; `Unknown` when there is none."""
    row = (await tx.execute(select(*COMMUNITY_COLUMNS).where(CommunityRow.id == community_id))).one_or_none()
    if row is None:
        raise Unknown
    return community_from(row)


class Communities:
    """What the bot knows of each server; changed by ``/setup`` only."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def get(self, community_id: int) -> Community | None:
        """The community, or None before its first ``/setup``."""
        async with self._db.reading() as tx:
            row = (
                await tx.execute(select(*COMMUNITY_COLUMNS).where(CommunityRow.id == community_id))
            ).one_or_none()
        return community_from(row) if row else None

    async def known(self, community_id: int, name: str) -> Community:
        """The community, remembered from now on, so that settings can be made before its first start."""
        async with self._db.transaction() as tx:
            await tx.execute(
                insert_into(tx.dialect.name, CommunityRow)
                .values(id=community_id, name=name, created_at=self._clock())
                .on_conflict_do_nothing(index_elements=["id"])
            )
            return await load_community(tx, community_id)

    async def set_up(
        self,
        community_id: int,
        *,
        name: str,
        announce_channel_id: int,
        staff_channel_id: int,
        staff_role_id: int,
    ) -> Community:
        """Start using the bot here, or move it to other channels."""
        now = self._clock()
        where = {
            "name": name,
            "announce_channel_id": announce_channel_id,
            "staff_channel_id": staff_channel_id,
            "staff_role_id": staff_role_id,
            "set_up_at": now,
        }
        async with self._db.transaction() as tx:
            await tx.execute(
                insert_into(tx.dialect.name, CommunityRow)
                .values(id=community_id, created_at=now, **where)
                .on_conflict_do_update(index_elements=["id"], set_=where)
            )
            return await load_community(tx, community_id)

    async def change(
        self,
        community_id: int,
        *,
        language: str | None = None,
        timezone: str | None = None,
        leads: Leads | None = None,
        closed_days: tuple[date, ...] | None = None,
        **others: int | str | None,
    ) -> Community:
        """Change single settings; those not given stay. ``ring_role_id=None`` takes the role away.

        ``others`` are channels, roles, numbers, switches and addresses by the names of `Community`.
        """
        changes: dict[str, Any] = dict(others)
        if language is not None:
            changes["language"] = language if language in LANGUAGES else "ja"
        if timezone is not None:
            changes["timezone"] = zone(timezone).key
        if leads is not None:
            changes["leads"] = asdict(leads)
        if closed_days is not None:
            changes["closed_days"] = [day.isoformat() for day in sorted(set(closed_days))]
        async with self._db.transaction() as tx:
            if changes:
                await tx.execute(
                    update(CommunityRow).where(CommunityRow.id == community_id).values(**changes)
                )
            return await load_community(tx, community_id)

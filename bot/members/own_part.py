"""The person's own row and the community's, which every other part refers to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from bot.db import AnyRow, Tx
from bot.i18n import C_
from bot.members.models import CommunityRow, MemberRow
from bot.members.parts import Fact, Part, in_words, local_time
from bot.members.rules import Sector

_YES, _NO = C_("my data", "yes"), C_("my data", "no")


def members_part() -> Part:
    """Registered last: the rows that all others refer to go last."""
    return Part("members", ("members", "communities"), _export, _forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    found = await tx.execute(
        select(MemberRow.__table__, CommunityRow.timezone)
        .join(CommunityRow, CommunityRow.id == MemberRow.community_id)
        .where(MemberRow.id == member_id)
    )
    row = found.one()
    return {C_("my data", "About me").to(lang): in_words(lang, *_wishes(row), *_moments(row, lang))}


def _wishes(row: AnyRow) -> tuple[Fact, ...]:
    return (
        (C_("my data", "Display name"), row.display_name),
        (C_("my data", "Discord user id"), _digits(row.discord_user_id)),
        (C_("my data", "Id of our direct messages"), _digits(row.dm_channel_id)),
        (C_("my data", "Language"), row.language),
        (C_("my data", "Sector"), Sector(row.sector).label if row.sector else None),
        (
            C_("my data", "From another prefecture"),
            None if row.from_elsewhere is None else _YES if row.from_elsewhere else _NO,
        ),
        (C_("my data", "Mail address"), row.mail_address),
        (C_("my data", "Direct messages"), _YES if row.wants_dm else _NO),
        (C_("my data", "Notices without their subject"), _YES if row.hides_subjects else _NO),
    )


def _moments(row: AnyRow, lang: str) -> tuple[Fact, ...]:
    moments = (
        (C_("my data", "Known here since"), row.created_at),
        (C_("my data", "Asked for the sector"), row.sector_asked_at),
        (C_("my data", "Last used something of the office"), row.staff_seen_at),
        (C_("my data", "Last asked Discord whether you are still here"), row.checked_at),
        (C_("my data", "Noticed that you left the server"), row.left_at),
    )
    return tuple((name, local_time(moment, row.timezone, lang)) for name, moment in moments)


def _digits(snowflake: int | None) -> str | None:
    """As text: a number of this length loses its last digits in many programs."""
    return None if snowflake is None else str(snowflake)


async def _forget(tx: Tx, member_id: int, now: datetime) -> None:
    """Nothing beside the row itself, which goes when all parts are done."""


async def _erase(tx: Tx, community_id: int) -> None:
    await tx.execute(delete(MemberRow).where(MemberRow.community_id == community_id))
    await tx.execute(delete(CommunityRow).where(CommunityRow.id == community_id))

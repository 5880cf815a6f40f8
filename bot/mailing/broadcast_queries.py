"""Reading messages of the office, and locking one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.db import AnyRow, Tx
from bot.mailing.broadcast_rules import LISTED, Broadcast, BroadcastState, NoSuchBroadcast
from bot.mailing.models import BroadcastRow
from bot.members.models import CommunityRow, MemberRow

_ROWS = (
    select(
        *BroadcastRow.__table__.c,
        MemberRow.display_name.label("author_name"),
        CommunityRow.timezone,
    )
    .join(CommunityRow, CommunityRow.id == BroadcastRow.community_id)
    .outerjoin(MemberRow, MemberRow.id == BroadcastRow.author_id)
)


async def find(tx: Tx, community_id: int, broadcast_id: int, *, locked: bool = False) -> AnyRow:
    """`NoSuchBroadcast` for an unknown id and for one of another community.

    ``locked``: until the transaction ends nobody else changes it; on SQLite the transaction is the lock.
    """
    if locked and tx.dialect.name != "sqlite":
        await tx.execute(select(BroadcastRow.id).where(BroadcastRow.id == broadcast_id).with_for_update())
    found = await tx.execute(
        _ROWS.where(BroadcastRow.id == broadcast_id, BroadcastRow.community_id == community_id)
    )
    row = found.one_or_none()
    if row is None:
        raise NoSuchBroadcast
    return row


async def listed(tx: Tx, community_id: int) -> Sequence[AnyRow]:
    """The latest of a community, the newest first."""
    found = await tx.execute(
        _ROWS.where(BroadcastRow.community_id == community_id).order_by(BroadcastRow.id.desc()).limit(LISTED)
    )
    return found.all()


def view_of(row: AnyRow) -> Broadcast:
    """The view of a row, without counts."""
    return Broadcast(
        id=row.id,
        community_id=row.community_id,
        state=BroadcastState(row.state),
        title=row.title,
        body=row.body,
        channel_id=row.channel_id,
        event_id=row.event_id,
        by_mail=row.by_mail,
        by_dm=row.by_dm,
        leaves_at=row.leaves_at,
        sent_at=row.sent_at,
        author_name=row.author_name,
        timezone=row.timezone,
    )

"""Writing and withdrawing rows of the outbox inside a use case's own transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, delete, select, text, update

from bot.db import Tx, insert_into
from bot.outbox.kinds import Kinds
from bot.outbox.lane_rules import lane_of
from bot.outbox.models import DeliveryRow, HeldPostRow
from bot.outbox.notice import NewDelivery
from bot.outbox.rules import WITHDRAWN

IS_PLANNED = text("deliveries.state = 'planned'")
"""Written as a literal, so that the partial indexes serve it on both databases."""

_MADE_NEW = (
    "kind", "member_id", "place", "sealed", "subject", "args", "due_at", "expires_at", "tell_staff_at",
    "created_at", "state", "attempts", "last_error", "ended_at", "lane", "via",
)  # fmt: skip


async def write(tx: Tx, kinds: Kinds, rows: Sequence[NewDelivery], now: datetime) -> None:
    """All rows with one statement and one round trip."""
    if rows:
        await tx.execute(_upsert(tx.dialect.name), [_values(kinds, row, now) for row in rows])


async def write_one(tx: Tx, kinds: Kinds, row: NewDelivery, now: datetime, **more: Any) -> int | None:
    """The new id, or None when that dedupe key is already there. ``more`` sets further columns."""
    values = _values(kinds, row, now) | more
    found = await tx.execute(_upsert(tx.dialect.name).returning(DeliveryRow.id), values)
    return found.scalar_one_or_none()


async def withdraw(
    tx: Tx,
    now: datetime,
    *,
    subject: str | None = None,
    member_id: int | None = None,
    kinds: Collection[str] | None = None,
) -> int:
    if subject is None and member_id is None:
        raise ValueError("which deliveries? name a subject or a member")
    change = update(DeliveryRow).where(IS_PLANNED)
    if subject is not None:
        change = change.where(DeliveryRow.subject == subject)
    if member_id is not None:
        change = change.where(DeliveryRow.member_id == member_id)
    if kinds is not None:
        change = change.where(DeliveryRow.kind.in_(kinds))
    if subject is not None and member_id is None:
        held = delete(HeldPostRow).where(HeldPostRow.subject == subject)
        await tx.execute(held if kinds is None else held.where(HeldPostRow.kind.in_(kinds)))
    found = await tx.execute(
        change.values(state="cancelled", last_error=WITHDRAWN, ended_at=now, tell_staff_at=None)
    )
    return found.rowcount


@dataclass(frozen=True, slots=True)
class Planned:
    """A notice that waits to be sent; ``member_id`` is None for a place."""

    id: int
    kind: str
    member_id: int | None
    args: Mapping[str, Any]


async def planned(tx: Tx, subject: str, kinds: Collection[str]) -> list[Planned]:
    columns = DeliveryRow.id, DeliveryRow.kind, DeliveryRow.member_id, DeliveryRow.args
    found = await tx.execute(
        select(*columns)
        .where(IS_PLANNED, DeliveryRow.subject == subject, DeliveryRow.kind.in_(kinds))
        .order_by(DeliveryRow.id)
    )
    return [Planned(row.id, row.kind, row.member_id, row.args or {}) for row in found]


async def rewrite(tx: Tx, delivery_id: int, args: Mapping[str, Any]) -> bool:
    done = await tx.execute(
        update(DeliveryRow).where(IS_PLANNED, DeliveryRow.id == delivery_id).values(args=dict(args))
    )
    return done.rowcount == 1


async def move_expiry(tx: Tx, subject: str, expires_at: datetime) -> None:
    await tx.execute(
        update(DeliveryRow)
        .where(IS_PLANNED, DeliveryRow.subject == subject, DeliveryRow.expires_at.is_not(None))
        .values(expires_at=expires_at)
    )


async def give_back_mail(tx: Tx) -> int:
    """Without a mail server, what was handed to mail looks for another way; how many rows it were."""
    found = await tx.execute(
        update(DeliveryRow).where(IS_PLANNED, DeliveryRow.lane == "mail").values(lane="discord")
    )
    return found.rowcount


def _values(kinds: Kinds, row: NewDelivery, now: datetime) -> dict[str, Any]:
    if sum(to is not None for to in (row.to_member, row.to_place, row.to_sealed)) != 1:
        raise ValueError(f"{row.kind}: a delivery goes to one member, one place or one sealed addressee")
    return {
        "community_id": row.community_id,
        "kind": row.kind,
        "member_id": row.to_member,
        "place": row.to_place,
        "sealed": row.to_sealed,
        "subject": row.subject,
        "args": dict(row.args) or None,
        "due_at": row.due_at,
        "expires_at": row.expires_at,
        "dedupe_key": row.dedupe_key,
        "tell_staff_at": kinds.tell_staff_at(row.kind, row.due_at),
        "created_at": now,
        "state": "planned",
        "lane": "discord" if row.via is None else lane_of(row.via).name,
        "via": row.via,
        "attempts": 0,
        "awaits_press": False,
        "last_error": None,
        "ended_at": None,
    }


@cache
def _upsert(dialect: str) -> Any:
    # A known key changes nothing, except that a row which its feature had withdrawn is planned anew:
    # somebody left the meeting and came back.
    insert = insert_into(dialect, DeliveryRow)
    return insert.on_conflict_do_update(
        index_elements=["community_id", "dedupe_key"],
        set_={name: insert.excluded[name] for name in _MADE_NEW},
        where=and_(DeliveryRow.state == "cancelled", DeliveryRow.last_error == WITHDRAWN),
    )

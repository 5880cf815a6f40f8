"""What staff see and do in ``/outbox``: what is waiting, failed, unknown, not reached; retry, cancel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, TextClause, and_, func, select, text, update
from sqlalchemy.orm import aliased

from bot.db import Tx
from bot.errors import N_, UserError
from bot.i18n import C_, Raw, Text
from bot.outbox.kinds import Kinds
from bot.outbox.models import DeliveryRow

PAGE_SIZE = 10

IN_TROUBLE = text("deliveries.state IN ('failed', 'unknown')")
"""The partial index's own words."""


class NoSuchDelivery(UserError):
    """Also the answer to an id of another community."""

    sentence = N_("There is no such notice here. Please open /outbox again and choose from the list.")


class DeliveryIsOnItsWay(UserError):
    sentence = N_("This notice is being sent right now. Please look again in a few minutes.")


class DeliveryHasEnded(UserError):
    sentence = N_("This notice has already come to its end, so there is nothing left to do.")


class DeliveryIsTooLate(UserError):
    sentence = N_("The time for this notice has passed, so it is not sent any more.")


class Tray(StrEnum):
    """The four trays of the outbox."""

    WAITING = "waiting"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_REACHED = "not_reached"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Tray.WAITING: C_("outbox", "Waiting"),
    Tray.FAILED: C_("outbox", "Failed"),
    Tray.UNKNOWN: C_("outbox", "Unknown whether it arrived"),
    Tray.NOT_REACHED: C_("outbox", "Not reached"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A delivery as staff see it. Whether the name of ``member_id`` may be shown is the subject's affair.

    ``reason`` is a short code such as ``dms_closed``; ``is_doubtful``: the last try may have arrived.
    """

    id: int
    kind: str
    title: Text | str
    subject: str
    member_id: int | None
    is_post: bool
    due_at: datetime
    attempts: int
    reason: str | None
    is_doubtful: bool
    is_being_sent: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One page of one tray; ``counts`` are those of all trays. ``page`` counts from 1."""

    tray: Tray
    lines: tuple[Line, ...]
    page: int
    pages: int
    counts: dict[Tray, int]


async def listing(tx: Tx, kinds: Kinds, community_id: int, tray: Tray, page: int) -> Page:
    counts = {each: await _count(tx, community_id, each) for each in Tray}
    pages = max(1, -(-counts[tray] // PAGE_SIZE))
    page = min(max(page, 1), pages)
    order = DeliveryRow.due_at if tray is Tray.WAITING else DeliveryRow.id.desc()
    found = await tx.execute(
        select(DeliveryRow.__table__)
        .where(*in_tray(tray, community_id))
        .order_by(order, DeliveryRow.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return Page(tray, tuple(_line(kinds, row) for row in found), page, pages, counts)


async def retry(tx: Tx, community_id: int, delivery_id: int, now: datetime) -> None:
    """Send it now, with the whole ladder of retries before it again."""
    row = await _locked(tx, community_id, delivery_id)
    if row.state == "sending":
        raise DeliveryIsOnItsWay
    if row.state not in ("planned", "failed", "unknown") or row.shown_at is not None:
        raise DeliveryHasEnded
    if row.state == "failed" and await _has_follow_up(tx, delivery_id):
        raise DeliveryHasEnded
    if row.expires_at is not None and row.expires_at <= now:
        raise DeliveryIsTooLate
    await _change(
        tx, delivery_id, state="planned", due_at=now, attempts=0, doubtful_since=None, ended_at=None,
        awaits_press=False, lease_until=None,
    )  # fmt: skip


async def cancel(tx: Tx, community_id: int, delivery_id: int, now: datetime) -> None:
    """Never send it, and do not show it at the person's next press either."""
    row = await _locked(tx, community_id, delivery_id)
    if row.state == "sending":
        raise DeliveryIsOnItsWay
    if row.state not in ("planned", "failed", "unknown") or row.shown_at is not None:
        raise DeliveryHasEnded
    await _change(
        tx, delivery_id, state="cancelled", last_error="by_staff", ended_at=now, awaits_press=False,
        lease_until=None, tell_staff_at=None,
    )  # fmt: skip


def in_tray(tray: Tray, community_id: int) -> tuple[ColumnElement[bool] | TextClause, ...]:
    """The conditions under which a delivery lies in that tray."""
    here = DeliveryRow.community_id == community_id
    match tray:
        case Tray.WAITING:
            return here, text("deliveries.state IN ('planned', 'sending')")
        case Tray.UNKNOWN:
            return here, IN_TROUBLE, DeliveryRow.state == "unknown"
        case Tray.NOT_REACHED:
            return here, IN_TROUBLE, DeliveryRow.awaits_press.is_(True)
        case Tray.FAILED:
            return (
                here,
                IN_TROUBLE,
                DeliveryRow.state == "failed",
                ~DeliveryRow.awaits_press,
                DeliveryRow.shown_at.is_(None),
                ~_follow_ups().exists(),
            )


def _follow_ups() -> Any:
    child = aliased(DeliveryRow)
    return select(child.id).where(child.parent_id == DeliveryRow.id).correlate(DeliveryRow)


async def _count(tx: Tx, community_id: int, tray: Tray) -> int:
    found = await tx.execute(
        select(func.count()).select_from(DeliveryRow).where(*in_tray(tray, community_id))
    )
    return found.scalar_one()


async def _locked(tx: Tx, community_id: int, delivery_id: int) -> Any:
    found = await tx.execute(
        select(DeliveryRow.state, DeliveryRow.expires_at, DeliveryRow.shown_at)
        .where(and_(DeliveryRow.id == delivery_id, DeliveryRow.community_id == community_id))
        .with_for_update()
    )
    row = found.one_or_none()
    if row is None:
        raise NoSuchDelivery
    return row


async def _has_follow_up(tx: Tx, delivery_id: int) -> bool:
    found = await tx.execute(select(DeliveryRow.id).where(DeliveryRow.parent_id == delivery_id).limit(1))
    return found.first() is not None


async def _change(tx: Tx, delivery_id: int, **values: object) -> None:
    await tx.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(**values))


def _line(kinds: Kinds, row: Any) -> Line:
    kind = kinds.get(row.kind)
    return Line(
        id=row.id,
        kind=row.kind,
        title=kind.title if kind and kind.title else Raw(row.kind),
        subject=row.subject,
        member_id=row.member_id,
        is_post=row.place is not None,
        due_at=row.due_at,
        attempts=row.attempts,
        reason=row.last_error,
        is_doubtful=row.doubtful_since is not None,
        is_being_sent=row.state == "sending",
        created_at=row.created_at,
    )

"""What staff look at in ``/outbox``: what is waiting, failed, unknown, not reached, by way and by event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, TextClause, and_, func, or_, select, text
from sqlalchemy.orm import aliased

from bot.db import Tx
from bot.i18n import C_, Raw, Text
from bot.outbox.kinds import Kinds
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Way

PAGE_SIZE = 10
SUBJECTS_OFFERED = 24
"""Options of a menu at Discord, less the one for all."""

IN_TROUBLE = text("deliveries.state IN ('failed', 'unknown')")
"""The partial index's own words."""


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
class Sieve:
    """What to look at only: one way, what is about one subject such as ``event:12``, or both."""

    way: Way | None = None
    subject: str | None = None


ALL = Sieve()


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
    """One page of one tray; ``counts`` are those of all trays. ``page`` counts from 1.

    ``subjects``: the meetings of which there is something in this tray, whatever the sieve says.
    """

    tray: Tray
    lines: tuple[Line, ...]
    page: int
    pages: int
    counts: dict[Tray, int]
    sieve: Sieve = ALL
    subjects: tuple[str, ...] = field(default_factory=tuple)


async def listing(tx: Tx, kinds: Kinds, community_id: int, tray: Tray, page: int, sieve: Sieve = ALL) -> Page:
    counts = {each: await _count(tx, community_id, each, sieve) for each in Tray}
    pages = max(1, -(-counts[tray] // PAGE_SIZE))
    page = min(max(page, 1), pages)
    order = DeliveryRow.due_at if tray is Tray.WAITING else DeliveryRow.id.desc()
    found = await tx.execute(
        select(DeliveryRow.__table__)
        .where(*in_tray(tray, community_id), *_through(sieve))
        .order_by(order, DeliveryRow.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    lines = tuple(_line(kinds, row) for row in found)
    return Page(tray, lines, page, pages, counts, sieve, await _subjects(tx, community_id, tray))


async def unreached(
    tx: Tx, kinds: Kinds, community_id: int, subject: str, *more: ColumnElement[bool]
) -> tuple[Line, ...]:
    """The notices about one subject that did not reach their person, or may not have, the latest first.

    What expired before it could be sent is among them; what reached the person by another way is not.
    ``more``: what the feature that owns the subject knows of it.
    """
    found = await tx.execute(
        select(DeliveryRow.__table__)
        .where(*not_reached(community_id, subject), *more)
        .order_by(DeliveryRow.id.desc())
    )
    return tuple(_line(kinds, row) for row in found)


def not_reached(community_id: int, subject: str) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a notice to a person came to its end without having reached them."""
    return (
        DeliveryRow.community_id == community_id,
        DeliveryRow.subject == subject,
        DeliveryRow.member_id.is_not(None),
        DeliveryRow.shown_at.is_(None),
        or_(
            DeliveryRow.state.in_(("unknown", "expired")),
            and_(DeliveryRow.state == "failed", ~_follow_ups().exists()),
        ),
        ~_told_later().exists(),
    )


def _told_later() -> Any:
    """A later notice of the same kind about the same subject, which did reach the person."""
    later = aliased(DeliveryRow)
    return (
        select(later.id)
        .where(
            later.community_id == DeliveryRow.community_id,
            later.subject == DeliveryRow.subject,
            later.member_id == DeliveryRow.member_id,
            later.kind == DeliveryRow.kind,
            later.state == "sent",
            later.due_at >= DeliveryRow.due_at,
        )
        .correlate(DeliveryRow)
    )


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


def _through(sieve: Sieve) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if sieve.way == "place":
        chosen.append(DeliveryRow.place.is_not(None))
    elif sieve.way is not None:
        lane = "mail" if sieve.way == "mail" else "discord"
        chosen += [DeliveryRow.place.is_(None), DeliveryRow.lane == lane]
    if sieve.subject is not None:
        chosen.append(DeliveryRow.subject == sieve.subject)
    return chosen


async def _subjects(tx: Tx, community_id: int, tray: Tray) -> tuple[str, ...]:
    """Those with the most lines first."""
    found = await tx.scalars(
        select(DeliveryRow.subject)
        .where(*in_tray(tray, community_id), DeliveryRow.subject.like("event:%"))
        .group_by(DeliveryRow.subject)
        .order_by(func.count().desc(), DeliveryRow.subject)
        .limit(SUBJECTS_OFFERED)
    )
    return tuple(found)


async def _count(tx: Tx, community_id: int, tray: Tray, sieve: Sieve) -> int:
    found = await tx.execute(
        select(func.count()).select_from(DeliveryRow).where(*in_tray(tray, community_id), *_through(sieve))
    )
    return found.scalar_one()


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

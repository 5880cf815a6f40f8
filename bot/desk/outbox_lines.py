"""What did not arrive, as lines of the desk: one for each tray of the outbox, never one for each person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select

from bot.db import Tx
from bot.desk.lines import DeskLine, LineSource
from bot.i18n import Text, _, _n
from bot.members.rules import Community
from bot.outbox.kinds import Kinds
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Action
from bot.outbox.trays import Tray, in_tray

MINUTES_TO_REACH = 3
"""Looking up one person, and a call or a few words by another way."""
MINUTES_TO_DECIDE = 1
"""Reading why one notice failed, and pressing “Send it now” or “Do not send it”."""


def source(kinds: Kinds) -> LineSource:
    """Lines for what staff can still do something about: what is past its time only stands in /outbox."""

    async def lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
        found = [await _line(tx, kinds, community.id, tray, now) for tray in _MINUTES]
        return [line for line in found if line is not None]

    return lines


async def _line(tx: Tx, kinds: Kinds, community_id: int, tray: Tray, now: datetime) -> DeskLine | None:
    row = (
        await tx.execute(
            select(func.count().label("number"), func.min(DeliveryRow.expires_at).label("due_at"))
            .select_from(DeliveryRow)
            .where(
                *in_tray(tray, community_id),
                or_(DeliveryRow.expires_at.is_(None), DeliveryRow.expires_at > now),
                # the feature whose card it is has a line of its own
                DeliveryRow.kind.not_in(kinds.of_cards()),
            )
        )
    ).one()
    if not row.number:
        return None
    return DeskLine(
        key=f"outbox_{tray.value}",
        what=_WORDS[tray](row.number),
        minutes=_MINUTES[tray] * row.number,
        due_at=row.due_at,
        action=Action("outbox", 0, tray.value, _("Open the outbox")),
    )


_MINUTES = {
    Tray.NOT_REACHED: MINUTES_TO_REACH,
    Tray.FAILED: MINUTES_TO_DECIDE,
    Tray.UNKNOWN: MINUTES_TO_DECIDE,
}

_WORDS: dict[Tray, Callable[[int], Text]] = {
    Tray.NOT_REACHED: lambda count: _n(
        "{count} notice reached nobody: please tell the person another way, or leave it to their next press",
        "{count} notices reached nobody: please tell the people another way, or leave it to their next press",
        count=count,
    ),
    Tray.FAILED: lambda count: _n(
        "{count} notice could not be sent: please send it again, or stop it",
        "{count} notices could not be sent: please send them again, or stop them",
        count=count,
    ),
    Tray.UNKNOWN: lambda count: _n(
        "{count} notice may or may not have arrived: please look, and decide whether to send it again",
        "{count} notices may or may not have arrived: please look, and decide whether to send them again",
        count=count,
    ),
}

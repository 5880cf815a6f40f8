"""What the office is told of the outbox itself; none of these lines names a person."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from bot.db import Tx
from bot.i18n import _, _n
from bot.members.models import CommunityRow
from bot.outbox import planning
from bot.outbox.claim import IS_URGENT
from bot.outbox.kinds import Kinds
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import STAFF, Delivery, Kind, NewDelivery, Notice

NOT_TOLD = "outbox_not_told"
STAFF_CHANNEL_OPEN = "staff_channel_open"


async def tell_of_undelivered(tx: Tx, kinds: Kinds, now: datetime) -> int:
    """One line per community and kind for everything urgent that has not arrived in time, once."""
    found = await tx.execute(
        update(DeliveryRow)
        .where(IS_URGENT, DeliveryRow.tell_staff_at <= now)
        .values(tell_staff_at=None, staff_told_at=now)
        .returning(DeliveryRow.id, DeliveryRow.community_id, DeliveryRow.kind)
    )
    late: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in found:
        late[row.community_id, row.kind].append(row.id)
    for (community_id, kind), ids in late.items():
        await _line(
            tx, kinds, community_id, NOT_TOLD, f"{NOT_TOLD}:{min(ids)}", now, late_kind=kind, ids=sorted(ids)
        )
    return sum(len(ids) for ids in late.values())


async def tell_of_open_channel(tx: Tx, kinds: Kinds, community_id: int, now: datetime) -> None:
    """At most once a day, by the community's calendar."""
    found = await tx.execute(select(CommunityRow.timezone).where(CommunityRow.id == community_id))
    day = now.astimezone(ZoneInfo(found.scalar_one())).date()
    key = f"{STAFF_CHANNEL_OPEN}:{day.isoformat()}"
    await _line(tx, kinds, community_id, STAFF_CHANNEL_OPEN, key, now, lasts=timedelta(days=1))


async def _line(
    tx: Tx,
    kinds: Kinds,
    community_id: int,
    kind: str,
    dedupe_key: str,
    now: datetime,
    *,
    lasts: timedelta | None = None,
    **args: object,
) -> None:
    row = NewDelivery(
        community_id=community_id,
        kind=kind,
        subject=f"community:{community_id}",
        to_place=STAFF,
        args=args,
        due_at=now,
        expires_at=now + lasts if lasts else None,
        dedupe_key=dedupe_key,
    )
    await planning.write_one(tx, kinds, row, now)


def staff_kinds(kinds: Kinds) -> tuple[Kind, ...]:
    """The outbox's own notices; they look into the registry for the titles of other kinds."""

    async def not_told(tx: Tx, delivery: Delivery, _now: datetime) -> Notice | None:
        count = await _still_undelivered(tx, delivery.args["ids"])
        late = kinds.get(delivery.args["late_kind"])
        if count == 0:
            return None
        title = late.title if late and late.title else delivery.args["late_kind"]
        return Notice(
            _n(
                "{count} person could not be told yet: {title}.",
                "{count} people could not be told yet: {title}.",
                count=count,
                title=title,
            ),
            (_("/outbox shows what can be done. Whoever cannot be reached sees it at the next press."),),
        )

    return (
        Kind(NOT_TOLD, not_told, title=_("People who could not be told yet")),
        Kind(
            STAFF_CHANNEL_OPEN, _staff_channel_open, title=_("Staff channel is public"), even_in_public=True
        ),
    )


async def _staff_channel_open(_tx: Tx, _delivery: Delivery, _now: datetime) -> Notice | None:
    return Notice(
        _("The staff channel can be read by everyone, so nothing else is posted here."),
        (
            _(
                "Please take the permission “View Channel” away from @everyone, or choose another channel "
                "with /setup. What is waiting follows within an hour."
            ),
        ),
    )


async def _still_undelivered(tx: Tx, ids: list[int]) -> int:
    found = await tx.execute(
        select(func.count())
        .select_from(DeliveryRow)
        .where(
            DeliveryRow.id.in_(ids),
            DeliveryRow.shown_at.is_(None),
            DeliveryRow.state.in_(("planned", "sending", "unknown", "failed")),
        )
    )
    return found.scalar_one()

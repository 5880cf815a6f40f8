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
MAIL_STOPPED = "mail_stopped"
GATHERED_FOR = timedelta(minutes=1)
UNREACHED_TOLD_FOR = timedelta(days=7)


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


async def tell_of_stopped_mail(tx: Tx, kinds: Kinds, community_id: int, reason: str, now: datetime) -> None:
    """The mail server refuses everything: at most once a day and reason, by the community's calendar."""
    found = await tx.execute(select(CommunityRow.timezone).where(CommunityRow.id == community_id))
    day = now.astimezone(ZoneInfo(found.scalar_one())).date()
    key = f"{MAIL_STOPPED}:{reason}:{day.isoformat()}"
    await _line(tx, kinds, community_id, MAIL_STOPPED, key, now, lasts=timedelta(days=1), reason=reason)


async def tell_of_unreached(tx: Tx, kinds: Kinds, delivery: Delivery, now: datetime) -> None:
    """A notice came too late for its person: one line for each subject, however many they are.

    It leaves a minute later, so that it counts all that came too late at the same moment.
    """
    kind = kinds.get(delivery.kind)
    if kind is None or kind.tell_unreached is None or delivery.member_id is None:
        return
    row = NewDelivery(
        community_id=delivery.community_id,
        kind=kind.tell_unreached,
        subject=delivery.subject,
        to_place=STAFF,
        args=delivery.args,
        due_at=now + GATHERED_FOR,
        expires_at=now + UNREACHED_TOLD_FOR,
        dedupe_key=f"{kind.tell_unreached}:{delivery.subject}",
    )
    await planning.write_one(tx, kinds, row, now)


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
        Kind(MAIL_STOPPED, _mail_stopped, title=_("Mail stands still")),
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


async def _mail_stopped(_tx: Tx, delivery: Delivery, _now: datetime) -> Notice | None:
    return Notice(
        _("The mail server does not take our mail at the moment ({reason}).", reason=delivery.args["reason"]),
        (
            _(
                "Nothing is lost: what can wait is tried again every hour, and people who use Discord are "
                "told there in time. /outbox shows who was not reached."
            ),
            _("Whoever runs the bot sees with “bot doctor” what is wrong; often the password has changed."),
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

"""Who is told something that goes to many: read from the wishes and the consent of this moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from bot.db import AnyRow, Tx
from bot.members.models import MailSubscriptionRow, MemberRow, MemberWayRow
from bot.members.wish_rules import PersonalWay, Reach, Topic, Via, may_be_mailed, personal_ways


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to tell. ``way``: by which way it would go now; None: by none at this moment."""

    member_id: int
    way: PersonalWay | None


async def who_chose(
    tx: Tx, community_id: int, topic: Topic, *, has_mail: bool, now: datetime
) -> list[Reader]:
    """Everybody who wants this topic by direct message or by mail, in the order in which they came.

    ``has_mail``: a mail server is set.
    """
    found = await tx.execute(
        _PEOPLE.add_columns(MemberWayRow.via)
        .join(
            MemberWayRow,
            and_(MemberWayRow.member_id == MemberRow.id, MemberWayRow.topic == topic.value),
        )
        .where(
            MemberRow.community_id == community_id,
            MemberWayRow.via.in_((Via.DM.value, Via.MAIL.value)),
        )
        .order_by(MemberRow.id)
    )
    return [_reader(row, topic, Via(row.via), has_mail=has_mail, now=now) for row in found]


async def of_these(
    tx: Tx, community_id: int, member_ids: Collection[int], topic: Topic, *, has_mail: bool, now: datetime
) -> list[Reader]:
    """These people, by the way that each has chosen for the topic, or by the usual one."""
    found = await tx.execute(
        _PEOPLE.add_columns(MemberWayRow.via)
        .outerjoin(
            MemberWayRow,
            and_(MemberWayRow.member_id == MemberRow.id, MemberWayRow.topic == topic.value),
        )
        .where(MemberRow.community_id == community_id, MemberRow.id.in_(member_ids))
        .order_by(MemberRow.id)
    )
    return [
        _reader(row, topic, Via(row.via) if row.via else None, has_mail=has_mail, now=now) for row in found
    ]


_PEOPLE = select(
    MemberRow.id,
    MemberRow.discord_user_id,
    MemberRow.left_at,
    MemberRow.wants_dm,
    MemberRow.mail_address,
    MailSubscriptionRow.state,
    MailSubscriptionRow.suspended_until,
).outerjoin(MailSubscriptionRow, MailSubscriptionRow.member_id == MemberRow.id)


def _reader(row: AnyRow, topic: Topic, chosen: Via | None, *, has_mail: bool, now: datetime) -> Reader:
    reach = Reach(
        has_account=row.discord_user_id is not None and row.left_at is None,
        wants_dm=row.wants_dm,
        can_mail=has_mail and may_be_mailed(row.state, row.mail_address, row.suspended_until, now),
    )
    ways = personal_ways(topic, chosen, reach)
    return Reader(row.id, ways[0] if ways else None)

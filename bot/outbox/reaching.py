"""By which ways a person can be reached: read at the moment of sending and stored nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select

from bot.db import AnyRow, Tx
from bot.i18n import choose_language
from bot.members.models import (
    CommunityRow,
    MailSubscriptionRow,
    MemberRow,
    MemberWayRow,
    MemberWishRow,
)
from bot.members.wish_rules import (
    PersonalWay,
    QuietHours,
    Reach,
    Topic,
    Via,
    is_declined,
    may_be_mailed,
    personal_ways,
)
from bot.outbox.couriers import BotRemoved, ToMail, ToPerson, WayClosed


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the outbox sees them now.

    ``ways``: those to try for this topic, the wished one first. ``is_declined``: they do not want this topic
    at all. ``dm`` and ``mail`` are the addresses, None where
    there is none.
    """

    ways: tuple[PersonalWay, ...]
    is_declined: bool
    has_account: bool
    wants_dm: bool
    hides_subjects: bool
    quiet: QuietHours
    tz: ZoneInfo
    dm: ToPerson | None
    mail: ToMail | None


async def person(
    tx: Tx,
    community_id: int,
    member_id: int,
    topic: Topic,
    *,
    delivery_id: int,
    has_mail: bool,
    now: datetime,
) -> Person:
    """Raises `WayClosed` for somebody who is forgotten, `BotRemoved` while the bot is not in that server."""
    row = await _row(tx, community_id, member_id, topic)
    can_mail = has_mail and may_be_mailed(row.consent, row.mail_address, row.suspended_until, now)
    reach = Reach(row.discord_user_id is not None, row.wants_dm, can_mail)
    chosen = Via(row.via) if row.via else None
    return Person(
        ways=personal_ways(topic, chosen, reach),
        is_declined=is_declined(topic, chosen),
        has_account=reach.has_account,
        wants_dm=row.wants_dm,
        hides_subjects=row.hides_subjects,
        quiet=QuietHours.stored(row.quiet_from, row.quiet_until),
        tz=ZoneInfo(row.own_zone or row.timezone),
        dm=_dm(community_id, row) if reach.has_account else None,
        mail=_mail(community_id, delivery_id, row, row.mail_address) if can_mail else None,
    )


async def can_be_told(tx: Tx, member_id: int, *, has_mail: bool) -> bool:
    """Whether a notice to this member has a way to them: an account, or consent to mail."""
    row = await _account_and_mail(tx, member_id)
    return row is not None and (
        row.discord_user_id is not None
        or (has_mail and row.mail_address is not None and row.state == "confirmed")
    )


async def may_be_told_one_day(tx: Tx, member_id: int, *, has_mail: bool) -> bool:
    """The same, or somebody whose consent to mail may still come: their reminders are planned by then."""
    row = await _account_and_mail(tx, member_id)
    return row is not None and (
        row.discord_user_id is not None or (has_mail and row.mail_address is not None)
    )


async def _account_and_mail(tx: Tx, member_id: int) -> AnyRow | None:
    found = await tx.execute(
        select(MemberRow.discord_user_id, MemberRow.mail_address, MailSubscriptionRow.state)
        .outerjoin(MailSubscriptionRow, MailSubscriptionRow.member_id == MemberRow.id)
        .where(MemberRow.id == member_id)
    )
    return found.one_or_none()


async def unconfirmed(
    tx: Tx, community_id: int, member_id: int, delivery_id: int, mail_address: str
) -> ToMail:
    """To an address without consent, for the mail that asks for it; nothing can be left with it."""
    row = await _row(tx, community_id, member_id, Topic.CHANGES)
    return _mail(community_id, delivery_id, row, mail_address, is_known=False)


async def sealed(tx: Tx, community_id: int, account_id: int) -> Person:
    """The way to a sealed addressee: an account, with the wishes of its member row if it has one.

    Nothing about it is written anywhere, not even the channel of an earlier direct message; and it is never
    mail, because a mailbox would say who is meant.
    """
    found = await tx.execute(
        select(
            MemberRow.wants_dm,
            MemberRow.hides_subjects,
            MemberRow.language,
            CommunityRow.name,
            CommunityRow.language.label("community_language"),
            CommunityRow.timezone,
            CommunityRow.removed_at,
        )
        .select_from(CommunityRow)
        .outerjoin(
            MemberRow,
            and_(MemberRow.community_id == CommunityRow.id, MemberRow.discord_user_id == account_id),
        )
        .where(CommunityRow.id == community_id)
    )
    row = found.one()
    if row.removed_at is not None:
        raise BotRemoved
    wants_dm = row.wants_dm is not False
    address = ToPerson(
        community_id=community_id,
        community_name=row.name,
        member_id=None,
        discord_user_id=account_id,
        dm_channel_id=None,
        lang=choose_language(row.language, row.community_language),
        timezone=row.timezone,
    )
    return Person(
        ways=("dm",) if wants_dm else (),
        is_declined=False,
        has_account=True,
        wants_dm=wants_dm,
        hides_subjects=bool(row.hides_subjects),
        quiet=QuietHours(),
        tz=ZoneInfo(row.timezone),
        dm=address,
        mail=None,
    )


_WHO = select(
    MemberRow.id.label("member_id"),
    MemberRow.discord_user_id,
    MemberRow.dm_channel_id,
    MemberRow.display_name,
    MemberRow.mail_address,
    MemberRow.wants_dm,
    MemberRow.hides_subjects,
    MemberRow.language,
    CommunityRow.name,
    CommunityRow.language.label("community_language"),
    CommunityRow.timezone,
    CommunityRow.office_mail,
    CommunityRow.postal_address,
    CommunityRow.removed_at,
    MemberWayRow.via,
    MemberWishRow.quiet_from,
    MemberWishRow.quiet_until,
    MemberWishRow.timezone.label("own_zone"),
    MailSubscriptionRow.state.label("consent"),
    MailSubscriptionRow.suspended_until,
).join(CommunityRow, CommunityRow.id == MemberRow.community_id)


async def _row(tx: Tx, community_id: int, member_id: int, topic: Topic) -> AnyRow:
    found = await tx.execute(
        _WHO.outerjoin(
            MemberWayRow,
            and_(MemberWayRow.member_id == MemberRow.id, MemberWayRow.topic == topic.value),
        )
        .outerjoin(MemberWishRow, MemberWishRow.member_id == MemberRow.id)
        .outerjoin(MailSubscriptionRow, MailSubscriptionRow.member_id == MemberRow.id)
        .where(MemberRow.id == member_id, MemberRow.community_id == community_id)
    )
    row = found.one_or_none()
    if row is None:
        raise WayClosed("no_account")
    if row.removed_at is not None:
        raise BotRemoved
    return row


def _dm(community_id: int, row: AnyRow) -> ToPerson:
    return ToPerson(
        community_id=community_id,
        community_name=row.name,
        member_id=row.member_id,
        discord_user_id=row.discord_user_id,
        dm_channel_id=row.dm_channel_id,
        lang=choose_language(row.language, row.community_language),
        timezone=row.timezone,
    )


def _mail(
    community_id: int, delivery_id: int, row: AnyRow, mail_address: str, *, is_known: bool = True
) -> ToMail:
    return ToMail(
        community_id=community_id,
        community_name=row.name,
        member_id=row.member_id if is_known else None,
        delivery_id=delivery_id,
        mail_address=mail_address,
        name=row.display_name,
        lang=choose_language(row.language, row.community_language),
        timezone=row.timezone,
        has_account=row.discord_user_id is not None,
        hides_subject=row.hides_subjects,
        office_mail=row.office_mail,
        postal_address=row.postal_address,
    )

"""Whose mail it is that came back: by what it proves, or by nothing better than its From."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.db import AnyRow, Tx
from bot.members.models import CommunityRow, MailSubscriptionRow, MemberRow


@dataclass(frozen=True, slots=True)
class Sender:
    """A member with the state of their consent (None: never asked). ``subject``: what they answer."""

    community_id: int
    member_id: int
    has_account: bool
    address: str | None
    consent: str | None
    confirmed_at: datetime | None
    is_proven: bool
    subject: str | None = None


async def member(tx: Tx, community_id: int, member_id: int, *, subject: str | None = None) -> Sender | None:
    """The member to whom a mail or a token belongs."""
    query = _MEMBERS.where(MemberRow.id == member_id, MemberRow.community_id == community_id)
    row = (await tx.execute(query)).one_or_none()
    return _sender(row, is_proven=True, subject=subject) if row is not None else None


async def by_address(tx: Tx, address: str | None, *, consents: tuple[str, ...]) -> Sender | None:
    """The one member with this address and such a consent; None where there is none, or more than one."""
    if address is None:
        return None
    query = _MEMBERS.where(
        func.lower(MemberRow.mail_address) == address.lower(),
        MailSubscriptionRow.state.in_(consents),
        CommunityRow.removed_at.is_(None),
    ).limit(2)
    rows = (await tx.execute(query)).all()
    return _sender(rows[0], is_proven=False, subject=None) if len(rows) == 1 else None


_MEMBERS = (
    select(
        MemberRow.id,
        MemberRow.community_id,
        MemberRow.discord_user_id,
        MemberRow.mail_address,
        MailSubscriptionRow.state,
        MailSubscriptionRow.confirmed_at,
    )
    .join(CommunityRow, CommunityRow.id == MemberRow.community_id)
    .outerjoin(MailSubscriptionRow, MailSubscriptionRow.member_id == MemberRow.id)
)


def _sender(row: AnyRow, *, is_proven: bool, subject: str | None) -> Sender:
    return Sender(
        community_id=row.community_id,
        member_id=row.id,
        has_account=row.discord_user_id is not None,
        address=row.mail_address,
        consent=row.state,
        confirmed_at=row.confirmed_at,
        is_proven=is_proven,
        subject=subject,
    )

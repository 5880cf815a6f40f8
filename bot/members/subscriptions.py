"""Consent to mail, and the ways people chose: read and written inside somebody's transaction.

One row per person holds the consent, for the address that stands in their own row. Whatever ends it counts
at once, also for what is waiting to be mailed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import and_, delete, exists, select, update

from bot.db import Tx, insert_into
from bot.members.models import MailSubscriptionRow, MemberRow, MemberWayRow, MemberWishRow
from bot.members.wish_rules import BY_MAIL_AT_FIRST, QuietHours, Topic, Via, Wishes, may_be_mailed

TEXT_VERSION = 1
"""Of the consent text that people agree to; another text gets another number."""

Source = Literal["discord", "staff"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """The consent of one person. ``address`` is None where there is none any more."""

    member_id: int
    state: str
    source: str
    address: str | None
    asked_at: datetime
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    suspended_until: datetime | None = None

    def is_mailable(self, now: datetime) -> bool:
        """Whether mail may be sent to them now."""
        return may_be_mailed(self.state, self.address, self.suspended_until, now)


async def subscription_of(tx: Tx, member_id: int) -> Subscription | None:
    """None for somebody who was never asked."""
    found = await tx.execute(
        select(
            MailSubscriptionRow.state,
            MailSubscriptionRow.source,
            MemberRow.mail_address,
            MailSubscriptionRow.asked_at,
            MailSubscriptionRow.confirmed_at,
            MailSubscriptionRow.ended_at,
            MailSubscriptionRow.reason,
            MailSubscriptionRow.suspended_until,
        )
        .join(MemberRow, MemberRow.id == MailSubscriptionRow.member_id)
        .where(MailSubscriptionRow.member_id == member_id)
    )
    row = found.one_or_none()
    return Subscription(member_id, *row) if row is not None else None


async def ask(tx: Tx, community_id: int, member_id: int, source: Source, now: datetime) -> None:
    """They are asked from now on; whatever was before, nothing else is mailed until they say yes."""
    await _write(tx, community_id, member_id, state="asked", source=source, asked_at=now)


async def confirm(
    tx: Tx,
    community_id: int,
    member_id: int,
    now: datetime,
    address: str | None = None,
    *,
    source: Source | None = None,
) -> None:
    """They said yes, to the address that stands in their row or to this one.

    What they have not chosen a way for comes by mail from now on, as the consent text says.
    """
    if address is not None:
        await tx.execute(update(MemberRow).where(MemberRow.id == member_id).values(mail_address=address))
    known = await subscription_of(tx, member_id)
    await _write(
        tx,
        community_id,
        member_id,
        state="confirmed",
        source=source or (known.source if known else "discord"),
        asked_at=known.asked_at if known and known.state == "asked" else now,
        confirmed_at=now,
    )
    chosen = await ways_of(tx, member_id)
    for topic in BY_MAIL_AT_FIRST:
        if topic not in chosen:
            await set_way(tx, community_id, member_id, topic, Via.MAIL)


async def leave(tx: Tx, community_id: int, member_id: int, now: datetime) -> bool:
    """No more mail, from this moment; False when there was no consent to end.

    The dispatcher asks for consent at each mail, so what waited to be mailed goes by Discord now where it
    concerns their own meetings and they have an account, and is not sent otherwise.
    """
    done = await tx.execute(
        update(MailSubscriptionRow)
        .where(
            MailSubscriptionRow.member_id == member_id,
            MailSubscriptionRow.community_id == community_id,
            MailSubscriptionRow.state != "left",
        )
        .values(state="left", ended_at=now, suspended_until=None)
    )
    await tx.execute(
        delete(MemberWayRow).where(MemberWayRow.member_id == member_id, MemberWayRow.via == Via.MAIL.value)
    )
    return done.rowcount > 0


async def suppress(tx: Tx, member_id: int, address: str, reason: str, now: datetime) -> None:
    """That address does not exist: nothing goes there any more. A new one since then is left alone."""
    still_theirs = exists().where(MemberRow.id == member_id, MemberRow.mail_address == address)
    await tx.execute(
        update(MailSubscriptionRow)
        .where(
            and_(MailSubscriptionRow.member_id == member_id, MailSubscriptionRow.state != "left"),
            still_theirs,
        )
        .values(state="suppressed", reason=reason[:32], ended_at=now)
    )


async def suspend(tx: Tx, member_id: int, until: datetime) -> None:
    """Nothing is mailed before that moment, because mails kept coming back."""
    await tx.execute(
        update(MailSubscriptionRow)
        .where(MailSubscriptionRow.member_id == member_id, MailSubscriptionRow.state == "confirmed")
        .values(suspended_until=until)
    )


async def ways_of(tx: Tx, member_id: int) -> Mapping[Topic, Via]:
    """The ways this person has chosen."""
    found = await tx.execute(
        select(MemberWayRow.topic, MemberWayRow.via).where(MemberWayRow.member_id == member_id)
    )
    return {Topic(row.topic): Via(row.via) for row in found}


async def set_way(tx: Tx, community_id: int, member_id: int, topic: Topic, via: Via) -> None:
    """From now on this topic takes this way."""
    insert = insert_into(tx.dialect.name, MemberWayRow)
    await tx.execute(
        insert.on_conflict_do_update(
            index_elements=["member_id", "topic"], set_={"via": insert.excluded.via}
        ),
        {"member_id": member_id, "topic": topic.value, "via": via.value, "community_id": community_id},
    )


async def wishes_of(tx: Tx, member_id: int) -> Wishes:
    """Everything this person wishes of notices, with what everybody gets where they said nothing."""
    return replace(await hours_of(tx, member_id), ways=await ways_of(tx, member_id))


async def hours_of(tx: Tx, member_id: int) -> Wishes:
    """The same without the ways: one row."""
    found = await tx.execute(
        select(
            MemberWishRow.leads_off,
            MemberWishRow.quiet_from,
            MemberWishRow.quiet_until,
            MemberWishRow.timezone,
        ).where(MemberWishRow.member_id == member_id)
    )
    row = found.one_or_none()
    if row is None:
        return Wishes()
    quiet = QuietHours.stored(row.quiet_from, row.quiet_until)
    return Wishes(leads_off=frozenset(row.leads_off), quiet=quiet, timezone=row.timezone)


async def set_wishes(tx: Tx, community_id: int, member_id: int, **values: Any) -> None:
    """Write some of the columns of the wishes; the others stay."""
    insert = insert_into(tx.dialect.name, MemberWishRow)
    await tx.execute(
        insert.on_conflict_do_update(index_elements=["member_id"], set_=values),
        {"member_id": member_id, "community_id": community_id, "leads_off": [], **values},
    )


async def _write(tx: Tx, community_id: int, member_id: int, **values: Any) -> None:
    blank = {"confirmed_at": None, "ended_at": None, "reason": None, "suspended_until": None}
    row = {"member_id": member_id, "community_id": community_id, "text_version": TEXT_VERSION}
    await tx.execute(_upsert(tx.dialect.name), row | blank | values)


@cache
def _upsert(dialect: str) -> Any:
    insert = insert_into(dialect, MailSubscriptionRow)
    columns = (
        "state", "source", "text_version", "asked_at", "confirmed_at", "ended_at", "reason",
        "suspended_until",
    )  # fmt: skip
    return insert.on_conflict_do_update(
        index_elements=["member_id"], set_={name: insert.excluded[name] for name in columns}
    )

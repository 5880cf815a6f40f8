"""Notices that tell nothing to whoever looks over a shoulder: who they come from, and [Show]."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.db import AnyRow, Tx
from bot.errors import N_, UserError
from bot.i18n import C_
from bot.members.models import MemberRow
from bot.outbox.claim import COLUMNS, delivery_of
from bot.outbox.kinds import Kinds
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Action, Delivery, Notice
from bot.outbox.rules import KEPT_AFTER_END


class NoSuchNotice(UserError):
    """Unknown, forgotten, or somebody else's: all are answered alike."""

    sentence = N_(
        "There is no such notice for you here. "
        "What you have answered is in the server, under “My answers” of the home panel."
    )


class NoticeIsOver(UserError):
    sentence = N_(
        "This notice is no longer true, or a newer one has come since. "
        "What is true now is in the server, under “My answers” of the home panel."
    )


class SealedForGood(UserError):
    """Nothing leads to the reader any more; who they were is not known, so nothing is told."""

    sentence = N_(
        "What this notice was about is over, and nothing leads to you any more. "
        "If it was about your seed, you can open that with its receipt key under “Problem seeds”."
    )


def cover(delivery_id: int) -> Notice:
    """All that is sent of a discreet notice; the couriers put the name of the community before it."""
    return Notice(
        C_("discreet notice", "There is a notice for you"),
        actions=(Action("notice", delivery_id, "show", C_("discreet notice", "Show"), "primary"),),
    )


async def open_for(
    tx: Tx, kinds: Kinds, community_id: int, discord_user_id: int, delivery_id: int, now: datetime
) -> Notice:
    """The notice behind the cover, composed from the facts of now for the person to whom it was sent."""
    row = await _row(tx, community_id, delivery_id)
    delivery = delivery_of(row[: len(COLUMNS)])
    addressee = await _addressee(tx, kinds, delivery)
    if delivery.sealed is not None and addressee is None:
        raise SealedForGood
    if addressee != discord_user_id:
        raise NoSuchNotice
    kind = kinds.get(delivery.kind)
    if kind is None or (row.ended_at is not None and row.ended_at < now - KEPT_AFTER_END):
        raise NoticeIsOver
    try:
        notice = await kind.compose(tx, delivery, now)
    except UserError as no:  # what it is about is gone
        raise NoticeIsOver from no
    if notice is None:
        raise NoticeIsOver
    return notice


async def community_of(tx: Tx, delivery_id: int) -> int:
    found = await tx.scalar(select(DeliveryRow.community_id).where(DeliveryRow.id == delivery_id))
    if found is None:
        raise NoSuchNotice
    return found


async def _row(tx: Tx, community_id: int, delivery_id: int) -> AnyRow:
    found = await tx.execute(
        select(*COLUMNS, DeliveryRow.ended_at).where(
            DeliveryRow.id == delivery_id,
            DeliveryRow.community_id == community_id,
            DeliveryRow.place.is_(None),
        )
    )
    row = found.one_or_none()
    if row is None:
        raise NoSuchNotice
    return row


async def _addressee(tx: Tx, kinds: Kinds, delivery: Delivery) -> int | None:
    """The account of whom it was sent to."""
    if delivery.sealed is not None:
        resolve = kinds.sealed(delivery.sealed)
        return await resolve(tx, delivery.sealed) if resolve else None
    if delivery.member_id is None:
        return None
    return await tx.scalar(
        select(MemberRow.discord_user_id).where(
            MemberRow.id == delivery.member_id, MemberRow.community_id == delivery.community_id
        )
    )

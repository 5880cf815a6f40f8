"""The rows of codes that are on their way to an unconfirmed address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select, update

from bot.db import AnyRow, Tx
from bot.mailing.models import MailCodeRow
from bot.mailing.opt_in_rules import A_DAY, MOST_TRIES, VALID_FOR
from bot.members.models import CommunityRow
from bot.members.service import member_id_of
from bot.outbox.notice import Delivery


async def new_code(tx: Tx, community_id: int, member_id: int, address: str, now: datetime) -> int:
    """A code for that address, which ends the one before it; its id."""
    await tx.execute(
        update(MailCodeRow)
        .where(MailCodeRow.member_id == member_id, MailCodeRow.ended_at.is_(None))
        .values(ended_at=now)
    )
    made = await tx.execute(
        insert(MailCodeRow)
        .values(community_id=community_id, member_id=member_id, address=address, made_at=now)
        .returning(MailCodeRow.id)
    )
    return made.scalar_one()


async def end_waiting(tx: Tx, member_id: int, now: datetime) -> bool:
    """What waits for its digits counts no more, and is not mailed any more; whether anything waited."""
    done = await tx.execute(
        update(MailCodeRow)
        .where(
            MailCodeRow.member_id == member_id,
            MailCodeRow.ended_at.is_(None),
            MailCodeRow.made_at > now - VALID_FOR,
        )
        .values(ended_at=now)
    )
    return done.rowcount > 0


async def take_turn(tx: Tx, community_id: int) -> None:
    """Codes of a community are made one after another, so that the limits hold also on PostgreSQL."""
    query = select(CommunityRow.id).where(CommunityRow.id == community_id)
    await tx.execute(query.with_for_update(key_share=True))


def goes_to(address: str) -> ColumnElement[bool]:
    """Codes for that mailbox, however its address was typed: servers take capitals for the same."""
    return func.lower(MailCodeRow.address) == func.lower(address)


async def end_code(tx: Tx, code_id: int, now: datetime) -> None:
    """It counts no more."""
    await tx.execute(update(MailCodeRow).where(MailCodeRow.id == code_id).values(ended_at=now))


async def waiting_for(tx: Tx, member_id: int, now: datetime) -> str | None:
    """The address of which the digits are still to be entered."""
    return await tx.scalar(
        select(MailCodeRow.address).where(
            MailCodeRow.member_id == member_id,
            MailCodeRow.ended_at.is_(None),
            MailCodeRow.made_at > now - VALID_FOR,
        )
    )


async def take_a_try(tx: Tx, community_id: int, account_id: int, now: datetime) -> AnyRow | None:
    """One of the five tries, taken with one statement: two at once are two."""
    member_id = await member_id_of(tx, community_id, account_id)
    found = await tx.execute(
        update(MailCodeRow)
        .where(
            MailCodeRow.member_id == member_id,
            MailCodeRow.ended_at.is_(None),
            MailCodeRow.made_at > now - VALID_FOR,
            MailCodeRow.tries < MOST_TRIES,
        )
        .values(tries=MailCodeRow.tries + 1)
        .returning(
            MailCodeRow.id,
            MailCodeRow.member_id,
            MailCodeRow.address,
            MailCodeRow.made_at,
            MailCodeRow.tries,
        )
    )
    return found.one_or_none()


async def made_today(tx: Tx, now: datetime, which: ColumnElement[bool]) -> int:
    """How many codes were made in the last 24 hours."""
    query = select(func.count()).select_from(MailCodeRow).where(which, MailCodeRow.made_at > now - A_DAY)
    return await tx.scalar(query) or 0


async def waiting_address(tx: Tx, delivery: Delivery) -> str | None:
    """Where the mail with a code goes; None once the code has come to its end."""
    return await tx.scalar(
        select(MailCodeRow.address).where(
            MailCodeRow.id == delivery.args["code_id"], MailCodeRow.ended_at.is_(None)
        )
    )

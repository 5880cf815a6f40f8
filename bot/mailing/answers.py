"""What people answered by mail, until the office has accepted it or set it aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, insert, or_, select, update

from bot.db import AnyRow, Tx
from bot.desk.lines import DeskLine
from bot.errors import N_, UserError
from bot.i18n import C_, _n
from bot.mailing.models import MailAnswerRow, MailBounceRow
from bot.members.models import MailSubscriptionRow, MemberRow
from bot.members.rules import Community
from bot.outbox.notice import Action

ANSWER_WITHIN = timedelta(days=1)
"""Somebody who wrote by mail sees nothing of what became of it until the office has read it."""
MINUTES = 1
COUNTED = timedelta(days=30)


class NoSuchMailAnswer(UserError):
    """Also the answer to an id of another community."""

    sentence = N_("There is no such reply here. Please open the list of replies again.")


class MailAnswerIsDone(UserError):
    sentence = N_("Somebody else has dealt with this reply already, so nothing was changed.")


class End(StrEnum):
    """What became of an answer. ``superseded``: the same person wrote again."""

    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class MailAnswer:
    """One answer as staff read it. ``choice``: venue, online, declined, yes, or None where it is unclear."""

    id: int
    member_id: int
    name: str | None
    has_account: bool
    subject: str | None
    choice: str | None
    excerpt: str
    is_proven: bool
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnedTotals:
    """How mail stands in a community: people by their consent, and mails that came back in 30 days."""

    confirmed: int
    suspended: int
    suppressed: int
    bounces: int


async def keep(
    tx: Tx,
    *,
    community_id: int,
    member_id: int,
    subject: str | None,
    choice: str | None,
    excerpt: str,
    is_proven: bool,
    now: datetime,
) -> None:
    """Put an answer on the desk. It takes the place of an older one of the same person on the same thing.

    A proven one gives way to a proven one only: anybody can write somebody's address under From.
    """
    older = [
        MailAnswerRow.ended_at.is_(None),
        MailAnswerRow.member_id == member_id,
        MailAnswerRow.subject == subject if subject else MailAnswerRow.subject.is_(None),
    ]
    if not is_proven:
        older.append(MailAnswerRow.is_proven.is_(False))
    await tx.execute(update(MailAnswerRow).where(*older).values(ended_at=now, end=End.SUPERSEDED.value))
    await tx.execute(
        insert(MailAnswerRow).values(
            community_id=community_id,
            member_id=member_id,
            subject=subject,
            choice=choice,
            excerpt=excerpt,
            is_proven=is_proven,
            received_at=now,
        )
    )


async def waiting(tx: Tx, community_id: int, *, limit: int, offset: int = 0) -> list[MailAnswer]:
    """The answers that wait for the office, oldest first."""
    found = await tx.execute(
        _ANSWERS.where(*_is_open(community_id)).order_by(MailAnswerRow.id).limit(limit).offset(offset)
    )
    return [_view(row) for row in found]


async def count_waiting(tx: Tx, community_id: int) -> int:
    query = select(func.count()).select_from(MailAnswerRow).where(*_is_open(community_id))
    return await tx.scalar(query) or 0


async def locked(tx: Tx, community_id: int, answer_id: int) -> MailAnswer:
    """An answer that still waits, held until the transaction ends.

    Raises `NoSuchMailAnswer`, or `MailAnswerIsDone` where somebody was faster.
    """
    held = await tx.execute(
        select(MailAnswerRow.id, MailAnswerRow.ended_at)
        .where(MailAnswerRow.id == answer_id, MailAnswerRow.community_id == community_id)
        .with_for_update()
    )
    row = held.one_or_none()
    if row is None:
        raise NoSuchMailAnswer
    if row.ended_at is not None:
        raise MailAnswerIsDone
    return _view((await tx.execute(_ANSWERS.where(MailAnswerRow.id == answer_id))).one())


async def end(tx: Tx, answer_id: int, how: End, by_member_id: int | None, now: datetime) -> None:
    """It is dealt with; its words go with the keeping of 90 days."""
    await tx.execute(
        update(MailAnswerRow)
        .where(MailAnswerRow.id == answer_id)
        .values(ended_at=now, end=how.value, ended_by_id=by_member_id)
    )


async def totals(tx: Tx, community_id: int, now: datetime) -> ReturnedTotals:
    """Counts for staff, without anybody's name."""
    state, until = MailSubscriptionRow.state, MailSubscriptionRow.suspended_until
    confirmed = state == "confirmed"
    rests = confirmed & until.is_not(None) & (until > now)
    row = (
        await tx.execute(
            select(
                func.count().filter(confirmed & or_(until.is_(None), until <= now)),
                func.count().filter(rests),
                func.count().filter(state == "suppressed"),
            ).where(MailSubscriptionRow.community_id == community_id)
        )
    ).one()
    bounces = await tx.scalar(
        select(func.count())
        .select_from(MailBounceRow)
        .where(MailBounceRow.community_id == community_id, MailBounceRow.at > now - COUNTED)
    )
    return ReturnedTotals(*row, bounces=bounces or 0)


async def answer_lines(tx: Tx, community: Community, _now: datetime) -> Sequence[DeskLine]:
    """One line of the desk for all answers by mail that wait."""
    row = (
        await tx.execute(
            select(func.count().label("number"), func.min(MailAnswerRow.received_at).label("oldest"))
            .select_from(MailAnswerRow)
            .where(*_is_open(community.id))
        )
    ).one()
    if not row.number:
        return ()
    return (
        DeskLine(
            "mail_answers",
            _n("{count} reply by mail", "{count} replies by mail", count=row.number),
            MINUTES * row.number,
            due_at=row.oldest + ANSWER_WITHIN,
            action=Action("mailanswer", 0, "list", C_("desk", "Read the replies")),
        ),
    )


_ANSWERS = select(
    MailAnswerRow.id,
    MailAnswerRow.member_id,
    MailAnswerRow.subject,
    MailAnswerRow.choice,
    MailAnswerRow.excerpt,
    MailAnswerRow.is_proven,
    MailAnswerRow.received_at,
    MemberRow.display_name,
    MemberRow.discord_user_id,
).join(MemberRow, MemberRow.id == MailAnswerRow.member_id)


def _is_open(community_id: int) -> tuple[Any, ...]:
    return MailAnswerRow.community_id == community_id, MailAnswerRow.ended_at.is_(None)


def _view(row: AnyRow) -> MailAnswer:
    return MailAnswer(
        id=row.id,
        member_id=row.member_id,
        name=row.display_name,
        has_account=row.discord_user_id is not None,
        subject=row.subject,
        choice=row.choice,
        excerpt=row.excerpt or "",
        is_proven=row.is_proven,
        received_at=row.received_at,
    )

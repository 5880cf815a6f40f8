"""What mailing keeps of a person: codes to unconfirmed addresses, what came back, what they answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from bot.db import AnyRow, Tx
from bot.i18n import C_
from bot.mailing.models import BroadcastRow, MailAnswerRow, MailBounceRow, MailCodeRow
from bot.members.models import CommunityRow
from bot.members.parts import Part, in_words, local_time

TABLES = ("broadcasts", "mail_answers", "mail_bounces", "mail_codes")
_OF_ONE_PERSON = (MailAnswerRow, MailBounceRow, MailCodeRow)


def mailing_part() -> Part:
    """The share of this feature; broadcasts refer to meetings, so it is erased before them."""
    return Part("mailing", TABLES, _export, _forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    kept: dict[str, Any] = {}
    codes = await _rows(tx, MailCodeRow, MailCodeRow.made_at, member_id)
    if codes:
        kept[C_("my data", "Mail addresses I have not confirmed yet").to(lang)] = [
            in_words(
                lang,
                (C_("my data", "Mail address"), row.address),
                (C_("my data", "Code sent at"), local_time(row.made_at, row.zone_here, lang)),
            )
            for row in codes
        ]
    bounces = await _rows(tx, MailBounceRow, MailBounceRow.at, member_id)
    if bounces:
        kept[C_("my data", "Mails to me that came back").to(lang)] = [
            in_words(
                lang,
                (C_("my data", "When"), local_time(row.at, row.zone_here, lang)),
                (C_("my data", "Code of the mail server"), row.status),
            )
            for row in bounces
        ]
    answers = await _rows(tx, MailAnswerRow, MailAnswerRow.received_at, member_id)
    if answers:
        kept[C_("my data", "What I answered by mail").to(lang)] = [_answer(row, lang) for row in answers]
    for heading, column in (
        (C_("my data", "Messages to many that I wrote, as staff (count)"), BroadcastRow.author_id),
        (C_("my data", "Answers by mail I dealt with, as staff (count)"), MailAnswerRow.ended_by_id),
    ):
        if count := await tx.scalar(select(func.count()).where(column == member_id)):
            kept[heading.to(lang)] = count
    return kept


def _answer(row: AnyRow, lang: str) -> dict[str, str]:
    return in_words(
        lang,
        (C_("my data", "When"), local_time(row.received_at, row.zone_here, lang)),
        (C_("my data", "What I wrote"), row.excerpt),
        (C_("my data", "Done at"), local_time(row.ended_at, row.zone_here, lang)),
    )


async def _rows(tx: Tx, table: Any, order: Any, member_id: int) -> list[AnyRow]:
    found = await tx.execute(
        select(table.__table__, CommunityRow.timezone.label("zone_here"))
        .join(CommunityRow, CommunityRow.id == table.community_id)
        .where(table.member_id == member_id)
        .order_by(order)
    )
    return list(found.all())


async def _forget(tx: Tx, member_id: int, now: datetime) -> None:
    for table in _OF_ONE_PERSON:
        await tx.execute(delete(table).where(table.member_id == member_id))
    await tx.execute(
        update(MailAnswerRow).where(MailAnswerRow.ended_by_id == member_id).values(ended_by_id=None)
    )
    await tx.execute(update(BroadcastRow).where(BroadcastRow.author_id == member_id).values(author_id=None))


async def _erase(tx: Tx, community_id: int) -> None:
    for table in (*_OF_ONE_PERSON, BroadcastRow):
        await tx.execute(delete(table).where(table.community_id == community_id))

"""What the outbox keeps of a person: the notices to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import delete, func, select

from bot.db import AnyRow, Tx
from bot.i18n import C_
from bot.members.models import CommunityRow
from bot.members.parts import Part, in_words, local_time
from bot.outbox.kinds import Kinds
from bot.outbox.models import DeliveryRow, HeldPostRow, MailTokenRow, PostingRow

_STATES = {
    "planned": C_("my data", "will be sent"),
    "sending": C_("my data", "is being sent"),
    "sent": C_("my data", "was sent"),
    "unknown": C_("my data", "was sent, perhaps without arriving"),
    "failed": C_("my data", "did not arrive"),
    "cancelled": C_("my data", "is not needed any more"),
    "expired": C_("my data", "came too late and was not sent"),
}


class Topic(Protocol):
    """What a notice is about."""

    @property
    def title(self) -> str: ...


TopicOf = Callable[[Tx, int, str], Awaitable[Topic | None]]
"""``(tx, community_id, subject)``: a subject such as ``event:12`` as every member may know it, or None."""


def outbox_part(kinds: Kinds, topic_of: TopicOf) -> Part:
    """Rows to a person are deleted whole.

    A kept row would carry their direct-message channel again as soon as a notice that is on its way just
    now is marked as sent. Who marks a row that is gone changes nothing.
    """

    async def export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
        found = await tx.execute(
            select(DeliveryRow.__table__, CommunityRow.timezone)
            .join(CommunityRow, CommunityRow.id == DeliveryRow.community_id)
            .where(DeliveryRow.member_id == member_id)
            .order_by(DeliveryRow.due_at, DeliveryRow.id)
        )
        notices = [
            _notice(kinds, row, await topic_of(tx, row.community_id, row.subject), lang)
            for row in found.all()
        ]
        kept = (
            (C_("my data", "Notices to me"), notices),
            (C_("my data", "Mails with which I can leave (count)"), await _tokens(tx, member_id)),
        )
        return {heading.to(lang): value for heading, value in kept if value}

    return Part("outbox", ("deliveries", "held_posts", "mail_tokens", "postings"), export, _forget, _erase)


async def _tokens(tx: Tx, member_id: int) -> int:
    return await tx.scalar(select(func.count()).where(MailTokenRow.member_id == member_id)) or 0


def _notice(kinds: Kinds, row: AnyRow, topic: Topic | None, lang: str) -> dict[str, str]:
    kind = kinds.get(row.kind)
    return in_words(
        lang,
        (C_("my data", "Notice"), kind.title if kind and kind.title else row.kind),
        (C_("my data", "About"), topic.title if topic is not None else row.subject),
        (C_("my data", "State"), _STATES.get(row.state, row.state)),
        (C_("my data", "Planned for"), local_time(row.due_at, row.timezone, lang)),
        (C_("my data", "Sent at"), local_time(row.sent_at, row.timezone, lang)),
        (C_("my data", "Shown to me at"), local_time(row.shown_at, row.timezone, lang)),
    )


async def _forget(tx: Tx, member_id: int, now: datetime) -> None:
    await tx.execute(delete(DeliveryRow).where(DeliveryRow.member_id == member_id))
    await tx.execute(delete(MailTokenRow).where(MailTokenRow.member_id == member_id))


async def _erase(tx: Tx, community_id: int) -> None:
    await tx.execute(delete(DeliveryRow).where(DeliveryRow.community_id == community_id))
    await tx.execute(delete(HeldPostRow).where(HeldPostRow.community_id == community_id))
    await tx.execute(delete(MailTokenRow).where(MailTokenRow.community_id == community_id))
    await tx.execute(delete(PostingRow).where(PostingRow.community_id == community_id))

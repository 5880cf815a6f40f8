"""Postings: which public card shows which revision, and which of them need an edit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select, text, update

from bot.db import Tx, insert_into
from bot.outbox.kinds import Kinds
from bot.outbox.models import DeliveryRow, PostingRow
from bot.outbox.notice import Notice, Receipt
from bot.outbox.rules import CARD_EDIT_PAUSE, CARD_RETRY_PAUSE

IS_STALE = text(
    "postings.wanted_revision > postings.shown_revision"
    " AND postings.message_id IS NOT NULL AND postings.gone_at IS NULL"
)

IS_CHANGING = text("postings.changes_at IS NOT NULL")


@dataclass(frozen=True, slots=True)
class Posting:
    """A card that was posted. ``gone``: somebody deleted it."""

    id: int
    community_id: int
    subject: str
    channel_id: int
    message_id: int
    thread_id: int | None
    shown_revision: int
    wanted_revision: int
    gone: bool

    @property
    def is_current(self) -> bool:
        return self.shown_revision >= self.wanted_revision


async def touch(tx: Tx, community_id: int, subject: str, revision: int) -> None:
    """Remember that the facts of the subject have moved on to ``revision``."""
    insert = _insert(tx.dialect.name)
    await tx.execute(
        insert.on_conflict_do_update(
            index_elements=["community_id", "subject"],
            set_={"wanted_revision": insert.excluded.wanted_revision},
            where=PostingRow.wanted_revision < insert.excluded.wanted_revision,
        ),
        {"community_id": community_id, "subject": subject, "wanted_revision": revision, "shown_revision": 0},
    )


async def touch_next(tx: Tx, community_id: int, subject: str) -> None:
    """The same where the facts have no number of their own: one more than it was."""
    insert = _insert(tx.dialect.name)
    await tx.execute(
        insert.on_conflict_do_update(
            index_elements=["community_id", "subject"],
            set_={"wanted_revision": PostingRow.wanted_revision + 1},
        ),
        {"community_id": community_id, "subject": subject, "wanted_revision": 1, "shown_revision": 0},
    )


async def posting_of(tx: Tx, community_id: int, subject: str) -> Posting | None:
    """The card of a subject, or None while it is not posted."""
    row = (
        await tx.execute(_SELECT.where(*_about(community_id, subject), PostingRow.message_id.is_not(None)))
    ).one_or_none()
    return _posting(row) if row else None


async def wanted_revision(tx: Tx, community_id: int, subject: str) -> int:
    """Read *before* the facts are read: what is composed then is at least this new."""
    found = await tx.execute(select(PostingRow.wanted_revision).where(*_about(community_id, subject)))
    return found.scalar_one_or_none() or 0


async def remember(
    tx: Tx,
    community_id: int,
    subject: str,
    receipt: Receipt,
    revision: int,
    notice: Notice,
    now: datetime,
) -> None:
    """The card was posted and shows ``revision``, until it changes by itself."""
    insert = _insert(tx.dialect.name)
    posted = {
        "channel_id": receipt.channel_id,
        "message_id": receipt.message_id,
        "thread_id": receipt.thread_id,
        "shown_revision": revision,
        "next_edit_at": now + CARD_EDIT_PAUSE,
        "changes_at": notice.changes_at,
        "picture": notice.picture.name if notice.picture else None,
        "gone_at": None,
    }
    await tx.execute(
        insert.on_conflict_do_update(index_elements=["community_id", "subject"], set_=posted),
        {"community_id": community_id, "subject": subject, "wanted_revision": revision, **posted},
    )


async def remember_thread(tx: Tx, community_id: int, subject: str, thread_id: int | None) -> None:
    """The thread under the card was made, or (None) turned out to be gone."""
    await tx.execute(update(PostingRow).where(*_about(community_id, subject)).values(thread_id=thread_id))


async def claim_stale(tx: Tx, now: datetime, limit: int) -> list[Posting]:
    """Cards to edit now; nobody edits them again within 5 s."""
    due = (
        select(PostingRow.id)
        .where(
            or_(
                and_(IS_STALE, or_(PostingRow.next_edit_at.is_(None), PostingRow.next_edit_at <= now)),
                and_(IS_CHANGING, PostingRow.changes_at <= now),
            )
        )
        .order_by(PostingRow.next_edit_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    found = await tx.execute(
        update(PostingRow)
        .where(PostingRow.id.in_(select(due.c.id)))
        .values(
            next_edit_at=now + CARD_EDIT_PAUSE,
            # kept until the edit has been made, so that a lost one is made again
            changes_at=case(
                (PostingRow.changes_at <= now, now + CARD_RETRY_PAUSE), else_=PostingRow.changes_at
            ),
        )
        .returning(*_COLUMNS)
    )
    return [_posting(row) for row in found]


async def shown_picture(tx: Tx, community_id: int, subject: str) -> str | None:
    """The file name of the picture that the card of a subject shows, if any."""
    return await tx.scalar(select(PostingRow.picture).where(*_about(community_id, subject)))


async def shown(tx: Tx, posting_id: int, revision: int, notice: Notice | None) -> None:
    """The card was edited and shows ``revision`` or something newer; None: it was left as it is."""
    newest = case((PostingRow.shown_revision < revision, revision), else_=PostingRow.shown_revision)
    await tx.execute(
        update(PostingRow)
        .where(PostingRow.id == posting_id)
        .values(
            shown_revision=newest,
            changes_at=notice.changes_at if notice else None,
            **({"picture": notice.picture.name if notice.picture else None} if notice else {}),
        )
    )


async def edit_later(tx: Tx, posting_id: int, at: datetime) -> None:
    await tx.execute(update(PostingRow).where(PostingRow.id == posting_id).values(next_edit_at=at))


async def gone(tx: Tx, posting_id: int, now: datetime) -> None:
    """The card was deleted by hand."""
    await tx.execute(
        update(PostingRow)
        .where(PostingRow.id == posting_id, PostingRow.gone_at.is_(None))
        .values(gone_at=now, changes_at=None)
    )


async def is_coming(tx: Tx, kinds: Kinds, community_id: int, subject: str) -> bool:
    """Whether a card is planned or being sent."""
    found = await tx.execute(
        select(DeliveryRow.id)
        .where(*_card_rows(kinds, community_id, subject), DeliveryRow.state.in_(("planned", "sending")))
        .limit(1)
    )
    return found.first() is not None


async def give_up(tx: Tx, kinds: Kinds, community_id: int, subject: str, now: datetime) -> None:
    """Nobody sends these failed or doubtful cards again: they would stand beside the new one."""
    await tx.execute(
        update(DeliveryRow)
        .where(*_card_rows(kinds, community_id, subject), DeliveryRow.state.in_(("failed", "unknown")))
        .values(state="cancelled", last_error="replaced", ended_at=now)
    )


def _card_rows(kinds: Kinds, community_id: int, subject: str) -> tuple[ColumnElement[bool], ...]:
    return (
        DeliveryRow.community_id == community_id,
        DeliveryRow.subject == subject,
        DeliveryRow.kind.in_(kinds.of_cards()),
    )


_COLUMNS = (
    PostingRow.id,
    PostingRow.community_id,
    PostingRow.subject,
    PostingRow.channel_id,
    PostingRow.message_id,
    PostingRow.thread_id,
    PostingRow.shown_revision,
    PostingRow.wanted_revision,
    PostingRow.gone_at,
)
_SELECT = select(*_COLUMNS)


def _posting(row: Any) -> Posting:
    *same, gone_at = row
    return Posting(*same, gone=gone_at is not None)


def _about(community_id: int, subject: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return PostingRow.community_id == community_id, PostingRow.subject == subject


@cache
def _insert(dialect: str) -> Any:
    return insert_into(dialect, PostingRow)

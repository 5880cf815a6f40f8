"""Tables of the outbox: what has to be told, what was posted, which way is closed for a while."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import NEVER_REUSED, Base, RowId, UtcDateTime

_PLANNED = text("state = 'planned'")
_SENDING = text("state = 'sending'")
_TROUBLE = text("state IN ('failed', 'unknown')")
_UNREAD = text("awaits_press")
_URGENT = text("tell_staff_at IS NOT NULL")
_CHANGING = text("changes_at IS NOT NULL")
_STALE = text("wanted_revision > shown_revision AND message_id IS NOT NULL AND gone_at IS NULL")


class DeliveryRow(Base):
    """One notice to one member, place or sealed addressee, with its whole life and its one end.

    ``args`` holds ids, revisions and old values, never a composed text, link or address; it is NULL 90
    days after the end. ``lease_until`` is how long a sender (or, for an unread notice, a press) has it.
    ``tell_staff_at``: from then on staff are told once that it has not arrived; NULL when it need not be.
    ``lane``: who sends it, the dispatcher of Discord or that of mail. ``via``: only this way, because the
    other one has failed already.
    ``last_error`` is a short code without personal data.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("community_id", "dedupe_key", name="uq_deliveries_dedupe_key"),
        Index("ix_deliveries_due", "lane", "due_at", sqlite_where=_PLANNED),
        Index("ix_deliveries_planned", "subject", sqlite_where=_PLANNED),
        Index("ix_deliveries_lease", "lane", "lease_until", sqlite_where=_SENDING),
        Index("ix_deliveries_unread", "member_id", sqlite_where=_UNREAD),
        Index("ix_deliveries_urgent", "tell_staff_at", sqlite_where=_URGENT),
        Index("ix_deliveries_trouble", "community_id", "id", sqlite_where=_TROUBLE),
        Index("ix_deliveries_parent", "parent_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[str] = mapped_column(String(64))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    place: Mapped[str | None] = mapped_column(String(100))
    sealed: Mapped[str | None] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(String(100))
    args: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dedupe_key: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16), default="planned")
    lane: Mapped[str] = mapped_column(String(8), default="discord", server_default="discord")
    via: Mapped[str | None] = mapped_column(String(8))
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(64))
    doubtful_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    way: Mapped[str | None] = mapped_column(String(16))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("deliveries.id", ondelete="SET NULL"))
    channel_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    awaits_press: Mapped[bool] = mapped_column(default=False)
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tell_staff_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    staff_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HeldPostRow(Base):
    """A post for staff that becomes a delivery at ``due_at``, and is listed nowhere before (`holding`)."""

    __tablename__ = "held_posts"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(100), index=True)
    args: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    dedupe_key: Mapped[str] = mapped_column(String(200))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class PostingRow(Base):
    """The public card of a subject: where it stands and which revision of the facts it shows.

    A row without ``message_id`` only remembers the wanted revision until the card is posted. ``changes_at``:
    from then on the card looks different by itself and is edited once more. ``picture``: the file name of the
    picture that it shows.
    """

    __tablename__ = "postings"
    __table_args__ = (
        UniqueConstraint("community_id", "subject", name="uq_postings_subject"),
        Index("ix_postings_stale", "next_edit_at", sqlite_where=_STALE),
        Index("ix_postings_changing", "changes_at", sqlite_where=_CHANGING),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    subject: Mapped[str] = mapped_column(String(100))
    channel_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    shown_revision: Mapped[int] = mapped_column(default=0)
    wanted_revision: Mapped[int] = mapped_column(default=0)
    next_edit_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    picture: Mapped[str | None] = mapped_column(String(64))
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CourierPauseRow(Base):
    """A way that Discord stopped for the whole bot, and until when (it outlives a restart)."""

    __tablename__ = "courier_pauses"

    way: Mapped[str] = mapped_column(String(16), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class MailTokenRow(Base):
    """With which one press or one mail leaves: the SHA-256 of a random token, one for each mail sent."""

    __tablename__ = "mail_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

"""Tables of mailing: codes of the opt-in, what came back by mail, broadcasts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import NEVER_REUSED, Base, RowId, UtcDateTime


class MailCodeRow(Base):
    """A code on its way to an address that is not confirmed yet; it goes 48 hours after it was made.

    The six digits stand nowhere: they follow from the id, the moment and the key of this hub.
    """

    __tablename__ = "mail_codes"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    address: Mapped[str] = mapped_column(String(320), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MailBounceRow(Base):
    """A mail that came back, counted once for each delivery. ``status`` is its code (RFC 3463)."""

    __tablename__ = "mail_bounces"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    delivery_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    is_hard: Mapped[bool]
    status: Mapped[str | None] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class MailAnswerRow(Base):
    """What somebody answered by mail, until the office has accepted it or set it aside.

    ``choice``: ``venue``, ``online``, ``declined`` or ``yes``; None where no single word was found.
    ``excerpt``: the beginning of what they wrote. ``is_proven``: it answers a mail that only they got.
    """

    __tablename__ = "mail_answers"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    subject: Mapped[str | None] = mapped_column(String(100))
    choice: Mapped[str | None] = mapped_column(String(16))
    excerpt: Mapped[str | None] = mapped_column(String(500))
    is_proven: Mapped[bool]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end: Mapped[str | None] = mapped_column(String(16))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)


class MailSeenRow(Base):
    """A message of the mailbox that was read already: the SHA-256 of what makes it this one."""

    __tablename__ = "mail_seen"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class BroadcastRow(Base):
    """A message of the office to many. ``state``: ``draft``, ``planned``, ``sent`` or ``taken_back``.

    ``event_id``: to those who come to that meeting. ``leaves_at``: until then it can be taken back.
    """

    __tablename__ = "broadcasts"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="SET NULL"), index=True)
    title: Mapped[str]
    body: Mapped[str]
    channel_id: Mapped[int | None] = mapped_column(BigInteger)
    by_mail: Mapped[bool] = mapped_column(default=True)
    by_dm: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[str] = mapped_column(String(16), default="draft")
    leaves_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

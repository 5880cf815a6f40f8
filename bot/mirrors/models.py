"""Tables of what stands beside the card of a meeting. They hold ids and moments, no texts and no people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime


class EventMirrorRow(Base):
    """The entry of a meeting among Discord's own events.

    ``card_id`` is the message of the card to which the entry leads, by which it is found again; ``asked_at``:
    it was asked for then, and no answer is known. ``shown`` is the digest of what it shows, at
    ``looked_revision`` of the meeting. ``gone_at``: somebody deleted it. ``trouble``: why Discord refuses it.
    """

    __tablename__ = "event_mirrors"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    scheduled_event_id: Mapped[int | None] = mapped_column(BigInteger)
    card_id: Mapped[int | None] = mapped_column(BigInteger)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shown: Mapped[str | None] = mapped_column(String(64))
    looked_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    trouble: Mapped[str | None] = mapped_column(String(64))
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EventCardRow(Base):
    """What became of the card of a meeting after it was posted.

    ``settled_id`` is the message that needs no publishing any more: it was published at ``published_at``, or
    its channel cannot publish. ``checked_at``: it was last looked whether the card still stands.
    """

    __tablename__ = "event_cards"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    settled_id: Mapped[int | None] = mapped_column(BigInteger)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    trouble: Mapped[str | None] = mapped_column(String(64))
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

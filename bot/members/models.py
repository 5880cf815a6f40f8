"""Tables of communities and members."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import NEVER_REUSED, Base, RowId, UtcDateTime


class CommunityRow(Base):
    __tablename__ = "communities"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="ja", server_default="ja")
    timezone: Mapped[str] = mapped_column(default="Asia/Tokyo", server_default="Asia/Tokyo")
    announce_channel_id: Mapped[int | None] = mapped_column(BigInteger)
    staff_channel_id: Mapped[int | None] = mapped_column(BigInteger)
    staff_role_id: Mapped[int | None] = mapped_column(BigInteger)
    ring_role_id: Mapped[int | None] = mapped_column(BigInteger)
    leads: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    closed_days: Mapped[list[str]] = mapped_column(JSON, default=list)
    set_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MemberRow(Base):
    """A person in one community; made by the first press that stores something, never by reading."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("community_id", "discord_user_id"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    discord_user_id: Mapped[int | None] = mapped_column(BigInteger)
    display_name: Mapped[str | None]
    language: Mapped[str | None]
    sector: Mapped[str | None]
    wants_dm: Mapped[bool] = mapped_column(default=True, server_default=true())
    dm_channel_id: Mapped[int | None] = mapped_column(BigInteger)
    sector_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""Tables of those who came. Names stand in ``attendances`` alone; everything else is a number or a code."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, RowId, UtcDateTime


class CheckInRow(Base):
    """The check-in of a meeting: the digits that are shown in the room."""

    __tablename__ = "check_ins"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    code: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CheckInTryRow(Base):
    """How often a person has entered wrong digits for a meeting."""

    __tablename__ = "check_in_tries"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id"), primary_key=True, autoincrement=False, index=True
    )
    tries: Mapped[int]


class AttendanceRow(Base):
    """Somebody came. ``people``: with their companions; ``noted_by_id``: the member of staff who noted it."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("event_id", "member_id"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    mode: Mapped[str]
    how: Mapped[str]
    people: Mapped[int] = mapped_column(default=1, server_default="1")
    came_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)


class HeadcountRow(Base):
    """People who came and whom nobody knows by name: counted in the room, or forgotten since.

    ``sector`` is a `bot.members.rules.Sector` or ``unknown``; ``from_elsewhere`` of the ``people``.
    """

    __tablename__ = "headcounts"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    sector: Mapped[str] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    people: Mapped[int]
    from_elsewhere: Mapped[int] = mapped_column(default=0, server_default="0")

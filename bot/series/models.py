"""Tables of series and their sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import NEVER_REUSED, Base, RowId, UtcDateTime


class EventSeriesRow(Base):
    """Meetings that come again.

    ``rule`` is what was typed; ``rrule`` (RFC 5545) and ``plan`` are what it means, in local wall times
    (`bot.series.recurrence`), empty while it cannot be read. ``form`` is the template of every session.
    ``first_number`` None: sessions are not counted. ``draft_days`` None: the community's. ``announce`` is
    when drafts are announced by themselves (`bot.series.rules.AnnouncePlan`), None: never. ``is_course``: all
    sessions are announced together, without drafts; ``priority_until``: whoever applies for all goes first
    until then. ``most_sessions``: so many of what the rule says; None: all of them.
    """

    __tablename__ = "event_series"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    state: Mapped[str]
    title: Mapped[str]
    rule: Mapped[str]
    rrule: Mapped[str | None]
    plan: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    first_number: Mapped[int | None]
    draft_days: Mapped[int | None]
    announce: Mapped[str | None]
    is_course: Mapped[bool] = mapped_column(default=False, server_default=false())
    most_sessions: Mapped[int | None]
    priority_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SeriesSessionRow(Base):
    """One session. ``original_day`` is its local day by the rule (ISO); None: an extraordinary one.

    ``boxes`` are what its form says differently from the template. ``is_moved``: its times are its own and
    no change of the rule moves them. A session whose draft went away is planned again.
    """

    __tablename__ = "series_sessions"
    __table_args__ = (
        UniqueConstraint("series_id", "original_day"),
        Index("ix_series_sessions_series_id_starts_at", "series_id", "starts_at"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("event_series.id"))
    original_day: Mapped[str | None]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    doors_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_moved: Mapped[bool] = mapped_column(default=False, server_default=false())
    number: Mapped[int | None]
    theme: Mapped[str | None]
    boxes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str]
    draft_id: Mapped[int | None] = mapped_column(
        ForeignKey("event_drafts.id", ondelete="SET NULL"), index=True
    )
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="SET NULL"), index=True)

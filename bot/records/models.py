"""Tables of what remains of meetings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime


class EventRecordRow(Base):
    """The record of a meeting that is over. ``headcount``: people by sector (or ``unknown``).

    ``no_article``: the office said that none will come.
    """

    __tablename__ = "event_records"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    summary: Mapped[str]
    article_urls: Mapped[list[str]] = mapped_column(JSON, default=list)
    headcount: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    from_elsewhere: Mapped[int] = mapped_column(default=0, server_default="0")
    no_article: Mapped[bool] = mapped_column(default=False, server_default=false())
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FeedbackRow(Base):
    """What somebody said about a meeting; nobody can tell who.

    No member, no time, a random key; and no hidden row number that would tell the order of arrival.
    """

    __tablename__ = "feedback"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  (SQLAlchemy's own shape)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    score: Mapped[int]
    words: Mapped[str | None]


class FeedbackGivenRow(Base):
    """That a person has answered, so that each is asked once; what they said is not in here."""

    __tablename__ = "feedback_given"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  (SQLAlchemy's own shape)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id"), primary_key=True, autoincrement=False, index=True
    )

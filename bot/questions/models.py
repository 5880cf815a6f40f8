"""Table of the questions that people ask the office."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import NEVER_REUSED, Base, RowId, UtcDateTime

_OPEN = text("closed_at IS NULL")


class QuestionRow(Base):
    """A question to the office. ``about`` is a subject such as ``event:12``.

    ``closed_at`` is set by an answer, by staff who settled it another way, and when the person is forgotten:
    then ``member_id`` and both texts are gone, and the row only tells its posted copy to say so.
    """

    __tablename__ = "questions"
    __table_args__ = (
        Index("ix_questions_open", "community_id", "asked_at", sqlite_where=_OPEN),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    about: Mapped[str | None] = mapped_column(String(100))
    question: Mapped[str | None]
    answer: Mapped[str | None]
    answered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True
    )
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

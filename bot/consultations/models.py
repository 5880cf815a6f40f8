"""Tables of consultations. There is no column for who came, on purpose."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import NEVER_REUSED, Base, RowId


class ConsultationRow(Base):
    """A case of the consultation desk, noted by staff or brought in from a list (``is_imported``).

    ``held_on`` is the local date. ``seed_id``: the office-only seed that was counted as this case, once.
    """

    __tablename__ = "consultations"
    __table_args__ = (Index("ix_consultations_community_id_held_on", "community_id", "held_on"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    held_on: Mapped[date]
    channel: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None]
    seed_id: Mapped[int | None] = mapped_column(ForeignKey("seeds.id", ondelete="SET NULL"), unique=True)
    entered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True
    )
    entered_on: Mapped[date]
    is_imported: Mapped[bool] = mapped_column(default=False, server_default=false())


class ConsultationTickRow(Base):
    """A category of a case; a case has at least one."""

    __tablename__ = "consultation_ticks"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    category: Mapped[str] = mapped_column(String(16), primary_key=True)

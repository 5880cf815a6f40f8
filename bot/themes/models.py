"""Which seed somebody chose as the theme of a session that nobody has been told of yet."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class SessionSeedRow(Base):
    """Until the session is announced; then its event gets a row of `bot.seeds.models.SeedEventRow`."""

    __tablename__ = "session_seeds"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("series_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    seed_id: Mapped[int] = mapped_column(ForeignKey("seeds.id"), index=True)

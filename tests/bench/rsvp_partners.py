"""What RSVPs are measured against: a seat is checked and taken, and nothing else happens."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, event as sa_event, func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SEATS = 20
PRAGMAS = (
    "busy_timeout = 5000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
)
"""Those of `bot.db`."""


class BareBase(DeclarativeBase): ...


class Meeting(BareBase):
    __tablename__ = "meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    capacity: Mapped[int]


class Seat(BareBase):
    __tablename__ = "seats"
    __table_args__ = (UniqueConstraint("meeting_id", "person"), Index("ix_seats", "meeting_id", "place"))

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    person: Mapped[int]
    place: Mapped[str]


def bare_engine(file: str) -> AsyncEngine:
    """The settings of `bot.db`: the same pragmas, one connection, BEGIN IMMEDIATE."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}", pool_size=1, max_overflow=0, pool_timeout=60)

    @sa_event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa_event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


class BareOrm:
    """SQLAlchemy's async ORM."""

    def __init__(self, file: str) -> None:
        self.engine = bare_engine(file)
        self.sessions = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)

    async def prepare(self) -> None:
        async with self.engine.begin() as tx:
            await tx.run_sync(BareBase.metadata.create_all)
        async with self.sessions.begin() as session:
            session.add(Meeting(id=1, capacity=SEATS))

    async def answer(self, person: int) -> str:
        async with self.sessions.begin() as session:
            meeting = await session.get_one(Meeting, 1)
            taken = await session.scalar(
                select(func.count()).where(Seat.meeting_id == 1, Seat.place == "confirmed")
            )
            place = "confirmed" if (taken or 0) < meeting.capacity else "waitlisted"
            session.add(Seat(meeting_id=1, person=person, place=place))
        return place

    async def leave(self, person: int) -> None:
        """The seat goes to the first in line; nobody is told."""
        async with self.sessions.begin() as session:
            mine = await session.scalar(select(Seat).where(Seat.meeting_id == 1, Seat.person == person))
            assert mine is not None
            await session.delete(mine)
            first = await session.scalar(
                select(Seat)
                .where(Seat.meeting_id == 1, Seat.place == "waitlisted")
                .order_by(Seat.id)
                .limit(1)
            )
            if first is not None:
                first.place = "confirmed"


class RawSqlite:
    """The standard library's sqlite3, synchronous, with the same pragmas."""

    def __init__(self, file: str) -> None:
        self.connection = sqlite3.connect(file, isolation_level=None)
        for pragma in PRAGMAS:
            self.connection.execute(f"PRAGMA {pragma}")

    def prepare(self) -> None:
        self.connection.executescript(
            """
            CREATE TABLE meetings (id INTEGER PRIMARY KEY, capacity INTEGER NOT NULL);
            CREATE TABLE seats (
                id INTEGER PRIMARY KEY, meeting_id INTEGER NOT NULL REFERENCES meetings (id),
                person INTEGER NOT NULL, place TEXT NOT NULL, UNIQUE (meeting_id, person)
            );
            CREATE INDEX ix_seats ON seats (meeting_id, place);
            """
        )
        self.connection.execute("INSERT INTO meetings VALUES (1, ?)", (SEATS,))

    def answer(self, person: int) -> str:
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        (capacity,) = run("SELECT capacity FROM meetings WHERE id = 1").fetchone()
        (taken,) = run("SELECT count(*) FROM seats WHERE meeting_id = 1 AND place = 'confirmed'").fetchone()
        place = "confirmed" if taken < capacity else "waitlisted"
        run("INSERT INTO seats (meeting_id, person, place) VALUES (1, ?, ?)", (person, place))
        run("COMMIT")
        return place

    def close(self) -> None:
        self.connection.close()

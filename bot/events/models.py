"""Tables of meetings and answers. The union of ``rsvps`` over a meeting is the truth about its seats."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import NEVER_REUSED, Base, RowId, UtcDateTime


class EventRow(Base):
    """A meeting. ``series_id`` and ``session_number`` name the series of the room above it comes from.

    ``import_key``: it was held before the bot; date and start in the list that brought it.
    ``course_id``: that series is a course, whose one card stands for all its sessions.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_community_id_starts_at", "community_id", "starts_at"),
        Index("ix_events_ends_at", "ends_at"),
        Index("uq_events_community_id_import_key", "community_id", "import_key", unique=True),
        Index("ix_events_course_id", "course_id", sqlite_where=text("course_id IS NOT NULL")),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    state: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    doors_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    timezone: Mapped[str]
    venue: Mapped[str | None]
    venue_capacity: Mapped[int | None]
    room: Mapped[str | None]
    online: Mapped[bool]
    online_link: Mapped[str | None]
    online_capacity: Mapped[int | None]
    contact: Mapped[str | None]
    co_hosts: Mapped[str | None]
    fee: Mapped[str | None]
    welcome: Mapped[list[str]] = mapped_column(JSON, default=list)
    names_shown: Mapped[str]
    ring: Mapped[str]
    is_rehearsal: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_sensitive: Mapped[bool] = mapped_column(default=False, server_default=false())
    max_companions: Mapped[int] = mapped_column(default=0, server_default="0")
    answers_close_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    role_ids: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    needs_approval: Mapped[bool] = mapped_column(default=False, server_default=false())
    priority_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_regular: Mapped[bool] = mapped_column(default=True, server_default=true())
    series_id: Mapped[int | None] = mapped_column(RowId)
    session_number: Mapped[int | None]
    flyer_id: Mapped[int | None] = mapped_column(BigInteger)
    course_id: Mapped[int | None] = mapped_column(RowId)
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    calendar_uid: Mapped[str]
    calendar_sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    cancel_reason: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    last_ticket: Mapped[int] = mapped_column(default=0, server_default="0")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    import_key: Mapped[str | None]


class EventFlyerRow(Base):
    """A picture for cards, as it is shown; never changed, only replaced by another row.

    Forms and ``events.flyer_id`` name it without a foreign key: its bytes go soon after the meeting, while
    the card in Discord goes on showing them. ``name`` is its file name, made from its bytes.
    """

    __tablename__ = "event_flyers"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EventDraftRow(Base):
    """A meeting that somebody is still writing; ``form`` keeps what was typed, right or wrong.

    The bot's own drafts have no author and name their ``series_id``. ``announce_at``: it is announced by
    itself then.
    """

    __tablename__ = "event_drafts"
    __table_args__ = (
        Index("ix_event_drafts_announce_at", "announce_at", sqlite_where=text("announce_at IS NOT NULL")),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(RowId)
    announce_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_rehearsal: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EventEditRow(Base):
    """A change of an announced meeting that is not saved yet; ``base`` is the form with which it began."""

    __tablename__ = "event_edits"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    form: Mapped[dict[str, Any]] = mapped_column(JSON)
    base: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AnswerRow(Base):
    """A person's latest answer to a meeting, and what they wish for it.

    ``access_needs``, ``door_name`` and ``affiliation`` are for the office alone and go soon after.
    """

    __tablename__ = "event_answers"
    __table_args__ = (UniqueConstraint("event_id", "member_id"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    choice: Mapped[str]
    mention_me: Mapped[bool] = mapped_column(default=False, server_default=false())
    companions: Mapped[int] = mapped_column(default=0, server_default="0")
    access_needs: Mapped[str | None]
    door_name: Mapped[str | None]
    affiliation: Mapped[str | None]
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RsvpRow(Base):
    """A person's place in one mode of a meeting; ``ticket`` is the order of arrival in its line.

    ``seats``: for them and their companions. ``whole_course``: applied for together with all other sessions.
    """

    __tablename__ = "rsvps"
    __table_args__ = (
        UniqueConstraint("event_id", "member_id", "mode"),
        Index("ix_rsvps_event_id_mode_place_ticket", "event_id", "mode", "place", "ticket"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    mode: Mapped[str]
    place: Mapped[str]
    seats: Mapped[int] = mapped_column(default=1, server_default="1")
    whole_course: Mapped[bool] = mapped_column(default=False, server_default=false())
    ticket: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RsvpHistoryRow(Base):
    """Every step of every place, append-only. ``actor_id``: the member of staff who did it for them."""

    __tablename__ = "rsvp_history"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    mode: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str]
    cause: Mapped[str]
    seats: Mapped[int | None]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AnonymousSeatsRow(Base):
    """Seats at a meeting that is over whose people are forgotten: a number, and nobody behind it."""

    __tablename__ = "anonymous_seats"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    mode: Mapped[str] = mapped_column(primary_key=True)
    seats: Mapped[int]

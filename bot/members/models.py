"""Tables of communities and members."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import NEVER_REUSED, Base, RowId, UtcDateTime


class CommunityRow(Base):
    """A server. ``staff_count`` is how many people held the staff role at ``staff_counted_at``.

    ``machine_contact`` is whom to call about the machine, in the office's own words. ``removed_at``: the bot
    is no longer in the server, and its data goes 90 days later. ``archive_channel_id``: where records of
    meetings are published. ``draft_days``: so long before a session its draft is made;
    ``promotion_stops_hours``: so long before the start nobody moves up from the waiting list any more.
    ``crossposts``: cards in an announcement channel are published to those who follow it;
    ``mirrors_events``: meetings stand among Discord's own events too. ``office_mail`` and
    ``postal_address``: where the office can be reached, as every mail says at its end.
    """

    __tablename__ = "communities"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="ja", server_default="ja")
    timezone: Mapped[str] = mapped_column(default="Asia/Tokyo", server_default="Asia/Tokyo")
    announce_channel_id: Mapped[int | None] = mapped_column(BigInteger)
    staff_channel_id: Mapped[int | None] = mapped_column(BigInteger)
    staff_role_id: Mapped[int | None] = mapped_column(BigInteger)
    ring_role_id: Mapped[int | None] = mapped_column(BigInteger)
    archive_channel_id: Mapped[int | None] = mapped_column(BigInteger)
    draft_days: Mapped[int] = mapped_column(default=21, server_default="21")
    promotion_stops_hours: Mapped[int] = mapped_column(default=3, server_default="3")
    crossposts: Mapped[bool] = mapped_column(default=False, server_default=false())
    mirrors_events: Mapped[bool] = mapped_column(default=True, server_default=true())
    leads: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    closed_days: Mapped[list[str]] = mapped_column(JSON, default=list)
    machine_contact: Mapped[str | None]
    office_mail: Mapped[str | None]
    postal_address: Mapped[str | None]
    staff_count: Mapped[int | None]
    staff_counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    set_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MemberRow(Base):
    """A person in one community; made by the first press that stores something, never by reading.

    Somebody whom staff added and who has no Discord has no ``discord_user_id``, and perhaps a
    ``mail_address``. ``from_elsewhere``: they live in another prefecture; None: never said.

    ``hides_subjects``: no notice to them carries its subject in the preview. ``staff_seen_at``: they last
    used something of the office's. ``checked_at``: Discord was last asked whether they are still there;
    ``left_at``: they were not.
    """

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("community_id", "discord_user_id"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    discord_user_id: Mapped[int | None] = mapped_column(BigInteger)
    display_name: Mapped[str | None]
    language: Mapped[str | None]
    sector: Mapped[str | None]
    from_elsewhere: Mapped[bool | None]
    mail_address: Mapped[str | None]
    wants_dm: Mapped[bool] = mapped_column(default=True, server_default=true())
    dm_channel_id: Mapped[int | None] = mapped_column(BigInteger)
    hides_subjects: Mapped[bool] = mapped_column(default=False, server_default=false())
    staff_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sector_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MemberWayRow(Base):
    """The way that a person chose for a topic (`bot.members.wish_rules`); no row: never chosen."""

    __tablename__ = "member_ways"
    __table_args__ = (Index("ix_member_ways_community_id", "community_id", "topic"),)

    member_id: Mapped[int] = mapped_column(RowId, ForeignKey("members.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(16), primary_key=True)
    via: Mapped[str] = mapped_column(String(8))
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))


class MemberWishRow(Base):
    """What else a person wishes of notices; NULL: as everybody.

    ``leads_off``: the reminders that they do without. ``quiet_from`` and ``quiet_until``: hours of the day
    such as ``21:00``, in ``timezone``. ``digest_until``: what happened before it was in a digest to them.
    """

    __tablename__ = "member_wishes"

    member_id: Mapped[int] = mapped_column(
        RowId, ForeignKey("members.id"), primary_key=True, autoincrement=False
    )
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    leads_off: Mapped[list[str]] = mapped_column(JSON, default=list)
    quiet_from: Mapped[str | None] = mapped_column(String(5))
    quiet_until: Mapped[str | None] = mapped_column(String(5))
    timezone: Mapped[str | None] = mapped_column(String(64))
    digest_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MailSubscriptionRow(Base):
    """The consent to mail, for the address in ``members.mail_address``.

    ``state``: ``asked`` (by the one mail that may be sent before), ``confirmed``, ``left``, ``suppressed``
    (the address does not exist). ``source``: ``discord`` or ``staff``. ``text_version``: which consent text
    was agreed to. ``reason``: the code for which nothing is sent any more. ``suspended_until``: nothing is
    sent before it, because mails kept coming back.
    """

    __tablename__ = "mail_subscriptions"

    member_id: Mapped[int] = mapped_column(
        RowId, ForeignKey("members.id"), primary_key=True, autoincrement=False
    )
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(16))
    text_version: Mapped[int] = mapped_column(default=1)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(32))
    suspended_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

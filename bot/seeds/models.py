"""Tables of seeds. Nothing in them leads from an anonymous seed to its author."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import NEVER_REUSED, Base, RowId, UtcDateTime


class SeedSettingsRow(Base):
    """How one community takes seeds; no row: everything as the defaults have it.

    ``channel_id``: a forum, or a text channel for cards. ``trusted_role_id``: whose named seeds are published
    without review. ``worrying_words``: one per line; None: the usual ones. ``help_lines``: what somebody
    reads at once who wrote one of them. ``anonymous_closed_until``: till then nobody posts without a name.
    """

    __tablename__ = "seed_settings"

    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    channel_id: Mapped[int | None] = mapped_column(BigInteger)
    trusted_role_id: Mapped[int | None] = mapped_column(BigInteger)
    dormant_months: Mapped[int] = mapped_column(default=6, server_default="6")
    worrying_words: Mapped[str | None]
    help_lines: Mapped[str | None]
    anonymous_closed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SeedCategoryRow(Base):
    """A category of one community; ``is_other`` is not ranked, ``is_retired`` is no longer offered."""

    __tablename__ = "seed_categories"
    __table_args__ = (UniqueConstraint("community_id", "name"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    is_other: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_retired: Mapped[bool] = mapped_column(default=False, server_default=false())


class SeedSynonymRow(Base):
    """Words that mean the same in a search of this community, 、 between them; no row: the usual ones."""

    __tablename__ = "seed_synonyms"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    words: Mapped[str]


class SeedRow(Base):
    """A seed from its posting to its end; a deleted one keeps its number and nothing else.

    ``author_id`` is None for every anonymous seed, and nothing else says who it was: ``key_hash`` is an HMAC
    of the receipt key with a secret that is not in the database, ``sealed_link`` (only where the author
    asked to be notified) is encrypted with it. What an anonymous author does leaves a day, never a minute:
    ``submitted_on``, ``edited_on``, ``active_on``; ``shown_to_staff_at`` is a random time later.
    ``revision`` grows with every change; ``merged_from`` is the state before a merge.
    """

    __tablename__ = "seeds"
    __table_args__ = (
        Index("ix_seeds_community_id_state", "community_id", "state"),
        Index("ix_seeds_merged_into_id", "merged_into_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    state: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(16))
    readers: Mapped[str] = mapped_column(String(16))
    is_anonymous: Mapped[bool]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    title: Mapped[str | None]
    text: Mapped[str | None]
    reason: Mapped[str | None]
    is_urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    submitted_on: Mapped[date]
    shown_to_staff_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edited_on: Mapped[date | None]
    active_on: Mapped[date]
    dormancy_asked_on: Mapped[date | None]
    theme_proposed_on: Mapped[date | None]
    key_hash: Mapped[str | None] = mapped_column(String(64))
    wrong_keys: Mapped[int] = mapped_column(default=0, server_default="0")
    wrong_keys_hour: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sealed_link: Mapped[bytes | None] = mapped_column(LargeBinary)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("seeds.id"))
    merged_from: Mapped[str | None] = mapped_column(String(16))
    merged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("seeds.id"), index=True)


class SeedEditRow(Base):
    """What an anonymous author wrote anew; it takes the place of the text at a random time later."""

    __tablename__ = "seed_edits"

    seed_id: Mapped[int] = mapped_column(ForeignKey("seeds.id"), primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SeedTickRow(Base):
    """A category that a coordinator gave to a seed."""

    __tablename__ = "seed_ticks"

    seed_id: Mapped[int] = mapped_column(ForeignKey("seeds.id"), primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("seed_categories.id"), primary_key=True, index=True)


class SeedStepRow(Base):
    """The history of a seed: what happened, on which day, by whom in which role. Only ever added to.

    ``actor_id`` stays None for everything about an anonymous seed. ``note`` is a reason that was told.
    """

    __tablename__ = "seed_steps"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    seed_id: Mapped[int] = mapped_column(ForeignKey("seeds.id"), index=True)
    what: Mapped[str] = mapped_column(String(24))
    role: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    happened_on: Mapped[date]
    note: Mapped[str | None]


class SeedLineRow(Base):
    """One message between the office and an author, through the seed.

    ``shown_at``: from then on the other side sees it (later than it was written, for anonymous authors).
    """

    __tablename__ = "seed_lines"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    seed_id: Mapped[int] = mapped_column(ForeignKey("seeds.id"), index=True)
    is_answer: Mapped[bool]
    text: Mapped[str]
    written_on: Mapped[date]
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SeedSupportRow(Base):
    """What one person pressed under a seed; of ``can_help`` and ``knows`` also what they wrote.

    ``may_be_named``: the author (or, for ``knows``, everybody) may learn the name. ``handled_at``: a
    coordinator has seen to it; ``was_passed_on``: by telling the author.
    ``was_helped``: the answer to the question weeks after the end.
    """

    __tablename__ = "seed_supports"
    __table_args__ = (UniqueConstraint("seed_id", "member_id", "kind"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    seed_id: Mapped[int] = mapped_column(ForeignKey("seeds.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    what: Mapped[str | None]
    how: Mapped[str | None]
    may_be_named: Mapped[bool] = mapped_column(default=False, server_default=false())
    supported_on: Mapped[date]
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    was_passed_on: Mapped[bool] = mapped_column(default=False, server_default=false())
    was_helped: Mapped[bool | None]


class SeedFollowRow(Base):
    """Somebody wants to hear what becomes of a seed, or of the seeds of a category: one of the two is set."""

    __tablename__ = "seed_follows"
    __table_args__ = (
        UniqueConstraint("member_id", "seed_id"),
        UniqueConstraint("member_id", "category_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    seed_id: Mapped[int | None] = mapped_column(ForeignKey("seeds.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("seed_categories.id"), index=True)


class SeedWishRow(Base):
    """How a member hears of the seeds they follow, where they changed the default."""

    __tablename__ = "seed_wishes"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    news: Mapped[str] = mapped_column(String(16))


class SeedReportRow(Base):
    """A comment that somebody reported to the office, which hears of it at ``shown_at``.

    Who it was is stored nowhere.
    """

    __tablename__ = "seed_reports"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    channel_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str | None]
    reported_on: Mapped[date]
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SeedEventRow(Base):
    """A seed and a meeting that belong together: brought there, its theme, discussed, born there."""

    __tablename__ = "seed_events"

    seed_id: Mapped[int] = mapped_column(ForeignKey("seeds.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    linked_on: Mapped[date]

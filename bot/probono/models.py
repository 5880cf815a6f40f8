"""Tables of probono: offers, needs, suggestions, and what was agreed.

Texts that say who somebody is (the offer, the organisation, the contact) stand in `OfferRow` and `NeedRow`
only; suggestions and their history name parties, never people.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import NEVER_REUSED, Base, RowId, UtcDateTime


class OfferRow(Base):
    """What a person or a company can give.

    ``skills`` are chips of the taxonomy; ``skills_confirmed``: a person chose or accepted them. No ``slots``:
    any time. ``small_only``: advice of one or two hours only. ``rhythm``: how often they may be asked.
    ``resting_until``: the last day of a rest after two refusals. ``asked_hold_at``: they were last asked
    whether it still holds; ``held_at``: they last said or wrote something about it.
    """

    __tablename__ = "probono_offers"
    __table_args__ = (Index("ix_probono_offers_community_id_state", "community_id", "state"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    organisation: Mapped[str | None]
    text: Mapped[str]
    small_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    skills: Mapped[list[str]] = mapped_column(JSON, default=list)
    skills_confirmed: Mapped[bool] = mapped_column(default=False, server_default=false())
    causes: Mapped[list[str]] = mapped_column(JSON, default=list)
    hours: Mapped[int] = mapped_column(default=1)
    mode: Mapped[str] = mapped_column(String(16))
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    slots: Mapped[list[str]] = mapped_column(JSON, default=list)
    available_from: Mapped[date | None]
    available_until: Mapped[date | None]
    capacity: Mapped[int] = mapped_column(default=1)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    rhythm: Mapped[str] = mapped_column(String(16))
    resting_until: Mapped[date | None]
    asked_hold_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NeedRow(Base):
    """What an organisation or a group needs, from one sentence to the end.

    ``member_id`` is who asked; ``contact`` how to reach them, for the office only. ``hides_organisation``:
    volunteers read ``field`` and ``size`` instead of ``organisation`` and ``about``. ``wants_call``: they
    would rather talk on the phone. ``needed_by`` is what they typed; ``starts_on`` and ``ends_on`` are dates.
    ``hours`` are a month. ``changed_at``: something last happened; ``renewed_at``: the office last looked at
    a silence and let it go on.
    """

    __tablename__ = "probono_needs"
    __table_args__ = (Index("ix_probono_needs_community_id_state", "community_id", "state"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"), index=True)
    seed_id: Mapped[int | None] = mapped_column(ForeignKey("seeds.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    text: Mapped[str]
    needed_by: Mapped[str]
    wants_call: Mapped[bool] = mapped_column(default=False, server_default=false())
    contact: Mapped[str | None]
    title: Mapped[str | None]
    organisation: Mapped[str | None]
    about: Mapped[str | None]
    hides_organisation: Mapped[bool] = mapped_column(default=False, server_default=false())
    field: Mapped[str | None]
    size: Mapped[str | None]
    sector: Mapped[str | None] = mapped_column(String(16))
    kind: Mapped[str | None] = mapped_column(String(16))
    goal: Mapped[str | None]
    deliverable: Mapped[str | None]
    first_step: Mapped[str | None]
    skills: Mapped[list[str]] = mapped_column(JSON, default=list)
    skills_confirmed: Mapped[bool] = mapped_column(default=False, server_default=false())
    causes: Mapped[list[str]] = mapped_column(JSON, default=list)
    hours: Mapped[int | None]
    mode: Mapped[str | None] = mapped_column(String(16))
    area: Mapped[str | None]
    slots: Mapped[list[str]] = mapped_column(JSON, default=list)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    people: Mapped[int] = mapped_column(default=1, server_default="1")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    closed_reason: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    renewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SuggestionRow(Base):
    """One offer for one need, from the proposal to the thanks.

    ``is_small``: the short way. ``came_forward``: the volunteer asked for it. ``by_hand``: a coordinator
    chose it although the matcher did not. ``answer_due_at`` is until when the side whose turn it is has time.
    ``volunteer_yes_at`` and ``organisation_yes_at``: both consents; ``introduced_at``: they know each other.
    ``thread_id``: the private thread that was opened for them. ``goal``, ``schedule``: what was agreed;
    ``volunteer_agreed_at`` and ``organisation_agreed_at``: who agreed to it. ``meets_at``: the date of a
    small help or of the interview. ``hours``: what it came to. ``volunteer_again``, ``organisation_again``:
    the answer to the one question at the end. ``changed_at``: something last happened.
    """

    __tablename__ = "probono_suggestions"
    __table_args__ = (
        UniqueConstraint("need_id", "offer_id"),
        Index("ix_probono_suggestions_offer_id", "offer_id"),
        Index("ix_probono_suggestions_community_id_state", "community_id", "state"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    need_id: Mapped[int] = mapped_column(ForeignKey("probono_needs.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("probono_offers.id"))
    state: Mapped[str] = mapped_column(String(16))
    is_small: Mapped[bool]
    came_forward: Mapped[bool] = mapped_column(default=False, server_default=false())
    by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())
    approved_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True
    )
    asks: Mapped[int] = mapped_column(default=0, server_default="0")
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    volunteer_yes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    organisation_yes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    introduced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    meets_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    goal: Mapped[str | None]
    schedule: Mapped[str | None]
    volunteer_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    organisation_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hours: Mapped[int | None]
    volunteer_again: Mapped[str | None] = mapped_column(String(16))
    organisation_again: Mapped[str | None] = mapped_column(String(16))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    renewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StepRow(Base):
    """What happened to a suggestion, only added to: who moved it, and how a consent was given.

    ``way`` and ``given_on`` say how somebody without Discord said yes, agreed or declined: by phone, mail or
    in person, and on which day; ``recorded_by_id`` is the coordinator who wrote it down.
    """

    __tablename__ = "probono_steps"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("probono_suggestions.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    step: Mapped[str] = mapped_column(String(24))
    party: Mapped[str] = mapped_column(String(16))
    way: Mapped[str | None] = mapped_column(String(16))
    given_on: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class PairMilestoneRow(Base):
    """A point on the way that two sides agreed on; they are reminded of it in the morning of that day."""

    __tablename__ = "probono_milestones"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("probono_suggestions.id"), index=True)
    title: Mapped[str]
    due_on: Mapped[date]
    is_done: Mapped[bool] = mapped_column(default=False, server_default=false())


class HearingRow(Base):
    """An organisation (mostly a company) that the office heard: when, how, and what about; for the figures.

    ``organisation`` is as written; ``key`` is the same folded, so that one company is counted once.
    """

    __tablename__ = "probono_hearings"
    __table_args__ = (
        Index("ix_probono_hearings_community_id_heard_on", "community_id", "heard_on"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    organisation: Mapped[str]
    key: Mapped[str]
    sector: Mapped[str] = mapped_column(String(16))
    heard_on: Mapped[date]
    way: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None]
    need_id: Mapped[int | None] = mapped_column(
        ForeignKey("probono_needs.id", ondelete="SET NULL"), index=True
    )
    offer_id: Mapped[int | None] = mapped_column(
        ForeignKey("probono_offers.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SkillWordRow(Base):
    """What the coordinators of a community changed in the taxonomy: a word of a skill, added or taken out."""

    __tablename__ = "probono_skill_words"
    __table_args__ = (UniqueConstraint("community_id", "skill", "word"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    skill: Mapped[str] = mapped_column(String(40))
    word: Mapped[str]
    is_added: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SkillLinkRow(Base):
    """How near two skills are for the coordinators of a community, in tenths; 0 takes a link away."""

    __tablename__ = "probono_skill_links"
    __table_args__ = (UniqueConstraint("community_id", "skill", "other"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    skill: Mapped[str] = mapped_column(String(40))
    other: Mapped[str] = mapped_column(String(40))
    tenths: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TargetRow(Base):
    """What a community wants to reach in a fiscal year."""

    __tablename__ = "probono_targets"
    __table_args__ = (UniqueConstraint("community_id", "fiscal_year", "figure"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    fiscal_year: Mapped[int]
    figure: Mapped[str] = mapped_column(String(24))
    number: Mapped[int]


class ProbonoSettingsRow(Base):
    """How a community introduces people: the channel under which private threads are opened."""

    __tablename__ = "probono_settings"

    community_id: Mapped[int] = mapped_column(
        ForeignKey("communities.id"), primary_key=True, autoincrement=False
    )
    thread_channel_id: Mapped[int | None] = mapped_column(BigInteger)

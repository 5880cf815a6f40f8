"""What people see of a suggestion, each side its own. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.errors import UserError
from bot.matching.reasons import Reason
from bot.matching.rules import Obstacle, Strength
from bot.matching.taxonomy import Name
from bot.probono.rules import Actor, Again, ConsentWay, NotYours
from bot.probono.states import Party, SuggestionState
from bot.probono.views import Need, Offer


@dataclass(frozen=True, slots=True)
class PairMilestone:
    id: int
    title: str
    due_on: date
    is_done: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A whole suggestion, for the office and for decisions; screens of a side go through `party_of`."""

    id: int
    community_id: int
    need: Need
    offer: Offer
    state: SuggestionState
    is_small: bool
    came_forward: bool
    by_hand: bool
    asks: int
    asked_at: datetime | None
    answer_due_at: datetime | None
    volunteer_yes_at: datetime | None
    organisation_yes_at: datetime | None
    introduced_at: datetime | None
    thread_id: int | None
    meets_at: datetime | None
    goal: str | None
    schedule: str | None
    volunteer_agreed_at: datetime | None
    organisation_agreed_at: datetime | None
    hours: int | None
    volunteer_again: Again | None
    organisation_again: Again | None
    revision: int
    changed_at: datetime
    renewed_at: datetime | None
    milestones: tuple[PairMilestone, ...]

    @property
    def both_have_accounts(self) -> bool:
        return self.need.has_account and self.offer.has_account

    @property
    def is_introduced(self) -> bool:
        return self.introduced_at is not None

    def party_of(self, who: Actor) -> Party:
        """In which role somebody acts on it; raises `NotYours` for everybody else."""
        if who.user_id == self.offer.user_id:
            return Party.VOLUNTEER
        if who.user_id == self.need.user_id:
            return Party.ORGANISATION
        if who.is_staff:
            return Party.COORDINATOR
        raise NotYours

    def side_member(self, party: Party) -> int | None:
        """The member of a side; None where it has no account (or was forgotten)."""
        side = self.offer if party is Party.VOLUNTEER else self.need
        return side.member_id if side.has_account else None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history; ``way`` and ``given_on`` where the office wrote down what somebody said."""

    state: SuggestionState
    step: str
    party: Party
    way: ConsentWay | None
    given_on: date | None
    recorded_by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposed:
    """A suggestion that waits for the coordinator, with why, and why it cannot be asked now, if so."""

    suggestion: Suggestion
    strength: Strength | None
    reasons: tuple[Reason, ...]
    cannot: UserError | None = None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An offer that only one condition keeps away."""

    offer: Offer
    obstacle: Obstacle
    reasons: tuple[Reason, ...]
    suggestion_id: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What the coordinator sees of a need: suggestions going on, proposals, near misses, what is missing.

    ``lacking``: names of skills that nobody offers. ``is_unread``: no word of the need was understood.
    """

    need: Need
    going_on: tuple[Suggestion, ...]
    proposed: tuple[Proposed, ...]
    near_misses: tuple[NearMiss, ...]
    lacking: tuple[Name, ...]
    is_unread: bool
    over: tuple[Suggestion, ...] = ()

"""What people see of offers, needs and suggestions: frozen views. Pure.

`Offer` and `Need` are whole and for their owner and the office. What the other side may read before both
said yes is in `strangers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.clock import shorten
from bot.matching.rules import NeedMode, OfferMode, Slot
from bot.members.rules import Sector
from bot.probono.asking import Rhythm
from bot.probono.readiness import Brief, Missing, missing
from bot.probono.rules import Cause, Language, NeedKind, OfferKind, is_small
from bot.probono.states import NeedState, OfferState

TITLE_FROM_TEXT = 40


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer as its owner and the office see it. ``name`` and ``mail_address`` are the owner's.

    ``has_account``: its owner uses Discord. ``is_gone``: the owner left the server or was forgotten.
    """

    id: int
    community_id: int
    member_id: int | None
    user_id: int | None
    name: str | None
    mail_address: str | None
    is_gone: bool
    state: OfferState
    kind: OfferKind
    organisation: str | None
    text: str
    small_only: bool
    skills: tuple[str, ...]
    skills_confirmed: bool
    causes: tuple[Cause, ...]
    hours: int
    mode: OfferMode
    areas: tuple[str, ...]
    slots: tuple[Slot, ...]
    available_from: date | None
    available_until: date | None
    capacity: int
    languages: tuple[Language, ...]
    rhythm: Rhythm
    resting_until: date | None
    revision: int
    created_at: datetime
    timezone: str

    @property
    def has_account(self) -> bool:
        return self.user_id is not None

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class Need:
    """A need as its organisation and the office see it; ``name`` is that of who asked."""

    id: int
    community_id: int
    member_id: int | None
    user_id: int | None
    name: str | None
    mail_address: str | None
    seed_id: int | None
    state: NeedState
    text: str
    needed_by: str
    wants_call: bool
    contact: str | None
    written_title: str | None
    organisation: str | None
    about: str | None
    hides_organisation: bool
    field: str | None
    size: str | None
    sector: Sector | None
    kind: NeedKind | None
    goal: str | None
    deliverable: str | None
    first_step: str | None
    skills: tuple[str, ...]
    skills_confirmed: bool
    causes: tuple[Cause, ...]
    hours: int | None
    mode: NeedMode | None
    area: str | None
    slots: tuple[Slot, ...]
    starts_on: date | None
    ends_on: date | None
    people: int
    languages: tuple[Language, ...]
    closed_reason: str | None
    revision: int
    created_at: datetime
    opened_at: datetime | None
    changed_at: datetime
    timezone: str

    @property
    def title(self) -> str:
        """What it is called: the title the coordinator gave it, or the beginning of what was written."""
        return self.written_title or shorten(self.text, TITLE_FROM_TEXT)

    @property
    def has_account(self) -> bool:
        return self.user_id is not None

    @property
    def is_small(self) -> bool:
        return is_small(self.kind, self.hours)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What has to be filled in before somebody can be asked."""
        return missing(self.brief)

    @property
    def brief(self) -> Brief:
        return Brief(
            organisation=self.organisation,
            about=self.about,
            hides_organisation=self.hides_organisation,
            field=self.field,
            size=self.size,
            has_account=self.has_account,
            contact=self.contact or self.mail_address,
            kind=self.kind,
            skills=self.skills,
            goal=self.goal,
            deliverable=self.deliverable,
            first_step=self.first_step,
            hours=self.hours,
            mode=self.mode,
            area=self.area,
        )

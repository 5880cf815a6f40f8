"""What each side may read of the other before both said yes. Pure.

A volunteer reads who the organisation is, unless it hides that; an organisation reads what a volunteer can
do and when, in chips and times only: what people write about themselves says who they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.bigrams import fold
from bot.clock import shorten
from bot.errors import N_, UserError
from bot.i18n import joined
from bot.matching.rules import NeedMode, OfferMode, Slot
from bot.probono.rules import Language, NeedKind, OfferKind
from bot.probono.states import NeedState
from bot.probono.views import TITLE_FROM_TEXT, Need, Offer


@dataclass(frozen=True, slots=True)
class UnknownVolunteer:
    """A volunteer as the organisation reads of them before the introduction."""

    kind: OfferKind
    skills: tuple[str, ...]
    hours: int
    mode: OfferMode
    slots: tuple[Slot, ...]
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need as a volunteer reads of it. An organisation that hides its name shows ``field`` and ``size``."""

    id: int
    state: NeedState
    title: str
    organisation: str | None
    about: str | None
    field: str | None
    size: str | None
    kind: NeedKind | None
    goal: str | None
    deliverable: str | None
    first_step: str | None
    skills: tuple[str, ...]
    hours: int | None
    mode: NeedMode | None
    area: str | None
    slots: tuple[Slot, ...]
    starts_on: date | None
    ends_on: date | None
    people: int
    languages: tuple[Language, ...]


class NameStandsThere(UserError):
    sentence = N_(
        "The organisation does not want its name to be seen, but “{name}” stands in what volunteers read. "
        "Please take it out there, or let the name be seen."
    )


def unknown_volunteer(offer: Offer, skills: Sequence[str]) -> UnknownVolunteer:
    """``skills``: the chips that are told, the offer's own or those proposed from its text."""
    return UnknownVolunteer(offer.kind, tuple(skills), offer.hours, offer.mode, offer.slots, offer.languages)


def open_need(need: Need) -> OpenNeed:
    hides = need.hides_organisation
    title = need.written_title or (need.goal if hides else need.text) or ""
    return OpenNeed(
        id=need.id,
        state=need.state,
        title=shorten(title, max(TITLE_FROM_TEXT, len(need.written_title or ""))),
        organisation=None if hides else need.organisation,
        about=None if hides else need.about,
        field=need.field if hides else None,
        size=need.size if hides else None,
        kind=need.kind,
        goal=need.goal,
        deliverable=need.deliverable,
        first_step=need.first_step,
        skills=need.skills,
        hours=need.hours,
        mode=need.mode,
        area=need.area,
        slots=need.slots,
        starts_on=need.starts_on,
        ends_on=need.ends_on,
        people=need.people,
        languages=need.languages,
    )


def check_hidden(need: Need) -> None:
    """Raises `NameStandsThere` when the hidden name stands in something that volunteers read."""
    if not need.hides_organisation:
        return
    shown = open_need(need)
    read = (shown.title, shown.field, shown.size, shown.goal, shown.deliverable, shown.first_step, shown.area)
    text = _bare("\n".join(part for part in read if part))
    names = [name for name in (need.organisation, need.name) if name and _bare(name) in text]
    if names:
        raise NameStandsThere(name=joined(*names))


def _bare(text: str) -> str:
    return "".join(fold(text).split())

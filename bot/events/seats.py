"""The seats: who gets one, who waits, who moves up. Pure.

The last press is the wish. A person holds at most one confirmed seat; becoming confirmed in a mode ends
everything they hold in the other one. A newcomer needs a free seat *and* an empty line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.events.rules import Choice, Mode, ModeSeats, Place


@dataclass(frozen=True, slots=True)
class Move:
    """One person's step in one mode; ``before`` is None for somebody new."""

    mode: Mode
    before: Place | None
    after: Place

    def counted(self, seats: ModeSeats, party: int) -> ModeSeats:
        """The counts of the mode after this step of a party of ``party`` seats."""
        came, went = (self.after is Place.CONFIRMED), (self.before is Place.CONFIRMED)
        queued, left = (self.after is Place.WAITLISTED), (self.before is Place.WAITLISTED)
        return replace(
            seats,
            taken=seats.taken + party * (came - went),
            waiting=seats.waiting + queued - left,
            requested=seats.requested + (self.after is Place.REQUESTED) - (self.before is Place.REQUESTED),
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a press does. ``gives_up``: the mode whose confirmed seat it frees."""

    moves: tuple[Move, ...]

    @property
    def gives_up(self) -> Mode | None:
        return next(
            (m.mode for m in self.moves if m.before is Place.CONFIRMED and m.after is Place.CANCELLED), None
        )


def decide(
    choice: Choice,
    seats: Mapping[Mode, ModeSeats],
    mine: Mapping[Mode, Place],
    *,
    party: int = 1,
    collects: bool = False,
    first_come: bool = False,
) -> Decision:
    """What becomes of my places when I answer ``choice``.

    ``mine`` holds my present place per mode (modes I never touched are absent); ``party`` is how many
    seats I need. ``collects``: applications get no seat yet. ``first_come``: the line no longer moves, so
    that a free seat goes to whoever presses, those in the line included. The mode must be offered.
    """
    mode = choice.mode
    if mode is None:
        return Decision(_leave(mine, keep=None))
    now = mine.get(mode)
    if now is Place.CONFIRMED:
        return Decision(_leave(mine, keep=mode))
    if now is Place.REQUESTED or (now is Place.WAITLISTED and not first_come):
        return Decision(())
    if collects and now is not Place.WAITLISTED:
        return Decision((Move(mode, now, Place.REQUESTED),))
    return seat_or_line(mode, seats[mode], mine, party=party, first_come=first_come)


def seat_or_line(
    mode: Mode,
    seats: ModeSeats,
    mine: Mapping[Mode, Place],
    *,
    party: int,
    first_come: bool = False,
    over_capacity: bool = False,
) -> Decision:
    """A seat if there is one for this party, which ends everything held in the other mode; else the line.

    ``over_capacity``: a seat in any case, because the office decided so.
    """
    now = mine.get(mode)
    free = seats.empty if first_come else seats.free
    if over_capacity or free is None or free >= party:
        return Decision((Move(mode, now, Place.CONFIRMED), *_leave(mine, keep=mode)))
    return Decision(() if now is Place.WAITLISTED else (Move(mode, now, Place.WAITLISTED),))


def _leave(mine: Mapping[Mode, Place], *, keep: Mode | None) -> tuple[Move, ...]:
    return tuple(
        Move(mode, place, Place.CANCELLED)
        for mode, place in mine.items()
        if mode is not keep and place is not Place.CANCELLED
    )


def room_for_more(seats: ModeSeats, more: int, *, first_come: bool = False) -> bool:
    """Whether somebody with a seat may take ``more`` beside it (negative: gives some back)."""
    free = seats.empty if first_come else seats.free
    return more <= 0 or free is None or free >= more


def may_promote(seats: ModeSeats) -> bool:
    """Whether somebody waits while there is room."""
    return bool(seats.waiting) and (seats.capacity is None or seats.taken < seats.capacity)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the line of one mode, with the seats they need."""

    rsvp_id: int
    member_id: int
    seats: int


def promotions(capacity: int | None, taken: int, line: Iterable[Waiting]) -> list[Waiting]:
    """Those at the head of the line who get a seat now, in order.

    Nobody is overtaken: the first one for whom there is no room stops the line. A capacity below what is
    taken promotes nobody, and takes a seat from nobody.
    """
    promoted: list[Waiting] = []
    for waiting in line:
        if capacity is not None and taken + waiting.seats > capacity:
            break
        taken += waiting.seats
        promoted.append(waiting)
    return promoted

"""The decision over one session, without a database."""

from __future__ import annotations

from bot.events.rules import Mode, ModeSeats, Place
from bot.series.course_rules import Application, decide_session

VENUE, ONLINE = Mode.VENUE, Mode.ONLINE


def decide(capacity: int, *applications: Application) -> list[tuple[int, dict[str, str]]]:
    """Each person in their turn, with where they stand afterwards; online has one seat."""
    held: dict[int, dict[Mode, Place]] = {}
    for each in applications:
        held.setdefault(each.member_id, {})[each.mode] = Place.REQUESTED
    seats = {VENUE: ModeSeats(VENUE, capacity), ONLINE: ModeSeats(ONLINE, 1)}
    decided = decide_session(seats, applications, held)
    return [(each.member_id, {m.mode.value: m.after.value for m in each.moves}) for each in decided]


def asks(member: int, ticket: int, mode: Mode = VENUE, *, seats: int = 1, whole: bool = True) -> Application:
    return Application(member, mode, ticket, seats, whole)


def test_a_party_that_does_not_fit_stops_the_line_and_is_not_overtaken():
    found = decide(3, asks(1, 1, seats=2), asks(2, 2, seats=2), asks(3, 3), asks(4, 4, ONLINE))
    assert found == [
        (1, {"venue": "confirmed"}),
        (2, {"venue": "waitlisted"}),
        (3, {"venue": "waitlisted"}),
        (4, {"online": "confirmed"}),
    ]


def test_who_asked_for_both_gets_the_later_wish_or_waits_for_it_with_the_other():
    both = (asks(2, 2, ONLINE), asks(2, 3))
    assert decide(2, asks(1, 1), *both)[1] == (2, {"venue": "confirmed", "online": "cancelled"})
    assert decide(1, asks(1, 1), *both)[1] == (2, {"venue": "waitlisted", "online": "confirmed"})


def test_single_applications_follow_whole_ones_whenever_they_came():
    found = decide(9, asks(1, 1, whole=False), asks(2, 2, whole=False), asks(3, 9), asks(4, 5))
    assert [member for member, _moves in found] == [4, 3, 1, 2]

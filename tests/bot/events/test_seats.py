"""Who gets a seat, who waits, who moves up: the pure rules."""

from __future__ import annotations

from hypothesis import given, strategies as st

from bot.events.rules import Choice, Mode, ModeSeats, Place
from bot.events.seats import Decision, Move, Waiting, decide, promotions

VENUE, ONLINE = Mode.VENUE, Mode.ONLINE


def seats(venue: tuple[int | None, int, int] = (2, 0, 0), online: tuple[int | None, int, int] = (2, 0, 0)):
    return {VENUE: ModeSeats(VENUE, *venue), ONLINE: ModeSeats(ONLINE, *online)}


def test_a_free_seat_and_an_empty_line_admit_a_newcomer():
    assert decide(Choice.VENUE, seats(), {}).moves == (Move(VENUE, None, Place.CONFIRMED),)


def test_a_free_seat_beside_a_line_does_not_admit_a_newcomer():
    decision = decide(Choice.VENUE, seats(venue=(2, 1, 1)), {})
    assert decision.moves == (Move(VENUE, None, Place.WAITLISTED),)


def test_no_capacity_means_no_limit():
    assert decide(Choice.ONLINE, seats(online=(None, 900, 0)), {}).moves[0].after is Place.CONFIRMED


def test_the_same_answer_twice_changes_nothing():
    for place in (Place.CONFIRMED, Place.WAITLISTED):
        assert decide(Choice.VENUE, seats(), {VENUE: place}) == Decision(())


def test_switching_to_a_full_mode_keeps_the_seat():
    decision = decide(Choice.ONLINE, seats(online=(2, 2, 0)), {VENUE: Place.CONFIRMED})
    assert decision.moves == (Move(ONLINE, None, Place.WAITLISTED),)
    assert decision.gives_up is None


def test_switching_to_a_free_mode_frees_the_old_seat():
    decision = decide(Choice.ONLINE, seats(), {VENUE: Place.CONFIRMED})
    assert set(decision.moves) == {
        Move(ONLINE, None, Place.CONFIRMED),
        Move(VENUE, Place.CONFIRMED, Place.CANCELLED),
    }
    assert decision.gives_up is VENUE


def test_pressing_the_old_mode_again_leaves_the_line():
    decision = decide(Choice.VENUE, seats(), {VENUE: Place.CONFIRMED, ONLINE: Place.WAITLISTED})
    assert decision.moves == (Move(ONLINE, Place.WAITLISTED, Place.CANCELLED),)


def test_maybe_and_declined_leave_everything():
    for choice in (Choice.MAYBE, Choice.DECLINED):
        decision = decide(choice, seats(), {VENUE: Place.CONFIRMED, ONLINE: Place.WAITLISTED})
        assert {move.mode for move in decision.moves} == {VENUE, ONLINE}
        assert decision.gives_up is VENUE


def test_a_cancelled_place_is_like_none_at_all():
    decision = decide(Choice.VENUE, seats(), {VENUE: Place.CANCELLED})
    assert decision.moves == (Move(VENUE, Place.CANCELLED, Place.CONFIRMED),)
    assert decide(Choice.DECLINED, seats(), {VENUE: Place.CANCELLED}).moves == ()


def test_the_first_in_line_who_does_not_fit_stops_the_line():
    line = [Waiting(1, 1, 1), Waiting(2, 2, 3), Waiting(3, 3, 1)]
    assert promotions(5, 2, line) == [line[0]]


def test_a_capacity_below_what_is_taken_promotes_nobody():
    assert promotions(3, 5, [Waiting(1, 1, 1)]) == []


@given(
    capacity=st.none() | st.integers(0, 30),
    taken=st.integers(0, 30),
    parties=st.lists(st.integers(1, 4), max_size=12),
)
def test_promotions_fill_up_in_order_and_never_beyond(capacity: int | None, taken: int, parties: list[int]):
    line = [Waiting(n, n, party) for n, party in enumerate(parties)]
    promoted = promotions(capacity, taken, line)
    assert promoted == line[: len(promoted)]
    if capacity is None:
        assert promoted == line
        return
    used = sum(waiting.seats for waiting in promoted)
    assert not promoted or taken + used <= capacity
    if len(promoted) < len(line):
        assert taken + used + line[len(promoted)].seats > capacity

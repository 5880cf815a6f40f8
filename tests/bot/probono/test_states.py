"""Who may move a need and a suggestion where: every pair of states for every party."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, strategies as st

from bot.probono.states import (
    NEED_MOVES,
    SUGGESTION_MOVES,
    CannotMove,
    NeedState,
    Party,
    SuggestionState,
    check_need_move,
    check_suggestion_move,
    need_state,
)

N, S = NeedState, SuggestionState
COORDINATOR, VOLUNTEER, ORGANISATION, BOT = Party

FORWARD = {
    False: (S.PROPOSED, S.APPROVED, S.ASKED, S.YES, S.INTERVIEW, S.PROVISIONAL, S.AGREED, S.RUNNING, S.DONE),
    True: (S.PROPOSED, S.APPROVED, S.ASKED, S.YES, S.DATE_AGREED, S.DONE),
}
"""The way as the plan of the house has it: of a project, and of help up to two hours."""


def allows(check: Callable[[], None]) -> bool:
    try:
        check()
    except CannotMove:
        return False
    return True


@pytest.mark.parametrize("is_small", [False, True])
def test_every_move_of_a_suggestion_is_in_the_table_or_refused(is_small: bool) -> None:
    moves = SUGGESTION_MOVES[is_small]
    for before, after, party in itertools.product(S, S, Party):
        may = allows(partial(check_suggestion_move, before, after, party, is_small=is_small))
        assert may is (party in moves.get((before, after), frozenset())), (before, after, party)


def test_every_move_of_a_need_is_in_the_table_or_refused() -> None:
    for before, after, party in itertools.product(N, N, Party):
        may = allows(partial(check_need_move, before, after, party))
        assert may is (party in NEED_MOVES.get((before, after), frozenset())), (before, after, party)


@pytest.mark.parametrize("is_small", [False, True])
def test_the_way_forward_is_whole_and_has_no_short_cut(is_small: bool) -> None:
    way = FORWARD[is_small]
    moves = SUGGESTION_MOVES[is_small]
    for here, there in itertools.pairwise(way):
        assert (here, there) in moves
    shortcuts = {(way[i], way[j]) for i, j in itertools.combinations(range(len(way)), 2) if j > i + 1}
    assert shortcuts & set(moves) == {(S.APPROVED, S.YES)}, "who came forward need not be asked"
    strangers = set(S) - set(way) - {S.NOT_NOW, S.NO, S.RELEASED, S.TAKEN, S.DROPPED}
    assert not [move for move in moves if strangers & set(move)], "no step of the other way"


@pytest.mark.parametrize("is_small", [False, True])
def test_only_the_coordinator_approves_and_only_a_side_says_yes(is_small: bool) -> None:
    moves = SUGGESTION_MOVES[is_small]
    assert moves[S.PROPOSED, S.APPROVED] == {COORDINATOR}
    for answer in (S.YES, S.NO, S.NOT_NOW):
        assert moves[S.ASKED, answer] == {VOLUNTEER, COORDINATOR}
        assert ORGANISATION not in moves[S.ASKED, answer]
    assert all(after is S.PROPOSED for before, after in moves if before in (S.NOT_NOW, S.TAKEN, S.RELEASED))
    assert not [pair for pair in moves if pair[0] in (S.DONE, S.NO, S.DROPPED)], "an end is an end"


def test_a_need_is_opened_by_the_coordinator_only_and_an_end_is_an_end() -> None:
    assert NEED_MOVES[N.DRAFT, N.READY] == NEED_MOVES[N.READY, N.OPEN] == {COORDINATOR}
    assert not [pair for pair in NEED_MOVES if pair[0].is_over]
    assert not [pair for pair, who in NEED_MOVES.items() if VOLUNTEER in who]


@given(
    people=st.integers(1, 3),
    is_small=st.booleans(),
    choices=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 20)), max_size=40),
)
def test_whatever_happens_to_suggestions_the_need_can_follow(
    people: int, is_small: bool, choices: list[tuple[int, int]]
) -> None:
    """A walk over suggestions, never more yes than places: each time the bot may move the need after it."""
    suggestions = [S.PROPOSED] * 6
    need = N.OPEN
    for which, step in choices:
        nexts = [after for before, after in SUGGESTION_MOVES[is_small] if before is suggestions[which]]
        if not nexts or need.is_over:
            continue
        after = nexts[step % len(nexts)]
        taken = sum(each.takes_a_place or each is S.DONE for each in suggestions)
        if after is S.YES and taken >= people:
            continue
        suggestions[which] = after
        now = need_state(suggestions, people)
        if now is not need:
            check_need_move(need, now, BOT)
        need = now

"""Every pair of states and every role: what the table allows passes, all else is refused with a reason."""

from __future__ import annotations

import itertools

import pytest

from bot.errors import UserError
from bot.i18n import text_of
from bot.seeds.rules import CLOSED, MOVES, PUBLIC, UNDECIDED, Role, SeedState, check_move, next_states
from tests.bot.seeds.plot import Plot

S = SeedState
PAIRS = list(itertools.product(S, S, Role))


@pytest.mark.parametrize("role", Role)
def test_all_pairs(role: Role) -> None:
    allowed = 0
    for source, target in itertools.product(S, S):
        row = MOVES.get((source, target))
        if row is not None and role in row.by:
            assert check_move(source, target, role, "理由") is row
            allowed += 1
            continue
        with pytest.raises(UserError) as no:
            check_move(source, target, role, "理由")
        for lang in ("ja", "en"):
            said = text_of(no.value).to(lang)
            assert source.label.to(lang) in said or target.label.to(lang) in said
    assert allowed == sum(role in row.by for row in MOVES.values())
    assert allowed or role is Role.BOT


def test_the_way_of_a_seed_and_its_side_ways() -> None:
    way = [S.RECEIVED, S.PUBLISHED, S.DIGGING, S.SESSION, S.PROJECT, S.ARCHIVED]
    for source, target in itertools.pairwise(way):
        assert Role.COORDINATOR in MOVES[source, target].by
    for aside in (S.RETURNED, S.PRIVATE, S.REFERRED, S.MERGED, S.DECLINED):
        assert MOVES[S.RECEIVED, aside].by == {Role.COORDINATOR}
    assert MOVES[S.PUBLISHED, S.DORMANT].by == {Role.COORDINATOR}, "the bot proposes, it does not decide"
    assert MOVES[S.RECEIVED, S.PUBLISHED].by == {Role.COORDINATOR, Role.BOT}
    assert MOVES[S.RETURNED, S.RECEIVED].by == {Role.AUTHOR}
    assert all(
        MOVES[source, S.DELETED].by == {Role.AUTHOR, Role.COORDINATOR}
        for source in S
        if source is not S.DELETED
    )


def test_nothing_comes_back_from_a_tombstone_and_a_consultation_is_never_published() -> None:
    assert not any(next_states(S.DELETED, role) for role in Role)
    seen = {S.PRIVATE}
    reached = [S.PRIVATE]
    while reached:
        at = reached.pop()
        for role in Role:
            reached += [state for state in next_states(at, role) if state not in seen]
            seen |= set(next_states(at, role))
    assert seen == {S.PRIVATE, S.REFERRED, S.WITHDRAWN, S.DELETED}


def test_a_reason_is_asked_for_where_the_author_reads_one() -> None:
    for source, target in MOVES:
        needs = target in (S.DECLINED, S.REFERRED) or (target is S.RETURNED and source is S.RECEIVED)
        needs = needs or target is S.DELETED
        for reason in (None, "  "):
            if not needs or Role.COORDINATOR not in MOVES[source, target].by:
                continue
            with pytest.raises(UserError):
                check_move(source, target, Role.COORDINATOR, reason)
    check_move(S.PUBLISHED, S.DELETED, Role.AUTHOR, None)


def test_states_are_in_one_group_each() -> None:
    assert not UNDECIDED & PUBLIC
    assert not UNDECIDED & CLOSED


async def test_the_service_lives_by_the_table(plot: Plot) -> None:
    """One seed led to each state, and from there to all others."""
    for source in (
        S.RECEIVED,
        S.RETURNED,
        S.PRIVATE,
        S.REFERRED,
        S.DECLINED,
        S.PUBLISHED,
        S.DORMANT,
        S.ARCHIVED,
    ):
        for target in S:
            if target is S.MERGED:
                continue
            seed = await plot.named(f"{source} {target}")
            for step in _way_to(source):
                seed = await plot.move(seed.id, step, "理由")
            row = MOVES.get((source, target))
            if row is not None and Role.COORDINATOR in row.by:
                assert (await plot.move(seed.id, target, "理由")).state is target
            else:
                with pytest.raises(UserError):
                    await plot.move(seed.id, target, "理由")
                assert (await plot.seeds.reviews.panel(seed.community_id, seed.id)).seed.state is source


def _way_to(state: SeedState) -> list[SeedState]:
    match state:
        case S.RECEIVED:
            return []
        case S.DORMANT | S.ARCHIVED:
            return [S.PUBLISHED, state]
        case _:
            return [state]

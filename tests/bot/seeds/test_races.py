"""Two coordinators at once, and many who try keys at once: what is promised holds on both databases."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from bot.errors import UserError
from bot.seeds import proving
from bot.seeds.proving import WRONG_KEYS, KeyDoesNotFit, TooManyTries
from bot.seeds.rules import SeedState, SupportKind
from bot.seeds.sealing import ReceiptKey, new_code
from bot.seeds.tools import Actor
from bot.seeds.writing import SomebodyWasFaster
from tests.bot.seeds.plot import AUTHOR, HERE, OTHERS, STAFF, Plot
from tests.kit.both import ON_BOTH_ALWAYS

TRIES = 10
"""As many as PostgreSQL's pool has connections, so that they can all be under way at once."""


async def outcomes(*attempts: Any) -> Counter[str]:
    done = await asyncio.gather(*attempts, return_exceptions=True)
    return Counter(type(each).__name__ for each in done)


@ON_BOTH_ALWAYS
async def test_of_many_coordinators_one_decides(plot: Plot) -> None:
    seed, _key = await plot.anonymous()
    targets = (SeedState.PUBLISHED, SeedState.DECLINED, SeedState.PRIVATE, SeedState.REFERRED)
    found = await outcomes(
        *(
            plot.seeds.reviews.move(
                HERE, seed.id, target, Actor(OTHERS + at, f"事務局{at}"), seed.revision, "理由"
            )
            for at, target in enumerate(targets * 2)
        )
    )
    assert found == {"Seed": 1, SomebodyWasFaster.__name__: 7}
    steps = [step.what for step in (await plot.seeds.reviews.panel(HERE, seed.id)).steps]
    assert len(steps) == 2


@ON_BOTH_ALWAYS
async def test_keys_tried_at_once_are_counted_one_by_one(plot: Plot) -> None:
    seed, _key = await plot.anonymous()
    found = await outcomes(*(_try(plot, seed.id) for _ in range(TRIES)))
    assert found == {KeyDoesNotFit.__name__: WRONG_KEYS, TooManyTries.__name__: TRIES - WRONG_KEYS}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_control_without_the_lock_more_keys_can_be_tried(
    plot: Plot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed, _key = await plot.anonymous()
    together = asyncio.Barrier(TRIES)

    async def no_lock(_tx: Any, *_numbers: int) -> None:
        await together.wait()

    monkeypatch.setattr(proving, "take_lock", no_lock)
    found = await outcomes(*(_try(plot, seed.id) for _ in range(TRIES)))
    assert found[KeyDoesNotFit.__name__] > WRONG_KEYS


@ON_BOTH_ALWAYS
async def test_the_same_person_pressing_many_times_is_one_supporter(plot: Plot) -> None:
    seed = await plot.published()
    found = await outcomes(
        *(
            plot.seeds.supporters.support(HERE, seed.id, OTHERS + at % 3, f"人{at}", SupportKind.ME_TOO)
            for at in range(9)
        )
    )
    assert found == {"Supported": 9}
    facts = await plot.seeds.supporters.show(HERE, seed.id)
    assert (facts.counts.people, facts.counts.of) == (3, {SupportKind.ME_TOO: 3})


async def _try(plot: Plot, seed_id: int) -> object:
    return await plot.seeds.authors.open(HERE, seed_id, ReceiptKey(seed_id, new_code()))


def failed(done: Iterable[Any]) -> list[str]:
    """What went wrong and was not a refusal that a person is told."""
    return [
        repr(each) for each in done if isinstance(each, BaseException) and not isinstance(each, UserError)
    ]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_somebody_is_forgotten_while_others_press_and_the_office_moves(plot: Plot) -> None:
    wrong: list[str] = []
    for at in range(8):
        who = OTHERS + at
        own = [await plot.published(account=who) for _ in range(3)]
        other = await plot.published()
        for seed in (*own, other):
            await plot.seeds.supporters.support(HERE, seed.id, AUTHOR, "そら", SupportKind.ME_TOO)
        await plot.seeds.supporters.support(HERE, other.id, who, "うみ", SupportKind.ME_TOO)
        helping = (
            plot.seeds.supporters.support(
                HERE, own[0].id, OTHERS + 100 + 3 * at + each, "m", SupportKind.CAN_HELP, what="手伝えます"
            )
            for each in range(3)
        )
        done = await asyncio.gather(
            plot.hub.privacy.forget(HERE, who),
            *(plot.move(seed.id, SeedState.DIGGING) for seed in (*reversed(own), other)),
            *helping,
            plot.seeds.authors.answer(HERE, own[0].id, who, "こたえ"),
            return_exceptions=True,
        )
        wrong += failed(done)
    assert wrong == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_joining_is_taken_back_while_the_other_one_is_deleted_or_withdrawn(plot: Plot) -> None:
    wrong: list[str] = []
    for at in range(12):
        joined, target = [(await plot.published(account=OTHERS + 2 * at + each)).id for each in range(2)]
        if at % 4 < 2:  # the lower number is joined with the higher one, or the other way round
            joined, target = target, joined
        await plot.seeds.merging.merge(HERE, joined, target, STAFF, None)
        author = OTHERS + 2 * at + (target > joined)
        end = plot.seeds.authors.delete if at % 2 else plot.seeds.authors.withdraw
        done = await asyncio.gather(
            plot.seeds.merging.undo(HERE, joined, STAFF),
            end(HERE, target, author),
            plot.seeds.supporters.support(HERE, joined, OTHERS + 500 + at, "m", SupportKind.ME_TOO),
            return_exceptions=True,
        )
        wrong += failed(done)
        [row] = [row for row in await plot.rows("seeds") if row.id == joined]
        assert (row.state, row.merged_into_id) == ("published", None)
    assert wrong == []

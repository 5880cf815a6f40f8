"""What cannot be joined is refused with what can be done instead; what was joined can be taken back for 30 days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.seeds.merging import (
    NotJoined,
    OthersAreJoined,
    SameSeed,
    TargetIsJoined,
    TargetIsNotOpen,
    TooLateToUndo,
)
from bot.seeds.rules import SeedState, SupportKind
from tests.bot.seeds.plot import HERE, OTHERS, STAFF, Plot


async def merge(plot: Plot, seed_id: int, into_id: int) -> SeedState:
    return (await plot.seeds.merging.merge(HERE, seed_id, into_id, STAFF, None)).state


async def test_no_circles_no_chains(plot: Plot) -> None:
    one, two, three = [(await plot.published(f"種{at}")).id for at in range(3)]
    with pytest.raises(SameSeed):
        await merge(plot, one, one)
    assert await merge(plot, two, one) is SeedState.MERGED
    with pytest.raises(TargetIsJoined):
        await merge(plot, three, two)
    with pytest.raises(OthersAreJoined):
        await merge(plot, one, three)
    undecided = await plot.named("まだ見ていない種")
    with pytest.raises(TargetIsNotOpen):
        await merge(plot, three, undecided.id)
    assert await merge(plot, undecided.id, one) is SeedState.MERGED, (
        "one that nobody has published can be joined"
    )


async def test_it_can_be_taken_back_for_thirty_days(plot: Plot) -> None:
    one, two, three = [(await plot.published(f"種{at}")).id for at in range(3)]
    await plot.seeds.supporters.support(HERE, two, OTHERS, "うみ", SupportKind.ME_TOO)
    await merge(plot, two, one)
    await merge(plot, three, one)
    assert (await plot.seeds.supporters.show(HERE, one)).counts.people == 1
    plot.later(days=30)
    undone = await plot.seeds.merging.undo(HERE, two, STAFF)
    assert undone.state is SeedState.PUBLISHED
    assert (await plot.seeds.supporters.show(HERE, one)).counts.people == 0
    assert (await plot.seeds.supporters.show(HERE, two)).counts.people == 1
    with pytest.raises(NotJoined):
        await plot.seeds.merging.undo(HERE, two, STAFF)
    plot.hands.move(timedelta(seconds=1))
    with pytest.raises(TooLateToUndo):
        await plot.seeds.merging.undo(HERE, three, STAFF)


async def test_its_supporters_are_told_and_its_author_too(plot: Plot) -> None:
    one, two = [(await plot.published(f"種{at}", account=OTHERS + at)).id for at in range(2)]
    await plot.seeds.supporters.support(HERE, two, OTHERS + 7, "うみ", SupportKind.ME_TOO)
    await merge(plot, two, one)
    about = [row.kind for row in await plot.rows("deliveries") if row.subject == f"seed:{two}"]
    assert about.count("seed.joined") == 1
    assert about.count("seed.told") == 2, "once when it was published, once when it was joined"

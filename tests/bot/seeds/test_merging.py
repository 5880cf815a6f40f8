"""What cannot be joined is refused with what can be done instead; what was joined can be taken back for 30 days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.seeds.merging import (
    NotJoined,
    OthersAreJoined,
    SameSeed,
    TargetIsJoined,
    TargetIsNotOpen,
    TooLateToUndo,
)
from bot.seeds.models import SeedRow
from bot.seeds.review import IsJoined
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


async def test_a_joined_one_is_moved_on_only_by_taking_it_back(plot: Plot) -> None:
    one, two = [(await plot.published(f"種{at}")).id for at in range(2)]
    await merge(plot, two, one)
    with pytest.raises(IsJoined):
        await plot.move(two, SeedState.DIGGING)
    assert (await plot.move(two, SeedState.DELETED, "重なるため")).merged_into_id is None


async def test_where_the_other_one_is_withdrawn_it_stands_for_itself_again(plot: Plot) -> None:
    one, two = [(await plot.published(f"種{at}", account=OTHERS + at)).id for at in range(2)]
    await plot.seeds.supporters.support(HERE, two, OTHERS + 7, "うみ", SupportKind.ME_TOO)
    await merge(plot, two, one)
    [letter] = [row for row in await plot.rows("deliveries") if row.kind == "seed.joined"]
    async with plot.hub.db.transaction() as tx:  # as if the letter had met it half way
        await tx.execute(update(SeedRow).where(SeedRow.id == one).values(state=SeedState.WITHDRAWN.value))
    assert await plot.composed(letter) is None
    async with plot.hub.db.transaction() as tx:
        await tx.execute(update(SeedRow).where(SeedRow.id == one).values(state=SeedState.PUBLISHED.value))
    assert await plot.composed(letter) is not None
    await plot.seeds.authors.withdraw(HERE, one, OTHERS)
    pressed = await plot.seeds.supporters.support(HERE, two, OTHERS + 8, "なみ", SupportKind.ME_TOO)
    assert (pressed.seed.id, pressed.seed.state) == (two, SeedState.PUBLISHED)
    assert await plot.composed(letter) is None


async def test_one_that_nobody_but_the_office_reads_is_not_named_on_the_card(plot: Plot) -> None:
    one, two = [(await plot.published(f"種{at}")).id for at in range(2)]
    unread = await plot.named("まだ見ていない種")
    await merge(plot, two, one)
    await merge(plot, unread.id, one)
    assert (await plot.seeds.supporters.show(HERE, one)).joined == (two,)

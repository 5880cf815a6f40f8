"""Deleting deletes: a planted rare word is found in no table and no file afterwards."""

from __future__ import annotations

from bot.seeds.rules import SeedState, SupportKind
from tests.bot.seeds.plot import HERE, OTHERS, STAFF, Plot

RARE, RARE_TITLE, RARE_LINE = "かきつばたの沼", "ゆきのした", "りんどう坂"
WORDS = (RARE, RARE_TITLE, RARE_LINE)


async def test_everything_of_a_seed_goes(plot_in_a_file: Plot) -> None:
    plot = plot_in_a_file
    seed, key = await plot.anonymous(f"{RARE_TITLE}\n{RARE}")
    await plot.move(seed.id, SeedState.RETURNED, f"{RARE_LINE}ですか。")
    await plot.seeds.authors.answer(HERE, seed.id, key, f"{RARE_LINE}です。")
    plot.later(hours=2)
    await plot.seeds.surfacing.run()
    await plot.move(seed.id, SeedState.PUBLISHED)
    await plot.seeds.supporters.support(
        HERE, seed.id, OTHERS, "うみ", SupportKind.CAN_HELP, what=RARE, how=RARE_LINE
    )
    await plot.seeds.authors.edit(HERE, seed.id, key, RARE_TITLE, f"{RARE}を直す")
    other = await plot.published("ほかの種")
    joined = await plot.seeds.merging.merge(HERE, other.id, seed.id, STAFF, None)
    assert joined.state is SeedState.MERGED
    for word in WORDS:
        assert await plot.tables_holding(word), "the scanner finds it while it is there"
        assert plot.files_holding(word)
    await plot.seeds.authors.delete(HERE, seed.id, key)
    for word in WORDS:
        assert await plot.tables_holding(word) == set()
        assert plot.files_holding(word) == set()
    [stone] = [row for row in await plot.rows("seeds") if row.id == seed.id]
    assert (stone.state, stone.title, stone.text, stone.key_hash) == ("deleted", None, None, None)
    assert not [
        row
        for row in await plot.rows("deliveries")
        if row.subject in (f"seed:{seed.id}", f"seedreview:{seed.id}")
    ]
    alone = await plot.seeds.reviews.panel(HERE, other.id)
    assert alone.seed.state is SeedState.PUBLISHED, "what was joined with it stands for itself again"


async def test_the_office_takes_down_with_a_reason_that_its_author_reads(plot_in_a_file: Plot) -> None:
    plot = plot_in_a_file
    seed, key = await plot.anonymous(RARE)
    await plot.move(seed.id, SeedState.PUBLISHED)
    await plot.move(seed.id, SeedState.DELETED, "個人のお名前があったため")
    own = await plot.seeds.authors.open(HERE, seed.id, key)
    assert own.told == "個人のお名前があったため"
    assert own.seed.text is None
    assert await plot.tables_holding(RARE) == set()
    assert plot.files_holding(RARE) == set()

"""What somebody offers or knows: only what the office has read is passed on."""

from __future__ import annotations

import pytest

from bot.seeds.rules import SupportKind
from tests.bot.seeds.plot import HERE, OTHERS, Plot


@pytest.mark.parametrize(
    ("kind", "letter"), [(SupportKind.KNOWS, "seed.known"), (SupportKind.CAN_HELP, "seed.helper")]
)
async def test_words_changed_after_the_office_read_them_are_not_sent(
    plot_in_a_file: Plot, kind: SupportKind, letter: str
) -> None:
    plot = plot_in_a_file
    seed = await plot.published()

    async def write(what: str) -> None:
        plot.later(minutes=1)
        await plot.seeds.supporters.support(HERE, seed.id, OTHERS, "うみ", kind, what=what, may_be_named=True)

    async def pass_on() -> None:
        [helper] = await plot.seeds.helpers.helpers(HERE, seed.id)
        await plot.seeds.helpers.pass_on(HERE, helper.id)

    async def told() -> list[bool]:
        rows = [row for row in await plot.rows("deliveries") if row.kind == letter]
        return [await plot.composed(row) is not None for row in rows]

    await write("灯りは町会のものです")
    await pass_on()
    assert await told() == [True]
    await write("花子さんのせいです")
    assert await told() == [False]
    await pass_on()
    assert await told() == [False, True], "once the office has read these words too"

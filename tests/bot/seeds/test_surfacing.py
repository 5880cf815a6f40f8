"""What anonymous authors did shows itself at the tick, one seed after the other."""

from __future__ import annotations

from typing import Any

import pytest

from bot.db import Tx
from bot.seeds import surfacing
from bot.seeds.own import Edit
from bot.seeds.seed import Seed
from bot.seeds.tools import SeedTools
from tests.bot.seeds.plot import AUTHOR, HERE, Plot


async def test_a_fault_in_one_seed_hinders_no_other(plot: Plot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tick goes on to the outbox, and the words that were not shown are not lost."""
    keys = [(await plot.anonymous(account=AUTHOR + at))[1] for at in range(2)]
    for key in keys:
        await plot.seeds.authors.edit(HERE, key.seed_id, key, "題", "書き直した文章")
    plot.later(minutes=90)
    real = surfacing.put_text

    async def put_text(tx: Tx, tools: SeedTools, seed: Seed, *words: Any) -> Seed:
        if seed.id == keys[0].seed_id:
            raise RuntimeError("boom")
        return await real(tx, tools, seed, *words)

    with monkeypatch.context() as broken:
        broken.setattr(surfacing, "put_text", put_text)
        assert await plot.seeds.surfacing.run() == 1
    first, second = [await plot.seeds.authors.open(HERE, key.seed_id, key) for key in keys]
    assert second.seed.text == "書き直した文章"
    assert first.waiting == Edit("題", "書き直した文章")
    assert await plot.seeds.surfacing.run() == 1

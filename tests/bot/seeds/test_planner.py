"""What time brings: resting seeds are proposed, supporters are asked, what is over is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.seeds.planner import NotASupporter
from bot.seeds.rules import SeedState, SupportKind
from bot.seeds.seed import NoSuchSeed
from tests.bot.seeds.plot import HERE, OTHERS, Plot

S = SeedState


async def desk(plot: Plot, key: str) -> list[str]:
    return [line.what.to("ja") for line in (await plot.hub.desk.lines(HERE)).lines if line.key == key]


async def test_the_bot_proposes_to_rest_and_a_coordinator_decides(plot: Plot) -> None:
    seed = await plot.published()
    await plot.seeds.rules.change(HERE, dormant_months=2)
    plot.later(days=59)
    assert await desk(plot, "seed_rest") == []
    plot.later(days=1)
    [line] = await desk(plot, "seed_rest")
    assert "2か月動きがありません" in line
    await plot.seeds.supporters.support(HERE, seed.id, OTHERS, "うみ", SupportKind.ME_TOO)
    assert await desk(plot, "seed_rest") == [], "somebody pressed: it is alive"
    plot.later(days=60)
    await plot.seeds.reviews.keep_open(HERE, seed.id)
    assert await desk(plot, "seed_rest") == []
    plot.later(days=60)
    await plot.move(seed.id, S.DORMANT)
    assert await desk(plot, "seed_rest") == []
    assert (await plot.seeds.supporters.show(HERE, seed.id)).seed.state is S.DORMANT
    assert (await plot.hub.seed_search.search(HERE, "通学路")).found, "it can still be found"


async def test_four_weeks_after_the_end_supporters_are_asked_once(plot: Plot) -> None:
    seed = await plot.published()
    await plot.seeds.supporters.support(HERE, seed.id, OTHERS, "うみ", SupportKind.ME_TOO)
    await plot.move(seed.id, S.ARCHIVED)
    plot.later(weeks=4, minutes=-1)
    assert await plot.seeds.planner.plan() == 0
    plot.later(minutes=1)
    for _ in range(3):
        await plot.seeds.planner.plan()
        plot.later(hours=1)
    asked = [row for row in await plot.rows("deliveries") if row.kind == "seed.was_it_help"]
    assert len(asked) == 1
    await plot.seeds.planner.it_helped(HERE, seed.id, OTHERS, True)
    assert [row.was_helped for row in await plot.rows("seed_supports")] == [True]
    panel = await plot.seeds.reviews.panel(HERE, seed.id)
    assert (panel.helped, panel.not_yet) == (1, 0), "the office sees numbers"
    with pytest.raises(NotASupporter):
        await plot.seeds.planner.it_helped(HERE, seed.id, OTHERS + 1, True)


async def test_what_is_over_and_not_public_is_deleted_after_a_year(plot: Plot) -> None:
    kept = await plot.published("公開の種")
    declined = await plot.named("見送りの種")
    await plot.move(declined.id, S.DECLINED, "理由")
    private = await plot.named("相談の種")
    await plot.move(private.id, S.PRIVATE)
    plot.later(days=364)
    assert await plot.seeds.past.forget_ended() == 0
    plot.later(days=2)
    assert await plot.seeds.past.forget_ended() == 2
    assert await plot.tables_holding("見送りの種", "相談の種") == set()
    assert (await plot.seeds.supporters.show(HERE, kept.id)).seed.text == "公開の種"
    with pytest.raises(NoSuchSeed):
        await plot.seeds.supporters.show(HERE, declined.id)


async def test_reports_go_after_a_year(plot: Plot) -> None:
    await plot.seeds.reports.report(HERE, OTHERS, 1, 2, "言い方")
    assert await desk(plot, "seed_report") == [], "nobody sees who has just read the channel"
    plot.later(minutes=30)
    assert len(await desk(plot, "seed_report")) == 1
    plot.later(days=366)
    assert await plot.seeds.past.forget_reports() == 1
    assert await desk(plot, "seed_report") == []


async def test_help_that_waits_is_a_line_without_names(plot: Plot) -> None:
    seed = await plot.published()
    for at, kind in enumerate((SupportKind.CAN_HELP, SupportKind.KNOWS)):
        await plot.seeds.supporters.support(HERE, seed.id, OTHERS + at, f"うみ{at}", kind, what="電気工事")
    [line] = await desk(plot, "seed_help")
    assert "2名から" in line
    assert "うみ" not in line
    for helper in await plot.seeds.helpers.helpers(HERE, seed.id):
        await plot.seeds.helpers.settle(HERE, helper.id)
    assert await desk(plot, "seed_help") == []


async def test_urgent_ones_come_first_on_the_desk(plot: Plot) -> None:
    await plot.named("ふつうの話")
    plot.later(hours=1)
    await plot.named("もう消えたい")
    first, second = await desk(plot, "seed")
    assert "【早めに】" in first
    assert "ふつうの話" in second
    plot.later(days=timedelta(days=1).days)

"""Seeds and meetings are linked both ways; what is not public stands on no card."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events.rules import Choice, NoSuchEvent
from bot.seeds.rules import Readers, SeedState
from bot.seeds.seed import NoSuchSeed, Written
from bot.themes.rules import CannotBeATheme, CannotBeLinked, IsARehearsal, LinkKind, can_be_a_theme
from tests.bot.themes.round_table import AUTHOR, STAFF, RoundTable
from tests.kit.meetings import FORM

LATER = timedelta(hours=2)
OTHER = 700_000_000_000_000_009
RARE = "藪椿小路"


async def test_a_theme_stands_on_both_cards_and_goes_from_both(table: RoundTable) -> None:
    event, seed = await table.announce(), await table.seed()
    before = await table.wanted("event:1"), await table.wanted("seed:1")
    await table.link(seed, event)
    await table.link(seed, event)
    assert await table.links(seed) == [("theme", event.id)]
    assert "課題の種から：#1 通学路が暗い" in await table.event_card(event.id)
    assert "From the seeds: #1 通学路が暗い" in await table.event_card(event.id, "en")
    assert "12月の情報交換会（2026年12月17日）のテーマ" in await table.seed_card(seed.id)
    assert "theme of 12月の情報交換会 (17 Dec 2026)" in await table.seed_card(seed.id, "en")
    linked = await table.wanted("event:1"), await table.wanted("seed:1")
    assert linked == (before[0] + 1, before[1] + 1), "the second time changed nothing"
    for kind in (LinkKind.BROUGHT, LinkKind.BORN):
        await table.link(seed, event, kind)
    moved = await table.wanted("event:1")
    await table.answer(event, 7, Choice.VENUE)
    assert await table.wanted("event:1") == moved + 1, "answers still move the card on"
    for kind in (LinkKind.BROUGHT, LinkKind.BORN):
        await table.unlink(seed, event, kind)
    await table.unlink(seed, event)
    await table.unlink(seed, event)
    assert await table.links(seed) == []
    assert "課題の種" not in await table.event_card(event.id)
    assert "のテーマ" not in await table.seed_card(seed.id)
    assert await table.wanted("event:1") > linked[0]
    assert await table.wanted("seed:1") > linked[1]
    panel = await table.hub.seeds.reviews.panel(table.community_id, seed.id)
    assert [step.what for step in panel.steps].count("linked") == 3
    assert [step.what for step in panel.steps].count("unlinked") == 3


async def test_other_kinds_stand_on_the_card_of_the_seed_only(table: RoundTable) -> None:
    event, seed = await table.announce(), await table.seed()
    for kind in (LinkKind.BROUGHT, LinkKind.DISCUSSED, LinkKind.BORN):
        await table.link(seed, event, kind)
    assert "通学路" not in await table.event_card(event.id)
    card = await table.seed_card(seed.id)
    assert "に持ち寄り" in card
    assert "で話題に" in card
    assert "で生まれた種" in card
    found = await table.hub.themes.of_event(table.community_id, event.id)
    assert [(each.seed.id, each.kind.value) for each in found] == [
        (1, "born"),
        (1, "brought"),
        (1, "discussed"),
    ]


async def test_what_is_not_public_and_who_wrote_it_stands_on_no_card(table: RoundTable) -> None:
    event = await table.announce()
    private = await table.unpublished(f"{RARE}の相談", name="藪椿之介", readers=Readers.OFFICE)
    await table.move(private.id, SeedState.PRIVATE)
    waiting = await table.unpublished(f"{RARE}はまだ", name="藪椿之介")
    anonymous, _key = await table.hub.seeds.posting.post_anonymous(
        table.community_id, AUTHOR, Written("", f"{RARE}の公開")
    )
    table.hands.move(LATER)
    await table.move(anonymous.id, SeedState.PUBLISHED)
    for seed in (private, waiting, anonymous):
        await table.link(seed, event)
    card = await table.event_card(event.id)
    assert f"#3 {RARE}の公開" in card, "the scanner finds the word where it may stand"
    assert card.count(RARE) == 1
    assert "#1" not in card
    assert "#2" not in card
    assert "藪椿之介" not in card
    assert str(AUTHOR) not in card
    steps = (await table.hub.seeds.reviews.panel(table.community_id, anonymous.id)).steps
    assert {step.name for step in steps} == {None}, "nobody is named beside an anonymous seed"


@pytest.mark.parametrize("end", ["withdrawn", "deleted", "taken down"])
async def test_a_seed_that_ends_leaves_the_cards(table: RoundTable, end: str) -> None:
    event, seed = await table.announce(), await table.seed(RARE)
    await table.link(seed, event)
    assert RARE in await table.event_card(event.id)
    before = await table.wanted("event:1")
    if end == "withdrawn":
        await table.hub.seeds.authors.withdraw(table.community_id, seed.id, AUTHOR)
    elif end == "deleted":
        await table.hub.seeds.authors.delete(table.community_id, seed.id, AUTHOR)
    else:
        await table.move(seed.id, SeedState.DELETED, "名前が書かれていました。")
    assert RARE not in await table.event_card(event.id)
    assert await table.wanted("event:1") > before, "the posted card follows"
    assert await table.seed_card(seed.id) == ""
    with pytest.raises(CannotBeLinked):
        await table.link(seed, event)


async def test_at_most_five_are_named(table: RoundTable) -> None:
    event = await table.announce()
    for number in range(7):
        await table.link(await table.seed(f"種その{number}", account=AUTHOR + number), event)
    card = await table.event_card(event.id)
    assert "#5 種その4、ほか2件" in card
    assert "種その5" not in card
    assert "#5 種その4 and 2 more" in await table.event_card(event.id, "en")


async def test_an_edit_or_a_cancellation_of_the_meeting_reaches_the_seed(table: RoundTable) -> None:
    event, seed = await table.announce(), await table.seed()
    await table.link(seed, event)
    before = await table.wanted("seed:1")
    async with table.hub.db.transaction() as tx:
        await table.hub.editor.change_boxes(
            tx, table.community_id, event.id, {"title": "年末の会"}, table.hands()
        )
    changed = await table.wanted("seed:1")
    assert changed > before
    assert "年末の会" in await table.seed_card(seed.id)
    await table.hub.events.cancel(table.community_id, event.id, "雪のため")
    assert await table.wanted("seed:1") > changed
    assert "年末の会" not in await table.seed_card(seed.id)


async def test_only_public_seeds_under_way_or_resting_are_proposed(table: RoundTable) -> None:
    seed = await table.seed()
    proposed = await table.propose(seed)
    assert proposed.theme_proposed_on is not None
    assert await table.propose(seed) == proposed, "twice is once"
    back = await table.hub.themes.take_back(table.community_id, seed.id, STAFF)
    assert back.theme_proposed_on is None
    assert await table.hub.themes.take_back(table.community_id, seed.id, STAFF) == back
    steps = (await table.hub.seeds.reviews.panel(table.community_id, seed.id)).steps
    assert [step.what for step in steps if "theme" in step.what] == ["theme", "not_theme"]
    await table.move(seed.id, SeedState.DORMANT)
    assert (await table.propose(seed)).theme_proposed_on is not None
    waiting = await table.unpublished("まだ", name="うみ")
    assert can_be_a_theme(seed)
    assert not can_be_a_theme(replace(seed, readers=Readers.OFFICE))
    over = await table.seed("済んだ", account=AUTHOR + 1)
    await table.move(over.id, SeedState.ARCHIVED)
    for refused in (waiting, over):
        with pytest.raises(CannotBeATheme):
            await table.propose(refused)


async def test_rehearsals_and_what_is_elsewhere_are_refused(table: RoundTable) -> None:
    event, seed = await table.announce(), await table.seed()
    other = replace(table, community_id=OTHER)
    await other.found()
    theirs, their_seed = await other.announce(), await other.seed("よその種")
    draft = await table.hub.drafts.start(
        table.community_id, 1, "事務局", replace(FORM, title="練習"), is_rehearsal=True
    )
    rehearsal = await table.hub.events.announce(table.community_id, draft.id)
    with pytest.raises(IsARehearsal):
        await table.link(seed, rehearsal)
    for unknown in (theirs, replace(event, id=999)):
        with pytest.raises(NoSuchEvent):
            await table.link(seed, unknown)
        with pytest.raises(NoSuchEvent):
            await table.hub.themes.of_event(table.community_id, unknown.id)
    with pytest.raises(NoSuchSeed):
        await table.link(their_seed, event)
    with pytest.raises(NoSuchSeed):
        await table.propose(their_seed)
    with pytest.raises(NoSuchSeed):
        await table.unlink(their_seed, event)
    choosable = (await table.hub.themes.of_seed(table.community_id, seed.id)).choosable
    assert [meeting.event_id for meeting in choosable] == [event.id]

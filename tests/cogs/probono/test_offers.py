"""An offer, as people write it on a phone: one box, then steps; rights, refusals, the question twice a year."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.probono.models import OfferRow
from bot.probono.states import OfferState
from tests.cogs.events.scenes import STAFF_ONLY
from tests.cogs.probono.scenes import OFFER, forge, ja, menus, offer, office_panel
from tests.kit.world import World, labels, text_of_message

DEFAULTS = {"text": OFFER, "small_only": False}


async def test_one_box_then_steps(world: World) -> None:
    await world.set_up()
    (haru,) = world.people("はる")
    home = await world.slash(haru, "home")
    panel = await world.press(haru, home, "probono:0:panel")
    form = await world.press(haru, panel, "offer:0:new")
    refused = await world.fill(haru, form, text="  ", small_only=True)
    again = await world.press(haru, refused, ja("Correct it"))
    shown = await world.fill(haru, again, text=OFFER, small_only=False)
    said = world.read(shown)
    assert OFFER in said
    assert "会計・経理" in said, "what the bot understood"
    assert ja("That is right") in labels(shown)

    shown = await world.press(haru, shown, "offer:1:right")
    assert ja("That is right") not in labels(shown)

    shown = await world.fill(
        haru,
        await world.press(haru, shown, "offer:1:step_when"),
        slots=["weekend"],
        first="2026-12-01",
        last="",
    )
    assert "2026年12月1日" in world.read(shown)
    form = await world.press(haru, shown, "offer:1:step_load")
    refused = await world.fill(haru, form, hours="たくさん", capacity="2", rhythm="quarterly")
    assert "たくさん" in world.read(refused)
    again = await world.press(haru, refused, ja("Correct it"))
    shown = await world.fill(haru, again, hours="３時間", capacity="2", rhythm="quarterly")
    shown = await world.fill(
        haru, await world.press(haru, shown, "offer:1:step_where"), mode="both", areas="みなと市\n中央区"
    )
    assert "中央区" in world.read(shown)
    shown = await world.fill(
        haru,
        await world.press(haru, shown, "offer:1:step_about"),
        kind="company",
        organisation="みなと**商会**",
        languages=["ja", "en"],
        causes=["food"],
    )
    assert r"みなと\*\*商会\*\*" in world.read(shown)
    shown = await world.fill(
        haru,
        await world.press(haru, shown, "offer:1:step_text"),
        text="会計の助言ができます @everyone",
        small_only=True,
    )
    assert "@everyone" not in world.read(shown)

    # everything is there after a restart, from one's own panel
    await world.restart()
    haru = world.person("はる")
    panel = await world.slash(haru, "home")
    panel = await world.press(haru, panel, "probono:0:panel")
    shown = await world.press(haru, panel, "offer:1:panel")
    said = world.read(shown)
    for word in ("会計の助言ができます", "中央区", "2026年12月1日", "商会"):
        assert word in said


async def test_skills_from_the_shelves_and_in_own_words(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    shown = await offer(world, haru)
    chips = await world.press(haru, shown, "offer:1:skills")
    shelf = await world.choose(haru, chips, menus(chips)[0], "design")
    shelf = await world.choose(haru, shelf, menus(shelf)[1], "graphic_design", "slides")
    assert "チラシ・ポスター・ロゴのデザイン" in world.read(shelf)
    assert "会計・経理" in world.read(shelf), "other shelves stay"
    form = await world.press(haru, shelf, ja("In my own words"))
    refused = await world.fill(haru, form, words="ふにゃふにゃ")
    assert "ふにゃふにゃ" in world.read(refused)
    form = await world.press(haru, refused, ja("Correct it"))
    chips = await world.fill(haru, form, words="写真撮影")
    shown = await world.press(haru, chips, ja("Done", "button"))
    assert "写真撮影" in world.read(shown)
    assert ja("That is right") not in labels(shown), "chosen is confirmed"


async def test_a_form_that_was_overtaken_gives_everything_back(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    shown = await offer(world, haru)
    form = await world.press(haru, shown, "offer:1:step_where")
    await world.press(world.staff, await forge(world, "offer:1:pause"), "押す")
    refused = await world.fill(haru, form, mode="onsite", areas="ひがし町")
    assert OFFER in world.read(refused), "as it is now"
    again = await world.press(haru, refused, ja("Correct it"))
    kept = await world.fill(haru, again, mode="onsite", areas="ひがし町")
    assert "ひがし町" in world.read(kept)


async def test_nobody_else_reads_or_presses_it(world: World) -> None:
    await world.set_up()
    haru, midori = world.people("はる", "みどり")
    await offer(world, haru)
    for what in ("panel", "step_when", "skills", "right", "pause", "resume", "withdraw", "holds", "hearing"):
        answer = await world.press(midori, await forge(world, f"offer:1:{what}"), "押す")
        said = world.read(answer)
        assert answer.modal is None, what
        assert OFFER not in said, what
        assert ja("Only the person it belongs to and the office can do that.") in said or STAFF_ONLY in said
    for what in ("panel", "step_when", "holds"):
        gone = await world.press(haru, await forge(world, f"offer:99:{what}"), "押す")
        assert ja("This offer is not there any more. The list of offers shows what there is.") in world.read(
            gone
        )
    for custom_id in (
        "probono:0:offers",
        "probono:0:needs",
        "offer:0:guest",
        "need:0:guest",
        "hearing:0:list",
    ):
        answer = await world.press(midori, await forge(world, custom_id), "押す")
        assert STAFF_ONLY in world.read(answer)


async def test_pause_go_on_withdraw(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    shown = await offer(world, haru)
    shown = await world.press(haru, shown, "offer:1:pause")
    assert ja("Go on", "offer") in labels(shown)
    shown = await world.press(haru, shown, "offer:1:resume")
    assert ja("Pause", "offer") in labels(shown)
    question = await world.press(haru, shown, "offer:1:withdraw")
    await world.press(haru, question, ja("Go back", "button"))
    question = await world.press(haru, shown, "offer:1:withdraw")
    await world.press(haru, question, ja("Withdraw it", "offer"))
    refused = await world.press(haru, shown, "offer:1:pause")
    assert ja("This offer was withdrawn. If you would like to help again, please write a new one.") in (
        world.read(refused)
    )


async def test_the_question_twice_a_year_is_answered_in_the_direct_message(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    await offer(world, haru)
    async with world.hub.db.transaction() as tx:
        await tx.execute(update(OfferRow).values(held_at=world.hub.clock() - timedelta(days=183)))
    await world.hub.probono.plan()
    await world.move(timedelta(days=1))
    await world.tick()
    question = world.dms(haru)[-1]
    assert OFFER in text_of_message(question)
    in_dm: Any = haru.user
    shown = await world.press(haru, question, "offer:1:panel")
    form = await world.press(in_dm, shown, "offer:1:step_where")
    changed = await world.fill(in_dm, form, mode="onsite", areas="みなと市")
    assert "みなと市" in world.read(changed)
    held = await world.press(haru, question, "offer:1:holds")
    assert world.read(held)
    question_again = await world.press(haru, question, "offer:1:withdraw")
    gone = await world.press(in_dm, question_again, ja("Withdraw it", "offer"))
    assert world.read(gone)
    (row,) = await world.hub.probono.offers.listing(world.community.guild.id, list(OfferState))
    assert row.state is OfferState.WITHDRAWN


async def test_the_office_enters_one_for_somebody_without_discord(world: World) -> None:
    await world.set_up()
    panel = await office_panel(world)
    lists = await world.press(world.staff, panel, "probono:0:offers")
    form = await world.press(world.staff, lists, "offer:0:guest")
    typed = {"name": "なぎさ", "mail": "nowhere", "organisation": "みなと商会", **DEFAULTS}
    refused = await world.fill(world.staff, form, **typed)
    again = await world.press(world.staff, refused, ja("Correct it"))
    shown = await world.fill(world.staff, again, **{**typed, "mail": "nagisa@mail.example"})
    assert "なぎさ" in world.read(shown)
    assert "nagisa@mail.example" in world.read(shown)


@pytest.mark.parametrize("state", ["open", "paused", "withdrawn"])
async def test_the_list_of_the_office(world: World, state: str) -> None:
    await world.set_up()
    haru = world.person("はる")
    shown = await offer(world, haru)
    if state != "open":
        what = "pause" if state == "paused" else "withdraw"
        answer = await world.press(haru, shown, f"offer:1:{what}")
        if state == "withdrawn":
            await world.press(haru, answer, ja("Withdraw it", "offer"))
    panel = await office_panel(world)
    lists = await world.press(world.staff, panel, "probono:0:offers")
    assert (OFFER[:20] in world.read(lists)) == (state != "withdrawn")
    listed = await world.choose(world.staff, lists, menus(lists)[0], state)
    assert OFFER[:20] in world.read(listed)
    opened = await world.choose(world.staff, listed, menus(listed)[1], "1")
    assert OFFER in world.read(opened)

"""A need, from one sentence to the search: who asks, the office, and what members read of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.clock import Hands
from bot.i18n import text_of
from bot.probono.need_writing import OfficeHasIt
from bot.settings import Settings
from tests.bot.projects.workshop import plant_seed
from tests.cogs.events.scenes import STAFF_ONLY
from tests.cogs.probono.scenes import NEED, NEW_NEED, forge, ja, menus, need, office_panel, open_need
from tests.kit.leaks import spoken
from tests.kit.world import World, labels, open_world, parts_of, text_of_message


@pytest.fixture
async def english(settings: Settings, hands: Hands) -> AsyncIterator[World]:
    """The same community with everything in English."""
    async with open_world(settings, hands, lang="en") as made:
        yield made


async def test_from_one_sentence_to_the_search(world: World) -> None:
    await world.set_up()
    midori, haru = world.people("みどり", "はる")
    panel = await world.press(midori, await world.slash(midori, "home"), "probono:0:panel")
    form = await world.press(midori, panel, "need:0:new")
    refused = await world.fill(midori, form, **{**NEW_NEED, "text": " ", "wants_call": True})
    again = await world.press(midori, refused, ja("Correct it"))
    asked = await world.fill(midori, again, **{**NEW_NEED, "wants_call": True, "contact": "090-1234-0000"})
    said = world.read(asked)
    assert ja("Thank you for telling us. The office calls you within 3 working days.") in said
    assert NEED in said
    assert "090-1234-0000" in said
    assert ja("Ask the office") in labels(asked)
    for label in ("Ready", "Look for somebody", "Close"):
        assert ja(label, "need") not in labels(asked)

    # who asked says more
    asked = await world.press(midori, asked, "need:1:right")
    form = await world.press(midori, asked, "need:1:step_organisation")
    asked = await world.fill(
        midori,
        form,
        organisation="みなと子ども食堂",
        about="月に2回、夕ごはんを出しています。",
        hides=False,
        field="",
        size="",
    )
    assert "夕ごはん" in world.read(asked)

    # the coordinator fills in the rest in the talk
    staff = world.staff
    lists = await world.press(staff, await office_panel(world), "probono:0:needs")
    shown = await world.choose(staff, lists, menus(lists)[1], "1")
    assert ja("Still missing", "need") in world.read(shown)
    refused = await world.press(staff, shown, "need:1:ready")
    assert ja("what shall be reached", "missing") in world.read(refused)
    templates = await world.press(staff, shown, "need:1:template")
    shown = await world.choose(staff, templates, menus(templates)[0], "accounts")
    assert ja("Still missing", "need") not in world.read(shown)
    shown = await world.fill(
        staff,
        await world.press(staff, shown, "need:1:step_aim"),
        kind="advice",
        goal="決算の形が分かる",
        deliverable="",
        first_step="",
    )
    shown = await world.fill(
        staff,
        await world.press(staff, shown, "need:1:step_time"),
        hours="1時間",
        people="",
        slots=["weekday_evening"],
        first="",
        last="2027-03-31",
    )
    shown = await world.fill(
        staff,
        await world.press(staff, shown, "need:1:step_place"),
        mode="onsite",
        area="みなと市",
        languages=["ja"],
        causes=["food"],
    )
    assert "みなと市" in world.read(shown)
    nothing = await world.press(haru, await forge(world, "need:0:list"), "押す")
    assert NEED not in world.read(nothing)
    shown = await world.press(staff, shown, "need:1:ready")
    shown = await world.press(staff, shown, "need:1:look")
    assert ja("Stop looking for now", "need") in labels(shown)
    await world.tick()
    assert world.dms(midori)

    # members read it, without contact and without who asked
    await world.restart()
    haru, midori = world.people("はる", "みどり")
    listed = await world.press(haru, await forge(world, "need:0:list"), "押す")
    opened = await world.choose(haru, listed, menus(listed)[0], "1")
    said = world.read(opened)
    assert "決算の形が分かる" in said
    assert "みなと子ども食堂" in said
    assert {
        part.get("custom_id")
        for message in (opened.response, *opened.followups)
        if message
        for part in parts_of(message)
    } == {"need:1:volunteer"}
    for secret in ("090-1234-0000", "みどり"):
        assert secret not in said
    assert spoken(world.env).holding("090-1234-0000")["public"] == []
    assert spoken(world.env).holding("090-1234-0000")["private"], "the scanner finds what is private"

    # who asked cannot change it any more, and can take it back
    own = await world.press(midori, world.dms(midori)[-1], "need:1:panel")
    assert not {label for label in labels(own) if label == ja("Kind and goal", "need")}
    form = await world.press(midori, await forge(world, "need:1:step_aim"), "押す")
    refused = await world.fill(midori, form, kind="advice", goal="x", deliverable="", first_step="")
    assert text_of(OfficeHasIt()).to("ja") in world.read(refused)


async def test_the_office_closes_with_a_reason(world: World) -> None:
    await world.set_up()
    midori = world.person("みどり")
    await need(world, midori)
    await open_need(world)
    form = await world.press(world.staff, await forge(world, "need:1:close"), "押す")
    refused = await world.fill(world.staff, form, reason="  ")
    again = await world.press(world.staff, refused, ja("Correct it"))
    closed = await world.fill(world.staff, again, reason="別の形で**解決**しました")
    assert r"別の形で\*\*解決\*\*しました" in world.read(closed)
    await world.tick()
    assert "解決" in text_of_message(world.dms(midori)[-1])
    in_dm: Any = midori.user
    form = await world.press(midori, world.dms(midori)[-1], "need:1:again")
    asked = await world.fill(in_dm, form, **{**NEW_NEED, "text": "べつの困りごと", "wants_call": False})
    assert "べつの困りごと" in world.read(asked)


async def test_who_asked_withdraws_it(world: World) -> None:
    await world.set_up()
    midori = world.person("みどり")
    shown = await need(world, midori)
    form = await world.press(midori, shown, "need:1:close")
    closed = await world.fill(midori, form, reason="")
    assert ja("closed", "need") in world.read(closed)


async def test_who_may_press_what(world: World) -> None:
    await world.set_up()
    midori, haru = world.people("みどり", "はる")
    await need(world, midori)
    not_yours = ja("Only the person it belongs to and the office can do that.")
    for what in ("panel", "step_words", "skills", "right", "template", "close"):
        answer = await world.press(haru, await forge(world, f"need:1:{what}"), "押す")
        assert answer.modal is None, what
        assert not_yours in world.read(answer), what
    for what in ("ready", "look", "draft", "unlook", "owner", "hearing"):
        for person in (haru, midori):
            answer = await world.press(person, await forge(world, f"need:1:{what}"), "押す")
            assert STAFF_ONLY in world.read(answer), what
    gone = ja("This need is not there any more. The list of needs shows what there is.")
    for what in ("panel", "step_words", "close"):
        assert gone in world.read(await world.press(midori, await forge(world, f"need:99:{what}"), "押す"))
    assert STAFF_ONLY in world.read(await world.slash(haru, "probono need", seed="1"))


async def test_a_seed_becomes_a_need_of_somebody(world: World) -> None:
    await world.set_up()
    midori = world.person("みどり")
    seed_id = await plant_seed(world.hub, world.community.guild.id, "夕方に行き場のない子がいます")
    unknown = await world.slash(world.staff, "probono need", seed="4711")
    assert unknown.modal is None
    shown = await world.slash(world.staff, "probono need", seed=str(seed_id))
    assert "夕方に行き場のない子がいます" in world.read(shown)
    menu = await world.press(world.staff, shown, "need:1:owner")
    shown = await world.choose(world.staff, menu, None, midori)
    assert "みどり" in world.read(shown)
    own = await world.press(midori, await forge(world, "need:1:panel"), "押す")
    assert "夕方に行き場のない子がいます" in world.read(own)


async def test_an_inquiry_and_a_hearing_of_a_company(world: World) -> None:
    await world.set_up()
    staff = world.staff
    lists = await world.press(staff, await office_panel(world), "probono:0:needs")
    form = await world.press(staff, lists, "need:0:guest")
    typed = {
        "name": "なぎさ",
        "mail": "nagisa@mail.example",
        "organisation": "株式会社みなと商会",
        "sector": ["company"],
        "text": "社員向けの勉強会の講師を探しています",
    }
    shown = await world.fill(staff, form, **typed)
    assert "なぎさ" in world.read(shown)
    form = await world.press(staff, shown, "need:1:hearing")
    assert "株式会社みなと商会" in str(form.modal)
    heard = {
        "organisation": "株式会社みなと商会",
        "sector": ["company"],
        "way": "phone",
        "note": "担当は総務",
    }
    refused = await world.fill(staff, form, **heard, heard_on="先日")
    again = await world.press(staff, refused, ja("Correct it"))
    noted = await world.fill(staff, again, **heard, heard_on="昨日")
    assert "2026年11月1日" in world.read(noted)
    listed = await world.press(staff, await office_panel(world), "hearing:0:list")
    assert "みなと商会" in world.read(listed)
    question = await world.choose(staff, listed, menus(listed)[0], "1")
    emptied = await world.press(staff, question, ja("Delete it"))
    assert "みなと商会" not in world.read(emptied)


async def test_a_change_meanwhile_gives_everything_back(world: World) -> None:
    await world.set_up()
    midori = world.person("みどり")
    shown = await need(world, midori)
    form = await world.press(midori, shown, "need:1:step_words")
    await world.press(world.staff, await forge(world, "need:1:right"), "押す")
    boxes = {"title": "決算", "text": "会計を見てほしい", "needed_by": "春まで"}
    refused = await world.fill(midori, form, **boxes)
    assert NEED in world.read(refused)
    again = await world.press(midori, refused, ja("Correct it"))
    assert "会計を見てほしい" in str(again.modal)
    assert "会計を見てほしい" in world.read(await world.fill(midori, again, **boxes))


async def test_the_way_in_english(english: World) -> None:
    world = english
    await world.set_up()
    await world.hub.communities.change(world.community.guild.id, language="en")
    midori, haru = world.people("みどり", "はる")
    shown = await need(world, midori, text="Our accounting is in a mess.")
    assert "The office writes to you within 3 working days" in world.read(shown)
    templates = await world.press(midori, shown, "Use a template")
    shown = await world.choose(midori, templates, menus(templates)[0], "accounts")
    assert "We can be sure that our accounts are right" in world.read(shown)
    await open_need(world)
    listed = await world.press(haru, await world.slash(haru, "home"), "probono:0:panel")
    listed = await world.press(haru, listed, "Open requests")
    opened = await world.choose(haru, listed, menus(listed)[0], "1")
    assert labels(opened) == ["I could help with this"]


@pytest.mark.parametrize("lang", ["ja", "en"])
async def test_every_form_opens(settings: Settings, hands: Hands, lang: str) -> None:
    async with open_world(settings, hands, lang=lang) as world:
        await _open_every_form(world)


async def _open_every_form(world: World) -> None:
    await world.set_up()
    midori = world.person("みどり")
    await need(world, midori)
    form = await world.slash(midori, "probono offer")
    await world.fill(midori, form, text=NEED, small_only=False)
    steps = [f"need:1:step_{step}" for step in ("words", "aim", "organisation", "contact", "time", "place")]
    steps += [f"offer:1:step_{step}" for step in ("text", "when", "where", "load", "about")]
    steps += ["need:1:close", "need:1:hearing", "offer:1:hearing", "hearing:0:new"]
    steps += ["need:0:guest", "offer:0:guest", "need:0:new", "offer:0:new"]
    for custom_id in steps:
        opened = await world.press(world.staff, await forge(world, custom_id), "押す")
        assert opened.modal is not None, custom_id


async def test_many_open_requests_are_shown_page_by_page(world: World) -> None:
    await world.set_up()
    midori, haru = world.people("みどり", "はる")
    for number in range(1, 23):
        await need(world, midori, text=f"会計の困りごと その{number}")
        await open_need(world, number)
    listed = await world.press(haru, await forge(world, "need:0:list"), "押す")
    assert "その22" in world.read(listed)
    assert "その2 " not in world.read(listed) + " "
    older = await world.press(haru, listed, ja("Next"))
    opened = await world.choose(haru, older, menus(older)[0], "1")
    assert labels(opened) == [ja("I could help with this")]

"""/skills: the office looks a skill up and changes its words and neighbours; nobody else does."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest
from simcord import InteractionResult

from bot.clock import Hands
from bot.i18n import text_of
from bot.matching.tagging import skills_of_word
from bot.matching.taxonomy import shipped
from bot.settings import Settings
from cogs.shared.permissions import StaffOnly
from tests.bot.probono.exchange import put_need
from tests.cogs.events.scenes import lose_staff_role
from tests.kit.world import World, labels, open_world, parts_of

STAFF_ONLY = text_of(StaffOnly()).to("en")
NEW = "なないろ帳簿術"


@pytest.fixture
async def english(settings: Settings, hands: Hands) -> AsyncIterator[World]:
    """The community with everything in English, set up."""
    async with open_world(settings, hands, lang="en") as made:
        await made.set_up()
        yield made


async def open_skill(world: World, skill_id: str = "tax", group: str = "money") -> InteractionResult:
    groups = await world.slash(world.staff, "skills")
    skills = await world.choose(world.staff, groups, None, group)
    return await world.choose(world.staff, skills, None, skill_id)


async def plant(world: World, custom_id: str) -> discord.Message:
    """A message with that button, as an old one that somebody finds."""
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(custom_id=custom_id, label="press"))
    view.stop()
    await world.bot.get_partial_messageable(world.announcements.id).send("x", view=view)
    await world.env.settle()
    return world.card()


async def understood(world: World, word: str) -> tuple[str, ...]:
    async with world.hub.db.reading() as tx:
        return skills_of_word(await world.hub.probono.tools.lexicon.of(tx, world.community.guild.id), word)


def options(result: InteractionResult) -> list[str]:
    assert result.response is not None
    return [each["value"] for part in parts_of(result.response) for each in part.get("options", [])]


async def test_a_word_is_added_and_taken_out(english: World) -> None:
    world = english
    panel = await open_skill(world)
    said = world.read(panel)
    assert "Tax (Money)" in said
    assert shipped().skills["tax"].words[0] in said
    form = await world.press(world.staff, panel, "Add a word")
    panel = await world.fill(world.staff, form, word=NEW)
    assert f"Added here: {NEW}" in world.read(panel)
    assert await understood(world, NEW) == ("tax",)
    await world.restart()
    panel = await open_skill(world)
    assert f"Added here: {NEW}" in world.read(panel), "it is kept"

    menu = await world.press(world.staff, panel, "Take a word out")
    first = options(menu)
    assert len(first) <= 25
    while NEW not in options(menu):
        menu = await world.press(world.staff, menu, "Next")
    panel = await world.choose(world.staff, menu, None, NEW)
    assert "Added here: –" in world.read(panel)
    assert "tax" not in await understood(world, NEW)


async def test_a_word_of_everything_needs_a_second_press(english: World) -> None:
    world = english
    panel = await open_skill(world)
    form = await world.press(world.staff, panel, "Add a word")
    asked = await world.fill(world.staff, form, word="サポート")
    assert "“サポート”" in world.read(asked)
    assert "Nothing was changed yet" in world.read(asked)
    assert labels(asked) == ["Add it all the same", "Write another word", "Back"]
    assert "tax" not in await understood(world, "サポート")
    again = await world.press(world.staff, asked, "Write another word")
    assert "サポート" in str(again.modal), "what was typed is not lost"
    asked = await world.fill(world.staff, again, word="サポート")
    panel = await world.press(world.staff, asked, "Add it all the same")
    assert "Added here: サポート" in world.read(panel)


async def test_a_word_that_helps_nobody_is_refused(english: World) -> None:
    world = english
    form = await world.press(world.staff, await open_skill(world), "Add a word")
    refused = await world.fill(world.staff, form, word="税")
    assert "Nothing was changed." in world.read(refused)
    assert labels(refused) == ["Write another word", "Back"]
    assert "Added here: –" in world.read(await world.press(world.staff, refused, "Back"))


async def test_a_neighbour_is_changed_and_everything_taken_back(english: World) -> None:
    world = english
    panel = await open_skill(world)
    menu = await world.press(world.staff, panel, "Change a neighbour")
    groups = await world.press(world.staff, menu, "Another skill")
    skills = await world.choose(world.staff, groups, None, "art")
    near = await world.choose(world.staff, skills, None, "music")
    assert "How much of “Tax” can somebody do who can do “" in world.read(near)
    panel = await world.choose(world.staff, near, None, "fairly")
    assert f"{shipped().skills['music'].label.en}: fairly near" in world.read(panel)
    menu = await world.press(world.staff, panel, "Change a neighbour")
    near = await world.choose(world.staff, menu, None, "music")
    panel = await world.choose(world.staff, near, None, "a_little")
    assert f"{shipped().skills['music'].label.en}: a little" in world.read(panel)

    sure = await world.press(world.staff, panel, "As shipped again")
    panel = await world.press(world.staff, sure, "Back")
    assert "a little" in world.read(panel)
    sure = await world.press(world.staff, panel, "As shipped again")
    panel = await world.press(world.staff, sure, "Yes, take everything back")
    assert f"{shipped().skills['music'].label.en}: " not in world.read(panel)
    assert "As shipped again" in labels(panel)


async def test_a_need_teaches_a_word(english: World) -> None:
    world = english
    need_id = await put_need(
        world.hub, world.community.guild.id, "2026-11-01", text="ホゲホゲ染色の見本がありません。"
    )
    door = await plant(world, f"need:{need_id}:teach")
    lesson = await world.press(world.staff, door, f"need:{need_id}:teach")
    assert "does not know these words" in world.read(lesson)
    groups = await world.choose(world.staff, lesson, None, "ホゲホゲ")
    assert "Which skill does “ホゲホゲ” stand for?" in world.read(groups)
    skills = await world.choose(world.staff, groups, None, "money")
    done = await world.choose(world.staff, skills, None, "tax")
    assert "“ホゲホゲ” stands for “Tax” from now on." in world.read(done)
    assert await understood(world, "ホゲホゲ") == ("tax",)
    panel = await world.press(world.staff, done, "Another word")
    assert "ホゲホゲ" not in options(panel)
    form = await world.press(world.staff, panel, "Write a word")
    groups = await world.fill(world.staff, form, word=NEW)
    skills = await world.choose(world.staff, groups, None, "money")
    done = await world.choose(world.staff, skills, None, "tax")
    panel = await world.press(world.staff, done, "Look at the skill")
    assert "Added here: ホゲホゲ、なないろ帳簿術" in world.read(panel)


async def test_a_need_that_is_understood_still_takes_a_word(english: World) -> None:
    world = english
    need_id = await put_need(world.hub, world.community.guild.id, "2026-11-01", text="税務。")
    lesson = await world.press(
        world.staff, await plant(world, f"need:{need_id}:teach"), f"need:{need_id}:teach"
    )
    assert "the bot knows every word" in world.read(lesson)
    assert labels(lesson) == ["Write a word"]


async def test_a_need_of_another_community_is_like_none(english: World) -> None:
    world = english
    other = world.add_community("みどり市ハブ")
    await world.set_up(other)
    foreign = await put_need(world.hub, other.guild.id, "2026-11-01")
    told = []
    for need_id in (foreign, 4711):
        door = await plant(world, f"need:{need_id}:teach")
        told.append(world.read(await world.press(world.staff, door, f"need:{need_id}:teach")))
    assert told[0] == told[1]
    assert "not there any more" in told[0]


async def test_nobody_else_sees_the_dictionary(english: World) -> None:
    world = english
    haru = world.person("はる")
    need_id = await put_need(world.hub, world.community.guild.id, "2026-11-01")
    assert world.read(await world.slash(haru, "skills")) == STAFF_ONLY
    for custom_id in ("skills:0:open", f"need:{need_id}:teach"):
        answer = await world.press(haru, await plant(world, custom_id), custom_id)
        assert world.read(answer) == STAFF_ONLY


@pytest.mark.parametrize("label", ["Add a word", "Take a word out", "Change a neighbour", "Another skill"])
async def test_every_press_asks_for_the_role_again(english: World, label: str) -> None:
    panel = await open_skill(english)
    lose_staff_role(english, english.staff)
    assert STAFF_ONLY in english.read(await english.press(english.staff, panel, label))


async def test_a_menu_asks_for_the_role_again(english: World) -> None:
    groups = await english.slash(english.staff, "skills")
    lose_staff_role(english, english.staff)
    assert STAFF_ONLY in english.read(await english.choose(english.staff, groups, None, "money"))


async def test_skills_have_japanese_names(world: World) -> None:
    await world.set_up()
    said = world.read(await open_skill(world))
    assert said.startswith("税務")
    assert "お金" in said.splitlines()[0]

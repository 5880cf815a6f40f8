"""The settings of probono: the channel for private threads with what the bot may do there, and the targets."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest
from simcord import InteractionResult

from bot.clock import Hands
from bot.i18n import text_of
from bot.probono.figures import Figure
from bot.settings import Settings
from cogs.shared.permissions import StaffOnly
from tests.cogs.events.scenes import lose_staff_role
from tests.cogs.probono.test_skills import plant
from tests.kit.world import World, labels, open_world, parts_of

STAFF_ONLY = text_of(StaffOnly()).to("en")
TARGETS = {
    "consultations": "120",
    "applications": "20",
    "companies": "10",
    "new_companies": "",
    "introductions": "6",
}


@pytest.fixture
async def english(settings: Settings, hands: Hands) -> AsyncIterator[World]:
    """The community with everything in English, set up."""
    async with open_world(settings, hands, lang="en") as made:
        await made.set_up()
        yield made


async def open_from_setup(world: World) -> InteractionResult:
    panel = await world.slash(world.manager, "setup")
    for label in ("More settings", "Probono"):
        panel = await world.press(world.manager, panel, label)
    return panel


async def open_as_staff(world: World) -> InteractionResult:
    door = await plant(world, "probono:0:settings")
    return await world.press(world.staff, door, "probono:0:settings")


def menus(result: InteractionResult) -> list[dict[str, object]]:
    assert result.response is not None
    return [part for part in parts_of(result.response) if part["type"] != 2]


async def test_the_channel_for_private_threads(english: World) -> None:
    world = english
    panel = await open_from_setup(world)
    assert f"<#{world.announcements.id}> (the channel for announcements)" in world.read(panel)
    assert "✓ The bot may do everything it needs there." in world.read(panel)

    role = world.community.guild.roles[world.env.backend.bot_user.name]
    closed = world.community.guild.create_text_channel(
        "顔合わせ",
        overwrites={
            role: discord.PermissionOverwrite(create_private_threads=False, send_messages_in_threads=False)
        },
    )
    await world.env.settle()
    custom_id = str(next(menu["custom_id"] for menu in menus(panel) if menu["type"] == 8))
    panel = await world.choose(world.manager, panel, custom_id, closed)
    said = world.read(panel)
    assert "✗ Switched off for the bot there: Create Private Threads, Send Messages in Threads." in said
    settings = await world.hub.probono.settings.settings(world.community.guild.id)
    assert settings.channel_id == closed.id

    world.env.backend.delete_overwrite(closed.id, role.id)
    await world.env.settle()
    panel = await world.press(world.manager, panel, "Check again")
    assert "✓ The bot may do everything it needs there." in world.read(panel)
    panel = await world.press(world.manager, panel, "Use the channel for announcements")
    assert "(the channel for announcements)" in world.read(panel)
    assert "Probono" in labels(await world.press(world.manager, panel, "Back"))


async def test_a_channel_that_was_deleted_is_told(english: World) -> None:
    world = english
    await world.hub.probono.settings.set_thread_channel(world.community.guild.id, 4711)
    assert "This channel was deleted" in world.read(await open_from_setup(world))


async def test_the_office_sets_targets_but_not_the_channel(english: World) -> None:
    world = english
    panel = await open_as_staff(world)
    [years] = menus(panel)
    assert "2026" in str(years)
    assert "Companies heard: none" in world.read(panel)
    form = await world.press(world.staff, panel, "Set targets")
    refused = await world.fill(world.staff, form, **{**TARGETS, "companies": "ten"})
    assert "“ten” is not a whole number" in world.read(refused)
    again = await world.press(world.staff, refused, "Correct it")
    assert "120" in str(again.modal), "what was typed is not lost"
    panel = await world.fill(world.staff, again, **TARGETS)
    said = world.read(panel)
    assert "Companies heard: 10" in said
    assert "Of them heard for the first time: none" in said

    next_year = await world.choose(world.staff, panel, None, "2027")
    assert "Companies heard: none" in world.read(next_year)
    form = await world.press(world.staff, next_year, "Set targets")
    await world.fill(world.staff, form, **{**TARGETS, "companies": "12"})
    rules = world.hub.probono.settings
    for year, companies in ((2026, 10), (2027, 12)):
        targets = (await rules.targets(world.community.guild.id, year)).targets
        assert targets[Figure.COMPANIES] == companies

    lose_staff_role(world, world.staff)
    assert STAFF_ONLY in world.read(await world.press(world.staff, panel, "Set targets"))
    assert STAFF_ONLY in world.read(await open_as_staff(world))


async def test_from_the_settings_to_the_dictionary(english: World) -> None:
    panel = await open_as_staff(english)
    assert "The dictionary of skills" in english.read(
        await english.press(english.staff, panel, "Dictionary of skills")
    )


async def test_nobody_else_sees_the_settings(english: World) -> None:
    world = english
    for custom_id in ("probono:0:settings", "probono:2026:targets"):
        door = await plant(world, custom_id)
        assert world.read(await world.press(world.person("はる"), door, custom_id)) == STAFF_ONLY

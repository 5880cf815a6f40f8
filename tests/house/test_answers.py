"""Nothing can be pressed that does not answer: every callback of the loaded bot is found, and made to raise.

discord.py tells nobody when a persistent item or a view fails, so a forgotten one shows nowhere else.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.ext import commands

import cogs
from cogs.shared.commands import FRAME
from cogs.shared.controls import HubButton, HubModal, HubSelect, HubView, Pressable
from cogs.shared.press import Press
from tests.kit.world import World

REFERENCE = re.compile(r"\b[23456789A-HJKMNP-Z]{6}\b")
SECRET = "rumpelstilzchen"
FINAL = {
    Pressable: ("callback", "from_custom_id"),
    HubModal: ("on_submit", "on_error"),
    HubView: ("on_error",),
}


def subclasses(base: type) -> Iterator[type]:
    for child in base.__subclasses__():
        yield child
        yield from subclasses(child)


def ours(base: type, root: str = "cogs.") -> set[type]:
    """Every class of the project that is a ``base``, found by importing all modules."""
    for module in pkgutil.walk_packages(cogs.__path__, "cogs."):
        importlib.import_module(module.name)
    return {found for found in subclasses(base) if found.__module__.startswith(root)}


def unwrapped_classes(root: str = "cogs.") -> list[str]:
    """Controls, views and forms of ours that somebody built past the frame."""
    wrong = [item for item in ours(discord.ui.Item, root) if not issubclass(item, Pressable)]
    wrong += [view for view in ours(discord.ui.View, root) if not issubclass(view, HubView)]
    wrong += [form for form in ours(discord.ui.Modal, root) if not issubclass(form, HubModal)]
    return sorted(found.__name__ for found in wrong)


def leaves(bot: commands.Bot) -> Iterator[app_commands.Command[Any, ..., Any]]:
    for command in bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            yield command


def unwrapped_callbacks(bot: commands.Bot) -> list[str]:
    wrong = [command.qualified_name for command in leaves(bot) if not hasattr(command.callback, FRAME)]
    wrong += [menu.name for menu in bot.tree.get_commands() if isinstance(menu, app_commands.ContextMenu)
              and not hasattr(menu.callback, FRAME)]  # fmt: skip
    for command in leaves(bot):
        for name, parameter in command._params.items():
            if callable(parameter.autocomplete) and not hasattr(parameter.autocomplete, FRAME):
                wrong.append(f"{command.qualified_name} {name}")
    return wrong


async def test_every_control_view_and_form_is_inside_the_frame() -> None:
    assert unwrapped_classes() == []


def test_the_scanner_finds_what_was_built_past_the_frame() -> None:
    class Bare(discord.ui.Button[Any]):
        pass

    class BareForm(discord.ui.Modal, title="bare"):
        pass

    assert {"Bare", "BareForm"} <= set(unwrapped_classes(__name__))


async def test_every_command_and_suggestion_is_inside_the_frame(world: World) -> None:
    assert len(list(leaves(world.bot))) > 0
    assert unwrapped_callbacks(world.bot) == []

    @app_commands.command(name="forgotten", description="forgotten")
    async def forgotten(interaction: discord.Interaction) -> None: ...

    world.bot.tree.add_command(forgotten)
    assert unwrapped_callbacks(world.bot) == ["forgotten"]


async def test_no_cog_checks_outside_the_frame(world: World) -> None:
    for cog in world.bot.cogs.values():
        own = set(vars(type(cog)))
        assert not own & {"interaction_check", "cog_app_command_error", "cog_check"}, type(cog).__name__
    for command in world.bot.tree.walk_commands():
        assert not getattr(command, "checks", []), command.qualified_name


def test_the_frame_is_final() -> None:
    for base, names in FINAL.items():
        for found in ours(base):
            overridden = [name for name in names if name in vars(found)]
            assert not overridden or found.__module__.startswith("cogs.shared."), found.__name__


# --- made to raise ---------------------------------------------------------------------------------------------


async def fails(*_anything: Any, **_more: Any) -> None:
    raise RuntimeError(SECRET)


async def assert_apology(world: World, answer: str, where: str, *, is_anonymous: bool = False) -> None:
    """The person reads an apology with a reference, staff get a line with the same one, and no more.

    Where the person may wish to stay unknown, staff get it later.
    """
    found = REFERENCE.search(answer)
    assert found, f"{where}: {answer!r}"
    assert SECRET not in answer, where
    await world.tick()
    if is_anonymous:
        assert not any(found[0] in line for line in world.read_channel(world.office)), where
        await world.move(timedelta(minutes=91))
        await world.tick()
    lines = world.read_channel(world.office)
    assert any(found[0] in line and SECRET not in line for line in lines), f"{where}: staff read {lines}"


def sample(template: str) -> str:
    """A custom_id as this template makes it."""
    parts = []
    for literal, field, kind, _conversion in string.Formatter().parse(template):
        parts.append(literal + ("" if field is None else "1" if kind == "d" else "x"))
    return "".join(parts)


def bare(control: type[Any], custom_id: str) -> discord.ui.Item[Any]:
    if issubclass(control, HubSelect):
        option = discord.SelectOption(label="x", value="x")
        return discord.ui.Select(custom_id=custom_id, options=[option])
    return discord.ui.Button(custom_id=custom_id, label="x")


async def post(world: World, item: discord.ui.Item[Any]) -> discord.Message:
    view = discord.ui.View(timeout=None)
    view.add_item(item)
    view.stop()
    channel = world.bot.get_partial_messageable(world.announcements.id)
    await channel.send("x", view=view)
    await world.env.settle()
    return world.card()


def persistent() -> list[type[Any]]:
    found = ours(HubButton) | ours(HubSelect)
    return sorted((each for each in found if each.custom_id_template), key=lambda each: each.__name__)


@pytest.mark.long
async def test_every_persistent_control_is_registered_and_apologises(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.set_up()
    assert persistent()
    for control in persistent():
        custom_id = sample(control.custom_id_template)
        monkeypatch.setattr(control, "press", fails)
        message = await post(world, bare(control, custom_id))
        if issubclass(control, HubSelect):
            result = await world.choose(world.manager, message, custom_id, "x")
        else:
            result = await world.press(world.manager, message, custom_id)
        await assert_apology(world, world.read(result), control.__name__, is_anonymous=control.is_anonymous)


class OpenAnyForm(HubButton, template="open-any-form"):
    opens_form = True
    form: HubModal

    async def press(self, press: Press) -> None:
        await press.open_form(OpenAnyForm.form)


async def test_every_form_apologises(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.set_up()
    world.bot.add_dynamic_items(OpenAnyForm)
    message = await post(world, bare(OpenAnyForm, "open-any-form"))
    forms = sorted(ours(HubModal), key=lambda each: each.__name__)
    for form in forms:
        monkeypatch.setattr(form, "submitted", fails)
        OpenAnyForm.form = object.__new__(form)
        HubModal.__init__(OpenAnyForm.form, "x")
        OpenAnyForm.form.clear_items()
        OpenAnyForm.form.add_item(discord.ui.TextInput(label="x", custom_id="x"))
        shown = await world.press(world.manager, message, "open-any-form")
        result = await world.fill(world.manager, shown, x="x")
        await assert_apology(world, world.read(result), form.__name__, is_anonymous=form.is_anonymous)


@contextmanager
def raising(command: app_commands.Command[Any, ..., Any]) -> Iterator[None]:
    """A failing function in the frame's hands in place of the cog's own, which all worlds share."""
    framed: Any = command.callback
    cells = [cell for cell in framed.__closure__ if cell.cell_contents is framed.__wrapped__]
    assert cells, f"{command.qualified_name} is not framed"
    try:
        for cell in cells:
            cell.cell_contents = fails
        yield
    finally:
        for cell in cells:
            cell.cell_contents = framed.__wrapped__


def options_of(command: app_commands.Command[Any, ..., Any]) -> dict[str, Any]:
    """Something for every required option."""
    kinds = {discord.AppCommandOptionType.string: "x", discord.AppCommandOptionType.integer: 1}
    given = {}
    for parameter in command.parameters:
        if parameter.required:
            given[parameter.display_name] = (
                parameter.choices[0].value if parameter.choices else kinds[parameter.type]
            )
    return given


async def test_every_command_apologises(world: World) -> None:
    await world.set_up()
    for command in list(leaves(world.bot)):
        with raising(command):
            result = await world.slash(world.manager, command.qualified_name, **options_of(command))
        manner = getattr(command.callback, FRAME)
        await assert_apology(
            world, world.read(result), command.qualified_name, is_anonymous=manner.is_anonymous
        )


async def test_every_menu_under_a_message_apologises(world: World) -> None:
    await world.set_up()
    person = world.person("うみ")
    message = await person.send(world.community.lounge, "気になる書き込み")
    menus = [each for each in world.bot.tree.walk_commands() if isinstance(each, app_commands.ContextMenu)]
    menus += [
        each
        for each in world.bot.tree.get_commands(type=discord.AppCommandType.message)
        if isinstance(each, app_commands.ContextMenu)
    ]
    assert menus
    for menu in menus:
        callback: Any = menu.callback
        [cell] = [
            cell for cell in callback.__closure__ if getattr(cell.cell_contents, "__name__", "") in ACTS
        ]
        act = cell.cell_contents
        cell.cell_contents = fails
        try:
            result = await world.manager.context_menu(world.community.lounge, menu.name, message)
        finally:
            cell.cell_contents = act
        manner = getattr(callback, FRAME)
        await assert_apology(world, world.read(result), menu.name, is_anonymous=manner.is_anonymous)


ACTS = {"make_seed", "tell_office"}
"""What the menus call, by name."""


async def test_past_the_frame_a_fault_would_stay_unknown(world: World) -> None:
    """The trap itself: discord.py only logs, SimCord's errors stay empty, no reference leads to the log."""
    await world.set_up()

    class Forgotten(discord.ui.DynamicItem[discord.ui.Button[Any]], template="forgotten-button"):
        @classmethod
        async def from_custom_id(cls, interaction: Any, item: Any, match: Any, /) -> Any:
            return cls(item)

        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            raise RuntimeError(SECRET)

    world.bot.add_dynamic_items(Forgotten)
    message = await post(world, discord.ui.Button(custom_id="forgotten-button", label="x"))
    result = await world.press(world.manager, message, "forgotten-button")
    assert not REFERENCE.search(world.read(result))
    await world.tick()
    assert world.read_channel(world.office) == []
    assert world.env.errors == []

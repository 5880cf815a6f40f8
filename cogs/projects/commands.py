"""The slash commands of projects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.i18n import C_, _
from bot.projects.refusals import NoSuchProject, NoSuchSeed
from bot.projects.views import LinkedSeed
from cogs.projects.panel import show_project, show_projects
from cogs.projects.staff_views import open_start, seed_label
from cogs.shared.commands import on_press, suggesting
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press
from cogs.shared.translator import cmd

SEED_OPTION = cmd(C_("option", "seed"))
PROJECT_OPTION = cmd(C_("option", "project"))


@app_commands.guild_only()
class ProjectCommands(
    commands.GroupCog,
    name="project_commands",
    group_name=cmd(C_("command", "project")),
    group_description=cmd(_("Projects: what becomes of seeds")),
):
    """/project …"""

    @app_commands.command(
        name=cmd(C_("command", "start")),
        description=cmd(_("Make a project of a seed and ask somebody to take it on (office)")),
    )
    @app_commands.rename(seed=SEED_OPTION)
    @app_commands.describe(seed=cmd(_("The seed it grows out of: choose from the list")))
    @on_press(right=Right.STAFF, opens_form=True)
    async def start(self, press: Press, seed: str) -> None:
        await open_start(press, await _chosen_seed(press, seed))

    @app_commands.command(name=cmd(C_("command", "list")), description=cmd(_("The projects there are")))
    @on_press()
    async def list_(self, press: Press) -> None:
        await show_projects(press)

    @app_commands.command(
        name=cmd(C_("command", "show")),
        description=cmd(_("One project: its people, roadmap and memos")),
    )
    @app_commands.rename(project=PROJECT_OPTION)
    @app_commands.describe(project=cmd(_("Which project: choose from the list")))
    @on_press()
    async def show(self, press: Press, project: str) -> None:
        await show_project(press, await _chosen_project(press, project))

    @start.autocomplete("seed")
    @suggesting
    async def suggest_seed(self, press: Press, typed: str) -> Sequence[app_commands.Choice[Any]]:
        if not may(press, Right.STAFF):
            return []
        return [
            app_commands.Choice(name=seed_label(seed), value=str(seed.id))
            for seed in await press.hub.projects.room.seeds_to_choose(press.community_id, typed)
        ]

    @show.autocomplete("project")
    @suggesting
    async def suggest_project(self, press: Press, typed: str) -> Sequence[app_commands.Choice[Any]]:
        found = await press.hub.projects.room.listing(press.community_id, is_staff=may(press, Right.STAFF))
        return [
            app_commands.Choice(name=line.name, value=str(line.id))
            for line in found
            if typed.casefold() in line.name.casefold()
        ]


async def _chosen_seed(press: Press, written: str) -> LinkedSeed:
    """The seed behind what stands in the option; `NoSuchSeed` if that is nothing, or more than one thing."""
    if _is_id(written):
        return await press.hub.projects.room.seed(press.community_id, int(written))
    found = await press.hub.projects.room.seeds_to_choose(press.community_id, written)
    if len(found) != 1:
        raise NoSuchSeed
    return found[0]


async def _chosen_project(press: Press, written: str) -> int:
    if _is_id(written):
        return int(written)
    lines = await press.hub.projects.room.listing(press.community_id, is_staff=may(press, Right.STAFF))
    found = [line.id for line in lines if written.strip().casefold() in line.name.casefold()]
    if len(found) != 1:
        raise NoSuchProject
    return found[0]


def _is_id(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 19

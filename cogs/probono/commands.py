"""The slash commands of probono."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.i18n import C_, _
from bot.seeds.seed import NoSuchSeed
from cogs.probono.need_panel import answer_need
from cogs.probono.need_steps import open_new_need
from cogs.probono.offer_steps import open_new_offer
from cogs.probono.plan_views import show_plan
from cogs.shared.commands import on_press, suggesting
from cogs.shared.permissions import Right, may, needs_staff
from cogs.shared.press import Press
from cogs.shared.translator import cmd


@app_commands.guild_only()
class ProbonoCommands(
    commands.GroupCog,
    name="probono_commands",
    group_name=cmd(C_("command", "probono")),
    group_description=cmd(_("Probono: help with skills, and ask for it")),
):
    """/probono …"""

    @app_commands.command(name=cmd(C_("command", "offer")), description=cmd(_("I can help with what I know")))
    @on_press(opens_form=True)
    async def offer(self, press: Press) -> None:
        await open_new_offer(press)

    @app_commands.command(name=cmd(C_("command", "need")), description=cmd(_("We need somebody who helps")))
    @app_commands.rename(seed=cmd(C_("option", "seed")))
    @app_commands.describe(seed=cmd(_("Office only: make a request of this seed")))
    @on_press(opens_form=True)
    async def need(self, press: Press, seed: str | None = None) -> None:
        if seed is None:
            await open_new_need(press)
            return
        needs_staff(press)
        made = await press.hub.probono.needs.from_seed(press.community_id, await _seed_id(press, seed))
        note = _("A draft with the public text of the seed. Its author is not in it.")
        await answer_need(press, made, note)

    @app_commands.command(
        name=cmd(C_("command", "plan")),
        description=cmd(_("Who could be asked for which need, all at once (office)")),
    )
    @on_press(right=Right.STAFF)
    async def plan(self, press: Press) -> None:
        await show_plan(press)

    @need.autocomplete("seed")
    @suggesting
    async def suggest_seed(self, press: Press, typed: str) -> Sequence[app_commands.Choice[Any]]:
        if not may(press, Right.STAFF):
            return []
        found = await press.hub.probono.needs.seeds_to_choose(press.community_id, typed)
        return [app_commands.Choice(name=f"#{seed.id} {seed.title}", value=str(seed.id)) for seed in found]


async def _seed_id(press: Press, written: str) -> int:
    """The seed behind what stands in the option; `NoSuchSeed` if that is nothing, or more than one thing."""
    if written.isascii() and written.isdigit() and len(written) < 19:
        return int(written)
    found = await press.hub.probono.needs.seeds_to_choose(press.community_id, written)
    if len(found) != 1:
        raise NoSuchSeed
    return found[0].id

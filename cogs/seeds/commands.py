"""The slash commands of seeds; each does what a button does."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.i18n import C_, _
from bot.seeds.rules import SUPPORT_LABELS, SupportKind
from cogs.seeds.choosing import chosen_seed, suggest_seeds
from cogs.seeds.own import show_mine
from cogs.seeds.posting import open_form
from cogs.seeds.review import show_review
from cogs.seeds.support import show_seed, support_by_command
from cogs.shared.commands import on_press, suggesting
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press
from cogs.shared.translator import cmd

SEED_OPTION = cmd(C_("option", "seed"))
WHICH_SEED = cmd(_("Choose one from the list, or write its number"))


@app_commands.guild_only()
class SeedCommands(
    commands.GroupCog,
    name="seed_commands",
    group_name=cmd(C_("command", "seed")),
    group_description=cmd(_("Problem seeds: post one, find some, support them")),
):
    """/seed …"""

    @app_commands.command(
        name=cmd(C_("command", "post")),
        description=cmd(_("Post a problem you noticed, with or without your name")),
    )
    @on_press(opens_form=True, is_anonymous=True)
    async def post(self, press: Press) -> None:
        await open_form(press)

    @app_commands.command(
        name=cmd(C_("command", "mine")),
        description=cmd(_("Your own seeds, and those that open with a receipt key")),
    )
    @on_press(is_anonymous=True)
    async def mine(self, press: Press) -> None:
        await show_mine(press)

    @app_commands.command(
        name=cmd(C_("command", "support")),
        description=cmd(_("Support a seed, or offer help; the same as its buttons")),
    )
    @app_commands.rename(seed=SEED_OPTION, kind=cmd(C_("option", "kind")))
    @app_commands.describe(seed=WHICH_SEED, kind=cmd(_("What you press")))
    @app_commands.choices(
        kind=[
            app_commands.Choice(name=cmd(label), value=kind.value) for kind, label in SUPPORT_LABELS.items()
        ]
    )
    @on_press(opens_form=True)
    async def support(self, press: Press, seed: str, kind: str) -> None:
        await support_by_command(press, chosen_seed(seed), SupportKind(kind))

    @app_commands.command(
        name=cmd(C_("command", "show")),
        description=cmd(_("One seed: its text, its state, and its buttons")),
    )
    @app_commands.rename(seed=SEED_OPTION)
    @app_commands.describe(seed=WHICH_SEED)
    @on_press()
    async def show(self, press: Press, seed: str) -> None:
        if may(press, Right.STAFF):
            await show_review(press, chosen_seed(seed))
        else:
            await show_seed(press, chosen_seed(seed))

    @support.autocomplete("seed")
    @show.autocomplete("seed")
    @suggesting
    async def _seeds(self, press: Press, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_seeds(press, typed)

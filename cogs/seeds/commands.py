"""The slash commands of seeds; each does what a button does."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.i18n import C_, _
from bot.seeds.rules import PUBLIC, SUPPORT_LABELS, SeedState, SupportKind
from bot.seeds.search_rules import FIRST_YEAR, LAST_YEAR, Order
from cogs.seeds.choosing import chosen_seed, suggest_seeds
from cogs.seeds.exporting import send_files
from cogs.seeds.own import show_mine
from cogs.seeds.posting import open_form
from cogs.seeds.review import show_review
from cogs.seeds.searching import Wanted, chosen_category, show_search
from cogs.seeds.support import show_seed, support_by_command
from cogs.shared.commands import on_press, suggesting
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press
from cogs.shared.translator import cmd

SEED_OPTION = cmd(C_("option", "seed"))
WHICH_SEED = cmd(_("Choose one from the list, or write its number"))


STATES = [
    app_commands.Choice(name=cmd(state.label), value=state.value) for state in SeedState if state in PUBLIC
]
ORDERS = [
    app_commands.Choice(name=cmd(C_("choice", "Best first (words in the title)")), value=Order.BEST.value),
    app_commands.Choice(name=cmd(C_("choice", "Newest first")), value=Order.NEWEST.value),
]


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

    @app_commands.command(
        name=cmd(C_("command", "search")),
        description=cmd(_("Look for seeds by words, category, state or year; only you see the answer")),
    )
    @app_commands.rename(
        words=cmd(C_("option", "words")),
        category=cmd(C_("option", "category")),
        state=cmd(C_("option", "state")),
        year=cmd(C_("option", "year")),
        order=cmd(C_("option", "order")),
    )
    @app_commands.describe(
        words=cmd(_("What you look for, with spaces between words; or a number such as #17")),
        category=cmd(_("Only seeds of this category")),
        state=cmd(_("Only seeds in this state")),
        year=cmd(_("Only seeds that were published in this calendar year")),
        order=cmd(_("Best first, unless you say otherwise")),
    )
    @app_commands.choices(state=STATES, order=ORDERS)
    @on_press()
    async def search(
        self,
        press: Press,
        words: app_commands.Range[str, 1, 100] | None = None,
        category: str | None = None,
        state: str | None = None,
        year: app_commands.Range[int, FIRST_YEAR, LAST_YEAR] | None = None,
        order: str | None = None,
    ) -> None:
        wanted = Wanted(
            words=words or "",
            category_id=await chosen_category(press, category) if category else None,
            state=SeedState(state) if state else None,
            year=year,
            order=Order(order) if order else Order.BEST,
        )
        await show_search(press, wanted)

    @search.autocomplete("words")
    @suggesting
    async def _titles(self, press: Press, typed: str) -> list[app_commands.Choice[str]]:
        found = await press.hub.seed_search.suggest(
            press.community_id, typed, is_staff=may(press, Right.STAFF)
        )
        return [app_commands.Choice(name=f"#{each.id} {each.title}", value=f"#{each.id}") for each in found]

    @search.autocomplete("category")
    @suggesting
    async def _categories(self, press: Press, typed: str) -> list[app_commands.Choice[str]]:
        names = await press.hub.seed_search.categories(press.community_id)
        return [app_commands.Choice(name=name, value=str(number)) for number, name in names if typed in name]

    @app_commands.command(
        name=cmd(C_("seed command", "export")),
        description=cmd(_("The public seeds as files, for Excel and for a web page (office)")),
    )
    @on_press(right=Right.STAFF)
    async def export(self, press: Press) -> None:
        await send_files(press)

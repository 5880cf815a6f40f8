"""Problem seeds: posting them, looking through them, supporting them, opening one's own with a key."""

from __future__ import annotations

from functools import partial

from discord.ext import commands

from bot.i18n import _
from cogs.seeds.answering import ItHelped, ReportDone
from cogs.seeds.asking import ask_without_name
from cogs.seeds.card import register_layouts
from cogs.seeds.commands import SeedCommands
from cogs.seeds.following import FollowingButton
from cogs.seeds.helping import HelpersButton
from cogs.seeds.keys import KeyButton, show_key
from cogs.seeds.menus import MayBecome, MayNot, add_menus
from cogs.seeds.own import MineButton, OwnButton
from cogs.seeds.panel import SeedsButton
from cogs.seeds.posting import PostButton
from cogs.seeds.review import KeepButton, PostAgainButton, RestButton, ReviewButton
from cogs.seeds.searching import OpenSearch
from cogs.seeds.settings import SeedsSettingsButton, show_seed_settings
from cogs.seeds.support import (
    AffectedButton,
    CanHelpButton,
    FollowButton,
    KnowsButton,
    MeTooButton,
    ShowButton,
    TakeBackButton,
    UnfollowButton,
)
from cogs.shared import home, screens

CONTROLS = (
    PostButton, SeedsButton, SeedsSettingsButton, KeyButton, OwnButton, MineButton, MayBecome, MayNot,
    MeTooButton, AffectedButton, CanHelpButton, KnowsButton, TakeBackButton,
    ShowButton, FollowButton, UnfollowButton, FollowingButton,
    ReviewButton, RestButton, KeepButton, PostAgainButton, HelpersButton, ReportDone, ItHelped, OpenSearch,
)  # fmt: skip


async def setup(bot: commands.Bot) -> None:
    """Add the commands, menus, buttons and layouts of this feature to the bot."""
    register_layouts()
    await bot.add_cog(SeedCommands())
    add_menus(bot)
    bot.add_dynamic_items(*CONTROLS)
    screens.register(screens.RECEIPT_KEY, partial(show_key, is_new=False))
    screens.register(screens.SEED_SETTINGS, show_seed_settings)
    screens.register(screens.ANONYMOUS_QUESTION, ask_without_name)
    home.offer("seed_post", order=10, button=lambda press: PostButton(press.say(_("Post a seed"))))
    home.offer("seeds", order=11, button=lambda press: SeedsButton(press.say(_("Problem seeds"))))

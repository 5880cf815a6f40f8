"""Probono: offers, needs, suggestions, and what the office presses to bring people together."""

from __future__ import annotations

from discord.ext import commands

from bot.i18n import _
from cogs.probono import need_panel, panel
from cogs.probono.commands import ProbonoCommands
from cogs.probono.hearing_views import HEARING_CONTROLS
from cogs.probono.need_moves import NEED_MOVE_CONTROLS
from cogs.probono.need_open import OPEN_NEED_CONTROLS
from cogs.probono.need_panel import OpenNeedPanel
from cogs.probono.need_steps import NEED_STEP_CONTROLS
from cogs.probono.offer_panel import OpenOffer
from cogs.probono.offer_rest import OFFER_REST_CONTROLS
from cogs.probono.offer_steps import OFFER_STEP_CONTROLS
from cogs.probono.office_lists import OFFICE_CONTROLS
from cogs.probono.panel import PANEL_CONTROLS, OpenProbono
from cogs.probono.plan_views import PLAN_CONTROLS
from cogs.probono.registration_figures import setup_figures
from cogs.probono.suggestion_answers import ANSWER_CONTROLS
from cogs.probono.suggestion_doors import doors_of_need, doors_of_panel
from cogs.probono.suggestion_forward import FORWARD_CONTROLS
from cogs.probono.suggestion_office import OFFICE_SUGGESTION_CONTROLS
from cogs.probono.suggestion_panel import SUGGESTION_CONTROLS
from cogs.probono.suggestion_table import TABLE_CONTROLS
from cogs.probono.suggestion_work import WORK_CONTROLS
from cogs.shared import home


async def setup(bot: commands.Bot) -> None:
    """Add the commands, buttons and layouts of this feature to the bot."""
    await bot.add_cog(ProbonoCommands())
    await setup_figures(bot)
    bot.add_dynamic_items(
        *PANEL_CONTROLS,
        OpenOffer,
        *OFFER_STEP_CONTROLS,
        *OFFER_REST_CONTROLS,
        OpenNeedPanel,
        *NEED_STEP_CONTROLS,
        *NEED_MOVE_CONTROLS,
        *OPEN_NEED_CONTROLS,
        *OFFICE_CONTROLS,
        *HEARING_CONTROLS,
        *SUGGESTION_CONTROLS,
        *ANSWER_CONTROLS,
        *FORWARD_CONTROLS,
        *WORK_CONTROLS,
        *OFFICE_SUGGESTION_CONTROLS,
        *TABLE_CONTROLS,
        *PLAN_CONTROLS,
    )
    panel.more_buttons["suggestions"] = doors_of_panel
    need_panel.more_buttons["suggestions"] = doors_of_need
    home.offer("probono", order=21, button=lambda press: OpenProbono(press.say(_("Probono"))))

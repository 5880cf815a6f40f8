"""Doors from the panels of probono and of a need to suggestions."""

from __future__ import annotations

from typing import Any

import discord

from bot.i18n import _
from bot.probono.states import NeedState
from bot.probono.views import Need
from cogs.shared.doors import Door
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press


def doors_of_panel(press: Press) -> list[discord.ui.Item[Any]]:
    """On the Probono panel: what goes on with me; for the office the plan, the skills and the settings."""
    made: list[discord.ui.Item[Any]] = [
        Door(press.say(_("What goes on with me")), "suggestion:0:mine", row=0)
    ]
    if may(press, Right.STAFF):
        made += [
            Door(press.say(_("Plan for all open needs")), "probono:0:plan", row=4),
            Door(press.say(_("Dictionary of skills")), "skills:0:open", row=4),
            Door(press.say(_("Channel and targets")), "probono:0:settings", row=4),
        ]
    return made


def doors_of_need(press: Press, need: Need) -> list[discord.ui.Item[Any]]:
    """On the panel of a need that somebody looks for: its table, for the office."""
    if not may(press, Right.STAFF) or need.state in (NeedState.DRAFT, NeedState.READY):
        return []
    primary = discord.ButtonStyle.primary
    return [Door(press.say(_("Look at the suggestions")), f"need:{need.id}:table", style=primary, row=4)]

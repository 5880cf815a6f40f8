"""The slash commands of series."""

from __future__ import annotations

from typing import ClassVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.events.form import EventForm
from bot.i18n import C_, _
from cogs.series.draft_views import open_new
from cogs.series.panel import show_series_list
from cogs.shared.commands import on_press
from cogs.shared.controls import HubButton, HubView, ViewButton
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press
from cogs.shared.translator import cmd


@app_commands.guild_only()
class SeriesCommands(
    commands.GroupCog,
    name="series_commands",
    group_name=cmd(C_("command", "series")),
    group_description=cmd(_("Meetings that come again (office)")),
):
    """/series …"""

    @app_commands.command(
        name=cmd(C_("command", "create")),
        description=cmd(_("Write meetings that come again, once for all of them (office)")),
    )
    @on_press(right=Right.STAFF, opens_form=True)
    async def create(self, press: Press) -> None:
        await begin_series(press)

    @app_commands.command(
        name=cmd(C_("command", "list")),
        description=cmd(_("The series with their next sessions (office)")),
    )
    @on_press(right=Right.STAFF)
    async def list_(self, press: Press) -> None:
        await show_series_list(press)


class NewSeries(HubButton, template="series:0:new"):
    """[New series]."""

    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        await begin_series(press)


async def begin_series(press: Press) -> None:
    """The form at once; or a choice, where there is an earlier event to start from."""
    last = await press.hub.drafts.last_form(press.community_id)
    if last is None:
        await open_new(press, EventForm())
        return
    buttons = (
        _form_button(press.say(_("Write a new one")), EventForm()),
        _form_button(press.say(_("Start from the last one")), last),
    )
    await press.answer(_("How would you like to begin?"), view=HubView(*buttons))


def _form_button(label: str, form: EventForm) -> ViewButton:
    async def open_form(press: Press) -> None:
        needs_staff(press)
        await open_new(press, form)

    return ViewButton(label, open_form, style=discord.ButtonStyle.primary, opens_form=True)

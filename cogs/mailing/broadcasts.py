"""/broadcast and its button on the home panel: the list of messages to many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import Moment
from bot.i18n import C_, Text, _
from bot.mailing.broadcast_rules import Broadcast, BroadcastState
from cogs.mailing.broadcast_panel import open_new, show
from cogs.shared.commands import on_press
from cogs.shared.controls import HubButton, HubView, ViewButton, ViewSelect
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.translator import cmd


async def setup(bot: commands.Bot) -> None:
    """Add what belongs to messages to many."""
    await bot.add_cog(BroadcastCommand())
    bot.add_dynamic_items(OpenBroadcasts)


class BroadcastCommand(commands.Cog):
    @app_commands.command(
        name=cmd(C_("command", "broadcast")),
        description=cmd(_("Write to many at once: channel, mail, direct messages (office)")),
    )
    @app_commands.guild_only()
    @on_press(right=Right.STAFF)
    async def broadcast(self, press: Press) -> None:
        await show_list(press)


class OpenBroadcasts(HubButton, template="broadcast:0:list"):
    """[Message to many]: the list, from the outbox."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_list(press)


async def show_list(press: Press) -> None:
    """The latest messages, and a button to write a new one."""
    found = await press.hub.to_many.broadcasts.listing(press.community_id)
    lines = [press.say(_line(each)) for each in found]
    nothing = press.say(_("No message was written yet. With the button below you write the first one."))
    embed = discord.Embed(
        title=press.say(C_("button", "Message to many")), description="\n".join(lines) or nothing
    )
    view = HubView(_NewButton(press))
    if found:
        view.add_item(_OpenMenu(press, found))
    await press.answer(embed=embed, view=view)


def _line(broadcast: Broadcast) -> Text:
    at = broadcast.sent_at or broadcast.leaves_at
    if at is None:
        return _("・{state}: {title}", state=broadcast.state.label, title=broadcast.title)
    return _(
        "・{state} ({moment}): {title}",
        state=broadcast.state.label,
        moment=Moment(at, broadcast.tz),
        title=broadcast.title,
    )


class _NewButton(ViewButton):
    right: ClassVar[Right] = Right.STAFF

    def __init__(self, press: Press) -> None:
        super().__init__(press.say(_("Write a new one")), style=discord.ButtonStyle.primary, opens_form=True)

    async def press(self, press: Press) -> None:
        await open_new(press)


class _OpenMenu(ViewSelect):
    right: ClassVar[Right] = Right.STAFF

    def __init__(self, press: Press, found: Sequence[Broadcast]) -> None:
        options = [
            discord.SelectOption(
                label=each.title,
                description=press.say(each.state.label),
                value=str(each.id),
                emoji="⏳" if each.state is BroadcastState.PLANNED else None,
            )
            for each in found
        ]
        super().__init__(options, placeholder=press.say(_("Open one")), updates=True)

    async def press(self, press: Press) -> None:
        chosen = int(self.values[0])
        await show(press, await press.hub.to_many.broadcasts.get(press.community_id, chosen))

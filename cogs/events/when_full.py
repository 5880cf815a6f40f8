"""What staff are asked when no seat is free for somebody whom they want to seat."""

from __future__ import annotations

from collections.abc import Callable

import discord

from bot.events.on_behalf import Account, Placed, WhenFull
from bot.events.rules import Mode
from bot.i18n import _
from cogs.events.embeds import seats_line
from cogs.events.people_texts import mode_text
from cogs.shared.controls import HubView, OnPress, ViewButton
from cogs.shared.press import Press


def account_of(press: Press) -> Account:
    """Whoever presses, as the history names them."""
    return Account(press.user_id, press.display_name)


async def ask_when_full(
    press: Press, placed: Placed, mode: Mode, do: Callable[[WhenFull], OnPress], back: OnPress
) -> None:
    """No seat is free: over capacity, to the end of the line, or neither. ``do`` makes the press for each."""
    seats = placed.event.seats[mode]
    lines = [
        _("No seat is free for that: {mode}, {seats}.", mode=mode_text(mode), seats=seats_line(seats)),
        _("You can give a seat beyond the capacity. Nobody loses theirs by it."),
    ]
    await press.update(
        "\n".join(press.say(line) for line in lines),
        view=HubView(
            ViewButton(
                press.say(_("Give a seat all the same")),
                do(WhenFull.EXCEED),
                style=discord.ButtonStyle.danger,
                updates=True,
            ),
            ViewButton(press.say(_("Put on the waiting list")), do(WhenFull.QUEUE), updates=True),
            ViewButton(press.say(_("Go back")), back, updates=True),
        ),
    )

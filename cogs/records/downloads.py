"""The participants as a file, for the office alone; the staff channel reads who took it."""

from __future__ import annotations

import io
from typing import Any, ClassVar

import discord

from bot.events.on_behalf import Account
from bot.i18n import _, _n
from cogs.shared.controls import HubButton
from cogs.shared.permissions import Right
from cogs.shared.press import Press


class ListButton(HubButton, template="record:{event_id:d}:list"):
    """[Participants as a file]."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await send_list(press, self.event_id)


DOWNLOAD_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (ListButton,)


async def send_list(press: Press, event_id: int) -> None:
    """Answer with the file, and say that the colleagues are told."""
    by = Account(press.user_id, press.display_name)
    made = await press.hub.exports.participants(press.community_id, by, event_id, press.lang)
    lines = [
        _n(
            "The list of participants: {count} person. It opens in Excel and other spreadsheets.",
            "The list of participants: {count} people. It opens in Excel and other spreadsheets.",
            count=made.people,
        ),
        _("Please delete the file when you no longer need it. The staff channel is told that you took it."),
    ]
    await press.answer(
        "\n".join(press.say(line) for line in lines),
        files=[discord.File(io.BytesIO(made.content), filename=made.filename)],
    )

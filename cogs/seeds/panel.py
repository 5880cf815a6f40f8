"""[Problem seeds] on the home panel: everything that one can do with seeds, behind one button."""

from __future__ import annotations

import discord

from bot.i18n import C_, _
from cogs.seeds.following import FollowingButton
from cogs.seeds.keys import KeyButton
from cogs.seeds.own import MineButton
from cogs.seeds.posting import PostButton
from cogs.seeds.settings import SeedsSettingsButton
from cogs.shared.controls import HubButton, HubView
from cogs.shared.doors import Door
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press

SEARCH = "seeds:0:search"


class SeedsButton(HubButton, template="seed:0:panel"):
    """It leaves no trace either: the next press may be that of somebody who wants to stay unknown."""

    is_anonymous = True

    async def press(self, press: Press) -> None:
        words = _(
            "**Problem seeds**\nWhat troubles people here, and "
            "who can help. You can post one with or without "
            "your name, find others and support them."
        )
        view = HubView(
            PostButton(press.say(_("Post a seed")), style=discord.ButtonStyle.primary),
            Door(press.say(_("Find seeds")), SEARCH),
            MineButton(press.say(C_("button", "My seeds"))),
            KeyButton(press.say(_("Open with the key")), seed_id=0),
            FollowingButton(press.say(C_("button", "What I follow"))),
        )
        if may(press, Right.STAFF):
            view.add_item(SeedsSettingsButton(press.say(C_("button", "How seeds are taken"))))
        await press.answer(words, view=view)

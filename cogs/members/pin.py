"""[Pin the home panel here]: a public post whose buttons open the private panel for whoever presses."""

from __future__ import annotations

import logging

import discord

from bot.errors import N_, UserError
from bot.i18n import Text, _, joined
from cogs.members.help import OpenHelp
from cogs.members.home import OpenHome
from cogs.members.my import OpenMy
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import PERMISSION_NAMES, Right
from cogs.shared.press import Press
from cogs.shared.renderers import escape

_log = logging.getLogger(__name__)

NEEDED = ("view_channel", "send_messages")


class CannotPostHere(UserError):
    sentence = N_(
        "The bot may not post in this channel. Please open Edit Channel → Permissions, "
        "switch on {permissions} for the bot, and press the button again."
    )


class PinHome(HubButton, template="home:0:pin"):
    """Posts the panel into the channel of the press and pins it."""

    right = Right.STAFF

    async def press(self, press: Press) -> None:
        message = await _post(press)
        try:
            await message.pin()
        except discord.HTTPException as refusal:
            _log.info("the home panel could not be pinned: status %s, code %s", refusal.status, refusal.code)
            await press.answer(
                _(
                    "The home panel is posted, but the bot could not pin it. "
                    "Please pin it by hand, or switch on “{permission}” for the bot in this channel.",
                    permission=PERMISSION_NAMES["pin_messages"],
                )
            )
        else:
            await press.answer(_("The home panel is posted and pinned here. Its buttons work for everybody."))


async def _post(press: Press) -> discord.Message:
    interaction = press.interaction
    off: list[Text] = [
        PERMISSION_NAMES[name] for name in NEEDED if not getattr(interaction.app_permissions, name)
    ]
    if off or interaction.channel_id is None:
        raise CannotPostHere(permissions=joined(*off))
    # a fresh message, not an answer: an answer in public would show who pressed
    place = interaction.client.get_partial_messageable(interaction.channel_id, guild_id=interaction.guild_id)
    lang = press.community.language
    return await place.send(_words(press).to(lang, escape), view=_buttons(lang), silent=True)


def _words(press: Press) -> Text:
    return _(
        "**Home of {community}**\nEvents, your answers and your settings, all behind these buttons. "
        "Only you see what you open.",
        community=press.community.name,
    )


def _buttons(lang: str) -> HubView:
    return HubView(
        OpenHome(_("Open my home").to(lang), style=discord.ButtonStyle.primary),
        OpenMy(_("My answers").to(lang)),
        OpenHelp(_("How to use").to(lang)),
        timeout=None,
    )

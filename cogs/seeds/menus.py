"""The menu under a message: make a seed of it, or ask the office to look at it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.clock import to_local
from bot.errors import N_, UserError
from bot.i18n import C_, Text, _
from bot.outbox.couriers import CourierError
from bot.seeds.reports import REPORT_LENGTH
from bot.seeds.rules import TEXT_LENGTH
from cogs.seeds.forms import QuietForm
from cogs.seeds.posting import post_from
from cogs.shared.commands import PressedMessage, message_menu
from cogs.shared.controls import HubButton, HubView
from cogs.shared.press import Press
from cogs.shared.refusals import courier_errors
from cogs.shared.renderers import escape
from cogs.shared.translator import cmd

if TYPE_CHECKING:
    from bot.hub import Hub

ASKED_FOR_DAYS = 7
"""So long somebody can say yes; nothing but their own direct message remembers that they were asked."""


class NoWords(UserError):
    sentence = N_("There are no words in this message. Please choose one with a text.")


class WrittenByABot(UserError):
    sentence = N_("This was written by a bot. Please choose a message of a person.")


class CannotBeAsked(UserError):
    sentence = N_(
        "This person cannot be written to by the bot, so nobody was asked and nothing was stored. "
        "You can ask them yourself to post it."
    )


class AskedTooLate(UserError):
    sentence = N_(
        "More than {days} days have passed since you were asked, so this was dropped; nothing was stored. "
        "You can post a seed yourself at any time with “Post a seed”."
    )


def add_menus(bot: commands.Bot) -> None:
    """Put both entries under every message."""
    for menu in (
        message_menu(cmd(C_("menu", "Make a seed of this")), make_seed, opens_form=True, is_anonymous=True),
        message_menu(cmd(C_("menu", "Tell the office")), tell_office, opens_form=True, is_anonymous=True),
    ):
        bot.tree.add_command(menu, override=True)


async def make_seed(press: Press, message: PressedMessage) -> None:
    """One's own message fills the form; the writer of somebody else's is asked in private first."""
    if message.author_is_bot:
        raise WrittenByABot
    if not message.content.strip():
        raise NoWords
    if message.author_id == press.user_id:
        await post_from(press, message.content)
        return
    await _ask_writer(press, message)


async def _ask_writer(press: Press, message: PressedMessage) -> None:
    """Directly and once: a row of the outbox would remember somebody who has not said yes."""
    await press.voice.acknowledge(update=False)
    hub = press.hub
    community = press.community
    now = hub.clock()
    if hub.new_dms.wait_until(now, patient=False) is not None:
        await press.answer(_("Too many people are being written to just now. Please try again in a minute."))
        return
    hub.seeds.asked_writers.use(press.community_id, press.user_id, to_local(now, community.tz).date())
    client = press.interaction.client
    try:
        with courier_errors(client):
            channel = await client.create_dm(discord.Object(message.author_id))
            await channel.send(
                _asking(community.name).to(community.language, escape),
                embed=discord.Embed(description=escape(message.content[:TEXT_LENGTH])),
                view=_answers(press.community_id, community.language),
                allowed_mentions=discord.AllowedMentions.none(),
            )
    except CourierError as refusal:
        hub.seeds.asked_writers.give_back(press.community_id, press.user_id)
        raise CannotBeAsked from refusal
    await press.answer(
        _(
            "The writer was asked in private. Nothing is stored "
            "unless they say yes; after 7 days it is dropped."
        )
    )


def _asking(community_name: str) -> Text:
    return _(
        "〈{community}〉Somebody thinks that what you wrote "
        "there would be a good seed (a problem worth looking "
        "at together). Nothing is stored yet. May it become one? You can change it first, and choose whether "
        "your name stands under it. Without an answer within 7 days it is dropped.",
        community=community_name,
    )


def _answers(community_id: int, lang: str) -> HubView:
    view = HubView(
        MayBecome(
            C_("button", "Look at it and post it").to(lang),
            style=discord.ButtonStyle.primary,
            community_id=community_id,
        ),
        MayNot(C_("button", "No").to(lang), community_id=community_id),
        timeout=None,
    )
    view.stop()
    return view


class _OfAsked:
    community_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return self.community_id


class MayBecome(_OfAsked, HubButton, template="seedask:{community_id:d}:yes"):
    """The form, filled with what stands in the letter; it is the only place where that is kept."""

    is_anonymous = True
    opens_form = True

    async def press(self, press: Press) -> None:
        message = press.interaction.message
        assert message is not None
        if (press.hub.clock() - message.created_at).days >= ASKED_FOR_DAYS:
            raise AskedTooLate(days=ASKED_FOR_DAYS)
        words = message.embeds[0].description if message.embeds else ""
        await post_from(press, _unescaped(words or ""))


class MayNot(_OfAsked, HubButton, template="seedask:{community_id:d}:no"):
    is_anonymous = True

    async def press(self, press: Press) -> None:
        await press.answer(_("Then not. Nothing is stored, and whoever suggested it is not told."))


def _unescaped(words: str) -> str:
    """What was written, before `escape` made it safe to show."""
    return re.sub(r"\\([^\w\s])", r"\1", words.replace("\u200b", ""))


async def tell_office(press: Press, message: PressedMessage) -> None:
    """A form with one box that may stay empty."""
    await press.open_form(ReportForm(press, message))


class ReportForm(QuietForm):
    def __init__(self, press: Press, message: PressedMessage) -> None:
        super().__init__(press, C_("form", "Tell the office"))
        self._message = message
        self._reason = self.box(
            "reason",
            _("What the office should know (may stay empty)"),
            "",
            REPORT_LENGTH,
            description=_("Your name is not stored. The writer is not told who it was."),
            is_required=False,
        )

    async def submitted(self, press: Press) -> None:
        await press.hub.seeds.reports.report(
            press.community_id, press.user_id, self._message.channel_id, self._message.id, self._reason.value
        )
        await press.answer(_("The office looks at it. Your name is stored nowhere. Thank you for telling."))

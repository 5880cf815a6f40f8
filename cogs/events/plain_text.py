"""/event text: the announcement as plain text, in the language in which it will be read."""

from __future__ import annotations

import io
from typing import ClassVar

import discord

from bot.i18n import LANGUAGES, _
from bot.mirrors.plain_text import plain_text
from cogs.shared import limits
from cogs.shared.controls import HubButton, HubView, ViewButton
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press
from cogs.shared.server_settings import LANGUAGE_NAMES

FENCE = "```"
FILENAME = "announcement.txt"


class PlainTextButton(HubButton, template="event:{event_id:d}:text"):
    """[Text for mail and web] under /event show, for staff."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_plain_text(press, self.event_id)


async def show_plain_text(press: Press, event_id: int, lang: str | None = None) -> None:
    """The text in the community's language, with a button for the other one."""
    hub, lang = press.hub, lang or press.community.language
    event = await hub.events.show(press.community_id, event_id, is_staff=True)
    card = await hub.mirrors.link_to_card(press.community_id, event_id)
    text = plain_text(event, press.community.name, card, lang, hub.clock())
    hint = press.say(_("Please copy this text. The online link is not in it."))
    view = HubView(*(_other_language(press, event_id, each) for each in LANGUAGES if each != lang))
    fenced = f"{hint}\n{FENCE}\n{text}\n{FENCE}"
    if FENCE in text or len(fenced) > limits.CONTENT:
        file = discord.File(io.BytesIO(text.encode()), filename=FILENAME)
        await press.answer(hint, view=view, files=[file])
    else:
        await press.answer(fenced, view=view)


def _other_language(press: Press, event_id: int, lang: str) -> ViewButton:
    async def show(press: Press) -> None:
        needs_staff(press)
        await show_plain_text(press, event_id, lang)

    return ViewButton(press.say(LANGUAGE_NAMES[lang]), show)

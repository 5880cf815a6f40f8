"""The receipt key (合言葉): shown once, noted by its author, asked for in a form; and being notified."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord

from bot.errors import UserError
from bot.i18n import C_, Raw, Text, _, text_of
from bot.seeds.proving import KeyDoesNotFit
from bot.seeds.rules import Origin, Readers
from bot.seeds.sealing import KeyUnreadable, ReceiptKey, read_key
from bot.seeds.seed import Seed
from cogs.seeds.forms import QuietForm
from cogs.seeds.own import show_own
from cogs.seeds.passing import QuietButton
from cogs.shared.controls import HubButton, HubView, OnPress
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub

MOST = 60
"""Characters of a typed key, dashes and blanks included."""


class KeyButton(HubButton, template="seed:{seed_id:d}:key"):
    """[Open with the key]: on the home panel (number 0) and under letters to anonymous authors."""

    seed_id: int
    is_anonymous = True
    opens_form = True

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.seeds.authors.community_of(self.seed_id)

    async def press(self, press: Press) -> None:
        await open_key_form(press)


async def open_key_form(press: Press) -> None:
    """A key is never a command's option: a command that Discord does not catch is posted as plain text."""
    await press.open_form(KeyForm(press))


class KeyForm(QuietForm):
    """``typed`` fills it: one sign is corrected more easily than all are typed anew."""

    def __init__(self, press: Press, typed: str = "") -> None:
        super().__init__(press, _("Open with the key"))
        self._key = self.box(
            "key",
            _("Receipt key"),
            typed,
            MOST,
            hint=Text("17-KJ3M-8XQP-2WRT-9HZB"),
            is_long=False,
        )

    async def submitted(self, press: Press) -> None:
        typed = self._key.value
        try:
            key = read_key(typed)
            own = await press.hub.seeds.authors.open(press.community_id, key.seed_id, key)
        except (KeyUnreadable, KeyDoesNotFit) as no:
            await _ask_again(press, typed, no)
            return
        await show_own(press, own, key)


async def _ask_again(press: Press, typed: str, no: UserError) -> None:
    """The key itself stands in the form only, not in the message."""

    async def again(press: Press) -> None:
        await press.open_form(KeyForm(press, typed))

    button = QuietButton(press, C_("button", "Enter it again"), again, opens_form=True)
    await press.update(text_of(no), view=HubView(button))


def reached(seed: Seed) -> Text:
    """Above the key of a seed that was just stored."""
    if seed.origin is Origin.QUESTION:
        return _(
            "Your question (#{number}) has reached the office. "
            "Only the office reads it; it is never published.",
            number=seed.id,
        )
    if seed.readers is Readers.OFFICE:
        return _(
            "Your seed #{number} has reached the office. Only the office reads it; it is never published.",
            number=seed.id,
        )
    return _("Your seed #{number} has reached the office. Thank you for writing.", number=seed.id)


async def show_key(
    press: Press, key: ReceiptKey, headline: Text, more: Sequence[Text] = (), *, is_new: bool = True
) -> None:
    """The only time the key is shown: what it is for, and what is lost without it.

    ``more`` stays on every screen that follows; ``is_new``: the office has yet to look at the seed.
    """
    lines = [
        headline,
        _("This is your receipt key. Please copy it now:"),
        Text("```\n{key}\n```", {"key": Raw(str(key))}),
        _(
            "**Once you close this, it can never be shown again.** "
            "With the key you read what the office asks, "
            "answer, change or delete the seed (“Open with the "
            "key” on the home panel). Without it nobody can "
            "show you anything, because nobody knows who you are."
        ),
        _(
            "“Notify me” sends you a direct message when something happens. For that a link to you is kept, "
            "encrypted, and whoever runs the bot could open it; it goes when the seed is closed. "
            "Without it, please look in with your key from time to time."
        ),
        *more,
    ]

    async def noted(press: Press) -> None:
        good = (
            _("Good. The office looks at it within some days. Open it at any time with your key.")
            if is_new
            else _("Good. Open it at any time with your key.")
        )
        await press.update("\n".join(press.say(line) for line in [good, *more]))

    async def notify(press: Press) -> None:
        try:
            await press.hub.seeds.authors.notify(press.community_id, key, press.user_id, wanted=True)
        except UserError as no:
            await press.answer(text_of(no))
            return
        told = _("You will be notified by direct message. You can take that back with your key.")
        words = "\n".join(press.say(line) for line in [*lines[:4], told, *more])
        await press.update(words, view=HubView(_noted_button(press, noted)))

    view = HubView(
        _noted_button(press, noted),
        QuietButton(press, _("Notify me"), notify),
    )
    words = "\n".join(press.say(line) for line in lines)
    if (
        press.interaction.guild_id is None
    ):  # a direct message stays where it is: the key is not written into it
        await press.update(lines[0])
        await press.answer(words, view=view)
    else:
        await press.update(words, view=view)


def _noted_button(press: Press, noted: OnPress) -> QuietButton:
    return QuietButton(press, _("I have noted it"), noted, style=discord.ButtonStyle.primary)

"""The form of a seed: one required box, and two choices that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import discord

from bot.i18n import Text, _
from bot.seeds.rules import LINE_LENGTH, TEXT_LENGTH, TITLE_LENGTH, Origin, Readers
from bot.seeds.seed import Written
from cogs.shared.controls import HubModal
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub

Then = Callable[[Press, Written], Awaitable[None]]
HIDDEN, SHOWN = "hidden", "shown"


class QuietForm(HubModal):
    """A form that leaves no trace of who filled it, in direct messages too."""

    is_anonymous = True
    updates = True

    def __init__(self, press: Press, title: Text) -> None:
        super().__init__(press.say(title))
        self._press = press
        self._community_id = press.community_id

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id

    def box(
        self,
        name: str,
        label: Text,
        value: str,
        most: int,
        *,
        hint: Text | None = None,
        description: Text | None = None,
        is_required: bool = True,
        is_long: bool = True,
    ) -> discord.ui.TextInput[Any]:
        """One text box, filled with ``value``."""
        say = self._press.say
        field = discord.ui.TextInput[Any](
            custom_id=name,
            default=value[:most] or None,
            max_length=most,
            placeholder=None if hint is None else say(hint),
            required=is_required,
            style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
        )
        below = None if description is None else say(description)
        self.add_item(discord.ui.Label(text=say(label), description=below, component=field))
        return field

    def choice(
        self, name: str, label: Text, options: list[tuple[str, Text, Text | None]], chosen: str
    ) -> discord.ui.RadioGroup[Any]:
        """One choice of several; each option has a value, a label and perhaps an explanation."""
        say = self._press.say
        group = discord.ui.RadioGroup[Any](
            custom_id=name,
            options=[
                discord.RadioGroupOption(
                    label=say(words),
                    value=value,
                    description=None if more is None else say(more),
                    default=value == chosen,
                )
                for value, words, more in options
            ],
        )
        self.add_item(discord.ui.Label(text=say(label), component=group))
        return group


class SeedForm(QuietForm):
    """Posting a seed. ``written`` fills the boxes, when it is opened again."""

    def __init__(self, press: Press, written: Written, then: Then) -> None:
        super().__init__(press, _("Post a seed"))
        self._then = then
        self._origin = written.origin
        self._text = self.box(
            "text",
            _("What troubles you, what you noticed"),
            written.text,
            TEXT_LENGTH,
            description=_("It need not be well written. The office reads it before anybody else."),
        )
        self._title = self.box(
            "title",
            _("Title (may stay empty)"),
            written.title,
            TITLE_LENGTH,
            is_required=False,
            is_long=False,
        )
        self._readers = self.choice(
            "readers",
            _("Who may read it"),
            [
                (
                    Readers.EVERYONE.value,
                    _("Everyone in this server"),
                    _("After the office has looked at it"),
                ),
                (Readers.OFFICE.value, _("The office only"), _("As a consultation; it is never published")),
            ],
            written.readers.value,
        )
        self._name = self.choice(
            "name",
            _("My name"),
            [
                (
                    HIDDEN,
                    _("Not shown, to the office either"),
                    _("You get a key, with which you read answers"),
                ),
                (SHOWN, _("Shown"), None),
            ],
            SHOWN if written.is_named else HIDDEN,
        )

    async def submitted(self, press: Press) -> None:
        written = Written(
            title=self._title.value,
            text=self._text.value,
            readers=Readers(self._readers.value or Readers.EVERYONE.value),
            is_named=self._name.value == SHOWN,
            origin=self._origin,
        )
        await self._then(press, written)


class WordsForm(QuietForm):
    """One long box: an answer, a message to the office."""

    def __init__(
        self,
        press: Press,
        title: Text,
        label: Text,
        then: Callable[[Press, str], Awaitable[None]],
        *,
        value: str = "",
        most: int = LINE_LENGTH,
        description: Text | None = None,
    ) -> None:
        super().__init__(press, title)
        self._then = then
        self._words = self.box("words", label, value, most, description=description)

    async def submitted(self, press: Press) -> None:
        await self._then(press, self._words.value)


def empty(origin: Origin = Origin.FORM, text: str = "") -> Written:
    """The form as it is opened first: everyone reads it, no name is shown."""
    return Written("", text, origin=origin)

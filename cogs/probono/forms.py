"""The base of the forms: boxes and choices by name; a refusal gives everything back that was typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import discord

from bot.clock import LocalDate
from bot.errors import UserError
from bot.i18n import C_, Text, _, text_of
from bot.probono.rules import Actor, ChangedMeanwhile
from cogs.shared.controls import HubView, ViewButton
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then, Typed

if TYPE_CHECKING:
    from bot.hub import Hub


class Labelled(Protocol):
    """A value of an enumeration that people choose from."""

    @property
    def value(self) -> str: ...
    @property
    def label(self) -> Text: ...


def actor(press: Press) -> Actor:
    """Who presses, with the rights of this moment."""
    return Actor(press.user_id, press.display_name, may(press, Right.STAFF))


class ProbonoForm(StaffForm):
    """A form for whoever the use case lets; works in direct messages too."""

    right: ClassVar[Right] = Right.MEMBER

    def __init__(self, press: Press, title: Text, then: Then) -> None:
        super().__init__(press, title, then)
        self._community_id = press.community_id
        self._read: dict[str, Callable[[], Any]] = {}

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id

    def choice(self, name: str, label: Text, kinds: Iterable[Labelled], chosen: str | None) -> None:
        """One of several, shown as round buttons; may be left open."""
        group = discord.ui.RadioGroup[Any](
            custom_id=name,
            required=False,
            options=[
                discord.RadioGroupOption(
                    label=self._press.say(kind.label), value=kind.value, default=kind.value == chosen
                )
                for kind in kinds
            ],
        )
        self._read[name] = lambda: group.value
        self.add_item(discord.ui.Label(text=self._press.say(label), component=group))

    def ticks(self, name: str, label: Text, kinds: Iterable[Labelled], chosen: Collection[str]) -> None:
        """Any number of a few."""
        group = discord.ui.CheckboxGroup[Any](
            custom_id=name,
            required=False,
            min_values=0,
            options=[
                discord.CheckboxGroupOption(
                    label=self._press.say(kind.label), value=kind.value, default=kind.value in chosen
                )
                for kind in kinds
            ],
        )
        self._read[name] = lambda: list(group.values)
        self.add_item(discord.ui.Label(text=self._press.say(label), component=group))

    def menu(
        self, name: str, label: Text, kinds: Iterable[Labelled], chosen: Collection[str], *, most: int = 0
    ) -> None:
        """Any number of many; ``most`` 0: all of them."""
        options = [
            discord.SelectOption(
                label=self._press.say(kind.label), value=kind.value, default=kind.value in chosen
            )
            for kind in kinds
        ]
        select = discord.ui.Select[Any](
            custom_id=name,
            required=False,
            min_values=0,
            max_values=most or len(options),
            options=options,
        )
        self._read[name] = lambda: list(select.values)
        self.add_item(discord.ui.Label(text=self._press.say(label), component=select))

    def tick(self, name: str, label: Text, *, is_on: bool) -> None:
        """Yes or no."""
        box = discord.ui.Checkbox[Any](custom_id=name, default=is_on)
        self._read[name] = lambda: bool(box.value)
        self.add_item(discord.ui.Label(text=self._press.say(label), component=box))

    def chosen(self) -> Typed:
        return {name: read() for name, read in self._read.items()}


MakeForm = Callable[[Press, Typed, Then], StaffForm]


class InCommunity(ViewButton):
    """A passing button that knows its community in a direct message too."""

    def __init__(self, press: Press, label: Text, on_press: Any, **kwargs: Any) -> None:
        self._community_id = press.community_id
        super().__init__(press.say(label), on_press, **kwargs)

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id


def correct(press: Press, again: Callable[[Press], Awaitable[None]]) -> InCommunity:
    """[Correct it]: the form again, as it was filled."""
    return InCommunity(press, _("Correct it"), again, style=discord.ButtonStyle.primary, opens_form=True)


def kept(then: Then, form: MakeForm) -> Then:
    """``then``, but what was typed is not lost by a refusal."""

    async def do(press: Press, typed: Typed) -> None:
        async def again(press: Press) -> None:
            await press.open_form(form(press, typed, do))

        try:
            await then(press, typed)
        except UserError as no:
            await press.update(text_of(no), view=HubView(correct(press, again)))

    return do


@dataclass(frozen=True, slots=True)
class Step:
    """One form about something that somebody else may change at the same time.

    ``save`` gets the revision from which the form was filled; ``show`` shows the whole thing again with a
    note; ``look`` reads what stands there now.
    """

    form: MakeForm
    save: Callable[[Press, int, Typed], Awaitable[Any]]
    show: Callable[[Press, Text | None], Awaitable[None]]
    look: Callable[[Press], Awaitable[tuple[int, discord.Embed]]]


async def open_step(press: Press, step: Step, typed: Typed, revision: int) -> None:
    """The form; what was typed is given back with a refusal, beside what others wrote meanwhile."""

    async def do(press: Press, typed: Typed) -> None:
        try:
            await step.save(press, revision, typed)
        except UserError as no:
            await _give_back(press, step, typed, revision, no)
        else:
            await step.show(press, _("Saved."))

    await press.open_form(step.form(press, typed, do))


async def _give_back(press: Press, step: Step, typed: Typed, revision: int, no: UserError) -> None:
    embed = None
    if isinstance(no, ChangedMeanwhile):
        revision, embed = await step.look(press)

    async def again(press: Press) -> None:
        await open_step(press, step, typed, revision)

    async def back(press: Press) -> None:
        await step.show(press, None)

    view = HubView(correct(press, again), InCommunity(press, C_("button", "Go back"), back, updates=True))
    await press.update(text_of(no), embed=embed, view=view)


def day_text(press: Press, first: Any, last: Any) -> str:
    """From when until when, in words; empty where both are open."""
    match first, last:
        case None, None:
            return ""
        case _, None:
            return press.say(_("from {day}", day=LocalDate(first)))
        case None, _:
            return press.say(_("until {day}", day=LocalDate(last)))
        case _:
            return press.say(_("{first} to {last}", first=LocalDate(first), last=LocalDate(last)))

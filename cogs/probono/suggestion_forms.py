"""The forms of suggestions. A refusal is told with [Correct it], which opens the form as it was filled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

import discord

from bot.errors import UserError
from bot.i18n import Text, _, text_of
from bot.probono.rules import TEXT_LENGTH, ConsentWay
from bot.probono.suggestion_views import Suggestion
from cogs.shared.controls import HubView, ViewButton
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then, Typed

if TYPE_CHECKING:
    from bot.hub import Hub

MILESTONES_LENGTH = 1200


class SideForm(StaffForm):
    """A form for whoever the use case lets; it knows its community in a direct message too."""

    right: ClassVar[Right] = Right.MEMBER

    def __init__(self, press: Press, title: Text, then: Then) -> None:
        super().__init__(press, title, then)
        self._community_id = press.community_id

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id


class _Correct(ViewButton):
    def __init__(self, press: Press, again: Callable[[Press], Any]) -> None:
        self._community_id = press.community_id
        super().__init__(
            press.say(_("Correct it")), again, style=discord.ButtonStyle.primary, opens_form=True
        )

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id


def kept(then: Then, form: Callable[[Press, Typed, Then], StaffForm]) -> Then:
    """``then``, but what was typed is not lost by a refusal."""

    async def do(press: Press, typed: Typed) -> None:
        async def again(press: Press) -> None:
            await press.open_form(form(press, typed, do))

        try:
            await then(press, typed)
        except UserError as no:
            await press.update(text_of(no), view=HubView(_Correct(press, again)))

    return do


class DateForm(SideForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("Set the date"), then)
        self.box("when", _("Day and time"), typed.get("when", ""), 60, hint=_("12/17 19:00"), required=True)


class HoursForm(SideForm):
    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("It is done"), then)
        self.box(
            "hours",
            _("How many hours did it come to, about?"),
            typed.get("hours", ""),
            10,
            hint=_("12 hours"),
            required=True,
        )


class GoalForm(StaffForm):
    """Goal, schedule, milestones; filled with what is on the table already."""

    def __init__(self, press: Press, it: Suggestion, typed: Typed, then: Then) -> None:
        super().__init__(press, _("Goal and schedule"), then)
        # with its year: without it a day that has passed would be read as one of the next year
        milestones = "\n".join(f"{each.due_on.isoformat()} {each.title}" for each in it.milestones)
        self.box(
            "goal",
            _("What shall be reached"),
            typed.get("goal", it.goal or it.need.goal or ""),
            TEXT_LENGTH,
            required=True,
            paragraph=True,
        )
        self.box(
            "schedule",
            _("How often, how, until when"),
            typed.get("schedule", it.schedule or ""),
            TEXT_LENGTH,
            hint=_("Twice a month, online, until the end of March"),
            paragraph=True,
        )
        self.box(
            "milestones",
            _("Milestones, one per line, the day first"),
            typed.get("milestones", milestones),
            MILESTONES_LENGTH,
            hint=_("12/17 First draft"),
            paragraph=True,
        )


class RecordForm(StaffForm):
    """What somebody without Discord said: the answer, how, and when."""

    def __init__(
        self, press: Press, title: Text, answers: list[tuple[str, Text]], typed: Typed, then: Then
    ) -> None:
        super().__init__(press, title, then)
        self._only = answers[0][0]
        self._answer = _radio(press, "answer", answers, typed.get("answer"))
        self._way = _radio(press, "way", [(way.value, way.label) for way in ConsentWay], typed.get("way"))
        if len(answers) > 1:  # Discord takes no choice of one
            self.add_item(discord.ui.Label(text=press.say(_("What they said")), component=self._answer))
        self.add_item(discord.ui.Label(text=press.say(_("How they said it")), component=self._way))
        self.box("day", _("On which day"), typed.get("day", ""), 40, hint=_("12/17 (empty: today)"))

    def chosen(self) -> Typed:
        return {"answer": self._answer.value or self._only, "way": self._way.value or ""}


def _radio(
    press: Press, name: str, options: list[tuple[str, Text]], chosen: str | None
) -> discord.ui.RadioGroup[Any]:
    first = chosen or options[0][0]
    return discord.ui.RadioGroup[Any](
        custom_id=name,
        options=[
            discord.RadioGroupOption(label=press.say(label), value=value, default=value == first)
            for value, label in options
        ],
    )

"""The targets of a fiscal year: how they are shown, and the form with five numbers."""

from __future__ import annotations

from datetime import date

from bot.clock import format_fiscal_year
from bot.i18n import C_, Text, _
from bot.probono.settings import YearTargets
from bot.probono.targets import TARGETED
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then, Typed, kept_typed

LONGEST_NUMBER = 10


def era(year: int) -> Text:
    """A fiscal year in both ways of counting."""
    return _("{era} ({year})", era=format_fiscal_year(date(year, 4, 1)), year=year)


def targets_lines(press: Press, of_year: YearTargets) -> str:
    """A line for each figure that can have a target."""
    none = C_("target", "none")
    return "\n".join(
        press.say(
            C_("target", "{name}: {target}", name=figure.label, target=of_year.targets.get(figure, none))
        )
        for figure in TARGETED
    )


class TargetsForm(StaffForm):
    """Five numbers; an empty box is no target."""

    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("Targets of the fiscal year"), then)
        for figure in TARGETED:
            self.box(figure.value, figure.label, typed.get(figure.value, ""), LONGEST_NUMBER)


async def open_targets_form(press: Press, of_year: YearTargets, then: Then) -> None:
    """The form, filled with the targets there are; a refusal is told with [Correct it]."""
    typed = {figure.value: str(number) for figure, number in of_year.targets.items()}
    await press.open_form(TargetsForm(press, typed, kept_typed(then, TargetsForm)))

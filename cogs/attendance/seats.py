"""A seat at the door: given where one is free, and above the number of seats only after a question."""

from __future__ import annotations

from typing import Protocol

from bot.attendance.desk import LetIn
from bot.i18n import Text, _
from cogs.shared.confirm import ConfirmView
from cogs.shared.permissions import needs_staff
from cogs.shared.press import Press


class Let(Protocol):
    """The use case that lets this person in."""

    async def __call__(self, press: Press, *, over_capacity: bool) -> LetIn: ...


async def say_let_in(press: Press, let_in: Let) -> None:
    """Let somebody in and say so; when all seats are taken, ask whether that is meant."""
    done = await let_in(press, over_capacity=False)
    if not done.is_full:
        await press.update(_let_in(done))
        return

    async def yes(press: Press) -> None:
        needs_staff(press)
        await press.update(_let_in(await let_in(press, over_capacity=True)))

    words = _(
        "All seats of “{title}” are taken. Let this person in all the same, above the number of seats?",
        title=done.event.title,
    )
    await press.update(words, view=ConfirmView(press, _("Let in all the same"), _("Go back"), yes))


def _let_in(done: LetIn) -> Text:
    return _("Let in, and noted as there: “{title}”.", title=done.event.title)

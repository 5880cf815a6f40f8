"""What staff press on a meeting that is announced: other numbers of seats, calling it off."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.clock import Span
from bot.events.form import read_seats
from bot.events.notice_lines import mode_name
from bot.events.rules import Event, Mode, ReasonMissing, check_cancellable
from bot.i18n import Text, _, _n
from cogs.events.embeds import seats_line
from cogs.events.modals import ReasonForm, SeatsForm, Typed
from cogs.shared.confirm import ConfirmView
from cogs.shared.controls import HubButton
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press


class SeatsButton(HubButton, template="event:{event_id:d}:seats"):
    """[Change seats]: more seats promote at once, fewer take nobody's away."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        event = await press.hub.events.show(press.community_id, self.event_id, is_staff=True)

        async def change(press: Press, typed: Typed) -> None:
            await _change_seats(press, event.id, typed)

        await press.open_form(SeatsForm(press, event, change))


class CancelButton(HubButton, template="event:{event_id:d}:cancel"):
    """[Cancel the event]: asks for the reason, then once more, and tells how many will read it."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        await ask_reason(press, self.event_id)


STAFF_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (SeatsButton, CancelButton)


async def _change_seats(press: Press, event_id: int, typed: Typed) -> None:
    capacities = {Mode(name): read_seats(written) for name, written in typed.items()}
    event = await press.hub.events.change_capacity(press.community_id, event_id, capacities)
    lines = [_("Changed: “{title}”", title=event.title)]
    lines += [
        _("{mode}: {seats}", mode=mode_name(mode), seats=seats_line(seats))
        for mode, seats in event.seats.items()
    ]
    lines.append(_("Everybody who got a seat by this is being told. Nobody lost theirs."))
    await press.answer("\n".join(press.say(line) for line in lines))


async def ask_reason(press: Press, event_id: int) -> None:
    """Open the form for the reason; what cannot be called off any more is said before anything is typed."""
    event = await press.hub.events.show(press.community_id, event_id, is_staff=True)
    check_cancellable(event, press.hub.clock())

    async def confirm(press: Press, typed: Typed) -> None:
        await _confirm(press, event, typed["reason"].strip())

    await press.open_form(ReasonForm(press, confirm))


async def _confirm(press: Press, event: Event, reason: str) -> None:
    if not reason:
        raise ReasonMissing
    told = await press.hub.events.concerned(press.community_id, event.id)

    async def cancel(press: Press) -> None:
        needs_staff(press)
        cancelled, told = await press.hub.events.cancel(press.community_id, event.id, reason)
        done = _("Cancelled: {title}", title=cancelled.title)
        await press.update(f"{press.say(done)}\n{press.say(_people_told(told))}")

    lines: list[Text] = [
        _(
            "Cancel “{title}” ({span})?",
            title=event.title,
            span=Span(event.starts_at, event.ends_at, event.tz),
        ),
        _("Reason: {reason}", reason=reason),
        _n(
            "{count} person who answered will be told, with this reason.",
            "{count} people who answered will be told, with this reason.",
            count=told,
        ),
        _("This cannot be taken back."),
    ]
    view = ConfirmView(press, _("Cancel the event"), _("Go back"), cancel)
    await press.update("\n".join(press.say(line) for line in lines), view=view)


def _people_told(count: int) -> Text:
    return _n("{count} person is being told.", "{count} people are being told.", count=count)

"""The panel of check-in: the digits for the room, how many are there, and the ways to note people."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.attendance.desk import Panel
from bot.clock import Moment
from bot.events.check_in import is_check_in_time
from bot.events.notice_lines import mode_name
from bot.events.rules import NamesShown
from bot.i18n import Text, _, _n
from cogs.attendance.door_views import AdmitButton, RollButton, WalkInButton
from cogs.attendance.heads import HeadsButton
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right
from cogs.shared.press import Press


class StartButton(HubButton, template="checkin:{event_id:d}:start"):
    """[Start check-in]: the digits, those of before if it was started already."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_panel(press, self.event_id, start=True)


class LookAgainButton(HubButton, template="checkin:{event_id:d}:panel"):
    """[Look again]: how many are there by now; after the end without digits."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF
    updates = True

    async def press(self, press: Press) -> None:
        panel = await press.hub.check_in_desk.panel(press.community_id, self.event_id)
        await press.update(embed=_embed(press, panel), view=_view(press, panel))


class NewCodeButton(HubButton, template="checkin:{event_id:d}:new"):
    """[New code]: the digits of before are no longer right."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF
    updates = True

    async def press(self, press: Press) -> None:
        panel = await press.hub.check_in_desk.start(press.community_id, self.event_id, anew=True)
        await press.update(embed=_embed(press, panel), view=_view(press, panel))


PANEL_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    StartButton,
    LookAgainButton,
    NewCodeButton,
    HeadsButton,
)


async def show_panel(press: Press, event_id: int, *, start: bool = False) -> None:
    """Answer with the panel; ``start``: the digits are made if it is time and there are none."""
    desk = press.hub.check_in_desk
    panel = await desk.panel(press.community_id, event_id)
    if start and panel.code is None and is_check_in_time(panel.event, press.hub.clock()):
        panel = await desk.start(press.community_id, event_id)
    await press.answer(embed=_embed(press, panel), view=_view(press, panel))


def _embed(press: Press, panel: Panel) -> discord.Embed:
    lines = [press.say(line) for line in _lines(press, panel)]
    return discord.Embed(
        title=press.say(_("Check-in: {title}", title=panel.event.title)), description="\n".join(lines)
    )


def _lines(press: Press, panel: Panel) -> list[Text]:
    event, count = panel.event, panel.count
    lines: list[Text] = []
    if not is_check_in_time(event, press.hub.clock()):
        lines.append(_("Check-in is closed. You can still correct who was there."))
    elif panel.code is not None:
        lines.append(Text(f"# {panel.code}"))
        lines.append(
            _(
                "Please write these digits where everybody in the room and online sees them. "
                "They are good until {end}; only the office sees this message.",
                end=Moment(event.ends_at, event.tz),
            )
        )
    lines.append(_n("There so far: {count} person", "There so far: {count} people", count=count.total))
    lines += [
        _("{mode}: {people}", mode=mode_name(mode), people=people) for mode, people in count.by_mode.items()
    ]
    lines.append(_("With a seat: {count}", count=panel.seated))
    if event.names_shown is NamesShown.NOBODY:
        lines.append(_("Nobody sees names at this event. Please count heads instead of tapping names."))
    return lines


def _view(press: Press, panel: Panel) -> HubView:
    event = panel.event
    items: list[HubButton] = [LookAgainButton(press.say(_("Look again")), event_id=event.id, row=0)]
    if is_check_in_time(event, press.hub.clock()):
        items.append(NewCodeButton(press.say(_("New code")), event_id=event.id, row=0))
    if event.names_shown is not NamesShown.NOBODY:
        items += [
            RollButton(
                press.say(_("Tap names")), style=discord.ButtonStyle.primary, event_id=event.id, row=1
            ),
            AdmitButton(press.say(_("Let in those who wait")), event_id=event.id, row=1),
            WalkInButton(press.say(_("Came without applying")), event_id=event.id, row=1),
        ]
    labels = {mode: _("Count heads: {mode}", mode=mode_name(mode)) for mode in event.seats}
    items += [
        HeadsButton(press.say(label), event_id=event.id, mode=mode.value, row=2)
        for mode, label in labels.items()
    ]
    return HubView(*items)

"""What people press who come: [Check in], the digits in a form, and coming without having applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.attendance.rules import CheckedIn
from bot.attendance.service import Visitor
from bot.events.rules import Event, Mode
from bot.i18n import Text, _
from cogs.shared.controls import HubButton, HubModal, HubView, ViewButton
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub


class CheckInButton(HubButton, template="checkin:{event_id:d}:open"):
    """[Check in] on the card and in the reminder shortly before."""

    event_id: int
    opens_form = True

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.events.community_of(self.event_id)

    async def press(self, press: Press) -> None:
        await open_form(press, self.event_id)


MEMBER_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (CheckInButton,)


async def open_form(press: Press, event_id: int) -> None:
    """Ask for the digits, if it is time; never in an option of a command, which could end up in public."""
    event = await press.hub.check_ins.ask(press.community_id, event_id, is_staff=may(press, Right.STAFF))
    await press.open_form(CodeForm(press, event))


class CodeForm(HubModal):
    """Four digits."""

    def __init__(self, press: Press, event: Event) -> None:
        super().__init__(press.say(_("Check in")))
        self._event_id = event.id
        self._code = discord.ui.TextInput[Any](custom_id="code", min_length=4, max_length=10)
        self.add_item(
            discord.ui.Label(
                text=press.say(_("The four digits")),
                description=press.say(_("They are shown in the room and in the online meeting.")),
                component=self._code,
            )
        )

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.events.community_of(self._event_id)

    async def submitted(self, press: Press) -> None:
        code = self._code.value
        done = await press.hub.check_ins.check_in(press.community_id, visitor(press), self._event_id, code)
        if done.mode is not None:
            await press.answer(welcome_line(done))
            return
        await press.answer(
            _(
                "The digits are right. You have not applied for “{title}”, and there is still room. "
                "Would you like to join?",
                title=done.event.title,
            ),
            view=HubView(*(_walk_in(press, done, mode, code) for mode in done.ways)),
        )


def visitor(press: Press) -> Visitor:
    """Whoever presses, as the use cases of check-in know them."""
    return Visitor(
        press.user_id, press.display_name, role_ids=press.role_ids, is_staff=may(press, Right.STAFF)
    )


def _walk_in(press: Press, done: CheckedIn, mode: Mode, code: str) -> ViewButton:
    async def come(press: Press) -> None:
        came = await press.hub.check_ins.walk_in(
            press.community_id, visitor(press), done.event.id, mode, code
        )
        await press.update(welcome_line(came))

    label = (
        _("I came without applying (venue)") if mode is Mode.VENUE else _("I came without applying (online)")
    )
    return ViewButton(press.say(label), come, style=discord.ButtonStyle.success, updates=True)


def welcome_line(done: CheckedIn) -> Text:
    """What somebody reads who is noted as there."""
    title = done.event.title
    if done.again:
        return _("You are checked in already: “{title}”. Welcome!", title=title)
    if done.mode is Mode.VENUE:
        return _("You are checked in at the venue: “{title}”. Welcome!", title=title)
    return _("You are checked in online: “{title}”. Welcome!", title=title)

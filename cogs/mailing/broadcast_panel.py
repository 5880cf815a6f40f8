"""The private panel of one message to many: words, addressees, test, moment, taking back, progress."""

from __future__ import annotations

import io

import discord

from bot.errors import UserError
from bot.i18n import Text, _
from bot.mailing.broadcast_rules import GRACE, Broadcast, BroadcastState
from cogs.mailing.broadcast_aim import aim_controls
from cogs.mailing.broadcast_forms import WhenForm, WordsForm
from cogs.mailing.broadcast_texts import embed_of
from cogs.shared import limits
from cogs.shared.controls import HubView, OnPress, ViewButton
from cogs.shared.permissions import needs_staff
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed, kept_typed

FENCE = "```"
FILENAME = "message.txt"
MINUTES = int(GRACE.total_seconds() // 60)


async def open_new(press: Press) -> None:
    """The form of a new message."""

    async def write(press: Press, typed: Typed) -> None:
        made = await press.hub.to_many.broadcasts.write(
            press.community_id, press.user_id, press.display_name, typed["title"], typed["body"]
        )
        await show(press, made, _("Kept as a draft. Please choose to whom it goes; nothing has left yet."))

    await press.open_form(WordsForm(press, {}, kept_typed(write, WordsForm)))


async def show(press: Press, broadcast: Broadcast, done: Text | None = None) -> None:
    """The panel in the place of what was pressed."""
    meeting = await _meeting_title(press, broadcast)
    view = HubView()
    if broadcast.state.can_change:
        for control in await aim_controls(press, broadcast, show):
            view.add_item(control)
    for button in _buttons(press, broadcast):
        view.add_item(button)
    await press.update(embed=embed_of(press, broadcast, meeting, done), view=view)


async def _meeting_title(press: Press, broadcast: Broadcast) -> str | None:
    if broadcast.event_id is None:
        return None
    try:
        return (await press.hub.events.show(press.community_id, broadcast.event_id, is_staff=True)).title
    except UserError:  # it was deleted meanwhile
        return None


def _buttons(press: Press, broadcast: Broadcast) -> list[ViewButton]:
    do = _Presses(broadcast)
    primary, danger = discord.ButtonStyle.primary, discord.ButtonStyle.danger
    copying = _button(press, _("Plain text to copy"), do.copy)
    if broadcast.state is BroadcastState.SENT:
        return [_button(press, _("Look again"), do.look, updates=True), copying]
    if broadcast.state is BroadcastState.PLANNED:
        taking = _button(press, _("Take back"), do.take_back, updates=True, style=danger)
        return [taking, _button(press, _("Look again"), do.look, updates=True), copying]
    sending = _("Send (leaves in {minutes} minutes)", minutes=MINUTES)
    return [
        _button(press, sending, do.send_soon, updates=True, style=primary),
        _button(press, _("Choose the moment"), do.choose_moment, opens_form=True),
        _button(press, _("Test to myself"), do.test, updates=True),
        _button(press, _("Change"), do.change, opens_form=True),
        copying,
        _button(press, _("Delete the draft"), do.drop, updates=True, style=danger),
    ]


class _Presses:
    """What the buttons under one message do."""

    def __init__(self, broadcast: Broadcast) -> None:
        self._shown = broadcast
        self._id = broadcast.id

    async def test(self, press: Press) -> None:
        tested = await press.hub.to_many.broadcasts.test(
            press.community_id, self._id, press.user_id, press.display_name
        )
        await show(press, tested, _("A test is on its way to you alone."))

    async def change(self, press: Press) -> None:
        typed = {"title": self._shown.title, "body": self._shown.body}
        await press.open_form(WordsForm(press, typed, kept_typed(self._rewrite, WordsForm)))

    async def _rewrite(self, press: Press, typed: Typed) -> None:
        changed = await press.hub.to_many.broadcasts.rewrite(
            press.community_id, self._id, typed["title"], typed["body"]
        )
        await show(press, changed, _("Changed."))

    async def send_soon(self, press: Press) -> None:
        planned = await press.hub.to_many.broadcasts.plan(press.community_id, self._id, read=self._shown)
        said = _("It leaves in {minutes} minutes. Until then you can take it back.", minutes=MINUTES)
        await show(press, planned, said)

    async def choose_moment(self, press: Press) -> None:
        await press.open_form(WhenForm(press, {}, kept_typed(self._send_later, WhenForm)))

    async def _send_later(self, press: Press, typed: Typed) -> None:
        planned = await press.hub.to_many.broadcasts.plan(
            press.community_id, self._id, typed["when"], read=self._shown
        )
        await show(press, planned, _("It leaves by itself at that moment. Until then you can take it back."))

    async def take_back(self, press: Press) -> None:
        taken = await press.hub.to_many.broadcasts.take_back(press.community_id, self._id)
        await show(press, taken, _("Taken back. Nobody was told anything."))

    async def look(self, press: Press) -> None:
        await show(press, await press.hub.to_many.broadcasts.get(press.community_id, self._id))

    async def copy(self, press: Press) -> None:
        broadcast = await press.hub.to_many.broadcasts.get(press.community_id, self._id)
        await show_plain_text(press, broadcast)

    async def drop(self, press: Press) -> None:
        await press.hub.to_many.broadcasts.drop(press.community_id, self._id)
        await press.update(_("The draft was deleted. Nobody was told anything."))


def _button(
    press: Press,
    label: Text,
    do: OnPress,
    *,
    updates: bool = False,
    opens_form: bool = False,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> ViewButton:
    async def checked(press: Press) -> None:
        needs_staff(press)
        await do(press)

    return ViewButton(press.say(label), checked, updates=updates, opens_form=opens_form, style=style)


async def show_plain_text(press: Press, broadcast: Broadcast) -> None:
    """Title and text as they were typed, for other media."""
    hint = press.say(_("Please copy this text."))
    text = f"{broadcast.title}\n\n{broadcast.body}"
    fenced = f"{hint}\n{FENCE}\n{text}\n{FENCE}"
    if FENCE in text or len(fenced) > limits.CONTENT:
        await press.answer(hint, files=[discord.File(io.BytesIO(text.encode()), filename=FILENAME)])
    else:
        await press.answer(fenced)

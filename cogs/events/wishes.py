"""How the bot may reach a person: by DM or not, by name in the thread; and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.events.rules import Choice, NamesShown, Personal
from bot.i18n import _
from cogs.shared.controls import HubButton, HubView
from cogs.shared.press import Press
from cogs.shared.sectors import SectorSelect, sector_options

if TYPE_CHECKING:
    from bot.hub import Hub


class OfEvent:
    """A control that names an event, and through it the community."""

    event_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.events.community_of(self.event_id)


class MentionButton(OfEvent, HubButton, template="event:{event_id:d}:mention"):
    """Be named in the thread with reminders of this meeting."""

    async def press(self, press: Press) -> None:
        mine = await press.hub.rsvps.set_mention(press.community_id, press.user_id, self.event_id, True)
        if not mine.mention_me:
            await press.answer(_("Please answer the event first; then you can be mentioned in its thread."))
            return
        said = _("You will be mentioned in the thread with reminders. Others can read your name there.")
        off = UnmentionButton(press.say(_("Do not mention me")), event_id=self.event_id)
        await press.answer(said, view=HubView(off))


class UnmentionButton(OfEvent, HubButton, template="event:{event_id:d}:unmention"):
    async def press(self, press: Press) -> None:
        await press.hub.rsvps.set_mention(press.community_id, press.user_id, self.event_id, False)
        await press.answer(_("You will not be mentioned in the thread."))


class NoDmButton(OfEvent, HubButton, template="member:{event_id:d}:nodm"):
    """No reminders by direct message, in this community."""

    async def press(self, press: Press) -> None:
        await press.hub.members.set_wants_dm(press.community_id, press.user_id, press.display_name, False)
        said = _(
            "You get no more reminders by DM. If you get a seat, you read it here at your next press. "
            "“Details and link” shows your place at any time."
        )
        back = DmButton(press.say(_("Remind me by DM")), event_id=self.event_id)
        await press.answer(said, view=HubView(back))


class DmButton(OfEvent, HubButton, template="member:{event_id:d}:dm"):
    async def press(self, press: Press) -> None:
        await press.hub.members.set_wants_dm(press.community_id, press.user_id, press.display_name, True)
        await press.answer(_("This bot will remind you by DM again."))


class EventSectorSelect(OfEvent, SectorSelect, template="sector:{event_id:d}"):
    """Where a person comes from; it names an event, so that it works in a direct message too."""


WISH_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    MentionButton,
    UnmentionButton,
    NoDmButton,
    DmButton,
    EventSectorSelect,
)


def wish_buttons(press: Press, mine: Personal, *, row: int) -> list[HubButton]:
    """Those of the switches that mean something to this person now."""
    event_id = mine.event.id
    items: list[HubButton] = []
    if mine.places or mine.choice is Choice.MAYBE:
        items.append(
            NoDmButton(press.say(_("No DM")), event_id=event_id, row=row)
            if mine.wants_dm
            else DmButton(press.say(_("Remind me by DM")), event_id=event_id, row=row)
        )
    may_be_named = mine.event.names_shown is NamesShown.PARTICIPANTS and not mine.event.is_sensitive
    if mine.places and may_be_named:
        items.append(
            UnmentionButton(press.say(_("Do not mention me")), event_id=event_id, row=row)
            if mine.mention_me
            else MentionButton(press.say(_("Mention me in the thread")), event_id=event_id, row=row)
        )
    return items


def sector_question(press: Press, event_id: int, *, row: int) -> EventSectorSelect:
    """The menu under a first answer; it may be ignored."""
    placeholder = press.say(_("Your sector (if you like)"))
    return EventSectorSelect(sector_options(press), placeholder=placeholder, event_id=event_id, row=row)

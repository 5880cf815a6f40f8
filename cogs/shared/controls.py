"""The base classes of everything that can be pressed; `answers.run` is around all their callbacks.

A persistent control (`HubButton`, `HubSelect`) names its row in the custom_id and works after a restart:

    class RsvpButton(HubButton, template="rsvp:{event_id:d}:{choice}"):
        event_id: int
        choice: str

        async def find_community(self, hub):            # needed only if it can be pressed in a DM
            return await hub.events.community_of(self.event_id)

        async def press(self, press):
            ...

    RsvpButton(label, event_id=12, choice="venue", style=discord.ButtonStyle.primary)

The template is both the format of the custom_id and, read backwards, its pattern: ``{name:d}`` is an int,
``{name}`` a word without a colon. A passing control (`ViewButton`, the selects) lives in a `HubView` for 15
minutes and gives its work as ``on_press`` or by overriding ``press``.
"""

from __future__ import annotations

from cogs.shared.forms import HubModal
from cogs.shared.panels import (
    HubView,
    ViewButton,
    ViewChannelSelect,
    ViewRoleSelect,
    ViewSelect,
    ViewUserSelect,
)
from cogs.shared.pressable import OnPress, Pressable
from cogs.shared.rows import HubButton, HubSelect

__all__ = [
    "HubButton",
    "HubModal",
    "HubSelect",
    "HubView",
    "OnPress",
    "Pressable",
    "ViewButton",
    "ViewChannelSelect",
    "ViewRoleSelect",
    "ViewSelect",
    "ViewUserSelect",
]

"""The border to Discord: what it is asked beside sending messages, and how it can fail.

It fails with the couriers' errors (`bot.outbox.couriers`): `WayClosed` when it refuses, `Doubtful` when
nobody knows whether it was done, any other when it was not done and may be tried again.
"""

from __future__ import annotations

from typing import Protocol

from bot.mirrors.rules import Entry

GONE = "unknown_event"
"""The reason of a `WayClosed`: that entry is no longer there, or was called off by hand."""
CARD_GONE = frozenset({"unknown_message", "unknown_channel"})
"""The reasons that speak of a deleted card, not of a permission."""
CANNOT_PUBLISH = "no_news_channel"
"""The channel is no announcement channel: its messages are not published."""


class Board(Protocol):
    """Discord's own list of a server's events, and what can be done with a posted card."""

    async def create(self, community_id: int, entry: Entry) -> int:
        """Put an entry there; its id."""
        ...

    async def find(self, community_id: int, card_id: int) -> int | None:
        """Our own entry that leads to the card with this message id."""
        ...

    async def edit(self, community_id: int, scheduled_event_id: int, entry: Entry, *, begun: bool) -> None:
        """Make an entry show this; ``begun``: its start lies in the past and is left as it is."""
        ...

    async def end(self, community_id: int, scheduled_event_id: int) -> None:
        """Call it off, or end it when it has begun. One that is gone already is fine."""
        ...

    async def stands(self, community_id: int, scheduled_event_id: int) -> bool:
        """Whether it is there and was not called off."""
        ...

    async def card_stands(self, channel_id: int, message_id: int) -> bool:
        """Whether a posted card is still there."""
        ...

    async def publish(self, channel_id: int, message_id: int) -> None:
        """Publish a card to the servers that follow its channel. Once more is fine."""
        ...

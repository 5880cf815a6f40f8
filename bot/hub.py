"""The composition root without Discord: every part of the bot, put together once.

What lies below reaches what lies above only through the functions registered here.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.clock import Clock, system_clock
from bot.db import Database
from bot.events import notices as event_notices
from bot.events.drafts import Drafts
from bot.events.rsvp import Rsvps
from bot.events.service import Events
from bot.members.service import Communities, Members
from bot.outbox.couriers import Courier
from bot.outbox.dispatcher import Dispatcher
from bot.outbox.faults import Faults
from bot.outbox.pacing import NewDms, Pacer
from bot.outbox.service import Outbox
from bot.settings import Settings


class Hub:
    """All use cases of one process, by who uses them. Close it, or the process hangs at its end."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        couriers: Mapping[str, Courier] | None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.db = Database(settings.database_url)
        self.communities = Communities(self.db, clock)
        self.members = Members(self.db, clock)
        self.outbox = Outbox(self.db, clock)
        self.rsvps = Rsvps(self.db, clock, self.members, self.outbox)
        self.events = Events(self.db, clock, self.rsvps, self.outbox)
        self.drafts = Drafts(self.db, clock, self.members)
        self.faults = Faults(self.db, clock, self.outbox)
        event_notices.register(self.outbox.kinds)
        self.dispatcher = Dispatcher(
            self.db,
            self.outbox,
            couriers or {},
            clock,
            pacer=Pacer(settings.discord_requests_per_second),
            new_dms=NewDms(settings.discord_new_dms_per_minute),
        )

    def use_couriers(self, couriers: Mapping[str, Courier]) -> None:
        """Hand in those who carry; the Discord courier exists only once there is a bot."""
        self.dispatcher.use_couriers(couriers)

    async def tick(self) -> None:
        """Send everything that is due and bring the cards up to date."""
        await self.dispatcher.tick()

    async def tidy(self) -> None:
        """Once a day: forget what is no longer needed."""
        await self.drafts.forget_old()
        await self.outbox.forget_old_args()

    async def report_fault(self, community_id: int, reference: str, where: str) -> None:
        """Tell staff in one line that something of ours broke, under the reference of the log entry."""
        await self.faults.report(community_id, reference, where)

    async def stop(self) -> None:
        """Take nothing new to send, and wait until what is on its way has been marked."""
        await self.dispatcher.stop()

    async def close(self) -> None:
        """Close the database; afterwards nothing here may be used."""
        await self.db.close()


def build_hub(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    couriers: Mapping[str, Courier] | None = None,
) -> Hub:
    """Put everything together; no connection is opened yet."""
    return Hub(settings, clock, couriers)

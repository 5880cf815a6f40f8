"""How time passes on the page: it stands still, and whatever falls due on the way is done when it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.desk.handover import Scheduled
from bot.sandbox.simulation import Simulation
from bot.scheduler import TICK_SECONDS

MOMENT = timedelta(seconds=10)
"""What every press costs, so that the bot's cards follow it as they do in life."""
TICK = timedelta(seconds=TICK_SECONDS)
HOUR = timedelta(hours=1)
TIDY_HOUR = 19
"""UTC; the full hour after the scheduler's own time for it."""
OUTLOOK_LINES = 30
PATIENCE = 3
"""Ticks after which something that stays due (a way that is closed) waits for the next full hour."""


class Passing:
    """The scheduler's work, by the hands instead of the computer's clock."""

    def __init__(self, sim: Simulation, community_id: int, on_step: Callable[[], None]) -> None:
        self._sim = sim
        self._community_id = community_id
        self._on_step = on_step
        self.outlook: tuple[Scheduled, ...] = ()

    @property
    def now(self) -> datetime:
        return self._sim.hands()

    def next_due(self) -> datetime | None:
        """When the bot does something next, as far as it is known now; never the present moment."""
        return min((line.due_at for line in self.outlook if line.due_at > self.now), default=None)

    async def moment(self) -> None:
        """The ten seconds after somebody did something."""
        await self.to(self.now + MOMENT)

    async def to(self, moment: datetime) -> None:
        """Until ``moment`` (aware, not in the past)."""
        tries = 0
        await self.work()
        while self.now < moment:
            due = await self._due()
            tries = tries + 1 if due is not None and due <= self.now else 0
            await self._sim.move_to(min(moment, self._next_stop(due, tries)))
            if self._is_full_hour():
                await self.plan()
            await self.work()

    async def plan(self) -> None:
        """What the scheduler does once an hour, and once a day; no backups of what is only a rehearsal."""
        hub = self._sim.hub
        await hub.plan()
        await hub.look_around()
        if self.now.hour == TIDY_HOUR:
            await hub.tidy()

    async def work(self) -> None:
        """What is due now, and then what comes next."""
        await self._sim.tick()
        await self._sim.hub.send_mail()
        self.outlook = await self._sim.hub.handover.leaving(self._community_id, OUTLOOK_LINES)
        self._on_step()

    async def _due(self) -> datetime | None:
        hub = self._sim.hub
        known = [await hub.outbox.next_due_at(), await hub.mail_dispatcher.next_due_at(), self.next_due()]
        return min((at for at in known if at is not None), default=None)

    def _next_stop(self, due: datetime | None, tries: int) -> datetime:
        full_hour = self.now.replace(minute=0, second=0, microsecond=0) + HOUR
        if due is None or tries > PATIENCE:
            return full_hour
        return min(full_hour, max(due, self.now + TICK) if due <= self.now else due)

    def _is_full_hour(self) -> bool:
        now = self.now
        return (now.minute, now.second, now.microsecond) == (0, 0, 0)

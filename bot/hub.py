"""The composition root without Discord: every part of the bot, and what it does by the clock."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping

from bot.clock import Clock, system_clock
from bot.health.clock_watch import Steady
from bot.joining import join
from bot.members.presence import Presence
from bot.mirrors.board import Board
from bot.outbox.couriers import Courier
from bot.rooms import Rooms
from bot.settings import Settings

_log = logging.getLogger(__name__)

MAIL_PATIENCE_SECONDS = 2.0
"""So long a mail that is just being sent may take at the end; `bot.app` allows the whole of it four."""


class Hub(Rooms):
    """All use cases of one process, by who uses them. Close it, or the process hangs at its end."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        couriers: Mapping[str, Courier] | None,
        steady: Steady | None,
    ) -> None:
        super().__init__(settings, clock, couriers, steady)
        join(self)

    def use_couriers(self, couriers: Mapping[str, Courier]) -> None:
        """Hand in those who carry; the Discord courier exists only once there is a bot."""
        self.dispatcher.use_couriers(couriers)
        self.mail_dispatcher.use_couriers(self.with_mail(couriers))

    def use_board(self, board: Board) -> None:
        """Hand in who asks Discord about its own events; before that none follow."""
        self.mirrors.use_board(board)

    def use_presence(self, presence: Presence) -> None:
        """Hand in who can be asked about people; before that nothing is known of them."""
        self.presence = presence

    async def tick(self) -> None:
        """Announce, decide and send everything that is due and bring the cards up to date."""
        await self.clock_watch.look()
        await self.scheduled.run()
        await self.seeds.surfacing.run()
        await self.to_many.broadcasts.run()
        await self.outbox.release_held()
        await self.theme_choices.settle()
        await self.course_decisions.run()
        await self.outages.tell()
        await self.heartbeat.during(self.dispatcher.tick(), self.outbox.next_due_at)
        self.heartbeat.beat()

    async def send_mail(self) -> None:
        """Send the mail that is due; it may take minutes, and nothing in Discord waits for it."""
        await self.mail_dispatcher.tick()

    async def poll_mail(self) -> None:
        """Every five minutes: what came back to the mailbox, where there is one."""
        await self.mail_polling.poll_quietly()

    async def mirror(self) -> None:
        """Bring Discord's own events, published cards and the public calendar up to date."""
        await self.feed.bring_up_to_date()
        await self.mirrors.bring_up_to_date()

    async def plan(self) -> None:
        """Once an hour and at the start: plan what comes by the calendar."""
        await self.outbox.give_back_mail()
        await self.desk.plan_weekly()
        await self.series_planner.plan()
        await self.seeds.planner.plan()
        await self.projects.plan()
        await self.probono.plan()
        await self.to_many.digests.plan()

    async def look_around(self) -> None:
        """Once an hour: who of tomorrow's people has left, how many are in the office, what was deleted."""
        await self.departures.look(self.presence)
        await self.projects.look_around(self.presence)
        await self.rollcall.count_staff(self.presence)
        self.feed.forget_what_stands()
        await self.mirrors.look()

    async def back_up(self) -> None:
        """Once an hour and at the start: make the day's backup if it is still to be made."""
        await self.backups.make_when_due()

    async def tidy(self) -> None:
        """Once a day: forget what is no longer needed, unless the clock may be far ahead."""
        if self.clock_watch.trusts():
            await self.retention.run()
        else:
            _log.warning("nothing is deleted for its age today: the clock went forward by more than a week")

    async def report_fault(
        self, community_id: int, reference: str, where: str, *, is_anonymous: bool = False
    ) -> None:
        """Tell staff in one line that something of ours broke, under the reference of the log entry.

        ``is_anonymous``: somebody who wants to stay unknown met it, so the line leaves a random time later.
        """
        await self.outages.report_fault(community_id, reference, where, is_anonymous=is_anonymous)

    async def stop(self) -> None:
        """Take nothing new to send, and wait until what is on its way has been marked."""
        self.backups.stop()
        self.mirrors.stop()
        hang_up = self.mail_courier.hang_up if self.mail_courier is not None else None
        mail = self.mail_dispatcher.stop(patience=MAIL_PATIENCE_SECONDS, hang_up=hang_up)
        await asyncio.gather(self.dispatcher.stop(), mail)

    async def close(self) -> None:
        """Close the database; afterwards nothing here may be used."""
        self.heartbeat.end()
        try:
            if self.mail_courier is not None:
                await self.mail_courier.close()
        finally:
            await self.db.close()


def build_hub(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    couriers: Mapping[str, Courier] | None = None,
    steady: Steady | None = None,
) -> Hub:
    """Put everything together; no connection is opened yet.

    ``steady`` counts seconds, whatever the clock does; by default the computer's own beside its own clock,
    and none beside hands that a test or the sandbox moves.
    """
    if steady is None and clock is system_clock:
        steady = time.monotonic
    return Hub(settings, clock, couriers, steady)

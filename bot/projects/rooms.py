"""All use cases of projects, by who uses them."""

from __future__ import annotations

from bot.clock import Clock
from bot.db import Database
from bot.members.presence import Presence
from bot.members.service import Members
from bot.outbox.service import Outbox
from bot.projects import notices
from bot.projects.ending import Endings
from bot.projects.garden import Garden
from bot.projects.memos import Memos
from bot.projects.owner_watch import OwnerWatch
from bot.projects.owners import ProjectOwners
from bot.projects.roadmap import Roadmaps
from bot.projects.service import ProjectRoom


class Projects:
    """``room`` is everybody's; ``owners``, ``roadmaps``, ``memos`` and ``endings`` are for those who lead."""

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox, garden: Garden) -> None:
        self.owners = ProjectOwners(db, clock, members, outbox, garden)
        self.room = ProjectRoom(db, clock, members, outbox, garden)
        self.roadmaps = Roadmaps(db, clock, members, outbox)
        self.memos = Memos(db, clock, members, outbox)
        self.endings = Endings(db, clock, outbox, garden)
        self._watch = OwnerWatch(db, clock)
        notices.register(outbox)

    async def plan(self) -> None:
        """Once an hour and at the start: ask for memos, bring cards up to date that show others."""
        await self.memos.plan()
        await self.room.refresh_cards()

    async def look_around(self, presence: Presence) -> None:
        """Once an hour: are the owners still there?"""
        await self._watch.look(presence)

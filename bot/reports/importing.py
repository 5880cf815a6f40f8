"""Bringing in the meetings that were held before the bot: first as a plan, then in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Insert, Select, bindparam, insert, select

from bot.clock import Clock
from bot.db import Database, Tx
from bot.events.models import EventRow
from bot.events.rules import EventState
from bot.members.communities import load_community
from bot.members.models import CommunityRow
from bot.reports.keeping import Kept, keep, keep_anew, kept_meetings
from bot.reports.past import PastMeeting, read_meetings
from bot.reports.past_file import PastFile, read_file
from bot.reports.table_rows import BadCell

ZONE_OF_NEW_COMMUNITIES = "Asia/Tokyo"


class Step(StrEnum):
    """What becomes of a meeting of the file."""

    NEW = "new"
    SAME = "same"
    """Brought in earlier, with the same words and numbers."""
    DIFFERENT = "different"
    """Brought in earlier, with others: it stays, unless they are asked for."""
    CHANGED = "changed"
    HELD = "held"
    """Announced by the bot itself, which knows more of it: it stays."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting of the file; ``kept`` is the same one as it was brought in earlier."""

    meeting: PastMeeting
    step: Step
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What happened, or would happen, meeting by meeting; nothing at all where a cell is ``bad``."""

    timezone: str
    is_new_community: bool
    planned: Sequence[Planned]
    bad: Sequence[BadCell]
    is_applied: bool = False

    def count(self, *steps: Step) -> int:
        return sum(each.step in steps for each in self.planned)


class PastImports:
    """The meetings before the bot."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def plan(self, community_id: int, content: bytes, *, update: bool = False) -> Imported:
        """What `bring_in` would do; raises the `UserError` of a file that is no list of meetings."""
        file = read_file(content)
        async with self._db.reading() as tx:
            timezone = await tx.scalar(_TIMEZONE, {"community_id": community_id})
            return await _plan(tx, community_id, timezone, file, self._clock(), update=update)

    async def bring_in(self, community_id: int, content: bytes, *, update: bool = False) -> Imported:
        """Keep the meetings of a CSV file, all or none, and the community too if its id is not known yet.

        A meeting is known again by its date and start. ``update``: words and numbers that differ from what
        was brought in earlier are taken from the file.
        """
        file, now = read_file(content), self._clock()
        async with self._db.transaction() as tx:
            timezone = await tx.scalar(_TIMEZONE.with_for_update(), {"community_id": community_id})
            plan = await _plan(tx, community_id, timezone, file, now, update=update)
            if plan.bad:
                return plan
            if timezone is None:
                await tx.execute(new_community(community_id, now))
            community = await load_community(tx, community_id)
            for each in plan.planned:
                if each.step is Step.NEW:
                    await keep(tx, community, each.meeting, now)
                elif each.step is Step.CHANGED and each.kept is not None:
                    await keep_anew(tx, community, each.kept, each.meeting, now)
            return replace(plan, is_applied=True)


_TIMEZONE = select(CommunityRow.timezone).where(CommunityRow.id == bindparam("community_id"))


def new_community(community_id: int, now: datetime) -> Insert:
    """Its name is the number until ``/setup`` reads the real one."""
    return insert(CommunityRow).values(
        id=community_id, name=str(community_id), timezone=ZONE_OF_NEW_COMMUNITIES, created_at=now
    )


async def _plan(
    tx: Tx, community_id: int, timezone: str | None, file: PastFile, now: datetime, *, update: bool
) -> Imported:
    zone = timezone or ZONE_OF_NEW_COMMUNITIES
    meetings, bad = read_meetings(file, now=now, tz=ZoneInfo(zone))
    kept = await kept_meetings(tx, community_id)
    own = set(await tx.scalars(_starts_of_own(community_id)))
    planned = [
        _step(meeting, kept.get(meeting.key), meeting.starts_at in own, update) for meeting in meetings
    ]
    return Imported(zone, timezone is None, planned, bad)


def _starts_of_own(community_id: int) -> Select[datetime]:
    """When the meetings began that the bot itself announced."""
    return select(EventRow.starts_at).where(
        EventRow.community_id == community_id,
        EventRow.state == EventState.ANNOUNCED.value,
        EventRow.is_rehearsal.is_(False),
        EventRow.import_key.is_(None),
    )


def _step(meeting: PastMeeting, kept: Kept | None, is_own: bool, update: bool) -> Planned:
    if kept is None:
        return Planned(meeting, Step.HELD if is_own else Step.NEW)
    if kept.is_like(meeting):
        return Planned(meeting, Step.SAME, kept)
    return Planned(meeting, Step.CHANGED if update else Step.DIFFERENT, kept)

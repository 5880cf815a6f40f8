"""Use cases of what the office writes to many: write, aim, look, test, send later, take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from bot.clock import Clock
from bot.dates import parse_when
from bot.db import AnyRow, Database, Tx, tried_again
from bot.mailing import broadcast_notices
from bot.mailing.broadcast_audience import Audience, Meeting, PeopleOf
from bot.mailing.broadcast_leaving import Leaving
from bot.mailing.broadcast_progress import progress_of
from bot.mailing.broadcast_queries import find, listed, view_of
from bot.mailing.broadcast_rules import (
    OF_USE_FOR,
    Broadcast,
    BroadcastState,
    ChangedMeanwhile,
    NobodyChosen,
    NobodyThere,
    check_changeable,
    check_takeable,
    leaves_at,
    read_words,
    subject_of,
)
from bot.mailing.models import BroadcastRow
from bot.members.communities import load_community
from bot.members.service import Members
from bot.outbox.service import Outbox


@dataclass(frozen=True, slots=True)
class Aim:
    """To whom: into a channel, by mail and by direct message to those who chose that, or to one meeting."""

    channel_id: int | None = None
    by_mail: bool = True
    by_dm: bool = True
    event_id: int | None = None


async def _no_meetings(_tx: Tx, _community_id: int, _event_id: int) -> Meeting | None:
    return None


class Broadcasts:
    """States are looked at under the row's lock: two of the office at once cannot contradict each other."""

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._outbox = outbox
        self.use_meetings(_no_meetings)
        broadcast_notices.register(outbox.kinds, self._is_of_meeting)

    def use_meetings(self, people_of: PeopleOf) -> None:
        """Hand in who knows the people of a meeting."""
        self._audience = Audience(people_of)
        self._people_of = people_of
        self._leaving = Leaving(self._db, self._clock, self._outbox, self._audience)

    @tried_again
    async def write(
        self, community_id: int, user_id: int, name: str | None, title: str, body: str
    ) -> Broadcast:
        """A new draft, to those who chose to hear of new events. Raises `NothingWritten`."""
        title, body = read_words(title, body)
        now = self._clock()
        async with self._db.transaction() as tx:
            author = await self._members.ensure(tx, community_id, user_id, name)
            made = await tx.execute(
                insert(BroadcastRow)
                .values(
                    community_id=community_id,
                    author_id=author.id,
                    title=title,
                    body=body,
                    by_mail=True,
                    by_dm=True,
                    state=BroadcastState.DRAFT.value,
                    changed_at=now,
                    created_at=now,
                )
                .returning(BroadcastRow.id)
            )
            return await self._view(tx, community_id, made.scalar_one())

    async def rewrite(self, community_id: int, broadcast_id: int, title: str, body: str) -> Broadcast:
        """Other words. Raises `NoSuchBroadcast`, `NothingWritten`, `AlreadyPlanned` or `AlreadySent`."""
        title, body = read_words(title, body)
        return await self._change(community_id, broadcast_id, title=title, body=body)

    async def aim(self, community_id: int, broadcast_id: int, aim: Aim) -> Broadcast:
        """Other addressees; those of a meeting are told alone, in no channel. Raises what `rewrite` does."""
        if aim.event_id is not None:
            aim = Aim(None, by_mail=False, by_dm=False, event_id=aim.event_id)
        values = {"channel_id": aim.channel_id, "by_mail": aim.by_mail, "by_dm": aim.by_dm}
        return await self._change(community_id, broadcast_id, event_id=aim.event_id, **values)

    async def get(self, community_id: int, broadcast_id: int) -> Broadcast:
        """One, with whom it would reach now or how far it has come. Raises `NoSuchBroadcast`."""
        async with self._db.reading() as tx:
            return await self._view(tx, community_id, broadcast_id)

    async def listing(self, community_id: int) -> Sequence[Broadcast]:
        """The latest, the newest first; without counts."""
        async with self._db.reading() as tx:
            return [view_of(row) for row in await listed(tx, community_id)]

    async def plan(
        self, community_id: int, broadcast_id: int, written: str = "", *, read: Broadcast | None = None
    ) -> Broadcast:
        """Let it leave by itself at the written moment, or in five minutes.

        ``read``: as whoever presses has it before their eyes; other words or addressees are not sent.
        Raises what `parse_when` does, `ChangedMeanwhile`, `NobodyChosen`, `NobodyThere`, and what `rewrite`
        does.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            row = await find(tx, community_id, broadcast_id, locked=True)
            check_changeable(BroadcastState(row.state))
            if read is not None and not view_of(row).says_the_same(read):
                raise ChangedMeanwhile
            wished = None
            if written.strip():
                tz = (await load_community(tx, community_id)).tz
                wished = parse_when(written, now=now, tz=tz).starts_at
            await self._check_reaches(tx, row, now)
            await _set(
                tx, broadcast_id, now, state=BroadcastState.PLANNED.value, leaves_at=leaves_at(now, wished)
            )
            return await self._view(tx, community_id, broadcast_id)

    async def take_back(self, community_id: int, broadcast_id: int) -> Broadcast:
        """Until it has left. Raises `NoSuchBroadcast`, `AlreadySent` or `NotPlanned`."""
        async with self._db.transaction() as tx:
            row = await find(tx, community_id, broadcast_id, locked=True)
            check_takeable(BroadcastState(row.state))
            state = BroadcastState.TAKEN_BACK.value
            await _set(tx, broadcast_id, self._clock(), state=state, leaves_at=None)
            return await self._view(tx, community_id, broadcast_id)

    async def drop(self, community_id: int, broadcast_id: int) -> None:
        """Delete one that has not left. Raises what `rewrite` does."""
        async with self._db.transaction() as tx:
            row = await find(tx, community_id, broadcast_id, locked=True)
            check_changeable(BroadcastState(row.state))
            await tx.execute(delete(BroadcastRow).where(BroadcastRow.id == broadcast_id))

    @tried_again
    async def test(self, community_id: int, broadcast_id: int, user_id: int, name: str | None) -> Broadcast:
        """Send it to the one who presses and to nobody else, by their own way. Raises `NoSuchBroadcast`."""
        now = self._clock()
        async with self._db.transaction() as tx:
            await find(tx, community_id, broadcast_id)
            member = await self._members.ensure(tx, community_id, user_id, name)
            await self._outbox.enqueue(
                tx,
                community_id=community_id,
                kind=broadcast_notices.TEST,
                subject=f"test_of_{subject_of(broadcast_id)}",
                to_member=member.id,
                args={"broadcast_id": broadcast_id},
                due_at=now,
                expires_at=now + OF_USE_FOR,
                dedupe_key=f"{broadcast_notices.TEST}:{broadcast_id}:{member.id}:{now.isoformat()}",
                now=now,
            )
            return await self._view(tx, community_id, broadcast_id)

    async def run(self) -> int:
        """At every tick: write out what is to leave by now; how many messages it were."""
        return await self._leaving.run()

    async def _change(self, community_id: int, broadcast_id: int, **values: Any) -> Broadcast:
        async with self._db.transaction() as tx:
            row = await find(tx, community_id, broadcast_id, locked=True)
            check_changeable(BroadcastState(row.state))
            if (event_id := values.get("event_id")) is not None and not await self._people_of(
                tx, community_id, event_id
            ):
                raise NobodyThere
            await _set(tx, broadcast_id, self._clock(), **values)
            return await self._view(tx, community_id, broadcast_id)

    async def _is_of_meeting(self, tx: Tx, community_id: int, event_id: int, member_id: int) -> bool:
        meeting = await self._people_of(tx, community_id, event_id)
        return meeting is not None and member_id in meeting.member_ids

    async def _check_reaches(self, tx: Tx, row: AnyRow, now: datetime) -> None:
        if row.event_id is None and row.channel_id is None and not row.by_mail and not row.by_dm:
            raise NobodyChosen
        has_mail = self._outbox.kinds.has_mail
        counts = await self._audience.counts(tx, row, has_mail=has_mail, now=now)
        if not counts.total:
            raise NobodyThere

    async def _view(self, tx: Tx, community_id: int, broadcast_id: int) -> Broadcast:
        row = await find(tx, community_id, broadcast_id)
        view = view_of(row)
        if view.state is BroadcastState.SENT:
            return replace(view, progress=await progress_of(tx, community_id, subject_of(broadcast_id)))
        has_mail = self._outbox.kinds.has_mail
        counts = await self._audience.counts(tx, row, has_mail=has_mail, now=self._clock())
        return replace(view, counts=counts)


async def _set(tx: Tx, broadcast_id: int, now: datetime, **values: Any) -> None:
    await tx.execute(
        update(BroadcastRow).where(BroadcastRow.id == broadcast_id).values(changed_at=now, **values)
    )

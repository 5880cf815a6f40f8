"""Whom a message of the office reaches at this moment: counted for the preview, written when it leaves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.db import AnyRow, Tx
from bot.mailing.audiences import Reader, of_these, who_chose
from bot.mailing.broadcast_notices import PERSONAL, POST, TO_PARTICIPANT
from bot.mailing.broadcast_rules import OF_USE_FOR, Counts, subject_of
from bot.members.wish_rules import Topic
from bot.outbox.notice import NewDelivery, channel


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as a message to its people needs it; ``member_ids``: who comes, waits or is unsure."""

    title: str
    is_sensitive: bool
    member_ids: tuple[int, ...]


PeopleOf = Callable[[Tx, int, int], Awaitable[Meeting | None]]
"""``(tx, community_id, event_id)``: the meeting, or None for an unknown one and for a rehearsal."""


class Audience:
    """``people_of`` is handed in by the feature that knows meetings."""

    def __init__(self, people_of: PeopleOf) -> None:
        self._people_of = people_of

    async def counts(self, tx: Tx, row: AnyRow, *, has_mail: bool, now: datetime) -> Counts:
        """How many it would reach now."""
        readers = await self._readers(tx, row, has_mail=has_mail, now=now)
        ways = [reader.way for reader in readers]
        return Counts(
            channel=int(_posts(row)), mail=ways.count("mail"), dm=ways.count("dm"), nowhere=ways.count(None)
        )

    async def deliveries(self, tx: Tx, row: AnyRow, *, has_mail: bool, now: datetime) -> list[NewDelivery]:
        """One row for the channel and one for each person."""
        common = {
            "community_id": row.community_id,
            "subject": subject_of(row.id),
            "due_at": now,
            "expires_at": now + OF_USE_FOR,
        }
        args = {"broadcast_id": row.id}
        readers = await self._readers(tx, row, has_mail=has_mail, now=now)
        if row.event_id is not None:
            meeting = await self._people_of(tx, row.community_id, row.event_id)
            is_sensitive = meeting is not None and meeting.is_sensitive
            return [
                NewDelivery(
                    kind=TO_PARTICIPANT,
                    to_member=reader.member_id,
                    dedupe_key=f"{TO_PARTICIPANT}:{row.id}:{reader.member_id}",
                    args=args | ({"is_sensitive": True} if is_sensitive else {}),
                    **common,
                )
                for reader in readers
            ]
        people = [
            NewDelivery(
                kind=PERSONAL,
                to_member=reader.member_id,
                dedupe_key=f"{PERSONAL}:{row.id}:{reader.member_id}",
                args=args,
                via=reader.way,
                **common,
            )
            for reader in readers
        ]
        if not _posts(row):
            return people
        place = channel(row.channel_id)
        return [
            NewDelivery(kind=POST, to_place=place, dedupe_key=f"{POST}:{row.id}", args=args, **common),
            *people,
        ]

    async def _readers(self, tx: Tx, row: AnyRow, *, has_mail: bool, now: datetime) -> list[Reader]:
        """Of a meeting all, by whichever way reaches them; else those who chose just this way."""
        if row.event_id is not None:
            meeting = await self._people_of(tx, row.community_id, row.event_id)
            members = meeting.member_ids if meeting else ()
            return await of_these(tx, row.community_id, members, Topic.CHANGES, has_mail=has_mail, now=now)
        wanted = {way for way, is_on in (("mail", row.by_mail), ("dm", row.by_dm)) if is_on}
        readers = await who_chose(tx, row.community_id, Topic.NEW_EVENTS, has_mail=has_mail, now=now)
        return [reader for reader in readers if reader.way in wanted]


def _posts(row: AnyRow) -> bool:
    return row.channel_id is not None and row.event_id is None

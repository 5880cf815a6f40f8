"""A hub with one community and meetings in it, for tests of the use cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.clock import Hands
from bot.events.form import EventForm
from bot.events.models import RsvpRow
from bot.events.rules import Answered, Choice, Event, Mode, Place
from bot.hub import Hub, build_hub
from bot.members.models import MemberRow
from bot.outbox.models import DeliveryRow
from bot.settings import Settings

COMMUNITY = 700_000_000_000_000_001
NOON = datetime(2026, 12, 1, 3, tzinfo=UTC)
"""12:00 in Tokyo, sixteen days before the meeting."""
LINK = "https://meeting.example/j/planted-secret-4711"
FORM = EventForm(
    title="12月の情報交換会",
    when="2026-12-17 19:00-20:30",
    venue="みなと市民センター 3階",
    online=LINK,
)


@dataclass
class Meetings:
    """Short words for tests: people are small numbers, their places are read from the database."""

    hub: Hub
    hands: Hands
    community_id: int = COMMUNITY

    async def set_up(self) -> None:
        await self.hub.communities.set_up(
            self.community_id,
            name="みなと市民ハブ",
            announce_channel_id=self.community_id + 1,
            staff_channel_id=self.community_id + 2,
            staff_role_id=self.community_id + 3,
        )

    async def announce(
        self, *, venue: int | None = None, online: int | None = None, hall_only: bool = False, **boxes: Any
    ) -> Event:
        form = replace(FORM, **boxes)
        if hall_only:
            form = replace(form, online="")
        if venue is not None:
            form = replace(form, venue=f"{form.venue} 定員{venue}")
        if online is not None:
            form = replace(form, online=f"{form.online} 定員{online}")
        draft = await self.hub.drafts.start(self.community_id, 1, "事務局", form)
        return await self.hub.events.announce(self.community_id, draft.id)

    async def answer(self, event: Event, person: int, choice: Choice, *, sure: bool = True) -> Answered:
        return await self.hub.rsvps.rsvp(
            self.community_id, person, f"参加者{person}", event.id, choice, sure=sure
        )

    async def at(self, event: Event, mode: Mode, place: Place) -> list[int]:
        """The people in one place of one mode, in the order in which they came there."""
        query = (
            select(MemberRow.discord_user_id)
            .join(RsvpRow, RsvpRow.member_id == MemberRow.id)
            .where(RsvpRow.event_id == event.id, RsvpRow.mode == mode.value, RsvpRow.place == place.value)
            .order_by(RsvpRow.ticket)
        )
        async with self.hub.db.reading() as tx:
            return [person for person in (await tx.scalars(query)).all() if person is not None]

    async def member_id(self, person: int) -> int:
        """The row of a person; 0 for somebody about whom nothing is stored."""
        query = select(MemberRow.id).where(MemberRow.discord_user_id == person)
        async with self.hub.db.reading() as tx:
            return await tx.scalar(query) or 0

    async def seated(self, event: Event, mode: Mode = Mode.VENUE) -> list[int]:
        return await self.at(event, mode, Place.CONFIRMED)

    async def waiting(self, event: Event, mode: Mode = Mode.VENUE) -> list[int]:
        return await self.at(event, mode, Place.WAITLISTED)

    async def planned(self, kind: str, *, state: str = "planned") -> list[tuple[int | None, Any]]:
        """Whom a kind of notice is planned for, with its arguments."""
        query = (
            select(MemberRow.discord_user_id, DeliveryRow.args)
            .outerjoin(MemberRow, MemberRow.id == DeliveryRow.member_id)
            .where(DeliveryRow.kind == kind, DeliveryRow.state == state)
            .order_by(DeliveryRow.id)
        )
        async with self.hub.db.reading() as tx:
            return [(row[0], row[1]) for row in await tx.execute(query)]

    async def count(self, model: Any) -> int:
        async with self.hub.db.reading() as tx:
            return await tx.scalar(select(func.count()).select_from(model)) or 0


def meetings_on(database_url: str, start: datetime = NOON) -> Meetings:
    """A hub on a database that has its tables; close ``.hub`` afterwards."""
    hands = Hands(start)
    return Meetings(build_hub(Settings(database_url=database_url), clock=hands), hands)


def days(count: float) -> timedelta:
    return timedelta(days=count)

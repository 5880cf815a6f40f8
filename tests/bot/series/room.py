"""Short words for tests of series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.desk.lines import DeskLine
from bot.events.form import EventForm
from bot.events.models import EventDraftRow
from bot.outbox.models import DeliveryRow
from bot.series.queries import sessions_of
from bot.series.rules import Session
from bot.series.service import Panel
from tests.kit.meetings import LINK, Meetings, meetings_on

FRIDAY = datetime(2026, 11, 27, 3, tzinfo=UTC)
"""12:00 in Tokyo; the third Thursdays are 17 December, 21 January, 18 February."""
TEMPLATE = EventForm(venue="みなと市民センター 3階 / 20席", online=LINK, description="どなたでもどうぞ。")
RULE = "毎月第3木曜 19:00-20:30 開場18:30"


@dataclass
class Room(Meetings):
    """`Meetings` with a series in it."""

    async def start(self, rule: str = RULE, *, form: EventForm = TEMPLATE, **ways: str) -> Panel:
        """A running series, its sessions numbered from 12 unless said otherwise."""
        series = self.hub.series
        shown = await series.write(self.community_id, 1, "事務局", title="情報交換会", rule=rule, form=form)
        ways = {"number": "12", "days": "", "announcing": "", **ways}
        await series.set_ways(self.community_id, shown.series.id, **ways)
        return await series.start(self.community_id, shown.series.id)

    async def sessions(self, series_id: int = 1) -> list[Session]:
        async with self.hub.db.reading() as tx:
            return await sessions_of(tx, series_id)

    async def days(self, series_id: int = 1) -> list[tuple[str, str, int | None]]:
        """Local day, state and number of every session."""
        return [
            (each.day.isoformat(), each.state.value, each.number) for each in await self.sessions(series_id)
        ]

    async def drafts(self) -> list[Any]:
        async with self.hub.db.reading() as tx:
            return list(await tx.execute(select(EventDraftRow.__table__).order_by(EventDraftRow.id)))

    async def deliveries(self, kind: str) -> list[Any]:
        async with self.hub.db.reading() as tx:
            query = select(DeliveryRow.state, DeliveryRow.due_at, DeliveryRow.subject)
            return list(await tx.execute(query.where(DeliveryRow.kind == kind).order_by(DeliveryRow.id)))

    async def lines(self, *keys: str) -> list[DeskLine]:
        desk = await self.hub.desk.lines(self.community_id)
        return [line for line in desk.lines if line.key in keys]

    def go_to(self, day: str, hour: int = 12) -> None:
        """That hour of a day in Japan."""
        self.hands.set(datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC) - timedelta(hours=9))


def room_on(database_url: str, start: datetime = FRIDAY) -> Room:
    made = meetings_on(database_url, start)
    return Room(made.hub, made.hands)

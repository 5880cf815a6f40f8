"""A community with offers, needs and what became of them, put straight into their tables."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from bot.clock import to_utc, zone
from bot.db import Base
from bot.hub import Hub
from bot.members.rules import Sector
from bot.probono.asking import Rhythm
from bot.probono.models import HearingRow, NeedRow, OfferRow, StepRow, SuggestionRow
from bot.probono.rules import OfferKind
from bot.probono.states import NeedState, OfferState, Party, SuggestionState
from tests.kit.meetings import COMMUNITY, Meetings, meetings_on

STRANGE = COMMUNITY + 50
"""Another community."""
JAPAN = zone("Asia/Tokyo")
NAME = "あかねさす機工"
"""An organisation that must not be found in figures."""


def noon(day: str) -> datetime:
    """12 o'clock in Japan."""
    return to_utc(datetime.fromisoformat(f"{day}T12:00"), JAPAN)


@dataclass
class Exchange:
    meetings: Meetings

    @property
    def hub(self) -> Hub:
        return self.meetings.hub

    async def open(self) -> None:
        await self.meetings.set_up()
        await self.hub.communities.set_up(
            STRANGE,
            name="となり町ハブ",
            announce_channel_id=STRANGE + 1,
            staff_channel_id=STRANGE + 2,
            staff_role_id=STRANGE + 3,
        )

    async def offer(self, on: str, community_id: int = COMMUNITY, **values: Any) -> int:
        return await put_offer(self.hub, community_id, on, **values)

    async def need(self, on: str, community_id: int = COMMUNITY, **values: Any) -> int:
        return await put_need(self.hub, community_id, on, **values)

    async def hear(
        self,
        on: str,
        key: str = NAME,
        sector: Sector = Sector.COMPANY,
        community_id: int = COMMUNITY,
    ) -> int:
        return await put(
            self.hub,
            HearingRow,
            community_id=community_id,
            organisation=key,
            key=key,
            sector=sector.value,
            heard_on=date.fromisoformat(on),
            way="in_person",
            created_at=noon(on),
        )

    async def suggestion(
        self,
        need_id: int,
        offer_id: int,
        *steps: tuple[str, str, str],
        community_id: int = COMMUNITY,
        hours: int | None = None,
    ) -> int:
        return await put_suggestion(self.hub, community_id, need_id, offer_id, *steps, hours=hours)


@asynccontextmanager
async def open_exchange(database_url: str) -> AsyncIterator[Exchange]:
    """Two communities on a database that has its tables."""
    made = Exchange(meetings_on(database_url))
    try:
        await made.open()
        yield made
    finally:
        await made.hub.close()


async def put(hub: Hub, table: type[Base], **values: Any) -> int:
    """One row, and its number."""
    async with hub.db.transaction() as tx:
        made = await tx.execute(insert(table).values(**values))
        assert made.inserted_primary_key is not None
        return made.inserted_primary_key[0]


async def put_offer(hub: Hub, community_id: int, on: str, **values: Any) -> int:
    """An open offer that was entered on that day."""
    usual = {
        "community_id": community_id,
        "state": OfferState.OPEN.value,
        "kind": OfferKind.INDIVIDUAL.value,
        "text": "経理を長くしています。",
        "mode": "online",
        "rhythm": Rhythm.MONTHLY.value,
        "held_at": noon(on),
        "created_at": noon(on),
    }
    return await put(hub, OfferRow, **(usual | values))


async def put_need(hub: Hub, community_id: int, on: str, **values: Any) -> int:
    """A need that was entered on that day."""
    usual = {
        "community_id": community_id,
        "state": NeedState.OPEN.value,
        "text": "会計が分かる人がいません。",
        "needed_by": "年度内",
        "organisation": NAME,
        "sector": Sector.NONPROFIT.value,
        "created_at": noon(on),
        "changed_at": noon(on),
    }
    return await put(hub, NeedRow, **(usual | values))


async def put_suggestion(
    hub: Hub,
    community_id: int,
    need_id: int,
    offer_id: int,
    *steps: tuple[str, str, str],
    hours: int | None = None,
) -> int:
    """A suggestion with its history: step, state after it, day."""
    first = noon(steps[0][2])
    suggestion_id = await put(
        hub,
        SuggestionRow,
        community_id=community_id,
        need_id=need_id,
        offer_id=offer_id,
        state=steps[-1][1],
        is_small=any(state == SuggestionState.DATE_AGREED.value for _step, state, _day in steps),
        hours=hours,
        created_at=first,
        changed_at=first,
    )
    for step, state, day in steps:
        await put(
            hub,
            StepRow,
            suggestion_id=suggestion_id,
            step=step,
            state=state,
            party=Party.VOLUNTEER.value,
            at=noon(day),
        )
    return suggestion_id

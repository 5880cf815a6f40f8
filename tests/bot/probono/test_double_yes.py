"""Many say yes in the same moment: one place goes to one person, and nobody helps more than they can.

The negative control takes the locks away; then a place is soon given twice.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from bot.probono.models import SuggestionRow
from bot.probono.refusals import HasNoTime
from bot.probono.states import SuggestionState
from tests.bot.outbox.stage import RecordingCourier
from tests.bot.probono.agency import STAFF, Agency, volunteer
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import COMMUNITY, meetings_on

PROCESSES, EACH = 4, 12
PEOPLE = PROCESSES * EACH
PLACES = 5
TRIES = 5


async def asked(agency: Agency, need_id: int, offer_id: int) -> int:
    """A suggestion that waits for its answer, straight into the table."""
    now = agency.hub.clock()
    values: dict[str, Any] = {
        "community_id": COMMUNITY,
        "need_id": need_id,
        "offer_id": offer_id,
        "state": "asked",
        "is_small": True,
        "asks": 1,
        "asked_at": now,
        "created_at": now,
        "changed_at": now,
    }
    async with agency.hub.db.transaction() as tx:
        suggestion_id = await tx.scalar(insert(SuggestionRow).values(**values).returning(SuggestionRow.id))
    assert suggestion_id is not None
    return suggestion_id


async def count(agency: Agency, state: str, **where: int) -> int:
    query = select(func.count()).select_from(SuggestionRow).where(SuggestionRow.state == state)
    for column, value in where.items():
        query = query.where(SuggestionRow.__table__.c[column] == value)
    async with agency.hub.db.reading() as tx:
        return await tx.scalar(query) or 0


@ON_BOTH_ALWAYS
async def test_three_say_yes_at_once_and_one_helps(agency: Agency) -> None:
    for number in (1, 2, 3):
        await agency.offer(number)
    need = await agency.need(small=True)
    suggestions = [await agency.ask(need, number) for number in (1, 2, 3)]
    said = await asyncio.gather(
        *(agency.answer(each, number=number) for number, each in enumerate(suggestions, 1))
    )
    assert sorted(each.state for each in said) == ["taken", "taken", "yes"]
    assert (await count(agency, "yes"), await count(agency, "taken")) == (1, 2)
    await agency.tick()
    thanked = [number for number in (1, 2, 3) if agency.told(volunteer(number))]
    assert len(thanked) == 2, "the other two, and each once"


@ON_BOTH_ALWAYS
async def test_whoever_came_forward_for_three_needs_is_taken_for_as_many_as_they_can(agency: Agency) -> None:
    offer = await agency.offer(capacity=2)
    forward = []
    for number in range(3):
        need = await agency.need(title=f"決算 {number}")
        forward.append(await agency.hub.probono.proposals.come_forward(COMMUNITY, need, volunteer(), offer))
    results = await asyncio.gather(
        *(agency.hub.probono.asks.ask(COMMUNITY, each.id, STAFF) for each in forward),
        return_exceptions=True,
    )
    refused = [result for result in results if isinstance(result, BaseException)]
    assert [type(error) for error in refused] == [HasNoTime]
    assert await count(agency, "yes") == 2


class Answerers:
    """Four processes, each with twelve answers of its own."""

    def __init__(self, url: str) -> None:
        self._all = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.kit.answerer", url],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _number in range(PROCESSES)
        ]
        for each in self._all:
            assert self._says(each) == "ready"

    def rush(self, first: int, how: str) -> None:
        """All suggestions from this one on are answered at once."""
        for number, each in enumerate(self._all):
            assert each.stdin is not None
            each.stdin.write(f"{first + number * EACH} {EACH} {how}\n")
            each.stdin.flush()
        for each in self._all:
            assert self._says(each) == "done"

    @staticmethod
    def _says(each: subprocess.Popen[str]) -> str:
        assert each.stdout is not None
        return each.stdout.readline().strip()

    def end(self) -> None:
        for each in self._all:
            each.communicate()
            assert each.returncode == 0


async def one_need(agency: Agency) -> tuple[int, dict[str, int]]:
    """A need for five people, about which all are asked; the first suggestion."""
    need = await agency.need(small=True, people=PLACES)
    ids = [await asked(agency, need, agency.offers[number]) for number in range(1, PEOPLE + 1)]
    return ids[0], {"need_id": need}


async def one_offer(agency: Agency) -> tuple[int, dict[str, int]]:
    """Somebody who can help five at once and is asked for many needs; the first suggestion."""
    offer = await agency.offer(1000, capacity=PLACES)
    ids = [await asked(agency, await agency.need(small=True), offer) for _each in range(PEOPLE)]
    return ids[0], {"offer_id": offer}


@pytest.mark.long
async def test_four_processes_on_postgresql_give_no_place_twice(postgres_url: str) -> None:
    """Exactly five of a need and five of an offer; without locks (the control) soon more."""
    agency = Agency(meetings_on(postgres_url), RecordingCourier(thread_id=88_000))
    answerers = await asyncio.to_thread(Answerers, postgres_url)
    try:
        await agency.open()
        for number in range(1, PEOPLE + 1):
            await agency.offer(number)
        for stage in (one_need, one_offer):
            first, where = await stage(agency)
            await asyncio.to_thread(answerers.rush, first, "locked")
            assert await count(agency, SuggestionState.YES.value, **where) == PLACES, stage.__name__
            given = []
            for _try in range(TRIES):
                first, where = await stage(agency)
                await asyncio.to_thread(answerers.rush, first, "unlocked")
                given.append(await count(agency, SuggestionState.YES.value, **where))
                if given[-1] > PLACES:
                    break
            assert max(given) > PLACES, f"the control {stage.__name__} gave no place twice: {given}"
    finally:
        await asyncio.to_thread(answerers.end)
        await agency.hub.close()

"""Two people of the office answer the same question in the same moment: one answer goes out, nothing is doubled.

The controls show that the moment is really met: without the lock both answers win on PostgreSQL, and without
``BEGIN IMMEDIATE`` the second one meets an error on SQLite instead of reading who was first.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.db import Database, Tx
from bot.questions import service
from bot.questions.notices import ANSWERED
from bot.questions.rules import AlreadyAnswered, Question
from tests.bot.outbox.stage import RecordingCourier
from tests.bot.questions.office import STAFF_ONE, Office
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import COMMUNITY, meetings_on

RUSH = 12
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
LOOKS = 2000
"""How often one of two asks whether the other has come; far more often than it ever takes."""


async def rush(office: Office, question: Question, count: int) -> tuple[list[Question], list[BaseException]]:
    """That many people of the office answer at once: who won, and what the others met."""
    results = await asyncio.gather(
        *(
            office.hub.questions.answer(
                COMMUNITY, question.id, STAFF_ONE + number, f"事務局{number}", f"返事{number}"
            )
            for number in range(count)
        ),
        return_exceptions=True,
    )
    won = [result for result in results if isinstance(result, Question)]
    return won, [result for result in results if isinstance(result, BaseException)]


@ON_BOTH_ALWAYS
async def test_one_of_many_answers_wins_and_the_others_read_whose(office: Office) -> None:
    question = await office.ask()
    (won,), lost = await rush(office, question, RUSH)
    assert {type(error) for error in lost} == {AlreadyAnswered}
    assert {error.args_for_text["name"] for error in lost if isinstance(error, AlreadyAnswered)} == {
        won.answered_by
    }
    assert len(await office.planned(ANSWERED)) == 1
    await office.tick()
    (letter,) = office.told()
    assert won.answer in [part.to("ja") for part in letter.paragraphs]


class Meeting:
    """Holds whoever has looked at the question until the other one has looked too, or waits for the lock."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._real = service.find
        self.inside = 0

    async def find(self, tx: Tx, topic_of: Any, community_id: int, question_id: int) -> Question:
        found = await self._real(tx, topic_of, community_id, question_id)
        self.inside += 1
        for _look in range(LOOKS):
            if self.inside > 1 or await self._somebody_waits():
                return found
        raise AssertionError("the second one never came")

    async def _somebody_waits(self) -> bool:
        async with self._db.reading() as tx:
            return bool(await tx.scalar(text("SELECT 0" if self._db.is_sqlite else WAITING)))


@asynccontextmanager
async def office_on(url: str) -> AsyncIterator[Office]:
    made = Office(meetings_on(url), RecordingCourier())
    try:
        await made.open()
        yield made
    finally:
        await made.hub.close()


async def no_lock(_tx: Tx, _question_id: int) -> None:
    """What the service would be without `take_lock`."""


@pytest.mark.parametrize(("locked", "winners"), [(True, 1), (False, 2)])
async def test_on_postgresql_the_row_is_the_lock(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, locked: bool, winners: int
) -> None:
    async with office_on(postgres_url) as office:
        question = await office.ask()
        monkeypatch.setattr(service, "find", Meeting(office.hub.db).find)
        if not locked:
            monkeypatch.setattr(service, "take_lock", no_lock)
        won, lost = await rush(office, question, 2)
        assert len(won) == winners
        assert len(lost) == 2 - winners


async def test_control_a_deferred_begin_on_sqlite_ends_in_an_error(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office_on(sqlite_url) as office:
        question = await office.ask()

        @asynccontextmanager
        async def deferred() -> AsyncIterator[Tx]:
            async with office.hub.db._reader.begin() as tx:
                yield tx

        monkeypatch.setattr(office.hub.db, "transaction", deferred)
        monkeypatch.setattr(service, "find", Meeting(office.hub.db).find)
        won, (error,) = await rush(office, question, 2)
        assert len(won) == 1
        assert isinstance(error, OperationalError), "the race test above may have lost its teeth"
        assert "locked" in str(error)

"""A database that version 0.2.0 made and filled goes forward to this version and back, and loses nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import migrating
from bot.clock import Hands
from bot.events.rules import Choice
from bot.hub import build_hub
from bot.settings import Settings
from tests.house.test_upgrade import columns_of, contents, copied, differences, run_on

FILLED = Path(__file__).parents[1] / "data" / "filled-0.2.0.sql"
OLD = "0004"
COMMUNITY = 700_000_000_000_000_001
WHEN_IT_STOPPED = datetime(2026, 10, 19, 6, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The filled database of 0.2.0, on each kind of database."""
    with closing(sqlite3.connect(tmp_path / "hub.db")) as connection:
        connection.executescript(FILLED.read_text("utf-8"))
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/hub.db"
    bare = request.getfixturevalue("bare_postgres_url")
    migrating.migrate(bare, OLD)
    run_on(bare, lambda connection: copied(tmp_path / "hub.db", connection))
    return bare


def test_forward_and_back_every_old_column_is_as_it_was(old_url: str):
    columns = run_on(old_url, columns_of)
    before = run_on(old_url, lambda connection: contents(columns, connection))
    assert all(before[table] for table in ("members", "rsvps", "questions", "anonymous_seats", "deliveries"))
    migrating.migrate(old_url)
    assert run_on(old_url, differences) == []
    assert run_on(old_url, lambda connection: contents(columns, connection)) == before
    migrating.migrate(old_url, OLD)
    assert run_on(old_url, columns_of) == columns
    assert run_on(old_url, lambda connection: contents(columns, connection)) == before


def test_what_was_announced_before_is_answered_changed_and_called_off(old_url: str):
    migrating.migrate(old_url)

    async def live() -> None:
        hub = build_hub(Settings(database_url=old_url), clock=Hands(WHEN_IT_STOPPED))
        try:
            [coming] = [
                event for event in await hub.events.upcoming(COMMUNITY) if event.title == "11月の情報交換会"
            ]
            await hub.rsvps.rsvp(COMMUNITY, 600_000_000_000_000_031, "参加者31", coming.id, Choice.ONLINE)
            edit = await hub.edits.begin(COMMUNITY, 1, "事務局", coming.id)
            assert (edit.problem, edit.columns) == (None, ())
            await hub.edits.change(COMMUNITY, edit.id, when="2026-11-26 19:00-20:30")
            _event, changed = await hub.edits.save(COMMUNITY, edit.id)
            assert changed.told == 5
            await hub.events.cancel(COMMUNITY, coming.id, "会場の都合のため")
        finally:
            await hub.close()

    asyncio.run(live())

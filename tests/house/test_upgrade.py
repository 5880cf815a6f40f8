"""A database that the released version made and filled, on this version: nothing lost, and it works."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import JSON, Boolean, Connection, DateTime, MetaData, Table, insert, select, text
from sqlalchemy.ext.asyncio import create_async_engine

import bot.attendance.models
import bot.events.models
import bot.members.models
import bot.outbox.models
import bot.questions.models
import bot.records.models  # noqa: F401
from bot import migrating
from bot.backups.keeping import Purpose
from bot.backups.service import Backups
from bot.clock import Hands
from bot.db import Base
from bot.events.rules import Choice, Mode
from bot.hub import build_hub
from bot.outbox.couriers import Address
from bot.outbox.notice import Notice, Receipt
from bot.outbox.trays import Tray
from bot.seeds.search_index import compared
from bot.settings import Settings

FILLED = Path(__file__).parents[1] / "data" / "filled-0.1.0.sql"
OLD = "0003"
COMMUNITY, OTHER = 700_000_000_000_000_001, 700_000_000_000_000_091
PEOPLE = 600_000_000_000_000_000
STOPPED = datetime(2026, 11, 2, 5, tzinfo=UTC)
"""When the old version was killed."""

Rows = dict[str, list[tuple[Any, ...]]]


def make_old(file: Path) -> str:
    file.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(FILLED.read_text("utf-8"))
    return f"sqlite+aiosqlite:///{file}"


def run_on(url: str, work: Any) -> Any:
    """``work(sync_connection)``, committed."""

    async def run() -> Any:
        engine = create_async_engine(url)
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(work)
        finally:
            await engine.dispose()

    return asyncio.run(run())


def tables_of(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    return found


def copied(source: Path, target: Connection) -> None:
    """Every row of the SQLite file into the same tables of another database."""
    with closing(sqlite3.connect(source)) as old:
        old.row_factory = sqlite3.Row
        for table in tables_of(target).sorted_tables:
            rows = [
                {name: _value(table, name, row[name]) for name in row.keys()}  # noqa: SIM118
                for row in old.execute(f'SELECT * FROM "{table.name}" ORDER BY rowid')
            ]
            if rows and table.name != "alembic_version":
                target.execute(insert(table), rows)
            if "id" in table.columns and rows and isinstance(rows[0]["id"], int) and rows[0]["id"] < 10**6:
                counter = "pg_get_serial_sequence(:table, 'id')"
                target.execute(
                    text(f"SELECT setval({counter}, :last)"),
                    {"table": table.name, "last": max(row["id"] for row in rows)},
                )


def _value(table: Table, name: str, value: Any) -> Any:
    kind = table.columns[name].type
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if isinstance(kind, Boolean):
        return bool(value)
    return json.loads(value) if isinstance(kind, JSON) else value


def contents(columns: dict[str, list[str]], connection: Connection) -> Rows:
    """All rows of these columns, as plain values in the order of the first one."""
    found = tables_of(connection)
    return {
        name: sorted(
            tuple(str(value) for value in row)
            for row in connection.execute(select(*(found.tables[name].c[column] for column in wanted)))
        )
        for name, wanted in columns.items()
    }


def columns_of(connection: Connection) -> dict[str, list[str]]:
    left_out = {"alembic_version", "sqlite_sequence"}
    return {
        table.name: [column.name for column in table.columns]
        for table in tables_of(connection).sorted_tables
        if table.name not in left_out
    }


def differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": True, "include_name": compared}
    return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The filled database of the released version, on each kind of database."""
    url = make_old(tmp_path / "hub.db")
    if request.param == "sqlite":
        return url
    bare = request.getfixturevalue("bare_postgres_url")
    migrating.migrate(bare, OLD)
    run_on(bare, lambda connection: copied(tmp_path / "hub.db", connection))
    return bare


class Letters:
    """A courier that keeps what it was given."""

    def __init__(self) -> None:
        self.nonces: list[str] = []

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt:
        assert notice.subject.to("ja")
        self.nonces.append(nonce)
        return Receipt(channel_id=1, message_id=1_000 + len(self.nonces))

    async def remove(self, place: Address, message_id: int, notice: Notice) -> None:
        raise AssertionError("nothing is taken away here")

    async def edit(self, place: Address, message_id: int, notice: Notice) -> None:
        assert notice.subject.to("ja")


async def a_day_with(url: str) -> None:
    """The new version on the old data: a screen, an answer, a promotion, what is due, what is tidied."""
    hands, courier = Hands(STOPPED), Letters()
    hub = build_hub(Settings(database_url=url), clock=hands, couriers={"discord": courier})
    try:
        december = next(
            event for event in await hub.events.upcoming(COMMUNITY) if event.starts_at.month == 12
        )
        assert december.title == "12月の情報交換会"
        assert (december.seats[Mode.VENUE].taken, december.seats[Mode.VENUE].capacity) == (3, 3)
        answered = await hub.rsvps.rsvp(
            COMMUNITY, PEOPLE + 11, "みずうみ", december.id, Choice.DECLINED, sure=True
        )
        assert answered.changed
        late = await hub.rsvps.rsvp(COMMUNITY, PEOPLE + 20, "あたらしい人", december.id, Choice.VENUE)
        assert late.mine.confirmed is not None
        assert (await hub.desk.lines(COMMUNITY)).lines
        assert (await hub.outbox.listing(COMMUNITY, Tray.UNKNOWN)).lines
        waiting = await hub.outbox.listing(COMMUNITY, Tray.WAITING)
        hands.move(timedelta(hours=1))
        await hub.tick()
        assert courier.nonces, "what the killed process was about to send is sent"
        assert (await hub.outbox.listing(COMMUNITY, Tray.WAITING)).counts != waiting.counts
        assert await hub.privacy.export(OTHER, PEOPLE + 19, "ja")
        await hub.tidy()
    finally:
        await hub.close()


def test_the_released_versions_data_live_on(old_url: str) -> None:
    columns = run_on(old_url, columns_of)
    before = run_on(old_url, lambda connection: contents(columns, connection))
    assert {name: len(rows) for name, rows in before.items() if not rows} == {}, (
        "a table without a row proves nothing"
    )
    assert migrating.migrate(old_url) == (OLD, migrating.head_revision())
    assert run_on(old_url, differences) == []
    assert run_on(old_url, lambda connection: contents(columns, connection)) == before
    assert migrating.migrate(old_url, OLD)[1] == OLD
    assert run_on(old_url, columns_of) == columns
    assert run_on(old_url, lambda connection: contents(columns, connection)) == before
    migrating.migrate(old_url)
    asyncio.run(a_day_with(old_url))
    migrating.migrate(old_url, OLD)
    kept = run_on(old_url, lambda connection: contents(columns, connection))
    assert {(row[0], row[3]) for row in before["members"]} < {(row[0], row[3]) for row in kept["members"]}


def test_the_dump_holds_every_state_of_a_delivery() -> None:
    words = FILLED.read_text("utf-8")
    for state in ("planned", "sending", "sent", "unknown", "failed", "cancelled", "expired"):
        assert f"'{state}'" in words, state


# --- the backup before it ---


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def settings_of(url: str) -> Settings:
    return Settings(database_url=url)


@pytest.fixture
def broken_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A chain with one whole step more, and a last one that raises; the id of that one."""
    folder = shutil.copytree(migrating.FOLDER, tmp_path / "migrations")
    head = migrating.head_revision()
    one, two = f"{int(head) + 1:04}", f"{int(head) + 2:04}"
    for number, behind, body in (
        (one, head, "op.execute('DELETE FROM rsvps')"),
        (two, one, "op.execute('DELETE FROM event_answers')\n    raise OSError('cut short')"),
    ):
        (folder / "versions" / f"{number}_planted.py").write_text(
            f"from alembic import op\nrevision = {number!r}\ndown_revision = {behind!r}\n\n\n"
            f"def upgrade():\n    {body}\n\n\ndef downgrade():\n    pass\n"
        )
    monkeypatch.setattr(migrating, "FOLDER", folder)
    return two


def test_a_backup_is_made_before_and_holds_the_old_data(tmp_path: Path, hands: Hands) -> None:
    url = make_old(tmp_path / "hub.db")
    before = dump(tmp_path / "hub.db")
    done = migrating.migrate_safely(settings_of(url), hands)
    assert (done.before, done.after) == (OLD, migrating.head_revision())
    assert done.backup is not None
    assert done.backup.name == f"hub-20261102T000000Z-before-{migrating.head_revision()}.db"
    assert dump(done.backup) == before
    again = migrating.migrate_safely(settings_of(url), hands)
    assert again.backup is None, "nothing was to be done"
    assert [backup.purpose for backup in Backups(settings_of(url), hands).listing()] == [Purpose.BEFORE]


def test_the_way_back_is_backed_up_too(tmp_path: Path, hands: Hands) -> None:
    url = make_old(tmp_path / "hub.db")
    done = migrating.migrate_safely(settings_of(url), hands, "0002")
    assert done.backup is not None
    assert migrating.current_revision(f"sqlite+aiosqlite:///{done.backup}") == OLD


def test_a_failed_migration_leaves_the_file_as_it_was_and_names_the_backup(
    tmp_path: Path, hands: Hands, broken_steps: str
) -> None:
    """Whole steps had been taken before the one that failed."""
    url = make_old(tmp_path / "hub.db")
    before = dump(tmp_path / "hub.db")
    with pytest.raises(migrating.MigrationFailed) as failed:
        migrating.migrate_safely(settings_of(url), hands)
    assert dump(tmp_path / "hub.db") == before
    line = str(failed.value)
    assert "\n" not in line
    assert "cut short" in line
    backup = tmp_path / "backups" / f"hub-20261102T000000Z-before-{broken_steps}.db"
    assert str(backup) in line
    assert dump(backup) == before


def test_without_a_backup_the_migration_does_not_begin(tmp_path: Path, hands: Hands) -> None:
    url = make_old(tmp_path / "hub.db")
    (tmp_path / "backups").write_text("in the way")
    with pytest.raises(migrating.MigrationFailed, match=r"^The migration was not begun.*backups"):
        migrating.migrate_safely(settings_of(url), hands)
    assert migrating.current_revision(url) == OLD


def test_a_new_or_unknown_database_needs_no_backup(tmp_path: Path, hands: Hands) -> None:
    new = settings_of(f"sqlite+aiosqlite:///{tmp_path}/new/hub.db")
    assert migrating.migrate_safely(new, hands).backup is None
    with closing(sqlite3.connect(tmp_path / "new" / "hub.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(migrating.MigrationFailed, match="9999"):
        migrating.migrate_safely(new, hands)
    assert not (tmp_path / "new" / "backups").exists()


@pytest.mark.long
def test_the_start_of_the_bot_backs_up_and_upgrades(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way of `bot run`: a process of its own, with the settings of this one."""
    url = make_old(tmp_path / "hub.db")
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "elsewhere"))
    migrating.prepare(url)
    assert migrating.current_revision(url) == migrating.head_revision()
    made = list((tmp_path / "elsewhere").iterdir())
    assert [path.name.endswith(f"-before-{migrating.head_revision()}.db") for path in made] == [True]

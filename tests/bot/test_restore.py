"""Putting a backup back: everything or nothing, and what was there is kept."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import __main__ as command_line, migrating
from bot.backups.keeping import Purpose
from bot.backups.service import Backups
from bot.clock import Hands
from bot.events.rules import Choice, Event, Mode
from bot.health.heartbeat import Heartbeat
from bot.hub import build_hub
from bot.outbox.trays import Tray
from bot.restoring import RestoreRefused, restore
from bot.settings import Settings
from tests.kit.meetings import Meetings


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files with the present schema and with the one before it, made by the migrations once."""
    folder = tmp_path_factory.mktemp("migrated")
    files = {}
    for revision in ("head", "0003"):
        files[revision] = folder / f"{revision}.db"
        migrating.migrate(f"sqlite+aiosqlite:///{files[revision]}", revision)
    return files


@pytest.fixture
def settings(tmp_path: Path, migrated: dict[str, Path]) -> Settings:
    """A database that the migrations made."""
    shutil.copyfile(migrated["head"], tmp_path / "hub.db")
    return Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/hub.db")


def file_of(settings: Settings) -> Path:
    assert settings.database_file is not None
    return settings.database_file


async def live(settings: Settings, hands: Hands, *people: int, event: Event | None = None) -> Event:
    """A bot's day on the database: a meeting where there is none, and these people's answers."""
    hub = build_hub(settings, clock=hands)
    meetings = Meetings(hub, hands)
    try:
        if event is None:
            await meetings.set_up()
            event = await meetings.announce(venue=20)
        for person in people:
            await meetings.answer(event, person, Choice.VENUE)
        return event
    finally:
        await hub.close()


def seats(file: Path) -> int:
    return int(value(file, "SELECT count(*) FROM rsvps"))


def value(file: Path, query: str) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return str(connection.execute(query).fetchone()[0])


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"hub.db", "backups"}


async def test_a_backup_comes_back_and_what_was_there_is_kept(settings: Settings, hands: Hands) -> None:
    event = await live(settings, hands, 11, 12)
    backups = Backups(settings, hands)
    backup = backups.make()
    hands.move(timedelta(days=1))
    await live(settings, hands, 13, event=event)
    done = restore(settings, hands, backup.path)
    assert seats(file_of(settings)) == 2
    assert left_in(file_of(settings).parent) == set()
    assert done.replaced is not None
    assert done.replaced.name == "hub-replaced-20261103T000000Z.db"
    assert seats(done.replaced) == 3
    assert done.replaced.stat().st_mode & 0o777 == 0o600
    assert [each.purpose for each in backups.listing()] == [Purpose.REPLACED, Purpose.DAILY]
    assert backups.newest() == backup.made_at, "what was replaced is not the last good backup"
    report = "\n".join(done.report())
    assert "Forget me" in report, "who wished to be forgotten since then is back"
    for word in (str(backup.path), str(done.replaced), "2 notices", "/outbox", "start the bot"):
        assert word in report
    await live(settings, hands, 14, event=event)
    assert seats(file_of(settings)) == 3
    restore(settings, hands, done.replaced)
    assert seats(file_of(settings)) == 3


async def test_numbers_given_since_then_never_mean_something_new(settings: Settings, hands: Hands) -> None:
    """The buttons of a meeting that the backup does not know are still in Discord."""
    await live(settings, hands)
    backup = Backups(settings, hands).make()
    hub = build_hub(settings, clock=hands)
    lost = await Meetings(hub, hands).announce(venue=5)
    await hub.close()
    restore(settings, hands, backup.path)
    hub = build_hub(settings, clock=hands)
    try:
        assert (await Meetings(hub, hands).announce(venue=5)).id > lost.id
    finally:
        await hub.close()


def test_an_older_schema_is_brought_forward_before_it_takes_the_place(
    settings: Settings, hands: Hands, tmp_path: Path, migrated: dict[str, Path]
) -> None:
    old = shutil.copyfile(migrated["0003"], tmp_path / "old.db")
    done = restore(settings, hands, old)
    assert (done.schema, done.migrated_to) == ("0003", migrating.head_revision())
    assert migrating.current_revision(settings.database_url) == migrating.head_revision()
    assert value(old, "SELECT version_num FROM alembic_version") == "0003", "the backup itself stays as it is"
    assert "0003 ->" in "\n".join(done.report())


@pytest.mark.long
async def test_a_bot_that_is_running_is_noticed(settings: Settings, hands: Hands) -> None:
    event = await live(settings, hands, 11)
    backup = Backups(settings, hands).make()
    hub = build_hub(settings, clock=hands)
    try:
        await hub.outbox.listing(event.community_id, Tray.WAITING)  # reading is enough
        with pytest.raises(RestoreRefused, match="in use by a running bot"):
            restore(settings, hands, backup.path)
        await Meetings(hub, hands).answer(event, 12, Choice.VENUE)
    finally:
        await hub.close()
    assert seats(file_of(settings)) == 2
    assert left_in(file_of(settings).parent) == set()
    restore(settings, hands, backup.path)
    assert seats(file_of(settings)) == 1


@pytest.mark.parametrize("at", [0, 40_960])
async def test_a_damaged_database_is_moved_aside_as_it_is(settings: Settings, hands: Hands, at: int) -> None:
    """The header, or a page in the middle. A WAL beside it must not meet the new file."""
    event = await live(settings, hands, 11)
    backup = Backups(settings, hands).make()
    await live(settings, hands, 12, event=event)
    database = file_of(settings)
    with closing(sqlite3.connect(database)) as other:
        other.execute("UPDATE communities SET name = 'from the old log'")
        other.commit()
        log = database.with_name("hub.db-wal").read_bytes()
    with database.open("r+b") as stream:
        stream.seek(at)
        stream.write(b"\xa5" * 4_096)
    damaged = database.read_bytes()
    database.with_name("hub.db-wal").write_bytes(log)
    heartbeat = Heartbeat(database.parent, hands)
    heartbeat.beat()
    hands.move(timedelta(seconds=59))
    with pytest.raises(RestoreRefused, match="in use"):
        restore(settings, hands, backup.path)
    hands.move(timedelta(seconds=1))
    done = restore(settings, hands, backup.path)
    assert done.was_damaged
    assert done.replaced is not None
    assert done.replaced.read_bytes()[at : at + 4_096] == damaged[at : at + 4_096]
    assert "damaged" in "\n".join(done.report())
    assert left_in(database.parent) == {"heartbeat"}
    assert (seats(database), value(database, "PRAGMA integrity_check")) == (1, "ok")
    assert value(database, "SELECT name FROM communities") == "みなと市民ハブ"
    assert (await live(settings, hands)).id > 10_000, "nobody knows which numbers had been given"


async def test_where_nothing_is_left_a_backup_becomes_the_database(settings: Settings, hands: Hands) -> None:
    await live(settings, hands, 11)
    backup = Backups(settings, hands).make()
    kept = shutil.copyfile(backup.path, file_of(settings).parent / "from-a-stick.db")
    shutil.rmtree(file_of(settings).parent / "backups")
    file_of(settings).unlink()
    done = restore(settings, hands, kept)
    assert (done.replaced, seats(file_of(settings))) == (None, 1)


@pytest.mark.long
async def test_the_bot_starts_from_the_backup_of_each_of_fourteen_days(
    settings: Settings, hands: Hands
) -> None:
    event = await live(settings, hands)
    backups = Backups(settings, hands)
    for day in range(14):
        await live(settings, hands, 100 + day, event=event)
        backups.make()
        hands.move(timedelta(days=1))
    daily = [each.path for each in reversed(backups.listing())]
    assert len(daily) == 14
    for day, path in enumerate(daily, start=1):
        stick = shutil.copyfile(path, file_of(settings).parent / "stick.db")
        restore(settings, hands, stick)
        assert seats(file_of(settings)) == day
        hub = build_hub(settings, clock=hands)
        try:
            assert (await hub.events.show(event.community_id, event.id)).seats[Mode.VENUE].taken == day
            await hub.tick()
        finally:
            await hub.close()
    assert len(backups.listing()) <= 14 + 14, "what was replaced is cleared away with the next backup"
    backups.make()
    assert len(backups.listing()) == 14


def refused(settings: Settings, hands: Hands, file: Path) -> str:
    before = file_of(settings).read_bytes() if settings.database_file else b""
    with pytest.raises(RestoreRefused) as told:
        restore(settings, hands, file)
    assert "\n" not in str(told.value)
    if settings.database_file:
        assert file_of(settings).read_bytes() == before
        assert left_in(file_of(settings).parent) <= {"given.db"}
        assert not Backups(settings, hands).listing()
    return str(told.value)


def test_what_cannot_be_restored_is_refused_and_nothing_is_touched(
    settings: Settings, hands: Hands, tmp_path: Path, migrated: dict[str, Path]
) -> None:
    file = tmp_path / "given.db"
    line = refused(settings, hands, file)
    assert "No such file" in line
    assert str(Backups(settings, hands).folder) in line
    file.write_text("ここにはありません")
    assert "no SQLite database" in refused(settings, hands, file)
    file.write_bytes(b"SQLite format 3\0" + b"\xa5" * 4_080)
    assert "damaged" in refused(settings, hands, file)
    whole = migrated["head"].read_bytes()
    file.write_bytes(whole[:40_960] + b"\xa5" * 4_096 + whole[45_056:])
    assert "damaged" in refused(settings, hands, file)
    file.unlink()
    change(file, "CREATE TABLE recipes (name)")
    assert "no database of this bot" in refused(settings, hands, file)
    shutil.copyfile(migrated["head"], file)
    change(file, "UPDATE alembic_version SET version_num = '9041'")
    line = refused(settings, hands, file)
    assert "9041" in line
    assert migrating.head_revision() in line
    assert "database itself" in refused(settings, hands, file_of(settings))
    postgres = settings.model_copy(update={"database_url": "postgresql+asyncpg://hub:planted@db.example/hub"})
    line = refused(postgres, hands, file)
    assert "pg_restore" in line
    assert "planted" not in line


def test_a_backup_that_cannot_be_brought_forward_changes_nothing(
    settings: Settings,
    hands: Hands,
    tmp_path: Path,
    migrated: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = shutil.copytree(migrating.FOLDER, tmp_path / "steps" / "migrations")
    step = next((folder / "versions").glob("0004_*.py"))
    step.write_text(
        step.read_text().replace(
            "def upgrade() -> None:\n", "def upgrade() -> None:\n    raise OSError('cut short')\n"
        )
    )
    monkeypatch.setattr(migrating, "FOLDER", folder)
    before = file_of(settings).read_bytes()
    old = shutil.copyfile(migrated["0003"], tmp_path / "old.db")
    with pytest.raises(RestoreRefused, match=r"could not be brought.*cut short"):
        restore(settings, hands, old)
    assert file_of(settings).read_bytes() == before
    assert left_in(tmp_path) == {"old.db", "steps"}


async def test_the_command_says_what_it_did_and_what_to_do_next(
    settings: Settings, hands: Hands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await live(settings, hands, 11)
    backup = Backups(settings, hands).make()
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    done = CliRunner().invoke(command_line.app, ["restore", str(backup.path)])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].startswith("next: start the bot")
    wrong = CliRunner().invoke(command_line.app, ["restore", str(tmp_path / "none.db")])
    assert (wrong.exit_code, wrong.stdout, wrong.stderr.count("\n")) == (1, "", 1)

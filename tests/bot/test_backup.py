"""Backups: whole, sound, private, a few of them kept, and never in anybody's way."""

from __future__ import annotations

import logging
import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import __main__ as command_line
from bot.backups import copying
from bot.backups.copying import Damaged, Stopped
from bot.backups.keeping import KEPT, Backup, Purpose, name_of, read_name, to_keep
from bot.backups.service import BackupFailed, Backups
from bot.clock import Hands
from bot.events.rules import Choice
from bot.hub import Hub
from bot.settings import Settings
from tests.kit.meetings import Meetings
from tests.kit.small_disk import small_disk

DAY = timedelta(days=1)
NOW = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)


@pytest.fixture
def backups(settings: Settings, hands: Hands) -> Backups:
    return Backups(settings, hands)


def file_of(settings: Settings) -> Path:
    assert settings.database_file is not None
    return settings.database_file


def fill(file: Path, rows: int, *, size: int = 4_000) -> None:
    """A table of known size beside the bot's own."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS load (n INTEGER, filling BLOB)")
        connection.executemany(
            "INSERT INTO load VALUES (?, zeroblob(?))", [(number, size) for number in range(rows)]
        )
        connection.commit()


def count(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def damage(file: Path, at: int, length: int = 2_000) -> None:
    with file.open("r+b") as stream:
        stream.seek(at)
        stream.write(b"\xa5" * length)


# --- one backup ---


async def test_a_backup_is_one_private_file_with_everything_up_to_now(
    hub: Hub, hands: Hands, settings: Settings
) -> None:
    """The bot is running; what it wrote last stands in the WAL only."""
    meetings = Meetings(hub, hands)
    await meetings.set_up()
    event = await meetings.announce(venue=3)
    await meetings.answer(event, 11, Choice.VENUE)
    assert file_of(settings).with_name("hub.db-wal").stat().st_size > 0
    hub.backups.make()
    backup = hub.backups.listing()[0]
    assert hub.backups.folder == file_of(settings).parent / "backups"
    assert names(backup.path.parent) == {"hub-20261102T000000Z.db"}, "no WAL beside it, nothing half done"
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.path.parent.stat().st_mode) == 0o700
    assert count(backup.path, "rsvps") == 1
    assert backup.path.read_bytes()[18:20] == b"\x01\x01", "a rollback journal: it can be copied as it is"
    assert (backup.made_at, backup.purpose, backup.size) == (
        hands(),
        Purpose.DAILY,
        backup.path.stat().st_size,
    )
    await meetings.answer(event, 12, Choice.VENUE)
    assert count(backup.path, "rsvps") == 1


def test_two_in_one_second_are_two(backups: Backups) -> None:
    assert [backups.make().path.name for _ in range(3)] == [
        "hub-20261102T000000Z.db",
        "hub-20261102T000000Z-2.db",
        "hub-20261102T000000Z-3.db",
    ]
    assert len(backups.listing()) == 3


def test_others_write_while_it_is_made_and_it_shows_one_moment(settings: Settings, tmp_path: Path) -> None:
    """Without one look for all steps every write of others starts the copy anew, for ever on a busy day."""
    file, steps = file_of(settings), 0
    fill(file, 1_000)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")

        def writes_meanwhile() -> bool:
            nonlocal steps
            steps += 1
            assert steps < 100, "the copy begins again and again"
            other.execute("INSERT INTO load VALUES (?, NULL)", (10_000 + steps,))
            return False

        copying.copy_whole(file, tmp_path / "copy.db", is_stopped=writes_meanwhile)
    assert steps > 3
    assert count(tmp_path / "copy.db", "load") == 1_000
    assert count(file, "load") == 1_000 + steps


def test_whoever_ends_the_bot_need_not_wait_for_it(
    backups: Backups, settings: Settings, tmp_path: Path
) -> None:
    fill(file_of(settings), 1_000)
    looks = iter([False, False, True])
    with pytest.raises(Stopped):
        copying.copy_whole(file_of(settings), tmp_path / "copy.db", is_stopped=lambda: next(looks, True))
    assert not (tmp_path / "copy.db").exists()
    backups.stop()
    with pytest.raises(BackupFailed, match="bot ends"):
        backups.make()
    assert backups.listing() == ()


# --- what goes wrong ---


def test_a_disk_that_is_full_in_the_middle_leaves_no_half_backup(
    backups: Backups, settings: Settings, hands: Hands
) -> None:
    first = backups.make()
    fill(file_of(settings), 1_000)
    hands.move(DAY)
    with small_disk(1_000_000), pytest.raises(BackupFailed) as failed:
        backups.make()
    line = str(failed.value)
    assert "\n" not in line
    assert str(first.path.parent) in line
    assert "room" in line
    assert names(first.path.parent) == {first.path.name}
    assert backups.make().size > 4_000_000, "and again when there is room"


@pytest.mark.parametrize("at", [0, 8_192])
def test_a_damaged_database_is_not_backed_up_over_the_good_ones(
    backups: Backups, settings: Settings, hands: Hands, at: int
) -> None:
    """The header, or a page in the middle; otherwise fourteen bad copies would push out every good one."""
    fill(file_of(settings), 100)
    good = backups.make()
    damage(file_of(settings), at)
    hands.move(DAY)
    with pytest.raises(BackupFailed, match=r"damaged.*bot restore"):
        backups.make()
    assert names(good.path.parent) == {good.path.name}


def test_rows_that_refer_to_nothing_are_damage_too(backups: Backups, settings: Settings) -> None:
    with closing(sqlite3.connect(file_of(settings))) as connection:
        connection.execute(
            "INSERT INTO rsvps (id, event_id, member_id, mode, place, seats, ticket, changed_at)"
            " VALUES (1, 4711, 4711, 'venue', 'confirmed', 1, 1, '2026-11-01')"
        )
        connection.commit()
    with pytest.raises(BackupFailed, match="rows of rsvps refer to nothing"):
        backups.make()
    with pytest.raises(Damaged):
        copying.check(file_of(settings))


@pytest.mark.parametrize("is_missing", [True, False])
def test_a_folder_that_cannot_be_used_ends_in_one_line(
    settings: Settings, hands: Hands, tmp_path: Path, is_missing: bool
) -> None:
    (tmp_path / "file").write_text("")
    if is_missing:
        backups = Backups(Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/none/hub.db"), hands)
    else:
        backups = Backups(settings.model_copy(update={"backup_dir": tmp_path / "file" / "below"}), hands)
    with pytest.raises(BackupFailed) as failed:
        backups.make()
    assert str(failed.value).startswith("No backup was made")
    assert "\n" not in str(failed.value)
    assert not (tmp_path / "none").exists(), "a folder made on the way would be open to everybody"


def test_what_a_killed_process_left_is_no_backup_and_is_swept_away(backups: Backups, hands: Hands) -> None:
    folder = backups.make().path.parent
    left, others = folder / "hub-20261102T000500Z.db.part", folder / "holiday-20261102T000500Z.db.part"
    left.write_bytes(b"SQLite format 3\0half")
    others.write_text("not ours")
    hands.move(timedelta(minutes=30))
    backups.make()
    assert left.exists(), "perhaps another process is at it"
    assert len(backups.listing()) == 2
    hands.move(timedelta(minutes=40))
    backups.make()
    assert not left.exists()
    assert others.exists()


# --- which are kept ---


def made(day: int, hour: int = 3, purpose: Purpose = Purpose.DAILY) -> Backup:
    at = NOW - DAY * day + timedelta(hours=hour)
    return Backup(Path(f"{purpose}-{day}-{hour}"), at, purpose, 1)


def kept(*backups: Backup) -> set[str]:
    return {backup.path.name for backup in to_keep(backups, NOW + timedelta(hours=4))}


def test_the_newest_of_each_of_fourteen_days_stays() -> None:
    twice_a_day = [made(day, hour) for day in range(20) for hour in (1, 3)]
    assert kept(*twice_a_day) == {f"daily-{day}-3" for day in range(14)}


def test_fewer_days_than_places_leave_room_for_others_of_the_same_day() -> None:
    assert kept(*(made(0, hour) for hour in range(4))) == {f"daily-0-{hour}" for hour in range(4)}
    many = kept(*(made(day, hour) for day in range(10) for hour in (1, 3)))
    assert many == {f"daily-{day}-3" for day in range(10)} | {f"daily-{day}-1" for day in range(4)}


def test_copies_made_by_hand_do_not_push_out_the_one_before_the_migration() -> None:
    evening = [made(0, 3 - hour % 3) for hour in range(30)] + [made(1, purpose=Purpose.BEFORE)]
    assert "before-1-3" in kept(*evening, *(made(day) for day in range(1, 20)))


def test_copies_before_a_migration_go_after_fourteen_days_and_are_three_at_most() -> None:
    daily = [made(day) for day in range(14)]
    assert "before-14-3" not in kept(*daily, made(14, purpose=Purpose.BEFORE))
    assert "before-13-3" in kept(*daily, made(13, purpose=Purpose.BEFORE))
    special = [made(day, purpose=Purpose.BEFORE) for day in range(3)] + [made(0, 1, Purpose.REPLACED)]
    left = kept(*daily, *special)
    assert left & {backup.path.name for backup in special} == {"before-0-3", "before-1-3", "replaced-0-1"}
    assert len(left) == KEPT
    assert kept(made(400, purpose=Purpose.BEFORE)) == {"before-400-3"}, "never the last one there is"


def test_a_month_of_days_leaves_fourteen_files_and_nothing_of_others(backups: Backups, hands: Hands) -> None:
    folder = backups.make().path.parent
    foreign = {"hub.db", "hub-2026.db", "hub-20261399T000000Z.db", "hub-20261102T000000Z.db.txt", "notes.txt"}
    for name in foreign:
        (folder / name).write_text("somebody's")
    for _ in range(20):
        hands.move(DAY)
        backups.make()
    assert foreign <= names(folder)
    assert [backup.made_at for backup in backups.listing()] == [hands() - DAY * day for day in range(KEPT)]
    assert len(names(folder) - foreign) == KEPT


def test_the_one_just_made_stays_even_beside_many_from_the_future(backups: Backups, hands: Hands) -> None:
    hands.move(DAY * 365)
    for _ in range(KEPT):
        hands.move(DAY)
        backups.make()
    hands.set(NOW)
    assert backups.newest() is None, "what claims to be from the future tells nothing"
    assert backups.make().path.exists()
    assert backups.newest() == NOW


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        (name_of("hub", NOW), (NOW, Purpose.DAILY)),
        (name_of("hub", NOW, number=12), (NOW, Purpose.DAILY)),
        (name_of("hub", NOW, before="0004"), (NOW, Purpose.BEFORE)),
        (name_of("hub", NOW, before="base", number=2), (NOW, Purpose.BEFORE)),
        ("hub-replaced-20261102T000000Z.db", (NOW, Purpose.REPLACED)),
        ("other-20261102T000000Z.db", None),
        ("hub-20261102T000000Z.db.part", None),
        ("hub-20261102T000000Z-before-.db", None),
    ],
)
def test_names_say_when_and_why(name: str, meaning: tuple[datetime, Purpose] | None) -> None:
    assert read_name("hub", name) == meaning


# --- every day ---


async def test_one_is_made_every_day_and_the_desk_says_when_that_stops(
    hub: Hub, hands: Hands, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    meetings = Meetings(hub, hands)
    await meetings.set_up()
    fill(file_of(settings), 1_000)

    async def old_lines() -> list[str]:
        view = await hub.desk.lines(meetings.community_id)
        return [line.what.to("en") for line in view.lines if line.key == "backup_old"]

    hands.move(DAY)
    for _ in range(3):  # every hour; due once
        await hub.back_up()
        hands.move(timedelta(hours=1))
    assert len(hub.backups.listing()) == 1
    hands.move(timedelta(hours=21))
    await hub.back_up()
    assert len(hub.backups.listing()) == 2
    assert await old_lines() == []
    hands.move(timedelta(days=2))
    assert await old_lines() == []
    caplog.clear()
    with small_disk(1_000_000), caplog.at_level(logging.INFO):
        await hub.back_up()
    told = [record for record in caplog.records if record.name.startswith("bot.backups")]
    assert [(record.levelname, record.exc_info, "\n" in record.getMessage()) for record in told] == [
        ("ERROR", None, False)
    ]
    hands.move(timedelta(seconds=1))
    (line,) = await old_lines()
    assert "4 Nov 2026, 09:00" in line
    assert "bot doctor" in line
    await hub.back_up()
    assert await old_lines() == []


async def test_a_new_community_is_not_told_of_a_backup_that_cannot_be_there_yet(
    hub: Hub, hands: Hands
) -> None:
    meetings = Meetings(hub, hands)
    await meetings.set_up()
    assert hub.backups.is_old(hands())
    hands.move(2 * DAY)
    assert not [
        line for line in (await hub.desk.lines(meetings.community_id)).lines if line.key == "backup_old"
    ]
    hands.move(timedelta(seconds=1))
    (line,) = [
        line for line in (await hub.desk.lines(meetings.community_id)).lines if line.key == "backup_old"
    ]
    assert (line.minutes, line.due_at, line.action) == (5, hands(), None)


# --- PostgreSQL ---


def test_postgresql_has_its_own_tool_and_its_age_is_watched_if_told_where(
    hands: Hands, tmp_path: Path
) -> None:
    address = "postgresql+asyncpg://hub:pw-planted@db.example:5433/town"
    alone = Backups(Settings(database_url=address), hands)
    assert (alone.is_checked, alone.makes_them, alone.folder) == (False, False, None)
    assert (alone.newest(), alone.is_old(hands()), alone.is_due(hands())) == (None, False, False)
    with pytest.raises(BackupFailed) as told:
        alone.make()
    line = "pg_dump --format=custom --file=hub.dump --host=db.example --port=5433 --username=hub town"
    assert line in str(told.value)
    assert "planted" not in str(told.value)

    watched = Backups(Settings(database_url=address, backup_dir=tmp_path / "dumps"), hands)
    assert watched.is_checked
    assert watched.is_old(hands())
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "empty.dump").touch()
    assert watched.newest() is None, "an empty file is no backup"
    file = tmp_path / "dumps" / "monday.dump"
    file.write_text("a dump")
    os.utime(file, (hands().timestamp(), hands().timestamp()))
    assert watched.newest() == hands()
    assert not watched.is_old(hands() + 2 * DAY)
    assert watched.is_old(hands() + 2 * DAY + timedelta(seconds=1))
    assert watched.clear() == 0
    assert file.exists()


# --- the command ---


def test_the_command_says_where_the_backup_is(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    done = CliRunner().invoke(command_line.app, ["backup"])
    assert done.exit_code == 0
    (path,) = (file_of(settings).parent / "backups").iterdir()
    assert str(path) in done.stdout

    monkeypatch.setenv("DATABASE_URL", "postgresql://hub:pw-planted@db.example/town")
    refused = CliRunner().invoke(command_line.app, ["backup"])
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert "pg_dump" in refused.stderr
    assert "planted" not in refused.stderr

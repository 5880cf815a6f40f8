"""The database floor: settings that hold, transactions that are whole, moments that know their zone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError, StatementError

from bot.db import Database
from bot.events.models import EventDraftRow
from bot.members.models import CommunityRow, MemberRow

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)


async def add_community(db: Database, community_id: int = 1, name: str = "みなと市民ハブ") -> None:
    async with db.transaction() as tx:
        await tx.execute(insert(CommunityRow).values(id=community_id, name=name, created_at=NOW))


async def names(db: Database) -> list[str]:
    async with db.reading() as tx:
        return list((await tx.scalars(select(CommunityRow.name).order_by(CommunityRow.id))).all())


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 5000),
    ],
)
async def test_the_settings_hold_on_both_engines(sqlite_database: Database, pragma: str, value: object):
    for opened in (sqlite_database.transaction, sqlite_database.reading, sqlite_database.glancing):
        async with opened() as tx:
            assert await tx.scalar(text(f"PRAGMA {pragma}")) == value


async def test_what_raises_leaves_nothing_behind(database: Database):
    async def breaks_half_way() -> None:
        async with database.transaction() as tx:
            await tx.execute(insert(CommunityRow).values(id=1, name="半分", created_at=NOW))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await breaks_half_way()
    assert await names(database) == []
    await add_community(database)
    assert await names(database) == ["みなと市民ハブ"]


async def test_errors_of_the_database_come_through_and_the_next_transaction_works(database: Database):
    await add_community(database)
    with pytest.raises(IntegrityError):
        await add_community(database)
    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            await tx.execute(insert(MemberRow).values(community_id=999, created_at=NOW))
    await add_community(database, 2, "となり町ハブ")
    assert len(await names(database)) == 2


async def test_no_error_tells_what_was_typed(database: Database):
    await add_community(database, name="植えた言葉")
    with pytest.raises(IntegrityError) as caught:
        await add_community(database, name="植えた言葉")
    assert "植えた言葉" not in str(caught.value)


async def test_reading_sees_one_moment_and_changes_nothing(database: Database):
    await add_community(database)
    async with database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(CommunityRow)) == 1
        await tx.execute(update(CommunityRow).values(name="消える"))
    assert await names(database) == ["みなと市民ハブ"]


async def test_a_glance_sees_what_is_committed(database: Database):
    await add_community(database)
    async with database.glancing() as tx:
        assert await tx.scalar(select(CommunityRow.name)) == "みなと市民ハブ"


async def test_counts_of_changed_rows_and_many_rows_at_once(database: Database):
    async with database.transaction() as tx:
        await tx.execute(
            insert(CommunityRow),
            [{"id": number, "name": f"{number}", "created_at": NOW} for number in range(5)],
        )
        changed = await tx.execute(update(CommunityRow).where(CommunityRow.id > 1).values(name="新"))
        assert changed.rowcount == 3
        gone = await tx.execute(delete(CommunityRow).where(CommunityRow.id == 4).returning(CommunityRow.name))
        assert gone.scalars().all() == ["新"]
    assert await names(database) == ["0", "1", "新", "新"]


async def test_a_press_that_is_cancelled_half_way_gives_the_writer_back(database: Database):
    started = asyncio.Event()

    async def half() -> None:
        async with database.transaction() as tx:
            await tx.execute(insert(CommunityRow).values(id=7, name="半分", created_at=NOW))
            started.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(half())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await add_community(database)
    assert await names(database) == ["みなと市民ハブ"]


async def test_moments_come_back_aware_and_a_naive_one_is_refused(database: Database):
    tokyo = timezone(timedelta(hours=9))
    async with database.transaction() as tx:
        await tx.execute(insert(CommunityRow).values(id=1, name="x", created_at=NOW.astimezone(tokyo)))
        assert await tx.scalar(select(CommunityRow.created_at)) == NOW
    with pytest.raises(StatementError, match="without a time zone"):
        async with database.transaction() as tx:
            await tx.execute(insert(CommunityRow).values(id=2, name="x", created_at=NOW.replace(tzinfo=None)))


async def test_the_id_of_a_deleted_draft_never_comes_back(database: Database):
    """Its buttons may still stand in somebody's private messages."""
    await add_community(database)
    ids = []
    for _number in range(2):
        async with database.transaction() as tx:
            member = await tx.scalar(
                insert(MemberRow).values(community_id=1, created_at=NOW).returning(MemberRow.id)
            )
            ids.append(
                await tx.scalar(
                    insert(EventDraftRow)
                    .values(community_id=1, author_id=member, form={}, created_at=NOW, changed_at=NOW)
                    .returning(EventDraftRow.id)
                )
            )
            await tx.execute(delete(EventDraftRow))
    assert ids[0] != ids[1]


async def test_a_deleted_text_is_in_no_file(sqlite_url: str, tmp_path: Path):
    word = "めったにない言葉"

    def files_with_the_word() -> list[str]:
        return [file.name for file in tmp_path.glob("hub.db*") if word.encode() in file.read_bytes()]

    db = Database(sqlite_url)
    try:
        await add_community(db, name=word * 20)
        assert files_with_the_word(), "the scanner finds the word while it is there"
        async with db.transaction() as tx:
            await tx.execute(delete(CommunityRow))
    finally:
        await db.close()
    assert files_with_the_word() == []


async def test_a_database_that_is_not_one_says_so(tmp_path: Path):
    (tmp_path / "hub.db").write_text("this is a shopping list, not a database " * 20)
    db = Database(f"sqlite+aiosqlite:///{tmp_path}/hub.db")
    try:
        with pytest.raises(DatabaseError, match="not a database"):
            await names(db)
    finally:
        await db.close()

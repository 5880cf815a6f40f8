"""The index beside the seeds: what is taken out of it is in no file any more; migrations make the same one."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, text
from sqlalchemy.dialects import sqlite

from bot import migrating
from bot.bigrams import fold, grams
from bot.seeds.models import SeedRow
from bot.seeds.search import _newest, may_read
from bot.seeds.search_index import index_seed, standing_in, unindex_community, unindex_seed
from tests.bot.seeds.garden import Garden
from tests.kit.meetings import COMMUNITY, Meetings, meetings_on

RARE = "藪椿之介ABXYZQ"


@pytest.fixture
async def on_file(sqlite_url: str) -> AsyncIterator[Meetings]:
    made = meetings_on(sqlite_url)
    await made.set_up()
    yield made
    await made.hub.close()


def files_with(folder: Path, word: str) -> list[str]:
    """Files that hold the word or one of its tokens, the way FTS5 writes them too.

    In its pages a term stands without what it shares with the term before: of a pair perhaps one sign.
    """
    tokens = [gram for gram in grams(fold(word)) if len(gram) > 1]
    wanted = [fold(word), word, *tokens, *(token[1:] for token in tokens)]
    return [
        file.name
        for file in sorted(folder.iterdir())
        if file.is_file() and any(each.encode() in file.read_bytes() for each in wanted)
    ]


@pytest.mark.parametrize("way", ["removed", "edited", "with the community"])
async def test_nothing_of_a_removed_text_is_in_any_file(on_file: Meetings, tmp_path: Path, way: str) -> None:
    db, garden = on_file.hub.db, Garden(on_file.hub.db)
    others = [(f"夜の道{n}", "街灯が切れている" * 5) for n in range(100)]
    await garden.plant_all(others)
    rare = await garden.plant(f"人の名は{RARE}", f"その人{RARE}のこと")
    await garden.plant_all(others)
    assert await db.wipe()
    assert files_with(tmp_path, RARE) == ["hub.db"], "the scanner finds it while it is there"
    async with db.transaction() as tx:
        if way == "edited":
            await index_seed(tx, rare, "名のない人", "そのこと")
        elif way == "removed":
            await unindex_seed(tx, rare)
        else:
            await unindex_community(tx, COMMUNITY)
        await tx.execute(delete(SeedRow).where(SeedRow.id == rare))
    assert await db.wipe()
    assert files_with(tmp_path, RARE) == []


async def test_control_without_making_the_pieces_one_the_words_stay(
    on_file: Meetings, tmp_path: Path
) -> None:
    db, garden = on_file.hub.db, Garden(on_file.hub.db)
    rare = await garden.plant(f"人の名は{RARE}")
    async with db.transaction() as tx:
        await tx.execute(text("DELETE FROM seed_index WHERE rowid = :id"), {"id": rare})
        await tx.execute(delete(SeedRow).where(SeedRow.id == rare))
    assert await db.wipe()
    assert files_with(tmp_path, RARE) == ["hub.db"]


async def test_a_whole_community_goes_and_another_stays(meetings: Meetings, garden: Garden) -> None:
    other = garden.other_community()
    await garden.plant("孤立")
    theirs = await other.plant("孤立")
    await meetings.hub.seed_synonyms.replace(COMMUNITY, "夜、宵")
    async with garden.db.transaction() as tx:
        part = next(part for part in meetings.hub.privacy.parts if part.name == "seed_search")
        await part.erase(tx, COMMUNITY)
        left = await tx.execute(text("SELECT rowid FROM seed_index"))
        assert list(left.scalars()) == [theirs]
    assert "宵" not in await meetings.hub.seed_synonyms.written(COMMUNITY)


async def test_a_page_is_read_in_the_order_of_the_index_without_sorting(on_file: Meetings) -> None:
    """Otherwise a very common word would cost the reading of all seeds; sorting is seen where there is some."""
    looked_up = standing_in("sqlite", [["孤立"]])
    query = _newest([["孤立"]], looked_up).where(may_read(COMMUNITY, on_file.hands())).limit(9)
    plan = await steps(on_file, query)
    assert plan[0].startswith("SCAN seed_index VIRTUAL TABLE")
    assert "rowid=?" in plan[1]
    assert len(plan) == 2
    sorted_by_title = query.order_by(None).order_by(SeedRow.title)
    assert "USE TEMP B-TREE FOR ORDER BY" in await steps(on_file, sorted_by_title)


async def steps(meetings: Meetings, query: Any) -> list[str]:
    compiled = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    async with meetings.hub.db.reading() as tx:
        return [row._mapping["detail"] for row in await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]


def made_by(file: Path) -> dict[str, str]:
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'seed_index%'")
        return dict(found.fetchall())


def test_migrations_make_the_same_index_and_take_it_away(tmp_path: Path, sqlite_template: Path) -> None:
    migrating.migrate(f"sqlite+aiosqlite:///{tmp_path}/new.db")
    assert made_by(tmp_path / "new.db") == made_by(sqlite_template)
    assert "seed_index" in made_by(sqlite_template)

"""Migrations are written for people with data: forward, back, and equal to the models."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, inspect, text, update
from sqlalchemy.ext.asyncio import create_async_engine

import bot.attendance.models
import bot.events.models
import bot.mailing.models
import bot.members.models
import bot.mirrors.models
import bot.outbox.models
import bot.probono.models
import bot.questions.models
import bot.records.models
import bot.seeds.models  # noqa: F401
from bot import migrating
from bot.db import Base
from bot.events.rules import Choice
from bot.mailing.models import BroadcastRow, MailAnswerRow, MailBounceRow, MailCodeRow
from bot.members.models import MailSubscriptionRow, MemberWayRow, MemberWishRow
from bot.outbox import tokens
from bot.probono.models import NeedRow
from bot.probono.needs import NewNeed
from bot.probono.offers import Guest
from bot.probono.rules import Actor as ProbonoActor
from bot.projects.views import Actor as ProjectActor
from bot.seeds.rules import SeedState, SupportKind
from bot.seeds.search_index import compared
from bot.seeds.seed import Written
from bot.seeds.tools import Actor
from tests.kit.meetings import Meetings, meetings_on

VERSIONS = Path(migrating.FOLDER) / "versions"
HEAD = max(path.name[:4] for path in VERSIONS.glob("*.py"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/data/hub.db"
    return request.getfixturevalue("bare_postgres_url")


def on(url: str, look):
    """Run ``look(sync_connection)`` on a database."""

    async def run():
        engine = create_async_engine(url)
        try:
            async with engine.connect() as connection:
                return await connection.run_sync(look)
        finally:
            await engine.dispose()

    return asyncio.run(run())


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True, "include_name": compared}
    )
    return compare_metadata(context, Base.metadata)


def test_migrations_from_zero_are_the_models(empty_url: str):
    migrating.migrate(empty_url)
    assert on(empty_url, differences) == []


def test_the_comparison_sees_a_missing_column_and_a_missing_index(tmp_path: Path):
    url = f"sqlite+aiosqlite:///{tmp_path}/hub.db"
    migrating.migrate(url)
    with sqlite3.connect(tmp_path / "hub.db") as connection:
        connection.execute("ALTER TABLE events DROP COLUMN fee")
        connection.execute("DROP INDEX ix_deliveries_due")
    connection.close()
    found = str(on(url, differences))
    assert "fee" in found
    assert "ix_deliveries_due" in found


def test_ids_on_buttons_are_never_used_again(tmp_path: Path):
    """What `Base` asks for with ``sqlite_autoincrement`` is in the migrations too; autogenerate is blind here."""
    migrating.migrate(f"sqlite+aiosqlite:///{tmp_path}/hub.db")
    with sqlite3.connect(tmp_path / "hub.db") as connection:
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
    connection.close()
    for table in Base.metadata.tables.values():
        wanted = table.dialect_options["sqlite"]["autoincrement"] is True
        assert ("AUTOINCREMENT" in made[table.name]) is wanted, table.name


def checked_words(made: dict[str, str]) -> list[str]:
    """Tables in which the database itself keeps a list of words; a new word would need a new table."""
    return [table for table, sql in made.items() if re.search(r"\bCHECK\b", sql or "")]


def test_words_are_strings_without_a_list_in_the_database(tmp_path: Path):
    migrating.migrate(f"sqlite+aiosqlite:///{tmp_path}/hub.db")
    with sqlite3.connect(tmp_path / "hub.db") as connection:
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
    connection.close()
    assert len(made) > 8
    assert checked_words(made) == []
    assert checked_words({"planted": "CREATE TABLE planted (mode TEXT CHECK (mode IN ('venue')))"}) == [
        "planted"
    ]


def accounts_outside_members(tables: Iterable[Table]) -> set[str]:
    """Columns that name a person by the account at Discord instead of the member id."""
    return {
        f"{table.name}.{column.name}"
        for table in tables
        for column in table.columns
        if table.name != "members" and re.search("user|account|author|owner|person|created_by", column.name)
        and not any(key.column.table.name == "members" for key in column.foreign_keys)
    }  # fmt: skip


def test_nothing_refers_to_a_person_except_by_member_id():
    assert accounts_outside_members(Base.metadata.tables.values()) == set()
    planted = Table("planted", MetaData(), Column("id", Integer), Column("discord_user_id", Integer))
    assert accounts_outside_members([planted]) == {"planted.discord_user_id"}
    members = Base.metadata.tables["members"].columns
    for name in ("discord_user_id", "display_name", "language", "sector"):
        assert members[name].nullable, name


def test_one_chain_of_numbered_files():
    names = sorted(path.name for path in VERSIONS.glob("*.py"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert (
        ScriptDirectory(str(migrating.FOLDER)).get_heads() == [migrating.head_revision()] == [names[-1][:4]]
    )


async def fill(url: str) -> None:
    made = meetings_on(url)
    try:
        await made.set_up()
        event = await made.announce(venue=1, online=5)
        for person, choice in (
            (11, Choice.VENUE),
            (12, Choice.VENUE),
            (13, Choice.ONLINE),
            (14, Choice.MAYBE),
        ):
            await made.answer(event, person, choice)
        await made.answer(event, 11, Choice.DECLINED)
        await made.hub.drafts.rehearse(made.community_id, 1, "事務局")
        await fill_seeds(made)
        await fill_probono(made)
        await fill_mail(made)
        await made.hub.report_fault(made.community_id, "AAAAAA", "PostButton", is_anonymous=True)
    finally:
        await made.hub.close()


async def fill_seeds(made: Meetings) -> None:
    """Two seeds with names that are joined, one that is supported and became a project."""
    here, seeds, staff = made.community_id, made.hub.seeds, Actor(1, "事務局")
    for person, words in ((11, "通学路が暗い"), (12, "夜の道が暗い"), (13, "居場所がない")):
        seed = await seeds.posting.post_named(here, person, "はる", Written("", words))
        await seeds.reviews.move(here, seed.id, SeedState.PUBLISHED, staff, None)
        await seeds.supporters.support(here, seed.id, 14, "うみ", SupportKind.ME_TOO)
    await seeds.merging.merge(here, 2, 1, staff, None)
    asked = ProjectActor(13, "そら")
    await made.hub.projects.owners.propose(
        here, ProjectActor(1, "事務局"), 3, ("居場所", "ひらく", "借りる"), asked
    )
    await made.hub.projects.owners.accept(here, 1, asked)


async def fill_probono(made: Meetings) -> None:
    """An offer that was asked about a need, which somebody without Discord told the office."""
    here, probono, staff = made.community_id, made.hub.probono, ProbonoActor(1, "事務局", is_staff=True)
    offer = await probono.offers.write(
        here, ProbonoActor(11, "はる"), "経理の経験があります。帳簿を見られます。"
    )
    need = await probono.needs.write_for(
        here, Guest("電話の人", "phone@mail.example"), NewNeed("帳簿の付け方が分からず困っています。")
    )
    async with made.hub.db.transaction() as tx:
        await tx.execute(update(NeedRow).where(NeedRow.id == need.id).values(state="open", kind="advice"))
    suggestion = await probono.proposals.by_hand(here, need.id, offer.id, staff)
    await probono.asks.ask(here, suggestion.id, staff)
    await probono.skills.add_word(here, "pr", "みなと便り", insists=True)


async def fill_mail(made: Meetings) -> None:
    """A consent, a wish, a code, a token, something that came back, and two notices that wait for mail."""
    here, person, now = made.community_id, await made.member_id(13), made.hands()
    mine = {"community_id": here, "member_id": person}
    due = {"subject": "event:1", "due_at": now, "now": now, "to_member": person, "via": "mail"}
    async with made.hub.db.transaction() as tx:
        for row in (
            MemberWayRow(topic="reminders", via="mail", **mine),
            MemberWishRow(leads_off=["week"], quiet_from="21:00", quiet_until="08:00", **mine),
            MailSubscriptionRow(state="confirmed", source="discord", text_version=1, asked_at=now, **mine),
            MailCodeRow(address="thirteen@mail.example", made_at=now, **mine),
            MailBounceRow(delivery_id=1, is_hard=False, at=now, **mine),
            MailAnswerRow(is_proven=True, received_at=now, choice="venue", **mine),
            BroadcastRow(
                title="x", body="y", state="draft", changed_at=now, created_at=now, community_id=here
            ),
        ):
            await tx.execute(insert(type(row)).values(_values(row)))
        await tokens.issue(tx, here, person, now)
        for kind in ("event.reminder", "mail.code"):
            await made.hub.outbox.enqueue(
                tx, community_id=here, kind=kind, dedupe_key=f"planted:{kind}", **due
            )


def _values(row: Base) -> dict[str, object]:
    columns = type(row).__table__.columns
    return {column.name: value for column in columns if (value := getattr(row, column.name)) is not None}


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version", "sqlite_sequence"}


def test_every_step_goes_back_and_forth_on_a_filled_database(empty_url: str):
    migrating.migrate(empty_url)
    asyncio.run(fill(empty_url))
    for number in range(int(HEAD) - 1, 3, -1):
        before, after = migrating.migrate(empty_url, f"{number:04}")
        assert (before, after) == (f"{number + 1:04}", f"{number:04}")
    assert migrating.migrate(empty_url, "0003") == ("0004", "0003")
    assert "questions" not in on(empty_url, tables)
    assert migrating.migrate(empty_url, "0002") == ("0003", "0002")
    assert "events" not in on(empty_url, tables)
    assert "members" in on(empty_url, tables)
    assert migrating.migrate(empty_url, "base")[1] is None
    assert on(empty_url, tables) == set()
    assert migrating.migrate(empty_url) == (None, HEAD)
    assert on(empty_url, differences) == []


def test_an_older_bot_tells_what_was_held_rather_than_losing_it(empty_url: str):
    migrating.migrate(empty_url)
    asyncio.run(fill(empty_url))
    migrating.migrate(empty_url, "0018")
    held = "SELECT place, state, awaits_press FROM deliveries WHERE subject = 'fault:AAAAAA'"
    [told] = on(empty_url, lambda connection: connection.execute(text(held)).all())
    assert (told.place, told.state, bool(told.awaits_press)) == ("staff", "planned", False)
    assert migrating.migrate(empty_url) == ("0018", HEAD)


def test_an_older_bot_sends_by_discord_what_waits_for_mail_but_no_code(empty_url: str):
    migrating.migrate(empty_url)
    asyncio.run(fill(empty_url))
    migrating.migrate(empty_url, "0020")
    waiting = "SELECT kind, state FROM deliveries WHERE dedupe_key LIKE 'planted:%'"
    left = on(empty_url, lambda connection: connection.execute(text(waiting)).all())
    assert [tuple(row) for row in left] == [("event.reminder", "planned")]
    assert migrating.migrate(empty_url) == ("0020", HEAD)
    assert on(empty_url, differences) == []


def test_what_other_features_hold_survives_the_way_back(tmp_path: Path):
    url = f"sqlite+aiosqlite:///{tmp_path}/hub.db"
    migrating.migrate(url)
    asyncio.run(fill(url))
    migrating.migrate(url, "0002")
    with sqlite3.connect(tmp_path / "hub.db") as connection:
        people = connection.execute("SELECT count(*) FROM members").fetchone()
        told = connection.execute("SELECT count(*) FROM deliveries").fetchone()
    connection.close()
    assert people == (6,)
    assert told[0] > 0


def test_a_step_that_is_cut_short_leaves_nothing_behind(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Otherwise the next start would stumble over half of its tables, for ever."""
    folder = shutil.copytree(migrating.FOLDER, tmp_path / "migrations")
    step = next((folder / "versions").glob("0004_*.py"))
    whole = step.read_text()
    monkeypatch.setattr(migrating, "FOLDER", folder)
    step.write_text(
        whole.replace("\n\n\ndef downgrade", "\n    raise OSError('cut short')\n\n\ndef downgrade")
    )
    with pytest.raises(migrating.MigrationFailed, match="cut short"):
        migrating.migrate(empty_url)
    assert migrating.current_revision(empty_url) == "0003"
    assert "questions" not in on(empty_url, tables)
    step.write_text(whole)
    assert migrating.migrate(empty_url) == ("0003", HEAD)
    assert on(empty_url, differences) == []


def test_an_older_bot_refuses_a_newer_database(tmp_path: Path):
    url = f"sqlite+aiosqlite:///{tmp_path}/hub.db"
    migrating.migrate(url)
    with sqlite3.connect(tmp_path / "hub.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(migrating.MigrationFailed, match="9999"):
        migrating.migrate(url)


@pytest.mark.parametrize("revision", ["nonsense", "0042"])
def test_an_unknown_revision_is_named(tmp_path: Path, revision: str):
    with pytest.raises(migrating.MigrationFailed, match=revision):
        migrating.migrate(f"sqlite+aiosqlite:///{tmp_path}/hub.db", revision)


def prepared_without_alembic(url: str) -> bool:
    """It costs the running bot 12 MB, for nothing."""
    code = (
        f"import sys; from bot import migrating; migrating.prepare({url!r}); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout == "False\n"


@pytest.mark.long
def test_before_the_bot_starts_sqlite_is_upgraded_in_a_process_of_its_own(tmp_path: Path):
    url = f"sqlite+aiosqlite:///{tmp_path}/data/hub.db"
    assert prepared_without_alembic(url)
    assert migrating.current_revision(url) == HEAD
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


@pytest.mark.long
def test_postgresql_is_checked_but_not_changed(bare_postgres_url: str):
    with pytest.raises(migrating.MigrationFailed, match="bot migrate"):
        migrating.prepare(bare_postgres_url)
    assert on(bare_postgres_url, tables) == set()
    migrating.migrate(bare_postgres_url)
    assert prepared_without_alembic(bare_postgres_url)


def test_a_folder_that_cannot_be_written_ends_in_one_line(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(
        migrating.MigrationFailed, match=r"^DATABASE_URL: read sqlite.*file/hub.db, where .*expected"
    ):
        migrating.migrate(f"sqlite+aiosqlite:///{tmp_path}/file/hub.db")

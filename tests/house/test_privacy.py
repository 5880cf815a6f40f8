"""Every table that knows people belongs to exactly one part of privacy, and that part does what it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    insert,
    select,
)

from bot.db import Base, Tx
from bot.members.parts import Part
from tests.kit.meetings import NOON, Meetings, meetings_on

PERSON_COLUMN = re.compile(r"(^|_)(member|user|author|community|guild)_id$")
RARE = "藪椿之介"
THEIRS, OTHERS = 700_000_000_000_000_101, 700_000_000_000_000_202
"""Discord ids of the person whom it is about, and of somebody else."""

WORDS = {
    "choice": "venue", "mode": "venue", "place": "confirmed", "before": "waitlisted", "after": "confirmed",
    "names_shown": "office", "ring": "nobody", "timezone": "Asia/Tokyo", "language": "ja", "sector": "student",
    "code": "0421", "source": "counted",
    "events.state": "announced", "deliveries.state": "sent", "deliveries.place": None, "way": "dm",
    "deliveries.dedupe_key": None, "postings.subject": None, "event_series.state": "active",
    "series_sessions.state": "planned", "announce": None, "events.import_key": None,
    "consultations.channel": "phone", "consultation_ticks.category": "tax",
    "event_flyers.name": "flyer-0421.png", "media_type": "image/png",
    "projects.state": "running", "project_milestone_versions.state": "open", "seeds.state": "published", "origin": "form", "readers": "everyone", "merged_from": "published",
    "probono_offers.state": "open", "probono_offers.kind": "individual", "probono_offers.mode": "online",
    "rhythm": "monthly", "probono_needs.state": "open", "probono_needs.kind": "project",
    "probono_needs.mode": "online", "probono_suggestions.state": "asked", "probono_steps.state": "asked",
    "step": "asked", "party": "volunteer", "probono_steps.way": "phone", "probono_hearings.way": "phone",
    "skill": "pr", "other": "sns", "figure": "heard", "volunteer_again": "yes", "organisation_again": "yes",
    "topic": "reminders", "via": "mail", "mail_tokens.token_hash": None, "mail_subscriptions.state": "confirmed",
    "mail_subscriptions.source": "discord", "lane": "discord",
    "role": "author", "seed_supports.kind": "me_too", "seed_events.kind": "brought", "news": "weekly",
}  # fmt: skip
"""Columns that hold one of our own words (None: a new one in every row); all others hold the rare name."""
STAYS = {
    "communities", "events", "postings", "event_mirrors", "event_cards", "event_series", "series_sessions",
    "event_records", "feedback", "seed_settings", "seed_categories", "seed_reports", "seed_synonyms",
    "consultations", "held_posts", "broadcasts",
    "projects", "project_milestone_versions", "project_comments", "project_memos",
    "probono_hearings", "probono_skill_words",
}  # fmt: skip
"""The community's own record; what its office wrote there is not the person's, and feedback is nobody's."""


# --- which tables know people


def tables_with_people(metadata: MetaData) -> set[str]:
    """Tables that name a person or a community, and those whose rows lead to such a table."""
    found = {"members", "communities"}
    while True:
        more = {
            table.name
            for table in metadata.tables.values()
            for column in table.columns
            if PERSON_COLUMN.search(column.name)
            or any(key.column.table.name in found for key in column.foreign_keys)
        }
        if more <= found:
            return found
        found |= more


def complaints(metadata: MetaData, parts: Iterable[Part]) -> list[str]:
    named = Counter(table for part in parts for table in part.tables)
    people = tables_with_people(metadata)
    return sorted(
        [f"{table}: no part names it" for table in people - set(named)]
        + [f"{table}: named {times} times" for table, times in named.items() if times > 1]
        + [f"{table}: there is no such table" for table in set(named) - set(metadata.tables)]
    )


def test_every_table_with_people_is_in_exactly_one_part(meetings_of_nobody: Meetings):
    assert complaints(Base.metadata, meetings_of_nobody.hub.privacy.parts) == []
    assert "courier_pauses" not in tables_with_people(Base.metadata), "not every table knows people"


def test_control_a_forgotten_table_is_found(meetings_of_nobody: Meetings):
    parts = meetings_of_nobody.hub.privacy.parts
    planted = MetaData()
    for table in Base.metadata.tables.values():
        table.to_metadata(planted)
    Table("badges", planted, Column("holder", ForeignKey("members.id")))
    Table("photos", planted, Column("event_id", ForeignKey("events.id")))
    Table("visits", planted, Column("discord_user_id", BigInteger))
    Table("weather", planted, Column("day", String))
    assert complaints(planted, parts) == [
        f"{name}: no part names it" for name in ("badges", "photos", "visits")
    ]


def test_control_a_table_of_two_parts_or_of_none_is_found(meetings_of_nobody: Meetings):
    parts = meetings_of_nobody.hub.privacy.parts
    dreamt = replace(parts[-1], tables=("members", "dreams"))
    assert complaints(Base.metadata, (*parts, dreamt)) == [
        "dreams: there is no such table",
        "members: named 2 times",
    ]


# --- one row of everything


async def fill(tx: Tx, table: Table, ids: dict[str, Any], **given: Any) -> Any:
    """One row in which every word is the rare name; references go to ``ids``."""
    values = {
        column.name: given.get(column.name, _value(column, ids))
        for column in table.columns
        if not (column.primary_key and not column.foreign_keys and table.name != "communities")
        or isinstance(column.type, String)
    }
    key = next(iter(table.primary_key.columns))
    return (await tx.execute(insert(table).values(**values).returning(key))).scalar_one()


def _value(column: Column[Any], ids: dict[str, Any]) -> Any:
    if column.foreign_keys:
        return ids.get(next(iter(column.foreign_keys)).column.table.name)
    kind = column.type
    where = f"{column.table.name}.{column.name}"
    if isinstance(kind, JSON):
        return (
            []
            if column.name in ("welcome", "closed_days", "leads_off")
            else {"title": RARE}
            if column.name == "form"
            else {}
        )
    if isinstance(kind, LargeBinary):
        return b"a picture"
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, String):
        word = WORDS.get(where, WORDS.get(column.name, RARE))
        return word if word is not None else f"{RARE}:{ids['number']}"
    if isinstance(kind, BigInteger | Integer):
        return ids["account"] if column.name == "discord_user_id" else ids["number"]
    if isinstance(kind, Date):
        return NOON.date()
    assert isinstance(getattr(kind, "impl", kind), DateTime), f"{where}: what goes in there?"
    return NOON


async def fill_everything(meetings: Meetings, community_id: int) -> int:
    """One row per table with people for one community; the id of its one member."""
    ids: dict[str, Any] = {"number": community_id, "account": THEIRS}
    async with meetings.hub.db.transaction() as tx:
        for table in Base.metadata.sorted_tables:
            if table.name not in tables_with_people(Base.metadata):
                continue
            given: dict[str, Any] = {"id": community_id} if table.name == "communities" else {}
            if table.name == "deliveries":
                given["parent_id"] = None
            ids[table.name] = await fill(tx, table, ids, **given)
    return ids["members"]


async def tables_holding(meetings: Meetings, word: str) -> set[str]:
    """The tables in which any column of any row holds the word."""
    found = set()
    async with meetings.hub.db.reading() as tx:
        for table in Base.metadata.sorted_tables:
            rows = (await tx.execute(select(table))).all()
            if any(word in str(value) for row in rows for value in row):
                found.add(table.name)
    return found


async def sizes(meetings: Meetings) -> dict[str, int]:
    async with meetings.hub.db.reading() as tx:
        return {
            name: await tx.scalar(select(func.count()).select_from(Base.metadata.tables[name])) or 0
            for name in sorted(tables_with_people(Base.metadata))
        }


def member_columns() -> list[tuple[Table, str]]:
    return [
        (table, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "members" for key in column.foreign_keys)
    ]


@pytest.fixture
async def meetings_of_nobody(sqlite_url: str) -> AsyncIterator[Meetings]:
    made = meetings_on(sqlite_url)
    yield made
    await made.hub.close()


@pytest.fixture
async def meetings(database_url: str) -> AsyncIterator[Meetings]:
    made = meetings_on(database_url)
    yield made
    await made.hub.close()


# --- what each part does


async def exported_by(meetings: Meetings) -> dict[str, bool]:
    """For each column that refers to members: does a row there change what that person is handed out?"""
    ids: dict[str, Any] = {"number": 1, "account": OTHERS}
    async with meetings.hub.db.transaction() as tx:
        for name in (
            "communities", "members", "events", "seeds", "seed_categories", "projects", "project_milestones",
            "probono_offers", "probono_needs", "probono_suggestions",
        ):  # fmt: skip
            given = {"id": 1} if name == "communities" else {}
            ids[name] = await fill(tx, Base.metadata.tables[name], ids, **given)
    changes = {}
    for number, (table, column) in enumerate(member_columns(), start=2):
        ids |= {"number": number, "account": THEIRS + number}
        async with meetings.hub.db.transaction() as tx:
            theirs = await fill(tx, Base.metadata.tables["members"], ids)
        before = await meetings.hub.privacy.export(1, THEIRS + number, "en")
        async with meetings.hub.db.transaction() as tx:
            apart: dict[str, Any] = {"parent_id": None} if table.name == "deliveries" else {}
            if table.name == "probono_suggestions":  # two people meet once
                apart["offer_id"] = await fill(tx, Base.metadata.tables["probono_offers"], ids)
            await fill(tx, table, ids, **apart | {column: theirs})
        after = await meetings.hub.privacy.export(1, THEIRS + number, "en")
        changes[f"{table.name}.{column}"] = before != after
    return changes


async def test_whatever_refers_to_a_person_is_handed_out_to_them(meetings_of_nobody: Meetings):
    changes = await exported_by(meetings_of_nobody)
    assert [column for column, changed in changes.items() if not changed] == []
    assert {"rsvps.member_id", "questions.answered_by_id", "events.created_by_id"} <= set(changes)


async def test_control_a_part_that_hands_out_nothing_is_found(meetings_of_nobody: Meetings):
    privacy = meetings_of_nobody.hub.privacy
    privacy.parts = tuple(part for part in privacy.parts if part.name != "outbox")
    changes = await exported_by(meetings_of_nobody)
    assert [column for column, changed in changes.items() if not changed] == [
        "deliveries.member_id",
        "mail_tokens.member_id",
    ]


async def test_nothing_refers_to_a_forgotten_person_and_no_text_of_theirs_is_left(meetings: Meetings):
    member_id = await fill_everything(meetings, 1)
    assert await tables_holding(meetings, RARE) > STAYS
    assert await meetings.hub.privacy.forget(1, THEIRS)
    assert await tables_holding(meetings, RARE) == STAYS
    async with meetings.hub.db.reading() as tx:
        for table, column in member_columns():
            query = select(func.count()).select_from(table).where(table.columns[column] == member_id)
            assert await tx.scalar(query) == 0, f"{table.name}.{column}"
        members = Base.metadata.tables["members"]
        assert await tx.scalar(select(func.count()).select_from(members)) == 0


async def test_control_a_part_that_forgets_nothing_is_found(meetings: Meetings):
    privacy = meetings.hub.privacy
    privacy.parts = tuple(part for part in privacy.parts if part.name != "questions")
    await fill_everything(meetings, 1)
    assert await privacy.forget(1, THEIRS)
    assert await tables_holding(meetings, RARE) == STAYS | {"questions"}


async def test_a_community_is_erased_whole_and_another_stays_whole(meetings: Meetings):
    for community_id in (1, 2):
        await fill_everything(meetings, community_id)
    assert set((await sizes(meetings)).values()) == {2}
    await meetings.hub.privacy.erase_community(1)
    assert set((await sizes(meetings)).values()) == {1}
    left = await meetings.hub.privacy.export(2, THEIRS, "ja")
    assert RARE in str(left)
    assert await meetings.hub.privacy.export(1, THEIRS, "ja") == {}

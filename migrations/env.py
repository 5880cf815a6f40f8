"""Alembic's entry: the tables of every feature, one connection, one transaction for each step."""

from __future__ import annotations

import asyncio
from typing import Any

from alembic import context
from sqlalchemy import Connection, event as sa_event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

import bot.attendance.models
import bot.consultations.models
import bot.events.models
import bot.mailing.models
import bot.members.models
import bot.mirrors.models
import bot.outbox.models
import bot.probono.models
import bot.projects.models
import bot.questions.models
import bot.records.models
import bot.seeds.models
import bot.series.models
import bot.themes.models  # noqa: F401  (imported for their tables)
from bot.db import Base, name_partial_indexes
from bot.seeds.search_index import compared
from bot.settings import load_settings


def _url() -> str:
    given = context.config.attributes.get("database_url")
    return given if given is not None else load_settings().database_url


def _run(connection: Connection) -> None:
    name_partial_indexes()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=compared,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _begin_for_real(engine: AsyncEngine) -> None:
    """Python's SQLite driver begins none before CREATE TABLE: a step cut short would stay half done."""

    @sa_event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None

    @sa_event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _migrate() -> None:
    engine = create_async_engine(_url(), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        _begin_for_real(engine)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_run)
            await connection.commit()
    finally:
        await engine.dispose()


asyncio.run(_migrate())

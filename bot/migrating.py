"""Bringing a database to the present schema. Alembic runs in a process of its own.

The running bot imports this file but never alembic, which would cost it 12 MB for nothing.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


class MigrationFailed(Exception):
    """The schema could not be brought to what was asked; the message is one line for the operator."""


def prepare(database_url: str) -> None:
    """Before the bot starts: SQLite is upgraded by a child process, PostgreSQL is only checked."""
    if make_url(database_url).get_backend_name() == "sqlite":
        _upgrade_in_own_process(database_url)
        return
    current, head = current_revision(database_url), head_revision()
    if current != head:
        raise MigrationFailed(
            f"DATABASE_URL: read a database with schema {current or 'empty'}; expected {head}. "
            "Please make a backup and run: bot migrate"
        )


def migrate(database_url: str, revision: str = "head") -> tuple[str | None, str | None]:
    """Go to ``revision`` (``head``, ``base`` or an id) in this process; the schema before and after.

    Raises `MigrationFailed`; the database is then as it was, because every step is one transaction.
    """
    from alembic import command
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        _make_folder(database_url)
        before = current_revision(database_url)
        script = ScriptDirectory(str(FOLDER))
        known = {step.revision: step for step in script.walk_revisions()}
        if before is not None and before not in known:
            raise MigrationFailed(
                f"DATABASE_URL: read a database with schema {before}, which this version does not know; "
                "expected the version of the bot that wrote it, or a newer one."
            )
        if _is_older(script, revision, before):
            command.downgrade(_config(database_url), revision)
        else:
            command.upgrade(_config(database_url), revision)
    except CommandError as error:
        raise MigrationFailed(f"--to: {error}") from error
    except (SQLAlchemyError, OSError) as error:
        raise MigrationFailed(f"the database could not be migrated: {_first_line(error)}") from error
    return before, current_revision(database_url)


def current_revision(database_url: str) -> str | None:
    """The schema of the database, or None where it is empty."""

    async def read() -> str | None:
        from alembic.runtime.migration import MigrationContext

        engine = create_async_engine(database_url, hide_parameters=True)
        try:
            async with engine.connect() as tx:
                return await tx.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())
        except (SQLAlchemyError, OSError) as error:
            raise MigrationFailed(f"DATABASE_URL: no database answers there: {_first_line(error)}") from error
        finally:
            await engine.dispose()

    return asyncio.run(read())


def head_revision() -> str:
    """The newest schema that this code knows."""
    from alembic.script import ScriptDirectory

    head = ScriptDirectory(str(FOLDER)).get_current_head()
    assert head is not None
    return head


def _is_older(script: object, revision: str, than: str | None) -> bool:
    from alembic.script import ScriptDirectory

    assert isinstance(script, ScriptDirectory)
    if revision in ("head", "heads") or than is None:
        return False
    if revision == "base":
        return True
    older = {step.revision for step in script.iterate_revisions(than, "base")} - {than}
    return revision in older


def _upgrade_in_own_process(database_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "migrate"],
        env={**os.environ, "DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise MigrationFailed(lines[-1] if lines else f"bot migrate ended with code {done.returncode}")


def _make_folder(database_url: str) -> None:
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _config(database_url: str) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["database_url"] = database_url
    return config

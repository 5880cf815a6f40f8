"""Bringing a database to the present schema. Alembic runs in a process of its own.

The running bot imports this file but never alembic, which would cost it 12 MB for nothing.
"""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.backups import copying
from bot.backups.service import BackupFailed, Backups
from bot.clock import Clock
from bot.db_file import complaint_about
from bot.setting_values import masked_url
from bot.settings import Settings

if TYPE_CHECKING:
    from alembic.config import Config

PATIENCE_SECONDS = 2.5
"""How long a database may take to answer at the start, which has to fail within 5 s when it fails."""

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


class MigrationFailed(Exception):
    """The schema could not be brought to what was asked; the message is one line for the operator."""


class Migrated(NamedTuple):
    """The schema before and after (None: an empty database), and the backup that was made before."""

    before: str | None
    after: str | None
    backup: Path | None


def prepare(database_url: str) -> None:
    """Before the bot starts: SQLite is upgraded by a child process, PostgreSQL is only checked.

    Raises `MigrationFailed` with the one line for the operator.
    """
    _make_folder(database_url)
    _refuse_a_bad_file(database_url)
    current, head = current_revision(database_url), head_revision()
    if current == head:
        return
    if make_url(database_url).get_backend_name() == "sqlite":
        _upgrade_in_own_process(database_url)
        return
    raise MigrationFailed(
        f"DATABASE_URL: read a database with schema {current or 'empty'}; expected {head}. "
        "Please make a backup and run: bot migrate"
    )


def migrate_safely(settings: Settings, clock: Clock, revision: str = "head") -> Migrated:
    """`migrate`, with a backup before it where there are data in a SQLite file.

    The file is as it was before when the migration fails. Raises `MigrationFailed`, also when the backup
    could not be made; then nothing was begun.
    """
    _make_folder(settings.database_url)
    backups = Backups(settings, clock)
    before = current_revision(settings.database_url)
    goes_to = head_revision() if revision in ("head", "heads") else revision
    is_nothing_to_lose = before == goes_to or before not in known_revisions()  # an unknown one is refused
    if not backups.makes_them or is_nothing_to_lose:
        return Migrated(*migrate(settings.database_url, revision), None)
    try:
        backup = backups.make(before=re.sub(r"\W", "_", goes_to, flags=re.ASCII))
    except BackupFailed as error:
        raise MigrationFailed(f"The migration was not begun. {error}") from error
    try:
        return Migrated(*migrate(settings.database_url, revision), backup.path)
    except Exception as error:
        line = error if isinstance(error, MigrationFailed) else _first_line(error)
        raise MigrationFailed(f"{line}. {_as_it_was(settings, before, backup.path)}") from error


def _as_it_was(settings: Settings, before: str | None, backup: Path) -> str:
    """Put the backup back where whole steps had been taken; the sentence for the operator."""
    assert settings.database_file is not None
    try:
        if current_revision(settings.database_url) != before:
            with copying.alone(settings.database_file) as connection:
                copying.pour(backup, connection)
    except (MigrationFailed, copying.InUse, copying.Damaged, sqlite3.Error, OSError):
        return f"Steps of it stand; with the bot stopped, this brings back the data: bot restore {backup}"
    return f"The database is as it was, and a backup of it is {backup}"


def migrate(database_url: str, revision: str = "head") -> tuple[str | None, str | None]:
    """Go to ``revision`` (``head``, ``base`` or an id) in this process; the schema before and after.

    Raises `MigrationFailed`; every step is one transaction, so the last whole one stands.
    """
    from alembic import command
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    _make_folder(database_url)
    try:
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
    """The schema of the database, or None where it is empty.

    Raises `MigrationFailed` when no database answers there in time.
    """

    async def read() -> str | None:
        engine = create_async_engine(database_url, hide_parameters=True)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), engine.connect() as tx:
                if not await tx.run_sync(lambda connection: inspect(connection).has_table("alembic_version")):
                    return None
                return (await tx.execute(text("SELECT version_num FROM alembic_version"))).scalar()
        except (SQLAlchemyError, OSError) as error:
            raise MigrationFailed(
                f"DATABASE_URL: read {masked_url(database_url)}, where no database answers "
                f"({_first_line(error)}); expected one that does."
            ) from error
        finally:
            await engine.dispose()

    return asyncio.run(read())


def head_revision() -> str:
    """The newest schema that this code knows: the number of the last file."""
    return max(known_revisions())


def known_revisions() -> frozenset[str]:
    """All schemas that this code knows: the numbers of the files."""
    return frozenset(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


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
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    try:
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.path.lexists(url.database):  # people's names come into it, whatever the folder's mode is
            os.close(os.open(url.database, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise MigrationFailed(
            f"DATABASE_URL: read {masked_url(database_url)}, where nothing can be made ({error.strerror}); "
            "expected a place in which files can be written."
        ) from error


def _refuse_a_bad_file(database_url: str) -> None:
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database and (bad := complaint_about(Path(url.database))):
        raise MigrationFailed(bad)


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _config(database_url: str) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["database_url"] = database_url
    return config

"""The command line: ``bot run``, ``bot try``, ``bot migrate``. Thin: each command calls one function."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated, NoReturn

import typer

from bot.settings import Settings, SettingsError, load_settings

app = typer.Typer(
    help="The Discord bot of a civic community: meetings, seats, reminders.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

WRONG_SETTING = 2
FAILED = 1


def main() -> None:
    """Entry of the console script ``bot``."""
    app()


@app.command()
def run() -> None:
    """Serve the community until the process is told to end. Needs DISCORD_TOKEN."""
    from bot import log

    settings = _settings()
    try:
        settings.require_token()
    except SettingsError as error:
        _end(error, WRONG_SETTING)
    log.configure(settings)
    _prepare_database(settings)
    from bot.app import CannotReachDiscord, run as serve

    try:
        asyncio.run(serve(settings))
    except SettingsError as error:
        _end(error, WRONG_SETTING)
    except CannotReachDiscord as error:
        _end(error, FAILED)


@app.command()
def migrate(
    to: Annotated[str, typer.Option(help="The revision to go to; an older one goes back.")] = "head",
) -> None:
    """Bring the database to the schema of this version (or another one) without losing anything."""
    from bot import migrating

    settings = _settings()
    try:
        before, after = migrating.migrate(settings.database_url, to)
    except migrating.MigrationFailed as error:
        _end(error, FAILED)
    print(f"database schema: {before or 'empty'} -> {after or 'empty'}")


@app.command(name="try")
def try_it(
    tour: Annotated[bool, typer.Option("--tour", help="Play one month of the community's life.")] = False,
    lang: Annotated[str, typer.Option(help="Language of the tour: ja or en.")] = "ja",
) -> None:
    """See the bot at work without Discord: the real bot in a simulated server."""
    if not tour:
        _end("bot try: please say --tour; it plays one month of the community's life.", WRONG_SETTING)
    if lang not in ("ja", "en"):
        _end(f"--lang: read {lang!r}; expected ja or en.", WRONG_SETTING)
    try:
        import simcord  # noqa: F401
    except ModuleNotFoundError:
        _end("The simulated Discord is not installed; expected: uv sync --extra sandbox", FAILED)
    from bot.sandbox.tour import play

    raise typer.Exit(play(lang))


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        _end(error, WRONG_SETTING)


def _prepare_database(settings: Settings) -> None:
    """SQLite is brought up to date by itself; on PostgreSQL that is the operator's decision."""
    from bot import migrating

    try:
        migrating.prepare(settings.database_url)
    except migrating.MigrationFailed as error:
        _end(error, FAILED)


def _end(message: object, code: int) -> NoReturn:
    print(message, file=sys.stderr)
    raise typer.Exit(code)


if __name__ == "__main__":
    main()

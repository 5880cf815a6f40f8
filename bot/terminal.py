"""What every order of the command line does first, and how it ends when it cannot."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from bot.settings import Settings, SettingsError, load_settings, terminal_language

WRONG_SETTING = 2
FAILED = 1

Lang = Annotated[str | None, typer.Option(help="ja or en; otherwise that of the terminal.")]


def end(message: object, code: int) -> NoReturn:
    """One line for the operator, and the exit code."""
    print(message, file=sys.stderr)
    raise typer.Exit(code)


def settings() -> Settings:
    """The settings, or the end with the line that names what is wrong with them."""
    try:
        return load_settings()
    except SettingsError as error:
        end(error, WRONG_SETTING)


def language(lang: str | None) -> str:
    """The language that was asked for, otherwise the terminal's."""
    from bot.i18n import LANGUAGES, choose_language

    if lang is not None and lang not in LANGUAGES:
        end(f"--lang: read {lang!r}; expected ja or en.", WRONG_SETTING)
    return choose_language(lang, terminal_language())


def prepare_database(of: Settings) -> None:
    """SQLite is brought up to date by itself; on PostgreSQL that is the operator's decision."""
    from bot import migrating

    try:
        migrating.prepare(of.database_url)
    except migrating.MigrationFailed as error:
        end(error, FAILED)

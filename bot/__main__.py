"""The command line, ``bot --help``. Thin: each command calls one function."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.reports.orders import import_app, report_app
from bot.settings import ENV_FILE, SettingsError, config_home
from bot.terminal import (
    FAILED,
    WRONG_SETTING,
    Lang,
    end,
    language,
    prepare_database,
    settings as read_settings,
)

if TYPE_CHECKING:
    from bot.systemd import Service

app = typer.Typer(
    help="The Discord bot of a civic community: meetings, seats, reminders.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

service_app = typer.Typer(no_args_is_help=True)
app.add_typer(
    service_app, name="service", help="Let systemd start the bot at boot and after a fault (Linux)."
)

mail_app = typer.Typer(no_args_is_help=True)
app.add_typer(mail_app, name="mail", help="What has to do with mail.")

app.add_typer(report_app, name="report")
app.add_typer(import_app, name="import")


def main() -> None:
    """Entry of the console script ``bot``."""
    app()


@app.command()
def run() -> None:
    """Serve the community until the process is told to end. Needs DISCORD_TOKEN."""
    from bot import log

    settings = read_settings()
    try:
        settings.require_token()
    except SettingsError as error:
        end(error, WRONG_SETTING)
    log.configure(settings)
    prepare_database(settings)
    from bot.app import CannotReachDiscord, run as serve

    try:
        asyncio.run(serve(settings))
    except SettingsError as error:
        end(error, WRONG_SETTING)
    except CannotReachDiscord as error:
        end(error, FAILED)


@app.command()
def migrate(
    to: Annotated[str, typer.Option(help="The revision to go to; an older one goes back.")] = "head",
) -> None:
    """Bring the database to the schema of this version (or another one) without losing anything."""
    from bot import migrating
    from bot.clock import system_clock

    try:
        done = migrating.migrate_safely(read_settings(), system_clock, to)
    except migrating.MigrationFailed as error:
        end(error, FAILED)
    if done.backup is not None:
        print(f"backup made before: {done.backup}")
    print(f"database schema: {done.before or 'empty'} -> {done.after or 'empty'}")


@app.command()
def backup() -> None:
    """Copy the SQLite file as it is now, also while the bot is running, and check the copy."""
    from bot.backups.service import BackupFailed, Backups
    from bot.clock import system_clock

    backups = Backups(read_settings(), system_clock)
    try:
        made = backups.make()
    except BackupFailed as error:
        end(error, FAILED)
    print(f"backup made and checked: {made.path} ({made.size:,} bytes); kept: {len(backups.listing())}")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup, such as data/backups/hub-20261102T000000Z.db")],
) -> None:
    """Put a backup in the place of the database. The bot must be stopped; what was there is kept."""
    from bot.clock import system_clock
    from bot.restoring import RestoreRefused, restore as bring_back

    try:
        done = bring_back(read_settings(), system_clock, file)
    except RestoreRefused as error:
        end(error, FAILED)
    for line in done.report():
        print(line)


@app.command()
def new_key() -> None:
    """Print a new SEED_KEY for .env: what anonymous seeds are sealed with. Keep a copy of it."""
    import secrets

    print(f"SEED_KEY={secrets.token_urlsafe(32)}")


@app.command()
def doctor(lang: Lang = None) -> None:
    """Look at token, permissions, disk, clock, database, backups and outbox; each ✗ says what to do."""
    import logging

    spoken = language(lang)
    from bot.doctor import examine

    logging.disable(logging.CRITICAL)  # the findings say it
    raise typer.Exit(examine(spoken))


@app.command(name="try")
def try_it(
    tour: Annotated[
        bool, typer.Option("--tour", help="Play one month of the community's life in this terminal.")
    ] = False,
    lang: Annotated[str, typer.Option(help="Language of the community: ja or en.")] = "ja",
    seed: Annotated[int, typer.Option(help="Other people for another number, the same for the same.")] = 1,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port of the page on this computer; 0: any free one.")
    ] = 8765,
    database: Annotated[
        Path | None, typer.Option(help="Keep the rehearsal in this SQLite file, and go on with it later.")
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """See the bot at work without Discord: a whole community on one page of the browser."""
    if lang not in ("ja", "en"):
        end(f"--lang: read {lang!r}; expected ja or en.", WRONG_SETTING)
    try:
        import simcord  # noqa: F401
    except ModuleNotFoundError:
        end("The simulated Discord is not installed; expected: uv sync --extra sandbox", FAILED)
    if tour:
        from bot.sandbox.tour import play

        raise typer.Exit(play(lang))
    from bot.errors import UserError
    from bot.i18n import text_of
    from bot.migrating import MigrationFailed
    from bot.sandbox.page.serve import serve

    def say(line: str) -> None:
        print(line, flush=True)

    try:
        asyncio.run(serve(lang, seed, say, port=port, database=database, opens_browser=open_browser))
    except UserError as no:
        end(text_of(no).to(lang), FAILED)
    except MigrationFailed as error:
        end(error, FAILED)


@app.command()
def invite(
    application_id: Annotated[
        int | None,
        typer.Option(min=1, help="The Application ID; without it Discord is asked with the token."),
    ] = None,
) -> None:
    """Print the link that adds the bot to a server, with exactly the permissions it uses."""
    from bot.app import CannotReachDiscord, application_id as ask
    from cogs.shared.permissions import invite_link

    try:
        print(invite_link(application_id or asyncio.run(ask(read_settings()))))
    except SettingsError as error:
        end(error, WRONG_SETTING)
    except CannotReachDiscord as error:
        end(error, FAILED)


@app.command()
def rank(
    file: Annotated[Path, typer.Argument(help="JSON with the lists offers and requests.")],
    top: Annotated[int, typer.Option(min=1, help="Offers for each request at most.")] = 5,
    use_chips: Annotated[
        bool, typer.Option("--use-chips", help="Take skills_gold of a request as ticked skills.")
    ] = False,
) -> None:
    """Rank the offers of a file for each of its requests, as the bot does; one line of JSON for each."""
    from bot.i18n import text_of
    from bot.matching.rank_file import RankFileUnclear, RankFileUnreadable, rank_file
    from bot.matching.taxonomy import shipped

    try:
        for line in rank_file(file, shipped(), top=top, use_chips=use_chips):
            print(line)
    except (RankFileUnreadable, RankFileUnclear) as error:
        end(text_of(error).to(language(None)), FAILED)


@mail_app.command(name="poll")
def mail_poll(lang: Lang = None) -> None:
    """Read the mailbox once: bounces, answers, people who leave. The running bot does it every 5 minutes."""
    from bot import log

    spoken, settings = language(lang), read_settings()
    log.configure(settings)
    prepare_database(settings)
    from bot.mail_poll import poll

    raise typer.Exit(asyncio.run(poll(settings, spoken)))


@service_app.command()
def install(
    print_only: Annotated[bool, typer.Option("--print", help="Only show what would be written.")] = False,
) -> None:
    """Write a systemd user service for this folder, start it now and at every boot."""
    from bot import systemd
    from bot.feed.files import make_folder

    service = _service()
    try:
        if print_only:
            print(systemd.unit_text(service), end="")
            return
        if not ENV_FILE.is_file():
            end(f"There is no .env in {Path.cwd()}; expected the settings of the bot there.", WRONG_SETTING)
        settings = read_settings()
        settings.require_token()
        if settings.calendar_feed_dir is not None:
            make_folder(settings.calendar_feed_dir)  # unlike the others one that a web server can enter
        for line in systemd.install(service, _unit()):
            print(line)
    except SettingsError as error:
        end(error, WRONG_SETTING)
    except systemd.ServiceFailed as error:
        end(error, FAILED)


@service_app.command()
def remove() -> None:
    """Stop the service and take it away; settings and data stay."""
    from bot import systemd

    try:
        for line in systemd.remove(_service(), _unit()):
            print(line)
    except systemd.ServiceFailed as error:
        end(error, FAILED)


def _service() -> Service:
    from bot.systemd import Service

    settings = read_settings()
    writable = [settings.data_folder, settings.backup_dir, settings.calendar_feed_dir]
    return Service(
        python=Path(sys.executable).absolute(),
        folder=Path.cwd(),
        writable=tuple(dict.fromkeys(folder.absolute() for folder in writable if folder is not None)),
    )


def _unit() -> Path:
    from bot.systemd import NAME

    return config_home() / "systemd" / "user" / NAME


if __name__ == "__main__":
    main()

"""``bot report …`` and ``bot import …``: thin, each calls one function of `bot.reports.command_line`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import terminal
from bot.terminal import Lang

report_app = typer.Typer(no_args_is_help=True, help="Print what a community can report about itself.")
import_app = typer.Typer(no_args_is_help=True, help="Bring in what was there before the bot.")

FORMATS = ("md", "csv", "json")
LARGEST_ID = 2**63 - 1


@report_app.command(name="events")
def report_events(
    fiscal_year: Annotated[
        int | None, typer.Option(help="The year in which it began, such as 2020; without it the present one.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="md, csv (for Excel) or json.")] = "md",
    community: Annotated[
        int | None, typer.Option(min=1, max=LARGEST_ID, help="The server's id, where there are several.")
    ] = None,
    lang: Lang = None,
) -> None:
    """Print the table of the meetings of a fiscal year (April to March)."""
    if form not in FORMATS:
        terminal.end(f"--format: read {form!r}; expected md, csv or json.", terminal.WRONG_SETTING)
    language, settings = terminal.language(lang), terminal.settings()
    terminal.prepare_database(settings)
    from bot.reports.command_line import report_events

    raise typer.Exit(report_events(settings, language, year=fiscal_year, form=form, community_id=community))


@import_app.command(name="events")
def import_events(
    file: Annotated[
        Path, typer.Argument(help="A CSV file: date, start, end, title, and what else is known.")
    ],
    community: Annotated[int, typer.Option(min=1, max=LARGEST_ID, help="The server's id.")],
    apply: Annotated[bool, typer.Option("--apply", help="Write it; without this it is only told.")] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Change what was brought in earlier to what the file says.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Say which past meetings a list would bring in; with --apply bring them in, all or none."""
    language, settings = terminal.language(lang), terminal.settings()
    terminal.prepare_database(settings)
    from bot.reports.command_line import import_events

    done = import_events(settings, language, file=file, community_id=community, apply=apply, update=update)
    raise typer.Exit(done)

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

FiscalYear = Annotated[
    int | None, typer.Option(help="The year in which it began, such as 2020; without it the present one.")
]
Form = Annotated[str, typer.Option("--format", help="md, csv (for Excel) or json.")]
OneCommunity = Annotated[
    int | None, typer.Option(min=1, max=LARGEST_ID, help="The server's id, where there are several.")
]
Community = Annotated[int, typer.Option(min=1, max=LARGEST_ID, help="The server's id.")]
Apply = Annotated[bool, typer.Option("--apply", help="Write it; without this it is only told.")]
Update = Annotated[
    bool, typer.Option("--update", help="Change what was brought in earlier to what the file says.")
]


@report_app.command(name="events")
def report_events(
    fiscal_year: FiscalYear = None, form: Form = "md", community: OneCommunity = None, lang: Lang = None
) -> None:
    """Print the table of the meetings of a fiscal year (April to March)."""
    _check_format(form)
    language, settings = terminal.language(lang), terminal.settings()
    terminal.prepare_database(settings)
    from bot.reports.command_line import report_events

    raise typer.Exit(report_events(settings, language, year=fiscal_year, form=form, community_id=community))


@report_app.command(name="seeds")
def report_seeds(
    fiscal_year: FiscalYear = None, form: Form = "md", community: OneCommunity = None, lang: Lang = None
) -> None:
    """Print the figures of consultations and seeds of a fiscal year (April to March)."""
    _check_format(form)
    language, settings = terminal.language(lang), terminal.settings()
    terminal.prepare_database(settings)
    from bot.reports.command_line import report_seeds

    raise typer.Exit(report_seeds(settings, language, year=fiscal_year, form=form, community_id=community))


@report_app.command(name="probono")
def report_probono(
    fiscal_year: FiscalYear = None, form: Form = "md", community: OneCommunity = None, lang: Lang = None
) -> None:
    """Print offers, needs, asks, introductions and hours of a fiscal year beside its targets."""
    _check_format(form)
    language, settings = terminal.language(lang), terminal.settings()
    terminal.prepare_database(settings)
    from bot.reports.command_line import report_probono

    raise typer.Exit(report_probono(settings, language, year=fiscal_year, form=form, community_id=community))


def _check_format(form: str) -> None:
    if form not in FORMATS:
        terminal.end(f"--format: read {form!r}; expected md, csv or json.", terminal.WRONG_SETTING)


@import_app.command(name="events")
def import_events(
    file: Annotated[
        Path, typer.Argument(help="A CSV file: date, start, end, title, and what else is known.")
    ],
    community: Community,
    apply: Apply = False,
    update: Update = False,
    lang: Lang = None,
) -> None:
    """Say which past meetings a list would bring in; with --apply bring them in, all or none."""
    language, settings = terminal.language(lang), terminal.settings()
    terminal.prepare_database(settings)
    from bot.reports.command_line import import_events

    done = import_events(settings, language, file=file, community_id=community, apply=apply, update=update)
    raise typer.Exit(done)


@import_app.command(name="consultations")
def import_consultations(
    file: Annotated[Path, typer.Argument(help="A CSV file: date, channel, categories (with ;), note.")],
    community: Community,
    apply: Apply = False,
    update: Update = False,
    lang: Lang = None,
) -> None:
    """Say which consultations a list would bring in; with --apply bring them in, all or none."""
    language, settings = terminal.language(lang), terminal.settings()
    terminal.prepare_database(settings)
    from bot.reports.command_line import import_consultations

    done = import_consultations(
        settings, language, file=file, community_id=community, apply=apply, update=update
    )
    raise typer.Exit(done)

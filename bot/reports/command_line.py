"""`bot report …` and `bot import …`: each order ends in lines for people and an exit code."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.clock import Clock, system_clock
from bot.db import Database
from bot.errors import N_, UserError
from bot.i18n import text_of
from bot.reports.cases_import import CaseImports
from bot.reports.cases_told import case_lines
from bot.reports.formats import FORMATS
from bot.reports.importing import PastImports
from bot.reports.probono_formats import FORMATS as PROBONO_FORMATS
from bot.reports.seed_formats import FORMATS as SEED_FORMATS
from bot.reports.seed_year import SeedReports
from bot.reports.table_file import LARGEST_FILE
from bot.reports.told import lines_of
from bot.reports.year import YearReports
from bot.settings import Settings

DONE = 0
REFUSED = 1


class CannotRead(UserError):
    sentence = N_("The file {file} cannot be read: {reason}.")


def report_events(
    settings: Settings,
    lang: str,
    *,
    year: int | None,
    form: str,
    community_id: int | None,
    clock: Clock = system_clock,
) -> int:
    """Print the table of a fiscal year (None: the present one) as ``md``, ``csv`` or ``json``."""

    async def print_it(db: Database) -> int:
        reports = YearReports(db, clock)
        community = await reports.community(community_id)
        return _print(FORMATS[form](await reports.events(community.id, year), lang))

    return _with(settings, lang, print_it)


def report_seeds(
    settings: Settings,
    lang: str,
    *,
    year: int | None,
    form: str,
    community_id: int | None,
    clock: Clock = system_clock,
) -> int:
    """Print the consultations and seeds of a fiscal year, in the same formats."""

    async def print_it(db: Database) -> int:
        community = await YearReports(db, clock).community(community_id)
        return _print(SEED_FORMATS[form](await SeedReports(db, clock).year(community.id, year), lang))

    return _with(settings, lang, print_it)


def report_probono(
    settings: Settings,
    lang: str,
    *,
    year: int | None,
    form: str,
    community_id: int | None,
    clock: Clock = system_clock,
) -> int:
    """Print the figures of probono of a fiscal year beside its targets and the years before."""

    async def print_it(db: Database) -> int:
        reports = YearReports(db, clock)
        community = await reports.community(community_id)
        return _print(PROBONO_FORMATS[form](await reports.probono.year(community.id, year), lang))

    return _with(settings, lang, print_it)


def import_events(
    settings: Settings,
    lang: str,
    *,
    file: Path,
    community_id: int,
    apply: bool,
    update: bool,
    clock: Clock = system_clock,
) -> int:
    """Say what the file would bring in and, with ``apply``, bring it in."""

    async def bring_in(db: Database) -> int:
        imports = PastImports(db, clock)
        do = imports.bring_in if apply else imports.plan
        done = await do(community_id, _content(file), update=update)
        return _tell(lines_of(done, lang), is_refused=bool(done.bad))

    return _with(settings, lang, bring_in)


def import_consultations(
    settings: Settings,
    lang: str,
    *,
    file: Path,
    community_id: int,
    apply: bool,
    update: bool,
    clock: Clock = system_clock,
) -> int:
    """The same for a list of consultations."""

    async def bring_in(db: Database) -> int:
        imports = CaseImports(db, clock)
        do = imports.bring_in if apply else imports.plan
        done = await do(community_id, _content(file), update=update)
        return _tell(case_lines(done, lang), is_refused=bool(done.bad))

    return _with(settings, lang, bring_in)


def _print(content: bytes) -> int:
    sys.stdout.buffer.write(content)
    sys.stdout.flush()
    return DONE


def _tell(lines: list[str], *, is_refused: bool) -> int:
    print(*lines, sep="\n", file=sys.stderr if is_refused else sys.stdout)
    return REFUSED if is_refused else DONE


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise CannotRead(file=str(file), reason=error.strerror or type(error).__name__) from error


def _with(settings: Settings, lang: str, act: Callable[[Database], Awaitable[int]]) -> int:
    async def with_database() -> int:
        db = Database(settings.database_url)
        try:
            return await act(db)
        finally:
            await db.close()

    try:
        return asyncio.run(with_database())
    except UserError as refusal:
        print(text_of(refusal).to(lang), file=sys.stderr)
        return REFUSED

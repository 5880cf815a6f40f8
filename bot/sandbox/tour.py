"""``bot try --tour``: one month of a community, played by the real bot in a simulated Discord.

Real are the bot, its cogs, the database file with its migrations, and the outbox; simulated are Discord, its
people and the time. What is said about the result is judged from what people read, never from our tables.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory

from rich.console import Console
from simcord import SetupError

from bot import migrating
from bot.clock import Hands
from bot.i18n import _, _n
from bot.sandbox import scenes, scenes_later, scenes_next_month, scenes_probono, scenes_seeds
from bot.sandbox.checks import Checks, Verdict
from bot.sandbox.checks_probono import ProbonoChecks
from bot.sandbox.own_settings import sandbox_settings
from bot.sandbox.people import Cast, gather, names_in
from bot.sandbox.report import Report
from bot.sandbox.scenes import CAPACITY, LINK, OPENING, TITLE, TOKYO, Story
from bot.sandbox.screen import WIDTH, Screen
from bot.sandbox.signs import Reader
from bot.sandbox.simulation import Simulation
from bot.sandbox.stage import Stage
from bot.settings import Settings

SCENES = (
    scenes.set_up,
    scenes.announce,
    scenes.burst,
    scenes.restart,
    scenes_later.week_ahead,
    scenes_later.give_up,
    scenes_later.closed_dm,
    scenes_later.next_press,
    scenes_later.monday,
    scenes_later.nudge,
    scenes_later.day_before,
    scenes_later.the_day,
    scenes_later.the_list,
    scenes_next_month.series,
    scenes_next_month.announced,
    scenes_next_month.another_date,
    scenes_seeds.a_place_for_seeds,
    scenes_seeds.without_a_name,
    scenes_seeds.asked_back,
    scenes_seeds.supported,
    scenes_seeds.becomes_a_theme,
    scenes_probono.two_lines,
    scenes_probono.who_fits,
    scenes_probono.asked_in_private,
    scenes_probono.introduced,
)
FAILED = 1


@dataclass(frozen=True)
class Outcome:
    """A tour that was played: what was seen, and what was true of it."""

    stage: Stage
    verdicts: list[Verdict]


def play(lang: str, console: Console | None = None) -> int:
    """Play the tour on the terminal in ``lang`` (``ja`` or ``en``); 0, or 1 if an invariant was broken."""
    verdicts = perform(lang, console or _terminal()).verdicts
    return 0 if all(verdict.holds for verdict in verdicts) else FAILED


def perform(lang: str, console: Console) -> Outcome:
    """The whole tour on a database file of its own, which is gone afterwards."""
    with TemporaryDirectory(prefix="bot-tour-") as folder:
        settings = sandbox_settings(Path(folder, "hub.db"), token_urlsafe(32))
        migrating.migrate(settings.database_url)
        return asyncio.run(_perform(settings, lang, console))


async def _perform(settings: Settings, lang: str, console: Console) -> Outcome:
    name = _("Minato Civic Hub").to(lang)
    async with Simulation(settings, Hands(OPENING), lang=lang, name=name) as sim:
        cast = gather(sim.community, names_in(lang))
        stage = Stage(sim, cast, lang)
        screen = Screen(console, lang, TOKYO, _places(sim, cast))
        reader = Reader(lang, stage.words(TITLE))
        _open(screen, name)
        whole = await _tell_the_story(Story(stage, screen, reader))
        seed = stage.words(scenes_seeds.TITLE_OF_SEED)
        checks = Checks(stage.ledger, reader, cast, capacity=CAPACITY, link=LINK, seed=seed)
        probono = ProbonoChecks(stage.ledger, reader, cast, scenes_probono.TITLE_OF_NEED)
        outcome = Outcome(stage, [whole, *checks.all(), *probono.all()])
        _sum_up(outcome, Report(stage, reader, screen, TOKYO), screen)
        return outcome


async def _tell_the_story(story: Story) -> Verdict:
    """All scenes, as far as they go: what a broken bot does not show cannot be pressed."""
    claim = _("The month could be played to its end.")
    played = 0
    try:
        for scene in SCENES:
            await scene(story)
            played += 1
    except (LookupError, SetupError) as error:
        problem = _("Step {step} failed: {error}", step=played + 1, error=str(error))
        return Verdict(False, claim, problem)
    return Verdict(True, claim, _("{steps} steps.", steps=played))


def _sum_up(outcome: Outcome, report: Report, screen: Screen) -> None:
    report.who_was_told_what()
    screen.heading(_("What must be true, checked in what people received"))
    screen.verdicts(outcome.verdicts)
    report.staff_minutes()
    _close(screen, outcome.verdicts)


def _terminal() -> Console:
    console = Console(highlight=False)
    console.width = min(console.width, WIDTH)
    return console


def _open(screen: Screen, name: str) -> None:
    screen.title(
        name,
        _("One month in half a minute: a server, its office, 30 people, one meeting."),
        _("The bot is the real one. Discord, people and time are simulated; nothing leaves this computer."),
    )


def _close(screen: Screen, verdicts: list[Verdict]) -> None:
    screen.console.print()
    broken = sum(not verdict.holds for verdict in verdicts)
    if broken:
        screen.say(
            _n("{count} invariant is broken.", "{count} invariants are broken.", count=broken), "wrong"
        )
    else:
        screen.say(_("Everything held. To run it for your own community: see README."), "ok")


def _places(sim: Simulation, cast: Cast) -> Mapping[int, str]:
    community = sim.community
    named = (community.announcements, community.office, community.lounge, community.staff_role)
    return {place.id: place.name or "" for place in named} | cast.names

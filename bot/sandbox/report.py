"""The table at the end: who was told what, when, and by which way."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from rich import box
from rich.table import Table

from bot.clock import to_local
from bot.i18n import C_, Text, _, _n
from bot.sandbox.ledger import Heard, Way
from bot.sandbox.screen import Screen
from bot.sandbox.signs import NOTICES, Reader, Sign
from bot.sandbox.stage import BOX_SECONDS, PRESS_SECONDS, Stage

COLUMNS: tuple[tuple[Text, tuple[Sign, ...]], ...] = (
    (C_("column", "7 days"), (Sign.WEEK,)),
    (C_("column", "Seat free"), (Sign.PROMOTED,)),
    (C_("column", "2 days"), (Sign.NUDGE,)),
    (C_("column", "1 day"), (Sign.EVE,)),
    (C_("column", "The day"), (Sign.TODAY, Sign.SOON)),
)
"""Occasions before the meeting and what is read then; a seat becomes free on any day."""


class Report:
    """Reads the ledger of a finished tour aloud."""

    def __init__(self, stage: Stage, reader: Reader, screen: Screen, tz: ZoneInfo) -> None:
        self._stage = stage
        self._reader = reader
        self._screen = screen
        self._tz = tz

    def who_was_told_what(self) -> None:
        """One line per person, one column per occasion, then the posts that everybody reads."""
        screen, cast = self._screen, self._stage.cast
        screen.heading(_("Who was told what, when, by which way"))
        screen.say(
            _("Taken from the messages people received. “read”: seen privately at the next press."), "quiet"
        )
        table = Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False)
        table.add_column(screen.words(_("Name")), no_wrap=True)
        table.add_column(screen.words(_("Answer")), no_wrap=True)
        for heading, signs in COLUMNS:
            table.add_column(f"{screen.words(heading)}\n{self._days(signs)}", no_wrap=True)
        for person in cast.people:
            mine = self._stage.ledger.read_by(person.id)
            cells = [self._cell(mine, signs) for _heading, signs in COLUMNS]
            table.add_row(cast.name(person.id), self._answers(mine), *cells)
        screen.console.print(table)
        self._posts()

    def staff_minutes(self) -> None:
        """How little work it was, with the assumption it rests on."""
        effort, ledger = self._stage.effort, self._stage.ledger
        new = [heard for heard in ledger if not heard.is_edit and heard.reader is not None]
        told = sum(1 for heard in new if any(self._reader.says(heard, sign) for sign in NOTICES))
        answered = sum(1 for heard in new if heard.way is Way.PRIVATE)
        self._screen.heading(_("The office's work"))
        self._screen.say(
            _(
                "{presses} presses and choices at {press_seconds} s, {boxes} boxes of forms at "
                "{box_seconds} s: about {minutes} minutes for the whole month "
                "(the seconds are our assumption).",
                presses=effort.presses,
                press_seconds=PRESS_SECONDS,
                boxes=effort.boxes,
                box_seconds=BOX_SECONDS,
                minutes=f"{effort.minutes:.0f}",
            )
        )
        self._screen.say(
            _(
                "In that time the bot gave {answered} private answers and {told} personal notices.",
                answered=answered,
                told=told,
            )
        )

    def _posts(self) -> None:
        ledger = self._stage.ledger
        edits = sum(1 for heard in ledger if heard.way is Way.CHANNEL and heard.is_edit)
        self._screen.say(
            _n(
                "Everybody: the card, brought up to date {count} time.",
                "Everybody: the card, brought up to date {count} times.",
                count=edits,
            )
        )
        for heard in ledger:
            if heard.is_edit or not heard.lines or heard.way not in (Way.THREAD, Way.OFFICE):
                continue
            when, line = f"{self._day(heard)} {self._time(heard)}", heard.lines[0]
            if heard.way is Way.THREAD:
                self._screen.say(_("Thread: {when}  {line}", when=when, line=line))
            else:
                self._screen.say(_("Office: {when}  {line}", when=when, line=line))

    def _answers(self, mine: list[Heard]) -> str:
        """What this person was answered, one after the other: ``waiting 2 → venue``."""
        said: list[str] = []
        for heard in mine:
            signs = self._reader.signs(heard)
            number = self._reader.waiting_number(heard)
            if number is not None:
                said.append(self._screen.words(C_("answer", "wait {number}", number=number)))
            for sign, word in _ANSWERS.items():
                if sign in signs:
                    said.append(self._screen.words(word))
        steps = [word for place, word in enumerate(said) if place == 0 or said[place - 1] != word]
        return "→".join(steps)

    def _cell(self, mine: list[Heard], signs: tuple[Sign, ...]) -> str:
        found = [heard for heard in mine for sign in signs if self._reader.says(heard, sign)]
        only_day = Sign.PROMOTED in signs
        return "\n".join(
            f"{self._way(heard)} {self._day(heard) if only_day else self._time(heard)}" for heard in found
        )

    def _days(self, signs: tuple[Sign, ...]) -> str:
        """The day of the occasion, where it is one and the same for everybody."""
        days = [
            self._day(heard)
            for heard in self._stage.ledger
            for sign in signs
            if heard.reader is not None and self._reader.says(heard, sign)
        ]
        return days[0] if days and Sign.PROMOTED not in signs else ""

    def _way(self, heard: Heard) -> str:
        return self._screen.words(C_("way", "DM") if heard.way is Way.DM else C_("way", "read"))

    def _day(self, heard: Heard) -> str:
        local = to_local(heard.at, self._tz)
        return f"{local.month}/{local.day}"

    def _time(self, heard: Heard) -> str:
        return f"{to_local(heard.at, self._tz):%H:%M}"


_ANSWERS = {
    Sign.SEATED: C_("answer", "venue"),
    Sign.TO_VENUE: C_("answer", "venue"),
    Sign.ONLINE: C_("answer", "online"),
    Sign.MAYBE: C_("answer", "unsure"),
    Sign.DECLINED: C_("answer", "away"),
}

"""What the newcomer sees in the terminal: steps, excerpts of real messages, at the end what was true."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text as Styled

from bot.clock import Moment
from bot.i18n import Text, _
from bot.sandbox.checks import Verdict
from bot.sandbox.folding import fold
from bot.sandbox.ledger import Heard, Way
from bot.sandbox.relative import relative

WIDTH = 80
PANEL_FRAME = 10
"""Cells that a panel and its margins take from a line."""
COLOURS = {
    Way.DM: "magenta",
    Way.PRIVATE: "cyan",
    Way.OFFICE: "yellow",
    Way.CHANNEL: "green",
    Way.THREAD: "green",
    Way.ROOM: "cyan",
}
SHADES = {"ok": "bold green", "wrong": "bold red", "quiet": "dim"}


class Screen:
    """Writes to ``console`` in one language; ``places`` are the names behind Discord's ids."""

    def __init__(self, console: Console, lang: str, tz: ZoneInfo, places: Mapping[int, str]) -> None:
        self.console = console
        self._lang = lang
        self._tz = tz
        self._places = places
        self._step = 0

    def title(self, name: str, *lines: Text) -> None:
        body = Group(
            Styled(name, style="bold"), *(Styled(self._folded(self.words(line), 6)) for line in lines)
        )
        self.console.print(Panel(body, box=box.DOUBLE, padding=(0, 2), border_style="blue"))

    def step(self, now: datetime, what: Text, why: Text) -> None:
        """One action, when it happens, and one sentence of why it matters."""
        self._step += 1
        self.console.print()
        self.console.rule(
            Styled.assemble((f"{self._step:>2}  ", "bold blue"), (self.words(what), "bold")),
            align="left",
            style="blue",
        )
        self.console.print(Styled(f"    {Moment(now, self._tz).to(self._lang)}", style="dim"))
        self.say(why)

    def say(self, words: Text, style: str = "", *, indent: int = 4) -> None:
        """One sentence, broken as its language wants it."""
        self._print(Styled(self._folded(self.words(words), indent), style=SHADES.get(style, style)), indent)

    def result(self, words: Text) -> None:
        """What came of the action."""
        self._marked("→ ", "bold green", self.words(words), "")

    def message(self, heard: Heard, reader: str, *, most: int = 12) -> None:
        """An excerpt of a message as it was shown, at most so many lines."""
        lines = [self._plain(line, heard.at) for line in heard.lines]
        shown = [Styled(self._folded(line, PANEL_FRAME)) for line in lines[:most]]
        if len(lines) > most:
            shown.append(
                Styled(self.words(_("… ({count} more lines)", count=len(lines) - most)), style="dim")
            )
        shown += [Styled(self.words(_("Attached: {file}", file=file)), style="dim") for file in heard.files]
        shown += [self._buttons(row) for row in heard.buttons]
        colour = COLOURS[heard.way]
        title = Styled(self.words(_where(heard.way, reader)), style=f"bold {colour}")
        self.console.print(
            Padding(Panel(Group(*shown), title=title, title_align="left", border_style=colour), (0, 2, 0, 4))
        )

    def verdicts(self, verdicts: Iterable[Verdict]) -> None:
        """Each invariant with what it was judged from."""
        for verdict in verdicts:
            mark, colour = ("✓ ", "bold green") if verdict.holds else ("✗ ", "bold red")
            self._marked(mark, colour, self.words(verdict.claim), "bold")
            self.say(verdict.evidence, "quiet", indent=6)

    def heading(self, words: Text) -> None:
        self.console.print()
        self.console.rule(Styled(self.words(words), style="bold"), align="left", style="blue")

    def words(self, words: Text) -> str:
        return words.to(self._lang)

    def _marked(self, mark: str, colour: str, words: str, style: str) -> None:
        """A sentence behind a sign of two cells; what follows its first line is indented like it."""
        folded = self._folded(words, 6).replace("\n", "\n  ")
        self._print(Styled.assemble((mark, colour), (folded, style)), 4)

    def _folded(self, words: str, margin: int) -> str:
        return fold(words, self.console.width - margin) if self._lang == "ja" else words

    def _print(self, line: Styled, indent: int) -> None:
        self.console.print(Padding(line, (0, 0, 0, indent)))

    def _buttons(self, labels: Iterable[str]) -> Styled:
        line = Styled()
        for label in labels:
            line.append(f"[{label}]".replace(" ", "\N{NO-BREAK SPACE}"), style="bold blue")
            line.append(" ")
        return line

    def _plain(self, line: str, now: datetime) -> str:
        """Discord's markup as a client would show it."""
        line = re.sub(r"<t:(\d+):R>", lambda found: self._relative(int(found[1]), now), line)
        line = re.sub(r"<(#|@&|@)(\d+)>", lambda found: self._place(found[1], int(found[2])), line)
        return re.sub(r"\\([^\w\s])", r"\1", line.replace("**", ""))

    def _place(self, sign: str, snowflake: int) -> str:
        return f"{sign[0]}{self._places.get(snowflake, '…')}"

    def _relative(self, stamp: int, now: datetime) -> str:
        return self.words(relative(datetime.fromtimestamp(stamp, UTC), now))


def _where(way: Way, reader: str) -> Text:
    match way:
        case Way.DM:
            return _("Direct message to {name}", name=reader)
        case Way.PRIVATE:
            return _("Only {name} sees this", name=reader)
        case Way.OFFICE:
            return _("#{channel}: only the office sees this", channel=reader)
        case Way.CHANNEL:
            return _("#{channel}: everybody sees this", channel=reader)
        case Way.THREAD:
            return _("Thread under the card: everybody sees this")
        case Way.ROOM:
            return _("Private thread: only those in it see this")

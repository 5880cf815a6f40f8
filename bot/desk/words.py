"""The desk in words, the same in the post and on the panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Day
from bot.desk.lines import DeskLine
from bot.desk.view import DeskView
from bot.i18n import Text, _, _n
from bot.outbox.notice import Action


def heading(desk: DeskView) -> Text:
    """How much it is: the line that a phone shows."""
    if not desk.lines:
        return _("No job waits for you this week.")
    return _n(
        "This week's jobs: {count} (about {minutes} minutes)",
        "This week's jobs: {count} (about {minutes} minutes)",
        count=len(desk.lines),
        minutes=desk.minutes,
    )


def line_text(number: int, line: DeskLine, desk: DeskView, now: datetime) -> Text:
    """One numbered line, with the day by which it should be done."""
    if line.due_at is None:
        return _("{number}. {what}", number=number, what=line.what)
    tz = ZoneInfo(desk.timezone)
    day = Day(line.due_at, tz)
    if line.due_at.astimezone(tz).date() < now.astimezone(tz).date():
        return _("{number}. {what} (was due {day})", number=number, what=line.what, day=day)
    return _("{number}. {what} (by {day})", number=number, what=line.what, day=day)


def buttons_for(lines: Sequence[DeskLine], first: int = 1, *, most: int) -> tuple[Action, ...]:
    """The buttons of these lines, with their numbers in front, counted from ``first``.

    Every line keeps its main button; further ones follow it as long as there are at most ``most`` together.
    Two lines that lead to the same place share the first one's: Discord refuses two such buttons.
    """
    room = most - sum(line.action is not None for line in lines)
    buttons: dict[tuple[str, int, str], Action] = {}
    for number, line in enumerate(lines, first):
        others = line.others if len(line.others) <= room else ()
        room -= len(others)
        for action in (line.action, *others):
            if action is not None:
                label = _("{number}. {label}", number=number, label=action.label)
                buttons.setdefault((action.kind, action.row_id, action.choice), replace(action, label=label))
    return tuple(buttons.values())

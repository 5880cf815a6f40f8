"""When the week in one message leaves, and what it consists of. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.i18n import Text, _
from bot.outbox.notice import Action, MailPart, Notice

LEAVES_AT = time(8)
"""On Mondays, in the community's own wall time."""
PLANNED_BEFORE = timedelta(hours=1)
"""So long before it leaves its items are chosen: the planner looks once an hour."""
OF_USE_FOR = timedelta(hours=40)
"""Until the end of Tuesday; whoever was not sent it by then finds everything in the next one."""
FIRST_LOOKS_BACK = timedelta(days=7)
MOST_BUTTONS = 5


@dataclass(frozen=True, slots=True)
class Monday:
    """One week's digest: due at 8:00 local (aware UTC). ``week``: the ISO week, such as ``2026-W49``."""

    week: str
    due_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Section:
    """What one feature has to say of the week; ``lines`` is never empty. ``actions``: its doors."""

    heading: Text
    lines: tuple[Text, ...]
    actions: tuple[Action, ...] = ()


def monday_of(now: datetime, tz: ZoneInfo) -> Monday | None:
    """The digest that is to be planned at this moment; None: there is none to plan today."""
    day = (now + PLANNED_BEFORE).astimezone(tz).date()
    monday = day - timedelta(days=day.weekday())
    due_at = datetime.combine(monday, LEAVES_AT, tz).astimezone(UTC)
    if not due_at - PLANNED_BEFORE <= now < due_at + OF_USE_FOR:
        return None
    return Monday(_week(monday), due_at, due_at + OF_USE_FOR)


def _week(monday: date) -> str:
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02}"


def notice_of(sections: Iterable[Section]) -> Notice | None:
    """None where no section has anything to say."""
    shown = tuple(sections)
    if not shown:
        return None
    paragraphs: list[Text] = []
    for section in shown:
        paragraphs += [_("■ {heading}", heading=section.heading), *section.lines]
    actions = [action for section in shown for action in section.actions]
    return Notice(
        _("The week in one message"),
        tuple(paragraphs),
        actions=tuple(actions[:MOST_BUTTONS]),
        mail=MailPart(paragraphs=tuple(paragraphs)),
    )

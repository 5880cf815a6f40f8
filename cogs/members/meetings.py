"""A meeting and one's own answer in one line, and the way to its details. Pure."""

from __future__ import annotations

from bot.clock import Span, shorten
from bot.events.notice_lines import mode_name
from bot.events.rules import Choice, Event, Personal
from bot.i18n import Text, _
from cogs.shared.doors import Door
from cogs.shared.press import Press

LABEL_TITLE = 40
"""Characters of a title on a button; phones show little more."""


def meeting_line(event: Event, mine: Personal | None) -> Text:
    """Two lines: when and what, then where one stands."""
    when = Span(event.starts_at, event.ends_at, event.tz)
    rehearsal = _("[Rehearsal] ") if event.is_rehearsal else Text("")
    return _(
        "**{when}**\n{rehearsal}{title}\n→ {standing}",
        when=when,
        rehearsal=rehearsal,
        title=event.title,
        standing=standing_text(mine),
    )


def standing_text(mine: Personal | None) -> Text:
    """Where one stands: a seat, a place in the line, or the answer given."""
    if mine is None or mine.choice is None:
        return _("You have not answered yet")
    if mine.confirmed is not None:
        seat = _("You have a place ({mode})", mode=mode_name(mine.confirmed.mode))
        if not mine.waiting:
            return seat
        return _("{seat}; {line}", seat=seat, line=_line(mine))
    if mine.waiting:
        return _line(mine)
    if mine.choice is Choice.MAYBE:
        return _("You are not sure yet")
    return _("You are not coming")


def _line(mine: Personal) -> Text:
    place = mine.waiting[0]
    return _("Waiting list ({mode}), number {number}", mode=mode_name(place.mode), number=place.number)


def details_door(press: Press, event: Event, *, row: int | None = None) -> Door:
    """The button that shows place, link and calendar file of one meeting (answered by the events feature)."""
    label = _("Details: {title}", title=shorten(event.title, LABEL_TITLE))
    return Door(label.to(press.lang), f"event:{event.id}:details", row=row)

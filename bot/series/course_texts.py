"""Sessions of a course in words, one line each: in notices and in private answers."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Moment
from bot.events.notice_lines import mode_name
from bot.events.rules import Choice, Event, EventState, ModeNotOffered, MyPlace, Personal, Place
from bot.i18n import Text, _, joined, text_of
from bot.series.course_rules import SessionLine


def session_line(line: SessionLine, now: datetime) -> Text:
    """When, what, and where the person stands; or why the session was left out."""
    event = line.mine.event
    return _(
        "{moment} {title}: {standing}",
        moment=Moment(event.starts_at, event.tz),
        title=event.title,
        standing=_problem(line, now) or standing_text(line.mine, now),
    )


def _problem(line: SessionLine, now: datetime) -> Text | None:
    event, problem = line.mine.event, line.problem
    if problem is None or event.state is not EventState.ANNOUNCED or now >= event.starts_at:
        return None
    if isinstance(problem, ModeNotOffered):
        return _("left out: it does not take place that way")
    return text_of(problem)


def standing_text(mine: Personal, now: datetime) -> Text:
    """``you have a seat at the venue``, ``waiting list (venue), number 3``."""
    event = mine.event
    if event.state is EventState.CANCELLED:
        return _("was cancelled")
    if mine.places:
        parts = [_place(place, event) for place in mine.places]
        return parts[0] if len(parts) == 1 else Text("{parts}", {"parts": joined(*parts)})
    if now >= event.starts_at:
        return _("has begun")
    if mine.choice is Choice.DECLINED:
        return _("you do not come")
    if mine.choice is Choice.MAYBE:
        return _("you are not sure yet")
    return _("not applied for")


def _place(place: MyPlace, event: Event) -> Text:
    mode = mode_name(place.mode)
    if place.place is Place.CONFIRMED:
        return _("you have a seat ({mode})", mode=mode)
    if place.place is Place.WAITLISTED:
        return _("number {number} on the waiting list ({mode})", number=place.number, mode=mode)
    until = event.terms.priority_until
    if until is None or event.terms.needs_approval:
        return _("applied ({mode}); the office will answer you", mode=mode)
    return _("applied ({mode}); decided on {date}", mode=mode, date=Moment(until, event.tz))

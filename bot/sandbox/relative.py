"""How long until something, or since: what Discord's clients make of ``<t:…:R>``."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.i18n import Text, _, _n

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def relative(moment: datetime, now: datetime) -> Text:
    """``in 2 hours``, ``3 days ago`` or ``now``, rounded to the largest unit of which there is one."""
    span = abs(moment - now)
    if span < MINUTE / 2:
        return _("now")
    is_ahead = moment > now
    if span >= DAY:
        return _days(round(span / DAY), is_ahead=is_ahead)
    if span >= HOUR - MINUTE / 2:
        return _hours(round(span / HOUR), is_ahead=is_ahead)
    return _minutes(round(span / MINUTE), is_ahead=is_ahead)


def _days(count: int, *, is_ahead: bool) -> Text:
    if is_ahead:
        return _n("in {count} day", "in {count} days", count=count)
    return _n("{count} day ago", "{count} days ago", count=count)


def _hours(count: int, *, is_ahead: bool) -> Text:
    if is_ahead:
        return _n("in {count} hour", "in {count} hours", count=count)
    return _n("{count} hour ago", "{count} hours ago", count=count)


def _minutes(count: int, *, is_ahead: bool) -> Text:
    if is_ahead:
        return _n("in {count} minute", "in {count} minutes", count=count)
    return _n("{count} minute ago", "{count} minutes ago", count=count)

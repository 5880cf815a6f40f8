"""What an edit changes, who hears of it, and how it is said: old → new. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Span, format_time
from bot.errors import N_, UserError
from bot.events.form import EventPlan
from bot.events.rules import Choice, Event, Mode
from bot.i18n import Text, _

TOLD_TO_ALL = ("starts_at", "ends_at", "doors_at", "venue", "online")
"""Facts that everybody who may come plans by."""
IN_CALENDARS = ("title", "starts_at", "ends_at", "venue", "online")
"""What calendar programs show: a change makes SEQUENCE grow (RFC 5545, 3.8.7.4)."""


class ModeInUse(UserError):
    sentence = N_(
        "{count} people take part or wait that way ({mode}), so it cannot be taken away yet. "
        "Please move them with “People” first; then save again."
    )


class NothingChanged(UserError):
    sentence = N_("Nothing is different from what is announced. Please change something, or stop.")


@dataclass(frozen=True, slots=True)
class Changes:
    """Columns of ``events`` that an edit changes, as they were and as they become."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def __bool__(self) -> bool:
        return bool(self.after)

    def touches(self, *columns: str) -> bool:
        """Whether one of these columns changes."""
        return any(column in self.after for column in columns)

    @property
    def moves(self) -> bool:
        """Whether the date or the time of the start changes."""
        return self.touches("starts_at")

    @property
    def grows_calendar(self) -> bool:
        return self.touches(*IN_CALENDARS)

    @property
    def old_facts(self) -> dict[str, Any]:
        """The old values that a notice tells, as plain JSON; never the link, the room or the contact."""
        return {
            column: value.isoformat() if isinstance(value, datetime) else value
            for column, value in self.before.items()
            if column in TOLD_TO_ALL
        }

    def concerns(self, choice: Choice, confirmed: Mode | None) -> bool:
        """Whether somebody with this answer, and this seat if any, is told."""
        if choice is Choice.DECLINED and confirmed is None:
            return False
        if self.touches("starts_at", "ends_at", "online"):
            return True
        if self.touches("venue", "doors_at") and (
            choice in (Choice.VENUE, Choice.MAYBE) or confirmed is Mode.VENUE
        ):
            return True
        return (self.touches("online_link") and confirmed is Mode.ONLINE) or (
            self.touches("room") and confirmed is Mode.VENUE
        )

    @property
    def is_public_news(self) -> bool:
        """Whether the thread is told as well."""
        return self.touches(*TOLD_TO_ALL)


def changes_between(row: Any, plan: EventPlan) -> Changes:
    """What an announced meeting's row and a plan differ in."""
    after = {
        column: value
        for column, value in plan.columns().items()
        if (value or None) != (getattr(row, column) or None)
    }
    return Changes({column: getattr(row, column) for column in after}, after)


def check_modes_stay(row: Any, plan: EventPlan, people: Mapping[Mode, int]) -> None:
    """A way to come goes away only when nobody takes part or waits that way. Raises `ModeInUse`."""
    gone = {
        Mode.VENUE: bool(row.venue) and not plan.venue,
        Mode.ONLINE: bool(row.online) and plan.online_link is None,
    }
    names = {Mode.VENUE: _("Venue"), Mode.ONLINE: _("Online")}
    for mode, is_gone in gone.items():
        if is_gone and people.get(mode):
            raise ModeInUse(count=people[mode], mode=names[mode])


def facts_of(event: Event) -> dict[str, Any]:
    """The columns of `TOLD_TO_ALL` as they are now."""
    return {column: getattr(event, column) for column in TOLD_TO_ALL}


def told_lines(
    old: Mapping[str, Any], now: Mapping[str, Any], tz: ZoneInfo, *, link: bool = False, room: bool = False
) -> list[Text]:
    """One line for each fact that is different now from ``old``; none when all is as it was.

    Both mappings hold the columns of `TOLD_TO_ALL`; ``old`` only those that changed. ``link`` and ``room``:
    these changed too, and the reader is one of those who had them.
    """
    was = {column: _moment(old.get(column, now[column])) for column in TOLD_TO_ALL}
    return [
        *_when(was, now, tz),
        *_doors(was, now, tz),
        *_places(was, now),
        *([_("Your link for taking part online has changed. The button shows the new one.")] if link else []),
        *([_("How to find the room has changed. The button shows it.")] if room else []),
    ]


def _when(was: Mapping[str, Any], now: Mapping[str, Any], tz: ZoneInfo) -> Iterable[Text]:
    old, new = ((each["starts_at"], each["ends_at"]) for each in (was, now))
    if old != new:
        yield _("When: {old} → {new}", old=Span(*old, tz), new=Span(*new, tz))


def _doors(was: Mapping[str, Any], now: Mapping[str, Any], tz: ZoneInfo) -> Iterable[Text]:
    old, new = was["doors_at"], now["doors_at"]
    if old != new and new is not None:
        yield _("Doors open: {time}", time=format_time(new, tz, "en"))


def _places(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[Text]:
    old, new = was["venue"], now["venue"]
    if old and new and old != new:
        yield _("Where: {old} → {new}", old=old, new=new)
    elif new and not old:
        yield _("It also takes place at a venue now: {venue}", venue=new)
    elif old and not new:
        yield _("It takes place online only; nobody meets at {venue}.", venue=old)
    if now["online"] and not was["online"]:
        yield _("You can also take part online now.")
    elif was["online"] and not now["online"]:
        yield _("It takes place at the venue only; there is no online room.")


def _moment(value: Any) -> Any:
    """What JSON made a text of."""
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value

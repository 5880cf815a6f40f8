"""What a person wants to be told, by which way and at which hours. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

from bot.i18n import C_, Text


class Topic(StrEnum):
    """What people can choose a way for; every kind of notice to a person belongs to one."""

    REMINDERS = "reminders"
    CHANGES = "changes"
    NEW_EVENTS = "new_events"
    SEEDS = "seeds"
    PROBONO = "probono"
    DIGEST = "digest"

    @property
    def label(self) -> Text:
        return _TOPIC_LABELS[self]


class Via(StrEnum):
    """A way that a person chooses for a topic. ``thread``: the posts in the thread are enough for them."""

    DM = "dm"
    THREAD = "thread"
    MAIL = "mail"
    OFF = "off"

    @property
    def label(self) -> Text:
        return _VIA_LABELS[self]


PersonalWay = Literal["dm", "mail"]
"""The two ways that reach one person alone."""

CHOICES: Mapping[Topic, tuple[Via, ...]] = MappingProxyType(
    {
        Topic.REMINDERS: (Via.DM, Via.THREAD, Via.MAIL, Via.OFF),
        Topic.CHANGES: (Via.DM, Via.MAIL),
        Topic.NEW_EVENTS: (Via.DM, Via.MAIL, Via.OFF),
        Topic.SEEDS: (Via.DM, Via.MAIL, Via.OFF),
        Topic.PROBONO: (Via.DM, Via.MAIL, Via.OFF),
        Topic.DIGEST: (Via.DM, Via.MAIL, Via.OFF),
    }
)
"""The ways a topic can take. What concerns one's own seat cannot be switched off."""

ONLY_ON_WISH = frozenset({Topic.NEW_EVENTS, Topic.DIGEST})
"""Nobody gets these by a personal way who has not asked for them: they stand in a channel already."""

BY_MAIL_AT_FIRST = (Topic.REMINDERS, Topic.CHANGES, Topic.NEW_EVENTS)
"""What somebody gets by mail from the moment they confirm their address; the consent text says so."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when to when nothing rings, as wall time; the same hour twice means never quiet."""

    starts: time = time(21)
    ends: time = time(8)

    @classmethod
    def stored(cls, starts: str | None, ends: str | None) -> QuietHours:
        """Those of two stored hours such as ``21:00``; what everybody gets where they are not there."""
        return cls(time.fromisoformat(starts), time.fromisoformat(ends)) if starts and ends else cls()

    @property
    def is_on(self) -> bool:
        return self.starts != self.ends

    def around(self, moment: datetime, tz: ZoneInfo) -> tuple[datetime, datetime] | None:
        """The window (aware UTC) in which ``moment`` lies, its end not included; None outside of one."""
        if not self.is_on:
            return None
        local = moment.astimezone(tz)
        for day in (local.date() - timedelta(days=1), local.date()):
            last = day if self.starts < self.ends else day + timedelta(days=1)
            begin = datetime.combine(day, self.starts, tz).astimezone(moment.tzinfo)
            end = datetime.combine(last, self.ends, tz).astimezone(moment.tzinfo)
            if begin <= moment < end:
                return begin, end
        return None

    def shifted(self, due_at: datetime, starts_at: datetime, tz: ZoneInfo) -> datetime:
        """When a reminder of a meeting leaves that would fall into the quiet hours.

        To their end; or earlier, to their beginning, where the meeting begins before they end.
        """
        window = self.around(due_at, tz)
        if window is None:
            return due_at
        begin, end = window
        return end if end < starts_at else begin


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person has chosen; what is not in ``ways`` was never chosen. ``timezone``: an IANA name."""

    ways: Mapping[Topic, Via] = field(default_factory=lambda: MappingProxyType({}))
    leads_off: frozenset[str] = frozenset()
    quiet: QuietHours = field(default_factory=QuietHours)
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """By what a person can be reached: an account, direct messages welcome, a confirmed mail address."""

    has_account: bool
    wants_dm: bool
    can_mail: bool


def may_be_mailed(
    consent: str | None, address: str | None, suspended_until: datetime | None, now: datetime
) -> bool:
    """Whether there is an address with standing consent, and mails to it do not keep coming back."""
    is_suspended = suspended_until is not None and suspended_until > now
    return consent == "confirmed" and bool(address) and not is_suspended


def is_declined(topic: Topic, chosen: Via | None) -> bool:
    """Whether a notice of this topic is not to be sent to this person by any personal way."""
    if topic is Topic.CHANGES:
        return False
    if chosen is None:
        return topic in ONLY_ON_WISH
    return chosen in (Via.OFF, Via.THREAD)


def personal_ways(topic: Topic, chosen: Via | None, reach: Reach) -> tuple[PersonalWay, ...]:
    """The ways to try, the wished one first; the other one is taken when that does not reach the person.

    What nobody needs but who wished it comes by the wished way or not at all.
    """
    if is_declined(topic, chosen):
        return ()
    order: tuple[PersonalWay, ...] = ("mail", "dm") if chosen is Via.MAIL else ("dm", "mail")
    if topic in ONLY_ON_WISH:
        order = order[:1]
    usable = {"dm": reach.has_account and reach.wants_dm, "mail": reach.can_mail}
    return tuple(way for way in order if usable[way])


_TOPIC_LABELS = {
    Topic.REMINDERS: C_("topic", "Reminders of my events"),
    Topic.CHANGES: C_("topic", "Changes of my events, answers to me"),
    Topic.NEW_EVENTS: C_("topic", "New events"),
    Topic.SEEDS: C_("topic", "Seeds that I follow"),
    Topic.PROBONO: C_("topic", "Probono"),
    Topic.DIGEST: C_("topic", "The week in one message"),
}

_VIA_LABELS = {
    Via.DM: C_("way", "Direct message"),
    Via.THREAD: C_("way", "In the thread of the event"),
    Via.MAIL: C_("way", "Mail"),
    Via.OFF: C_("way", "Not at all"),
}

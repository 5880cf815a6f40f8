"""The form of a meeting: five boxes as people write them, and what they mean. Pure.

Whatever was typed is kept as it is; `read_form` says what it means or raises the sentence that helps.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.dates import parse_when
from bot.errors import N_, UserError
from bot.events.rules import NamesShown, Ring, Welcome
from bot.events.terms import MOST_COMPANIONS, read_deadline

TITLE_LENGTH = 100
USUAL_LENGTH = timedelta(minutes=90)
"""How long a meeting lasts when nobody wrote an end."""


class TitleMissing(UserError):
    sentence = N_("The event has no title yet. Please write one, for example “Exchange meeting in December”.")


class PlaceMissing(UserError):
    sentence = N_("Please fill in a venue, an online link, or both, so that people know where to come.")


class CapacityUnreadable(UserError):
    sentence = N_(
        "“{written}” is not a number of seats between 1 and {most}. "
        "Please write it like “20 seats”, or nothing for no limit."
    )


class LinkUnreadable(UserError):
    sentence = N_("The online box needs a link that begins with https://. Please paste the link of the room.")


@dataclass(frozen=True, slots=True)
class EventForm:
    """Everything that can be filled in for a meeting, as it was typed or chosen."""

    title: str = ""
    when: str = ""
    venue: str = ""
    online: str = ""
    description: str = ""
    welcome: tuple[str, ...] = ()
    names_shown: str = NamesShown.OFFICE.value
    room: str = ""
    contact: str = ""
    co_hosts: str = ""
    fee: str = ""
    ring: str = Ring.NOBODY.value
    is_sensitive: bool = False
    max_companions: int = 0
    deadline: str = ""
    role_ids: tuple[int, ...] = ()
    needs_approval: bool = False
    is_regular: bool = True
    flyer_id: int | None = None

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        known = {field.name for field in fields(cls)}
        form = cls(**{key: value for key, value in kept.items() if key in known})
        return replace(form, welcome=tuple(form.welcome), role_ids=tuple(form.role_ids))

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "welcome": list(self.welcome), "role_ids": list(self.role_ids)}


@dataclass(frozen=True, slots=True)
class EventPlan:
    """A form that could be read. Times are aware UTC; a capacity of None is unlimited.

    ``online_link`` begins with the link; words that stood beside it, such as a passcode, follow it.
    ``is_sensitive``: no notice to a person says in its preview what it is about.
    """

    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    doors_at: datetime | None
    venue: str | None
    venue_capacity: int | None
    online_link: str | None
    online_capacity: int | None
    welcome: tuple[Welcome, ...]
    names_shown: NamesShown
    room: str | None
    contact: str | None
    co_hosts: str | None
    fee: str | None
    ring: Ring
    is_sensitive: bool = False
    max_companions: int = 0
    answers_close_at: datetime | None = None
    role_ids: tuple[int, ...] = ()
    needs_approval: bool = False
    is_regular: bool = True
    flyer_id: int | None = None

    def columns(self) -> dict[str, Any]:
        """The plan as columns of ``events``."""
        return {
            "title": self.title,
            "description": self.description,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "doors_at": self.doors_at,
            "venue": self.venue,
            "venue_capacity": self.venue_capacity,
            "room": self.room,
            "online": self.online_link is not None,
            "online_link": self.online_link,
            "online_capacity": self.online_capacity,
            "contact": self.contact,
            "co_hosts": self.co_hosts,
            "fee": self.fee,
            "welcome": [item.value for item in self.welcome],
            "names_shown": self.names_shown.value,
            "ring": self.ring.value,
            "is_sensitive": self.is_sensitive,
            "max_companions": self.max_companions,
            "answers_close_at": self.answers_close_at,
            "role_ids": list(self.role_ids) or None,
            "needs_approval": self.needs_approval,
            "is_regular": self.is_regular,
            "flyer_id": self.flyer_id,
        }


def read_form(form: EventForm, *, now: datetime, tz: ZoneInfo) -> EventPlan:
    """What a form means; a `UserError` says which box cannot be read and how to write it."""
    title = _line(form.title)
    if not title:
        raise TitleMissing
    when = parse_when(form.when, now=now, tz=tz)
    venue, venue_capacity = split_capacity(form.venue)
    link, online_capacity = split_capacity(form.online)
    if not venue and not link:
        raise PlaceMissing
    return EventPlan(
        title=title[:TITLE_LENGTH],
        description=form.description.strip(),
        starts_at=when.starts_at,
        ends_at=when.ends_at or when.starts_at + USUAL_LENGTH,
        doors_at=when.doors_at,
        venue=venue or None,
        venue_capacity=venue_capacity,
        online_link=_read_online(link) if link else None,
        online_capacity=online_capacity,
        welcome=tuple(Welcome(value) for value in form.welcome),
        names_shown=NamesShown(form.names_shown),
        room=form.room.strip() or None,
        contact=form.contact.strip() or None,
        co_hosts=_line(form.co_hosts) or None,
        fee=_line(form.fee) or None,
        ring=Ring(form.ring),
        is_sensitive=form.is_sensitive,
        max_companions=min(max(form.max_companions, 0), MOST_COMPANIONS),
        answers_close_at=read_deadline(form.deadline, starts_at=when.starts_at, tz=tz),
        role_ids=form.role_ids,
        needs_approval=form.needs_approval,
        is_regular=form.is_regular,
        flyer_id=form.flyer_id,
    )


MOST_SEATS = 10_000
_UNIT = r"(?:名|人|席|seats?|people|persons?)"
_NAMED = re.compile(rf"(?:定員|先着|capacity|max\.?)\s*[:：]?\s*(\d+)\s*{_UNIT}?", re.IGNORECASE)
_COUNTED = re.compile(rf"(?<![\d第])(\d+)\s*{_UNIT}(?![\w])", re.IGNORECASE)
_TRAILING = re.compile(r"(?:[/／|｜、,\n]\s*|\s[(（]\s*)(\d+)\s*[)）]?\s*$")
_EDGE = " \t\n/|、,()・;；:"


def split_capacity(written: str) -> tuple[str, int | None]:
    """A place and its seats from one box: ``市民センター 3階 / 定員20`` gives the place and 20.

    The number counts as seats where it is called so (定員20, 20名, 20 seats) or stands last behind a
    separator or on a line of its own. Raises `CapacityUnreadable` for 0 or a number no hall has.
    """
    text = unicodedata.normalize("NFKC", written).strip()
    link = _LINK.search(text)
    around = text.replace(link.group(), "\0", 1) if link else text
    for pattern in (_NAMED, _COUNTED, _TRAILING):
        if found := pattern.search(around):
            seats = int(found.group(1))
            if not 1 <= seats <= MOST_SEATS:
                raise CapacityUnreadable(written=found.group().strip(_EDGE), most=MOST_SEATS)
            around = (around[: found.start()] + " " + around[found.end() :]).strip(_EDGE)
            around = around.removesuffix("(").strip(_EDGE)
            return _line(around.replace("\0", link.group() if link else "")), seats
    return _line(text), None


_SEATS = re.compile(rf"(\d+)\s*{_UNIT}?", re.IGNORECASE)


def read_seats(written: str) -> int | None:
    """A box that holds nothing but a number of seats; empty is no limit."""
    text = unicodedata.normalize("NFKC", written).strip()
    if not text:
        return None
    found = _SEATS.fullmatch(text)
    if found is None or not 1 <= int(found.group(1)) <= MOST_SEATS:
        raise CapacityUnreadable(written=text, most=MOST_SEATS)
    return int(found.group(1))


_LINK = re.compile(r"https?://[^\s\"'<>、。」）]+", re.IGNORECASE)


def _read_online(text: str) -> str:
    found = _LINK.search(text)
    if found is None or not _has_host(found.group()):
        raise LinkUnreadable
    beside = text[: found.start()], text[found.end() :]
    return _line(" ".join((found.group(), *(words.strip(" \n/|、,:") for words in beside))))


def _has_host(link: str) -> bool:
    try:
        return bool(urlsplit(link).hostname)
    except ValueError:  # such as an unclosed bracket
        return False


def link_and_words(online: str) -> tuple[str, str]:
    """The link alone, and what was written beside it (a meeting number, a passcode), perhaps nothing."""
    link, _space, words = online.partition(" ")
    return link, words


def _line(text: str) -> str:
    return " ".join(text.split())

"""What is true of people and communities. No I/O."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from email.errors import MessageError
from email.headerregistry import Address
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.clock import shorten
from bot.errors import UserError
from bot.i18n import C_, N_, Text


class Sector(StrEnum):
    """Where a person comes from; told once, free to skip."""

    CITIZEN = "citizen"
    NONPROFIT = "nonprofit"
    COMPANY = "company"
    STUDENT = "student"
    SCHOOL = "school"
    GOVERNMENT = "government"
    ASSEMBLY = "assembly"
    OTHER = "other"

    @property
    def label(self) -> Text:
        return _SECTOR_LABELS[self]


_SECTOR_LABELS = {
    Sector.CITIZEN: C_("sector", "Citizen, neighbourhood association"),
    Sector.NONPROFIT: C_("sector", "Nonprofit, civic group"),
    Sector.COMPANY: C_("sector", "Company"),
    Sector.STUDENT: C_("sector", "Student"),
    Sector.SCHOOL: C_("sector", "University, school"),
    Sector.GOVERNMENT: C_("sector", "Government"),
    Sector.ASSEMBLY: C_("sector", "Council member"),
    Sector.OTHER: C_("sector", "Other"),
}


class Unknown(UserError):
    """An id that does not exist here, or belongs to another community: both are answered alike."""

    sentence = N_("There is nothing under that name here. Please choose one from the list.")


class ClosedDaysUnreadable(UserError):
    sentence = N_(
        "“{written}” is not a date this bot can read. "
        "Please write closed days one per line, like “2026-12-29”."
    )


class MailAddressUnreadable(UserError):
    sentence = N_(
        "“{written}” is not a mail address. Please write it like name@mail.example, or leave the box empty."
    )


def read_mail_address(written: str) -> str | None:
    """One address as RFC 5322 has it, without a name beside it; None for an empty box."""
    text = unicodedata.normalize("NFKC", written).strip()
    if not text:
        return None
    try:
        address = Address(addr_spec=_quoted(text))
    except (ValueError, MessageError, IndexError) as error:  # what the parser raises, IndexError included
        raise MailAddressUnreadable(written=shorten(written)) from error
    if not address.username or "." not in address.domain.strip("."):
        raise MailAddressUnreadable(written=shorten(written))
    return address.addr_spec


def _quoted(text: str) -> str:
    """Dots in a row or at an end, as Japanese carriers gave out, need quotes (RFC 5322, 3.4.1)."""
    local, at, domain = text.rpartition("@")
    is_odd = ".." in local or local.startswith(".") or local.endswith(".")
    return f'"{local}"{at}{domain}' if is_odd and '"' not in local else text


@dataclass(frozen=True, slots=True)
class Leads:
    """How long before a meeting its reminders leave, in the community's wall time where an hour is named.

    ``week`` and ``eve`` are hours of the day such as ``18:00``, 7 days and 1 day before; ``venue_minutes``
    and ``online_minutes`` count back from the start.
    """

    week: str = "12:00"
    eve: str = "18:00"
    venue_minutes: int = 180
    online_minutes: int = 15


@dataclass(frozen=True, slots=True)
class Community:
    """A Discord server that uses the bot; ``id`` is its snowflake.

    ``draft_days`` before a session its draft is made; ``promotion_stops_hours`` before the start nobody
    moves up from a waiting list any more. ``crossposts``: cards are published to those who follow the
    channel; ``mirrors_events``: meetings stand among Discord's own events too. ``office_mail`` and
    ``postal_address`` stand at the end of every mail.
    """

    id: int
    name: str
    language: str
    timezone: str
    announce_channel_id: int | None
    staff_channel_id: int | None
    staff_role_id: int | None
    ring_role_id: int | None
    leads: Leads
    closed_days: tuple[date, ...]
    set_up_at: datetime | None
    archive_channel_id: int | None = None
    draft_days: int = 21
    promotion_stops_hours: int = 3
    crossposts: bool = False
    mirrors_events: bool = True
    office_mail: str | None = None
    postal_address: str | None = None

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_set_up(self) -> bool:
        return self.set_up_at is not None


@dataclass(frozen=True, slots=True)
class Member:
    """A person in one community. Everything but the ids may be unknown.

    ``hides_subjects``: direct messages to them do not say what they are about. ``staff_seen_at``: they last
    used something of the office's. ``left_at``: Discord said that they are no longer in the server.
    ``from_elsewhere``: they live in another prefecture (None: never said). Somebody whom staff added and who
    has no Discord has no ``discord_user_id``, and perhaps a ``mail_address``.
    """

    id: int
    community_id: int
    discord_user_id: int | None
    display_name: str | None
    language: str | None
    sector: Sector | None
    wants_dm: bool
    sector_asked_at: datetime | None
    hides_subjects: bool = False
    staff_seen_at: datetime | None = None
    left_at: datetime | None = None
    from_elsewhere: bool | None = None
    mail_address: str | None = None

"""What is true of records and feedback: views, and the sentences in which a rule says no. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Moment
from bot.errors import N_, UserError
from bot.events.rules import Event, EventState, EventWasCancelled
from bot.links import link_lines

SUMMARY_LENGTH = 2000
MOST_ARTICLES = 5
WORDS_LENGTH = 1000
SCORES = range(1, 6)
FEWEST_FOR_NUMBERS = 3
"""With fewer answers a number would say what one person thought."""
FEEDBACK_TAKEN = timedelta(days=60)
"""So long after the record was published; later memories are others."""


class NotOverYet(UserError):
    sentence = N_("“{title}” ends at {end}. Its record can be written after that.")


class NoRecordOfRehearsals(UserError):
    sentence = N_("A rehearsal has no record: nobody but the office was there.")


class NoRecordYet(UserError):
    sentence = N_("There is no record of “{title}” yet. Please write it first.")


class SummaryMissing(UserError):
    sentence = N_("Please write in a few sentences what “{title}” was about.")


class TooManyLinks(UserError):
    sentence = N_("A record holds up to {most} links. Please leave the most useful ones.")


class SecretLink(UserError):
    sentence = N_(
        "That is the link for taking part online, which is never published. "
        "Please write the link of the article instead."
    )


class FeedbackNotTaken(UserError):
    """Unknown, not there, or too late: all are answered alike."""

    sentence = N_(
        "These questions are for people who were checked in at the event, and are open for 60 days. "
        "If you would like to tell the office something, please use “Ask the office”."
    )


class FeedbackGiven(UserError):
    sentence = N_(
        "You have answered already, thank you. Your answer is stored without your name, "
        "so it cannot be changed any more."
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """What staff wrote. ``headcount``: people by sector, ``unknown`` among them."""

    summary: str
    article_urls: tuple[str, ...] = ()
    headcount: Mapping[str, int] = field(default_factory=dict)
    from_elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A published record, as everybody may see it."""

    event: Event
    summary: str
    article_urls: tuple[str, ...]
    headcount: Mapping[str, int]
    from_elsewhere: int
    no_article: bool
    revision: int

    @property
    def total(self) -> int:
        return sum(self.headcount.values())


@dataclass(frozen=True, slots=True)
class FeedbackSeen:
    """What people said, without names. ``scores``: how many gave each; None while there are too few."""

    event: Event
    answers: int
    scores: Mapping[int, int] | None
    words: tuple[str, ...]


def subject_of_record(event_id: int) -> str:
    """The name of a record in the outbox and among the postings."""
    return f"record:{event_id}"


def check_recordable(event: Event, now: datetime) -> None:
    """Raises `EventWasCancelled`, `NoRecordOfRehearsals` or `NotOverYet`."""
    if event.state is EventState.CANCELLED:
        raise EventWasCancelled(title=event.title)
    if event.is_rehearsal:
        raise NoRecordOfRehearsals
    if now < event.ends_at:
        raise NotOverYet(title=event.title, end=Moment(event.ends_at, event.tz))


def read_links(written: str) -> tuple[str, ...]:
    """Links, one per line. Raises `LinkNotHttps` or `TooManyLinks`."""
    links = link_lines(written)
    if len(links) > MOST_ARTICLES:
        raise TooManyLinks(most=MOST_ARTICLES)
    return links

"""What a person gets to read of what is stored about them and meetings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select, select

from bot.db import AnyRow, Tx
from bot.events.form import EventForm
from bot.events.models import AnswerRow, EventDraftRow, EventEditRow, EventRow, RsvpHistoryRow, RsvpRow
from bot.events.notice_lines import mode_name
from bot.events.rules import Choice, Mode, Place
from bot.i18n import C_, Text, _
from bot.members.models import CommunityRow
from bot.members.parts import Fact, in_words, local_time

Query = Select[*tuple[Any, ...]]

_YES, _NO = C_("my data", "yes"), C_("my data", "no")
_CHOICES = {
    Choice.VENUE: _("Venue"),
    Choice.ONLINE: _("Online"),
    Choice.MAYBE: _("Not sure yet"),
    Choice.DECLINED: _("Can't come / withdraw"),
}
PLACES = {
    Place.CONFIRMED: C_("my data", "has a seat"),
    Place.WAITLISTED: C_("my data", "on the waiting list"),
    Place.REQUESTED: C_("my data", "applied, not decided yet"),
    Place.CANCELLED: C_("my data", "given up"),
}
_BOXES = {
    "title": _("Title"),
    "when": _("Date and time"),
    "venue": _("Venue and its seats"),
    "online": _("Online link and its seats"),
    "description": _("Description"),
    "room": _("How to find the room"),
    "contact": _("Contact on the day"),
    "co_hosts": _("Co-hosts"),
    "fee": _("Fee"),
}


async def export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    """Answers, places with their history, drafts, and the meetings that this person announced."""
    sections: tuple[tuple[Text, Query, Callable[[AnyRow, str], dict[str, str]]], ...] = (
        (C_("my data", "Answers to events"), _answers(member_id), _answer),
        (C_("my data", "Seats and waiting lists"), _places(member_id), _place),
        (C_("my data", "What happened to my seats"), _steps(member_id), _step),
        (C_("my data", "Seats of others that I changed as staff"), _acts(member_id), _step),
        (C_("my data", "Drafts of events"), _drafts(member_id), _draft),
        (C_("my data", "Changes of events I did not save"), _edits(member_id), _draft),
        (C_("my data", "Events I announced"), _announced(member_id), _own),
    )
    kept: dict[str, Any] = {}
    for heading, query, in_short in sections:
        if rows := (await tx.execute(query)).all():
            kept[heading.to(lang)] = [in_short(row, lang) for row in rows]
    return kept


def _answers(member_id: int) -> Query:
    return _with_event(AnswerRow, member_id).order_by(AnswerRow.answered_at, AnswerRow.id)


def _places(member_id: int) -> Query:
    return _with_event(RsvpRow, member_id).order_by(RsvpRow.changed_at, RsvpRow.id)


def _steps(member_id: int) -> Query:
    return _with_event(RsvpHistoryRow, member_id).order_by(RsvpHistoryRow.id)


def _acts(member_id: int) -> Query:
    """What a member of staff did for others; who they are is not theirs to take along."""
    return (
        select(RsvpHistoryRow.__table__, EventRow.title, EventRow.starts_at, EventRow.timezone)
        .join(EventRow, EventRow.id == RsvpHistoryRow.event_id)
        .where(RsvpHistoryRow.actor_id == member_id)
        .order_by(RsvpHistoryRow.id)
    )


def _with_event(table: type[AnswerRow | RsvpRow | RsvpHistoryRow], member_id: int) -> Query:
    return (
        select(table.__table__, EventRow.title, EventRow.starts_at, EventRow.timezone)
        .join(EventRow, EventRow.id == table.event_id)
        .where(table.member_id == member_id)
    )


def _drafts(member_id: int) -> Query:
    return (
        select(EventDraftRow.form, EventDraftRow.changed_at, CommunityRow.timezone)
        .join(CommunityRow, CommunityRow.id == EventDraftRow.community_id)
        .where(EventDraftRow.author_id == member_id)
        .order_by(EventDraftRow.id)
    )


def _edits(member_id: int) -> Query:
    return (
        select(EventEditRow.form, EventEditRow.changed_at, EventRow.timezone)
        .join(EventRow, EventRow.id == EventEditRow.event_id)
        .where(EventEditRow.author_id == member_id)
        .order_by(EventEditRow.id)
    )


def _announced(member_id: int) -> Query:
    return (
        select(EventRow.title, EventRow.starts_at, EventRow.timezone, EventRow.created_at)
        .where(EventRow.created_by_id == member_id)
        .order_by(EventRow.id)
    )


def _event(row: AnyRow, lang: str) -> tuple[Fact, ...]:
    return (
        (C_("my data", "Event"), row.title),
        (C_("my data", "Starts"), local_time(row.starts_at, row.timezone, lang)),
    )


def _answer(row: AnyRow, lang: str) -> dict[str, str]:
    return in_words(
        lang,
        *_event(row, lang),
        (C_("my data", "Answer"), _CHOICES[Choice(row.choice)]),
        (C_("my data", "Named in the thread"), _YES if row.mention_me else _NO),
        (C_("my data", "Companions"), str(row.companions) if row.companions else None),
        (C_("my data", "What the office should prepare"), row.access_needs),
        (C_("my data", "Name at the door"), row.door_name),
        (C_("my data", "Affiliation"), row.affiliation),
        (C_("my data", "When"), local_time(row.answered_at, row.timezone, lang)),
    )


def _place(row: AnyRow, lang: str) -> dict[str, str]:
    return in_words(
        lang,
        *_event(row, lang),
        (C_("my data", "Way"), mode_name(Mode(row.mode))),
        (C_("my data", "Place"), PLACES[Place(row.place)]),
        (C_("my data", "Seats"), str(row.seats)),
        (C_("my data", "When"), local_time(row.changed_at, row.timezone, lang)),
    )


def _step(row: AnyRow, lang: str) -> dict[str, str]:
    return in_words(
        lang,
        *_event(row, lang),
        (C_("my data", "Way"), mode_name(Mode(row.mode))),
        (C_("my data", "Before"), PLACES[Place(row.before)] if row.before else None),
        (C_("my data", "Place"), PLACES[Place(row.after)]),
        (C_("my data", "When"), local_time(row.happened_at, row.timezone, lang)),
    )


def _draft(row: AnyRow, lang: str) -> dict[str, str]:
    form = EventForm.from_dict(row.form).to_dict()
    return in_words(
        lang,
        *((label, form[box] or None) for box, label in _BOXES.items()),
        (C_("my data", "When"), local_time(row.changed_at, row.timezone, lang)),
    )


def _own(row: AnyRow, lang: str) -> dict[str, str]:
    return in_words(
        lang,
        *_event(row, lang),
        (C_("my data", "When"), local_time(row.created_at, row.timezone, lang)),
    )

"""What people in a line are told: that fewer of them could come, that the line stands still by now."""

from __future__ import annotations

from datetime import datetime

from bot.db import Tx
from bot.events import telling
from bot.events.reminders import answer_label, when_line
from bot.events.rules import Choice, Event, EventState, Mode, Personal, Place
from bot.events.standing import find_event
from bot.events.views import personal_view
from bot.i18n import Text, _, _n
from bot.outbox.kinds import Kinds
from bot.outbox.notice import Action, Delivery, Kind, Notice


def register(kinds: Kinds) -> None:
    """Make the outbox able to carry both."""
    kinds.register(
        Kind(telling.FEWER, compose_fewer, title=_("Come with fewer?")),
        Kind(telling.LINE_STOPPED, compose_line_stopped, title=_("The waiting list stands still")),
    )


async def compose_fewer(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """Some seats are free, but not for all of a party: while it is the first in its line."""
    mine = await _waiting(tx, delivery, now)
    if mine is None:
        return None
    event, mode = mine.event, Mode(delivery.args["mode"])
    place = next((place for place in mine.waiting if place.mode is mode), None)
    empty = event.seats[mode].empty if mode in event.seats else None
    if place is None or place.number != 1 or not empty or empty >= place.seats:
        return None
    return Notice(
        _("Would fewer of you like to come? {title}", title=event.title),
        (
            when_line(event),
            _n(
                "You applied for {seats} seats, and {count} is free now.",
                "You applied for {seats} seats, and {count} are free now.",
                count=empty,
                seats=place.seats,
            ),
            _("You can take it, or wait on: you keep your turn, and nobody overtakes you."),
        ),
        actions=(fewer_action(event, mode, empty), _leave(event)),
        is_discreet=event.is_sensitive,
    )


def fewer_action(event: Event, mode: Mode, empty: int) -> Action:
    """The button that takes what is free."""
    label = _n("Come with {count} person", "Come with {count} people", count=empty)
    return Action("rsvp", event.id, f"{mode.value}:fewer", label, "primary")


async def compose_line_stopped(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """Whoever still waits when nobody moves up any more can press for a seat that becomes free."""
    mine = await _waiting(tx, delivery, now)
    if mine is None or not mine.event.terms.is_first_come(now):
        return None
    event = mine.event
    return Notice(
        _("The waiting list no longer moves up: {title}", title=event.title),
        (
            when_line(event),
            _("It begins soon, so nobody is given a seat without asking any more."),
            *(_free_now(event, place.mode) for place in mine.waiting),
            _("A seat that becomes free now goes to whoever presses the button first, you included."),
        ),
        actions=(
            *(
                Action("rsvp", event.id, place.mode.value, answer_label(place.mode), "primary")
                for place in mine.waiting
            ),
            _leave(event),
        ),
        is_discreet=event.is_sensitive,
    )


def _free_now(event: Event, mode: Mode) -> Text:
    empty = event.seats[mode].empty or 0
    if mode is Mode.VENUE:
        return _("Free at the venue at this moment: {count}", count=empty)
    return _("Free online at this moment: {count}", count=empty)


def _leave(event: Event) -> Action:
    return Action("rsvp", event.id, Choice.DECLINED.value, _("Leave the waiting list"))


async def _waiting(tx: Tx, delivery: Delivery, now: datetime) -> Personal | None:
    """This person's part, if they wait for a seat of a meeting that has not begun."""
    assert delivery.member_id is not None
    locked = await find_event(tx, delivery.community_id, delivery.args["event_id"])
    mine = await personal_view(tx, locked, (delivery.member_id, True))
    has_begun = mine.event.state is not EventState.ANNOUNCED or now >= mine.event.starts_at
    if has_begun or all(place.place is not Place.WAITLISTED for place in mine.places):
        return None
    return mine

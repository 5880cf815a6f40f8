"""What people are told about their place: fewer could come, the line stands still, staff changed it."""

from __future__ import annotations

from datetime import datetime

from bot.db import Tx
from bot.events import mail_parts, telling
from bot.events.notice_lines import answer_label, coming_actions, facts_for, mode_name, when_line
from bot.events.on_behalf import Act
from bot.events.rules import Choice, Event, EventState, Mode, Personal
from bot.events.standing import find_event
from bot.events.views import personal_view
from bot.i18n import Text, _, _n
from bot.outbox.kinds import Kinds
from bot.outbox.notice import Action, Delivery, Kind, MailPart, Notice


def register(kinds: Kinds) -> None:
    """Make the outbox able to carry both."""
    kinds.register(
        Kind(telling.FEWER, compose_fewer, title=_("Come with fewer?")),
        Kind(telling.LINE_STOPPED, compose_line_stopped, title=_("The waiting list stands still")),
        Kind(telling.BY_STAFF, compose_by_staff, title=_("The office changed a place")),
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
    free_now = _n(
        "You applied for {seats} seats, and {count} is free now.",
        "You applied for {seats} seats, and {count} are free now.",
        count=empty,
        seats=place.seats,
    )
    return Notice(
        _("Would fewer of you like to come? {title}", title=event.title),
        (
            when_line(event),
            free_now,
            _("You can take it, or wait on: you keep your turn, and nobody overtakes you."),
        ),
        actions=(fewer_action(event, mode, empty), _leave(event)),
        is_discreet=event.is_sensitive,
        mail=mail_parts.standing(
            mine,
            free_now,
            _("If fewer of you would like to come, please reply to this mail and say how many."),
        ),
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
        mail=mail_parts.standing(
            mine,
            _("It begins soon, so nobody is given a seat without asking any more."),
            *(_free_now(event, place.mode) for place in mine.waiting),
            _("A seat that becomes free now goes to whoever asks first; a call or a mail to us is enough."),
        ),
    )


def _free_now(event: Event, mode: Mode) -> Text:
    empty = event.seats[mode].empty or 0
    if mode is Mode.VENUE:
        return _("Free at the venue at this moment: {count}", count=empty)
    return _("Free online at this moment: {count}", count=empty)


def _leave(event: Event) -> Action:
    return Action("rsvp", event.id, Choice.DECLINED.value, _("Leave the waiting list"))


async def compose_by_staff(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """What the office did, while it is still so: whoever changed it since knows already."""
    mine, act = await _mine(tx, delivery, now), Act(delivery.args["act"])
    gone = act in (Act.REMOVED, Act.REFUSED)
    if mine is None or (act is not Act.REFUSED and gone is bool(mine.places)):
        return None
    event = mine.event
    return Notice(
        _headline(act, event),
        (when_line(event), *_after(mine)) if gone else (*_now(mine), *facts_for(mine)),
        actions=_actions(mine),
        is_discreet=event.is_sensitive,
        mail=_by_staff_mail(mine, gone=gone),
    )


def _by_staff_mail(mine: Personal, *, gone: bool) -> MailPart:
    if not mine.places:
        return mail_parts.off(mine.event, _("If you have a question about it, please reply to this mail."))
    return mail_parts.standing(mine, *(_after(mine)[:-1] if gone else _now(mine)))


def _headline(act: Act, event: Event) -> Text:
    return {
        Act.ADDED: _("The office signed you up: {title}", title=event.title),
        Act.MOVED: _("The office changed how you take part: {title}", title=event.title),
        Act.ACCEPTED: _("Your application was accepted: {title}", title=event.title),
        Act.REMOVED: _("The office took your application back: {title}", title=event.title),
        Act.REFUSED: _("Your application could not be accepted this time: {title}", title=event.title),
    }[act]


def _now(mine: Personal) -> list[Text]:
    lines = [_("You take part: {mode}", mode=mode_name(mine.confirmed.mode))] if mine.confirmed else []
    return lines + [
        _(
            "All seats are taken at the moment. You are number {number} on the waiting list ({mode}).",
            number=place.number,
            mode=mode_name(place.mode),
        )
        for place in mine.waiting
    ]


def _after(mine: Personal) -> list[Text]:
    stays = [_("You still take part: {mode}", mode=mode_name(mine.confirmed.mode))] if mine.confirmed else []
    return [*stays, _("If you have a question about it, please ask the office with the button below.")]


def _actions(mine: Personal) -> tuple[Action, ...]:
    event = mine.event
    ask = Action("ask", event.id, "about", _("Ask the office"))
    if mine.confirmed:
        return (*coming_actions(mine), ask)
    return (_leave(event), ask) if mine.waiting else (ask,)


async def _waiting(tx: Tx, delivery: Delivery, now: datetime) -> Personal | None:
    """This person's part, if they wait for a seat of a meeting that has not begun."""
    mine = await _mine(tx, delivery, now)
    return mine if mine is not None and mine.waiting else None


async def _mine(tx: Tx, delivery: Delivery, now: datetime) -> Personal | None:
    """This person's part in a meeting that has not begun."""
    assert delivery.member_id is not None
    locked = await find_event(tx, delivery.community_id, delivery.args["event_id"])
    mine = await personal_view(tx, locked, (delivery.member_id, True))
    is_ahead = mine.event.state is EventState.ANNOUNCED and now < mine.event.starts_at
    return mine if is_ahead else None

"""What a person reads after an answer: the result first, then what they need to come."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Moment
from bot.events.form import link_and_words
from bot.events.notice_lines import doors_line, mode_name, when_line
from bot.events.rules import Answered, Choice, Event, EventState, Mode, MyPlace, Personal, Place
from bot.i18n import Raw, Text, _, _n
from bot.mailing.rules import Lead, due_at
from bot.members.rules import Leads


def answer_lines(answered: Answered, choice: Choice, leads: Leads, now: datetime) -> list[Text]:
    """The result of a press, first things first."""
    mine = answered.mine
    lines: list[Text] = []
    if not answered.changed:
        lines.append(_("That was already your answer; nothing has changed."))
    lines += result_lines(mine, first=choice.mode)
    if answered.gave_up:
        lines.append(_gave_up(answered.gave_up))
    return [*lines, *fact_lines(mine), *outlook_lines(mine, leads, now)]


def details_lines(mine: Personal, leads: Leads, now: datetime) -> list[Text]:
    """My place and everything I need, at any time."""
    event = mine.event
    if event.state is EventState.CANCELLED:
        reason = _("Reason: {reason}", reason=event.cancel_reason or "")
        return [_("“{title}” was cancelled. There is nothing left for you to do.", title=event.title), reason]
    is_open = now < event.starts_at
    return [*result_lines(mine, is_open=is_open), *fact_lines(mine), *outlook_lines(mine, leads, now)]


def result_lines(mine: Personal, *, first: Mode | None = None, is_open: bool = True) -> list[Text]:
    """Where I stand, the way I asked for last at the top. ``is_open``: answers are still taken."""
    if not mine.places:
        return [_without_place(mine, is_open=is_open)]
    ordered = sorted(
        mine.places, key=lambda place: (place.mode is not first, place.place is Place.WAITLISTED)
    )
    lines = [_place_line(place, mine.event) for place in ordered]
    if (seats := mine.places[0].seats) > 1:
        lines.append(_("For {count} people, you included.", count=seats))
    lines += [
        _("There is not enough room for all of you yet. You keep your turn, and nobody overtakes you.")
        for place in mine.waiting
        if place.number == 1 and 0 < (mine.event.seats[place.mode].empty or 0) < place.seats
    ]
    if mine.confirmed and mine.waiting:
        if ordered[0] is not mine.confirmed:
            lines.pop()  # the next sentence says as much of the seat
        lines.append(_keeps(mine.confirmed.mode))
    return lines


def _place_line(mine: MyPlace, event: Event) -> Text:
    title = event.title
    if mine.place is Place.REQUESTED:
        return _requested_line(mine, event)
    if mine.place is Place.CONFIRMED:
        if mine.mode is Mode.VENUE:
            return _("You have a seat at the venue: “{title}”", title=title)
        return _("You take part online: “{title}”", title=title)
    if mine.mode is Mode.VENUE:
        return _(
            "The venue is full. You are number {number} on its waiting list: “{title}”",
            number=mine.number,
            title=title,
        )
    return _(
        "Online is full. You are number {number} on its waiting list: “{title}”",
        number=mine.number,
        title=title,
    )


def _requested_line(mine: MyPlace, event: Event) -> Text:
    decided = event.terms.priority_until
    if decided is not None and not event.terms.needs_approval:
        return _(
            "You have applied for “{title}” ({mode}). It is decided on {date} who gets a seat.",
            title=event.title,
            mode=mode_name(mine.mode),
            date=Moment(decided, event.tz),
        )
    return _(
        "You have applied for “{title}” ({mode}). The office will answer you.",
        title=event.title,
        mode=mode_name(mine.mode),
    )


def _keeps(mode: Mode) -> Text:
    if mode is Mode.VENUE:
        return _("Your seat at the venue stays yours while you wait online.")
    return _("Your seat online stays yours while you wait for the venue.")


def _without_place(mine: Personal, *, is_open: bool) -> Text:
    title = mine.event.title
    if mine.choice is Choice.DECLINED:
        return _("Noted: you cannot come to “{title}”. Thank you for telling us.", title=title)
    if not is_open:
        return _("You did not apply for “{title}”. Answers closed when it began.", title=title)
    if mine.choice is Choice.MAYBE:
        return _(
            "Noted: you are not sure yet about “{title}”. "
            "No seat and no place on a waiting list is kept for you.",
            title=title,
        )
    return _("You have not answered “{title}” yet. Please choose with the buttons below.", title=title)


def _gave_up(mode: Mode) -> Text:
    if mode is Mode.VENUE:
        return _("Your seat at the venue is free again for somebody else.")
    return _("Your seat online is free again for somebody else.")


def fact_lines(mine: Personal) -> list[Text]:
    """Time and place; the link, the room and the contact only for those they are meant for."""
    event, place = mine.event, mine.confirmed
    if not mine.places and mine.choice is Choice.DECLINED:
        return []
    lines = [when_line(event)]
    if place and place.mode is Mode.VENUE:
        lines.append(_("Where: {venue}", venue=event.venue or ""))
        if event.doors_at:
            lines.append(doors_line(event.doors_at, event.tz))
    if mine.link:
        lines += link_lines(mine.link)
    if mine.room:
        lines.append(_("How to find the room: {room}", room=mine.room))
    if mine.contact:
        lines.append(_("Contact on the day: {contact}", contact=mine.contact))
    return lines


def link_lines(online: str) -> list[Text]:
    """The link as it can be pressed, and what the office wrote beside it."""
    link, words = link_and_words(online)
    beside = [_("To enter: {words}", words=words)] if words else []
    return [_("Your link: {link}", link=Raw(link)), *beside]


def outlook_lines(mine: Personal, leads: Leads, now: datetime) -> list[Text]:
    """What this bot will do next, exactly as far as it will."""
    event = mine.event
    if now >= event.starts_at:
        return []
    lines: list[Text] = []
    if mine.waiting and event.terms.is_first_come(now):
        lines.append(_("It begins soon: a seat that becomes free now goes to whoever presses first."))
    elif mine.waiting:
        lines.append(
            _("When a seat becomes free, this bot writes to you by DM.")
            if mine.wants_dm
            else _("When a seat becomes free, you read it here at your next press.")
        )
    if mine.requested:
        lines.append(
            _("This bot tells you by DM as soon as it is decided.")
            if mine.wants_dm
            else _("You will read the decision here at your next press.")
        )
    if mine.confirmed and not mine.wants_dm:
        lines.append(_("You get no reminders by DM; the button below brings them back."))
    elif mine.confirmed:
        lines.append(_reminders(mine, leads, now))
    elif mine.choice is Choice.MAYBE and mine.wants_dm and now < _due(Lead.NUDGE, event, leads):
        lines.append(_("Two days before, this bot asks you once by DM, with the seats left."))
    return lines


def _reminders(mine: Personal, leads: Leads, now: datetime) -> Text:
    event = mine.event
    assert mine.confirmed is not None
    soon = Lead.VENUE_SOON if mine.confirmed.mode is Mode.VENUE else Lead.ONLINE_SOON
    if now < _due(Lead.EVE, event, leads):
        return _("This bot will write to you by DM the day before and on the day.")
    if now < _due(soon, event, leads):
        return _("This bot will write to you by DM shortly before the start.")
    return _("It begins soon. We look forward to seeing you.")


def _due(lead: Lead, event: Event, leads: Leads) -> datetime:
    return due_at(lead, event.starts_at, event.tz, leads)


def give_up_question(answered: Answered) -> Text:
    """Asked once before a seat goes to somebody who waits."""
    mode = answered.asks_before_giving_up
    assert mode is not None
    waiting = answered.mine.event.seats[mode].waiting
    if mode is Mode.VENUE:
        return _n(
            "{count} person is waiting for a seat at the venue. "
            "Your seat would go to the next in line at once. Do you want to give it up?",
            "{count} people are waiting for a seat at the venue. "
            "Your seat would go to the next in line at once. Do you want to give it up?",
            count=waiting,
        )
    return _n(
        "{count} person is waiting for a seat online. "
        "Your seat would go to the next in line at once. Do you want to give it up?",
        "{count} people are waiting for a seat online. "
        "Your seat would go to the next in line at once. Do you want to give it up?",
        count=waiting,
    )

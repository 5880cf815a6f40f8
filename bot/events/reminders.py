"""The reminders of a meeting: to a person before they come, to one who is unsure, and into the thread.

Whether a reminder is still true is asked when it falls due; several that are due at once, as after a
downtime, collapse into the newest.
"""

from __future__ import annotations

from datetime import datetime

from bot.db import Tx
from bot.events import mail_parts, telling
from bot.events.notice_lines import (
    answer_label,
    check_in_action,
    coming_actions,
    facts_for,
    mode_name,
    when_line,
)
from bot.events.queries import mentioned_in
from bot.events.rules import Choice, Event, EventState, Mode, NamesShown, Personal
from bot.events.snoozing import later_action
from bot.events.standing import LockedEvent, find_event, standing
from bot.events.views import event_view, personal_view
from bot.i18n import Text, _, _n, joined
from bot.mailing.rules import Hours, Lead, is_superseded
from bot.mailing.wishes import hours_of
from bot.outbox.notice import Action, Delivery, Notice

MOST_MENTIONS = 40
"""Names in one post; more do not fit Discord's fields and ring for too many at once."""


async def compose_reminder(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """A person's reminder, if they still come (or are still unsure) and no newer one is due too."""
    assert delivery.member_id is not None
    locked = await find_event(tx, delivery.community_id, delivery.args["event_id"])
    mine = await personal_view(tx, locked, (delivery.member_id, True))
    hours = await hours_of(tx, delivery.member_id, locked.row.timezone)
    lead = Lead(delivery.args["lead"])
    if (
        _is_of_another_date(delivery, mine.event)
        or not _is_due_for(lead, mine)
        or _is_late(locked, lead, telling.LEADS_OF[_comes(mine)], now, hours)
    ):
        return None
    if lead is Lead.NUDGE:
        return _nudge(mine)
    if lead is Lead.WEEK:
        return _week_ahead(mine, now)
    soon = lead in (Lead.VENUE_SOON, Lead.ONLINE_SOON)
    return Notice(
        _occasion(mine.event, lead, now),
        (*facts_for(mine), _("If you can no longer come, please press the button below.")),
        actions=(
            *coming_actions(mine),
            *((check_in_action(mine.event.id),) if soon else ()),
            later_action(mine.event.id),
        ),
        is_discreet=mine.event.is_sensitive,
        mail=mail_parts.coming(mine),
    )


def _comes(mine: Personal) -> Choice:
    return Choice(mine.confirmed.mode.value) if mine.confirmed else mine.choice or Choice.DECLINED


def _is_due_for(lead: Lead, mine: Personal) -> bool:
    if mine.event.state is not EventState.ANNOUNCED:
        return False
    match lead:
        case Lead.NUDGE:
            return mine.choice is Choice.MAYBE and not mine.places
        case Lead.VENUE_SOON:
            return mine.confirmed is not None and mine.confirmed.mode is Mode.VENUE
        case Lead.ONLINE_SOON:
            return mine.confirmed is not None and mine.confirmed.mode is Mode.ONLINE
        case _:
            return mine.confirmed is not None


def _is_of_another_date(delivery: Delivery, event: Event) -> bool:
    """Whether it was planned for a start that has moved since; the new one has reminders of its own."""
    planned_for = delivery.args.get("starts_at")
    return planned_for is not None and datetime.fromisoformat(planned_for) != event.starts_at


def _is_late(
    locked: LockedEvent,
    lead: Lead,
    leads_in_play: tuple[Lead, ...],
    now: datetime,
    hours: Hours | None = None,
) -> bool:
    event = event_view(locked, {})
    return now >= event.starts_at or is_superseded(
        lead,
        leads_in_play,
        starts_at=event.starts_at,
        tz=event.tz,
        leads=locked.leads,
        now=now,
        hours=hours,
    )


def _occasion(event: Event, lead: Lead, now: datetime) -> Text:
    if lead is Lead.ONLINE_SOON:
        return _("Starting soon: {title}", title=event.title)
    days = (event.starts_at.astimezone(event.tz).date() - now.astimezone(event.tz).date()).days
    if days == 0:
        return _("Today: {title}", title=event.title)
    if days == 1:
        return _("Tomorrow: {title}", title=event.title)
    if days == 7:
        return _("In one week: {title}", title=event.title)
    return _("Coming up: {title}", title=event.title)


def _week_ahead(mine: Personal, now: datetime) -> Notice:
    event = mine.event
    question = (
        _("People are waiting for a seat. If your plans have changed, please let us know.")
        if mine.confirmed and event.seats[mine.confirmed.mode].waiting
        else _("If your plans have changed, please let us know with the button below.")
    )
    return Notice(
        _occasion(event, Lead.WEEK, now),
        (*facts_for(mine), question),
        actions=(*coming_actions(mine), later_action(event.id)),
        is_discreet=event.is_sensitive,
        mail=mail_parts.coming(mine, _("If your plans have changed, please let us know.")),
    )


def _nudge(mine: Personal) -> Notice:
    event = mine.event
    left = [
        _("{mode}: {left}", mode=mode_name(mode), left=_seats_left(seats.free))
        for mode, seats in event.seats.items()
    ]
    actions = [Action("rsvp", event.id, mode.value, answer_label(mode), "primary") for mode in event.seats]
    seats_left = _("Seats left: {seats}", seats=joined(*left))
    return Notice(
        _("Can you come? {title}", title=event.title),
        (when_line(event), seats_left),
        actions=(
            *actions,
            Action("rsvp", event.id, Choice.DECLINED.value, _("Can't come / withdraw")),
        ),
        is_discreet=event.is_sensitive,
        mail=mail_parts.asking(event, seats_left),
    )


def _seats_left(free: int | None) -> Text:
    if free is None:
        return _("no limit")
    return _n("{count} seat", "{count} seats", count=free) if free else _("full, with a waiting list")


async def compose_reminder_post(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """One post per event and lead in its thread; it names only people who asked for it."""
    locked = await find_event(tx, delivery.community_id, delivery.args["event_id"])
    event = event_view(locked, (await standing(tx, locked, None)).seats)
    lead = Lead(delivery.args["lead"])
    leads = telling.thread_leads(event.seats)
    if _is_of_another_date(delivery, event) or event.state is not EventState.ANNOUNCED:
        return None
    if _is_late(locked, lead, leads, now):
        return None
    modes = {Lead.VENUE_SOON: (Mode.VENUE,), Lead.ONLINE_SOON: (Mode.ONLINE,)}.get(lead, tuple(event.seats))
    mentions = (
        await mentioned_in(tx, event.id, modes, MOST_MENTIONS)
        if event.names_shown is NamesShown.PARTICIPANTS and not event.is_sensitive
        else []
    )
    paragraphs = [when_line(event)]
    if event.venue and Mode.VENUE in modes:
        paragraphs.append(_("Where: {venue}", venue=event.venue))
    if Mode.ONLINE in modes:
        paragraphs.append(_("Online: your link is behind “Details and link” on the card."))
    return Notice(
        _occasion(event, lead, now),
        tuple(paragraphs),
        actions=(Action("event", event.id, "details", _("Details and link")),),
        mentions=tuple(mentions),
    )

"""What people are told when an announced meeting changes: old → new, as things are when it is sent."""

from __future__ import annotations

from datetime import datetime

from bot.db import Tx
from bot.events import mail_parts, telling
from bot.events.changes import facts_of, told_lines
from bot.events.notice_lines import coming_actions, when_line
from bot.events.rules import Choice, EventState, Personal
from bot.events.standing import find_event
from bot.events.views import load_view, personal_view
from bot.i18n import Text, _
from bot.outbox.kinds import Kinds
from bot.outbox.notice import Action, Delivery, Kind, Notice


def register(kinds: Kinds) -> None:
    """Make the outbox able to carry them."""
    kinds.register(
        Kind(telling.CHANGED, compose_changed, title=_("Event changed"), tell_staff_after_minutes=60),
        Kind(telling.CHANGED_POST, compose_changed_post, title=_("Event changed")),
    )


async def compose_changed(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """To one person; None once everything is as they knew it, or they no longer count on it."""
    assert delivery.member_id is not None
    locked = await find_event(tx, delivery.community_id, delivery.args["event_id"])
    mine = await personal_view(tx, locked, (delivery.member_id, True))
    event, args = mine.event, delivery.args
    gone = mine.choice is Choice.DECLINED and not mine.places
    if event.state is not EventState.ANNOUNCED or now >= event.ends_at or gone:
        return None
    lines = told_lines(
        args["old"],
        facts_of(event),
        event.tz,
        link=bool(args.get("link")) and mine.link is not None,
        room=bool(args.get("room")) and mine.room is not None,
    )
    if not lines:
        return None
    if "starts_at" not in args["old"] and "ends_at" not in args["old"]:
        lines.insert(0, when_line(event))
    return Notice(
        _("Changed: {title}", title=event.title),
        (*lines, _still(mine)),
        actions=coming_actions(mine) if mine.confirmed else _other_actions(mine),
        is_discreet=event.is_sensitive,
        mail=mail_parts.standing(mine, *lines, *_still_by_mail(mine)),
    )


def _still(mine: Personal) -> Text:
    if mine.confirmed:
        return _("Your seat stays yours. If you can no longer come, please press the button below.")
    if mine.waiting:
        return _("You keep your turn on the waiting list.")
    return _("Please look whether it suits you, and answer with the buttons.")


def _still_by_mail(mine: Personal) -> tuple[Text, ...]:
    if mine.confirmed:
        return (_("Your seat stays yours."),)
    if mine.waiting:
        return (_("You keep your turn on the waiting list."),)
    return (_("Please look whether it suits you."),)


def _other_actions(mine: Personal) -> tuple[Action, ...]:
    event = mine.event
    return (
        Action("event", event.id, "details", _("Details and link"), "primary"),
        Action("rsvp", event.id, Choice.DECLINED.value, _("Can't come / withdraw")),
    )


async def compose_changed_post(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """The same in the thread, as far as everybody may know it."""
    event = await load_view(tx, delivery.community_id, delivery.args["event_id"])
    if event.state is not EventState.ANNOUNCED or now >= event.ends_at:
        return None
    lines = told_lines(delivery.args["old"], facts_of(event), event.tz)
    if not lines:
        return None
    return Notice(
        _("Changed: {title}", title=event.title),
        tuple(lines),
        actions=(Action("event", event.id, "details", _("Details and link")),),
    )

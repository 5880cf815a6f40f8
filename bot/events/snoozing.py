"""[Remind me later] under a reminder: once more in an hour or tomorrow morning, never past the start."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.clock import Clock, Moment
from bot.db import Database, Tx
from bot.errors import N_, UserError
from bot.events import mail_parts, telling
from bot.events.notice_lines import coming_actions, facts_for
from bot.events.rules import EventState, Personal, subject_of
from bot.events.standing import find_event
from bot.events.views import personal_view
from bot.i18n import C_, Text, _
from bot.mailing.rules import Hours
from bot.mailing.wishes import hours_of
from bot.members.service import member_id_of
from bot.outbox.notice import Action, Delivery, Kind, Notice
from bot.outbox.service import Outbox

AN_HOUR = timedelta(hours=1)
MORNING = time(8)


class Later(StrEnum):
    """When to be reminded again."""

    HOUR = "hour"
    MORNING = "morning"

    @property
    def label(self) -> Text:
        return C_("later", "In one hour") if self is Later.HOUR else C_("later", "Tomorrow morning")


class NotYourReminder(UserError):
    sentence = N_(
        "This reminder is not for you. What you have answered is under “My answers” of the home panel."
    )


class NoTimeLeft(UserError):
    sentence = N_(
        "“{title}” begins at {start}, so there is no time left for another reminder. "
        "We look forward to seeing you."
    )


class Snoozing:
    """Use cases of [Remind me later]; only somebody who holds a seat has such reminders."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox
        outbox.register(Kind(telling.SNOOZED, compose, title=_("Reminder, once more"), optional=True))

    async def offers(self, community_id: int, account_id: int, event_id: int) -> dict[Later, Moment]:
        """The moments, in this person's zone, that still lie before the start.

        Raises `NotYourReminder` or `NoTimeLeft`.
        """
        async with self._db.reading() as tx:
            mine, hours, _member = await self._mine(tx, community_id, account_id, event_id)
        offers = _offers(mine, hours, self._clock())
        return {later: Moment(due_at, hours.tz) for later, due_at in offers.items()}

    async def snooze(self, community_id: int, account_id: int, event_id: int, later: Later) -> Moment:
        """Be reminded once more then; when that is. Pressing again moves it: there is one at most."""
        now = self._clock()
        async with self._db.transaction() as tx:
            mine, hours, member_id = await self._mine(tx, community_id, account_id, event_id)
            due_at = _offers(mine, hours, now).get(later)
            if due_at is None:
                raise _no_time_left(mine)
            event = mine.event
            await self._outbox.cancel_planned(
                tx, subject=subject_of(event_id), member_id=member_id, kinds=(telling.SNOOZED,), now=now
            )
            await self._outbox.enqueue(
                tx,
                community_id=community_id,
                kind=telling.SNOOZED,
                subject=subject_of(event_id),
                to_member=member_id,
                args={"event_id": event_id, "starts_at": event.starts_at.isoformat()},
                due_at=due_at,
                expires_at=event.starts_at,
                dedupe_key=f"{telling.SNOOZED}:{event_id}:{member_id}:{due_at:%Y%m%dT%H%M}",
                via="dm",
                now=now,
            )
        return Moment(due_at, hours.tz)

    async def _mine(
        self, tx: Tx, community_id: int, account_id: int, event_id: int
    ) -> tuple[Personal, Hours, int]:
        locked = await find_event(tx, community_id, event_id)
        member_id = await member_id_of(tx, community_id, account_id)
        if member_id is None:
            raise NotYourReminder
        mine = await personal_view(tx, locked, (member_id, True))
        if mine.confirmed is None or mine.event.state is not EventState.ANNOUNCED:
            raise NotYourReminder
        return mine, await hours_of(tx, member_id, locked.row.timezone), member_id


def _offers(mine: Personal, hours: Hours, now: datetime) -> dict[Later, datetime]:
    """To the minute, so that two presses in one are the same."""
    minute = now.replace(second=0, microsecond=0)
    moments = {Later.HOUR: minute + AN_HOUR, Later.MORNING: _next_morning(minute, hours)}
    ahead = {later: moment for later, moment in moments.items() if moment < mine.event.starts_at}
    if not ahead:
        raise _no_time_left(mine)
    return ahead


def _next_morning(now: datetime, hours: Hours) -> datetime:
    """Eight o'clock of their next day, or the end of their quiet hours where that is later."""
    day = now.astimezone(hours.tz).date() + timedelta(days=1)
    morning = datetime.combine(day, MORNING, hours.tz).astimezone(now.tzinfo)
    window = hours.quiet.around(morning, hours.tz)
    return window[1] if window is not None else morning


def _no_time_left(mine: Personal) -> NoTimeLeft:
    return NoTimeLeft(title=mine.event.title, start=Moment(mine.event.starts_at, mine.event.tz))


async def compose(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """While they still come, and the meeting is when it was."""
    assert delivery.member_id is not None
    locked = await find_event(tx, delivery.community_id, delivery.args["event_id"])
    mine = await personal_view(tx, locked, (delivery.member_id, True))
    event = mine.event
    has_moved = datetime.fromisoformat(delivery.args["starts_at"]) != event.starts_at
    if event.state is not EventState.ANNOUNCED or now >= event.starts_at or has_moved or not mine.confirmed:
        return None
    return Notice(
        _("As you asked, once more: {title}", title=event.title),
        (*facts_for(mine), _("If you can no longer come, please press the button below.")),
        actions=(*coming_actions(mine), later_action(event.id)),
        is_discreet=event.is_sensitive,
        mail=mail_parts.coming(mine),
    )


def later_action(event_id: int) -> Action:
    """[Remind me later]; who answers it is a matter of `cogs.mailing`."""
    return Action("later", event_id, "open", _("Remind me later"))

"""A message of the office as it is sent: in a channel, to one person, or to its writer as a test."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.db import Tx
from bot.i18n import C_, Text, _
from bot.mailing.models import BroadcastRow
from bot.members.wish_rules import Topic
from bot.outbox.kinds import Kinds
from bot.outbox.notice import Action, Delivery, Kind, MailPart, Notice

POST = "broadcast.post"
PERSONAL = "broadcast.personal"
TO_PARTICIPANT = "broadcast.to_participant"
TEST = "broadcast.test"
NOT_LEFT = "broadcast.not_left"


IsOfMeeting = Callable[[Tx, int, int, int], Awaitable[bool]]
"""``(tx, community_id, event_id, member_id)``: whether that person still counts on that meeting."""


def register(kinds: Kinds, is_of_meeting: IsOfMeeting) -> None:
    """Make the outbox able to carry them; none is sent twice where nobody knows whether it arrived."""

    async def compose_to_participant(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """None for whoever has withdrawn since, and where the meeting is gone."""
        row = await _row(tx, delivery)
        if row is None or row.event_id is None or delivery.member_id is None:
            return None
        if not await is_of_meeting(tx, delivery.community_id, row.event_id, delivery.member_id):
            return None
        return await compose(tx, delivery, now)

    kinds.register(
        Kind(POST, compose, title=_("Message of the office"), resend_in_doubt=False),
        Kind(
            PERSONAL,
            compose,
            title=_("Message of the office"),
            optional=True,
            topic=Topic.NEW_EVENTS,
            resend_in_doubt=False,
        ),
        Kind(
            TO_PARTICIPANT,
            compose_to_participant,
            title=_("Message to the people of an event"),
            resend_in_doubt=False,
        ),
        Kind(TEST, compose_test, title=_("Test of a message"), optional=True, resend_in_doubt=False),
        Kind(NOT_LEFT, compose_not_left, title=_("A message to many that could not leave")),
    )


async def compose(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """As it is written now; None where it is gone."""
    row = await _row(tx, delivery)
    return _notice(_("{title}", title=row.title), row.body, delivery) if row else None


async def compose_test(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    row = await _row(tx, delivery)
    return _notice(_("[Test] {title}", title=row.title), row.body, delivery) if row else None


async def compose_not_left(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """For the office; None where it was deleted since."""
    row = await _row(tx, delivery)
    if row is None:
        return None
    why = {
        "nobody": _("Nobody is there any more to whom it was to go, for example because the event is gone."),
        "fault": _("The bot made a mistake over it; whoever runs the bot finds it in the log."),
    }[delivery.args["why"]]
    return Notice(
        _("A message to many did not leave: {title}", title=row.title),
        (why, _("Nobody was told anything. It is kept; please look at it and send it again.")),
        actions=(Action("broadcast", 0, "list", C_("button", "Message to many")),),
    )


def _notice(subject: Text, body: str, delivery: Delivery) -> Notice:
    lines = (_("{text}", text=body),)
    # to the people of a sensitive meeting nothing is said before it is opened
    hides = bool(delivery.args.get("is_sensitive"))
    return Notice(subject, lines, is_discreet=hides, mail=MailPart(paragraphs=lines))


async def _row(tx: Tx, delivery: Delivery) -> Any:
    found = await tx.execute(
        select(BroadcastRow.title, BroadcastRow.body, BroadcastRow.event_id).where(
            BroadcastRow.id == delivery.args["broadcast_id"],
            BroadcastRow.community_id == delivery.community_id,
        )
    )
    return found.one_or_none()

"""The public card of a meeting, composed from the facts of the moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import select

from bot.db import Tx
from bot.events.check_in import is_check_in_time, opens_at
from bot.events.flyers import flyer_of
from bot.events.models import EventRow
from bot.events.notice_lines import check_in_action
from bot.events.rules import Event, EventState, Ring
from bot.events.standing import find_event, standing
from bot.events.views import event_view, load_view
from bot.i18n import Text, _
from bot.members.communities import load_community
from bot.members.rules import Community
from bot.outbox.cards import shown_picture
from bot.outbox.notice import Delivery, Notice

CardLines = Callable[[Tx, int], Awaitable[tuple[Text, ...]]]
"""``(tx, event_id)``: what others know of where the theme of a meeting comes from, for its card."""


class EventCards:
    """Composes the card; ``theme_lines`` come from whoever knows themes."""

    def __init__(self, theme_lines: CardLines) -> None:
        self._theme_lines = theme_lines

    async def card(self, tx: Tx, community_id: int, subject: str, now: datetime) -> Notice | None:
        """The posted card as it is now; a flyer that it shows already is not sent again."""
        event = await load_view(tx, community_id, int(subject.partition(":")[2]))
        return Notice(
            _("{title}", title=event.title),
            await self._theme_lines(tx, event.id),
            picture=await flyer_of(tx, event, shown=await shown_picture(tx, community_id, subject)),
            layout=_layout(event, now),
            facts=event,
            actions=(check_in_action(event.id),) if is_check_in_time(event, now) else (),
            changes_at=_next_change(event, now),
        )

    async def post(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """The first posting of the card; it may ring, its later edits never do."""
        locked = await find_event(tx, delivery.community_id, delivery.args["event_id"])
        if locked.row.state != EventState.ANNOUNCED.value:
            return None
        event = event_view(locked, (await standing(tx, locked, None)).seats)
        community = await load_community(tx, delivery.community_id)
        ring = ring_of(community, Ring(locked.row.ring))
        return Notice(
            _("New event: {title}", title=event.title),
            await self._theme_lines(tx, event.id),
            layout=_layout(event, now),
            facts=event,
            picture=await flyer_of(tx, event),
            ring=ring if not event.is_rehearsal and delivery.args.get("rings", True) else None,
            actions=(check_in_action(event.id),) if is_check_in_time(event, now) else (),
            changes_at=_next_change(event, now),
        )


def _layout(event: Event, now: datetime) -> str:
    if now >= event.starts_at:
        return "event_card_closed"
    return "event_card_late" if event.terms.are_closed(now) else "event_card"


def _next_change(event: Event, now: datetime) -> datetime | None:
    """When the card looks different although nobody does anything."""
    moments = (event.terms.answers_close_at, opens_at(event), event.starts_at, event.ends_at)
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


async def name_thread(tx: Tx, subject: str) -> str:
    """The thread under a card carries the title of the event."""
    title = await tx.scalar(select(EventRow.title).where(EventRow.id == int(subject.partition(":")[2])))
    return title or ""


def ring_of(community: Community, ring: Ring) -> str | None:
    """Whose phone rings with a card, as a notice says it."""
    return {
        Ring.NOBODY: None,
        Ring.HERE: "here",
        Ring.ROLE: f"role:{community.ring_role_id}" if community.ring_role_id else None,
    }[ring]

"""Who was not reached about a meeting: staff hear of it once, and read the names in a private list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from bot.db import Database, Tx
from bot.events import telling
from bot.events.models import RsvpRow
from bot.events.rules import Place, subject_of
from bot.events.views import load_view
from bot.i18n import _, _n
from bot.outbox import trays
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Action, Delivery, Notice
from bot.outbox.service import Outbox
from bot.outbox.trays import Line


class Unreached:
    """Reading only."""

    def __init__(self, db: Database, outbox: Outbox) -> None:
        self._db = db
        self._outbox = outbox

    async def about(self, community_id: int, event_id: int) -> Sequence[Line]:
        """One line for each notice that did not reach its person, or may not have, the latest first."""
        async with self._db.reading() as tx:
            subject = subject_of(event_id)
            return await trays.unreached(
                tx, self._outbox.kinds, community_id, subject, _still_matters(event_id)
            )


def _still_matters(event_id: int) -> ColumnElement[bool]:
    """A reminder whose time passed would have gone only to those who hold a seat."""
    seated = select(RsvpRow.member_id).where(
        RsvpRow.event_id == event_id, RsvpRow.place == Place.CONFIRMED.value
    )
    return or_(
        DeliveryRow.kind != telling.REMINDER,
        DeliveryRow.state != "expired",
        DeliveryRow.member_id.in_(seated),
    )


async def compose_not_reached(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """None where everybody was reached after all, and for a rehearsal."""
    event = await load_view(tx, delivery.community_id, delivery.args["event_id"])
    found = await tx.scalars(
        select(DeliveryRow.member_id)
        .where(*trays.not_reached(delivery.community_id, event.subject), _still_matters(event.id))
        .distinct()
    )
    people = len(found.all())
    if not people or event.is_rehearsal:
        return None
    return Notice(
        _n(
            "{count} person was not reached in time about “{title}”.",
            "{count} people were not reached in time about “{title}”.",
            count=people,
            title=event.title,
        ),
        (_("The list says who it is and what can be done; a call is often the fastest."),),
        actions=(Action("unreached", event.id, "list", _("Who was not reached"), "primary"),),
    )

"""A fault of the bot itself, told to staff in one line without a word about who met it."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.clock import Clock
from bot.db import Database, Tx
from bot.i18n import _
from bot.members.models import CommunityRow
from bot.outbox.delays import later
from bot.outbox.notice import STAFF, Delivery, Kind, Notice
from bot.outbox.service import Outbox

FAULT = "fault"


class Faults:
    """Remembers faults for staff; the details are in the operator's log under the same reference."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox, dice: random.Random) -> None:
        self._db = db
        self._clock = clock
        self._dice = dice
        self._outbox = outbox
        outbox.register(Kind(FAULT, _compose, title=_("Fault of the bot")))

    async def report(
        self, community_id: int, reference: str, where: str, *, is_anonymous: bool = False
    ) -> None:
        """Plan the line for staff. ``where`` names a command or button, never its input.

        ``is_anonymous``: it is held for 10 to 90 minutes, because the minute would say that somebody was
        writing then. Before the first ``/setup`` there is no staff to tell; the
        log has it.
        """
        now = self._clock()
        line: dict[str, Any] = {
            "community_id": community_id,
            "kind": FAULT,
            "subject": f"fault:{reference}",
            "args": {"reference": reference, "where": where},
            "dedupe_key": f"fault:{reference}",
        }
        async with self._db.transaction() as tx:
            if await tx.scalar(select(CommunityRow.id).where(CommunityRow.id == community_id)) is None:
                return
            if is_anonymous:
                await self._outbox.hold(tx, **line, due_at=later(now, self._dice))
            else:
                await self._outbox.enqueue(tx, **line, to_place=STAFF, due_at=now, now=now)


async def _compose(tx: Tx, delivery: Delivery, now: datetime) -> Notice:
    return Notice(
        _("The bot made a mistake (reference {reference}).", reference=delivery.args["reference"]),
        (
            _("Where: {where}.", where=delivery.args["where"]),
            _("The person was told to try again. Please pass the reference on to whoever runs the bot."),
        ),
    )

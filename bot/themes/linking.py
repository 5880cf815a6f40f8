"""Writing a link inside somebody's transaction; both cards follow.

Cards of seeds are touched before cards of meetings, everywhere: so nobody waits in a ring.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select

from bot.db import Tx
from bot.events.cards import find_card_subject
from bot.outbox.service import Outbox
from bot.seeds.models import SeedEventRow
from bot.seeds.rules import Role
from bot.seeds.seed import Seed
from bot.seeds.tools import SeedTools, day_of
from bot.seeds.writing import change, write_step
from bot.themes.rules import LinkKind


async def add_link(
    tx: Tx,
    tools: SeedTools,
    seed: Seed,
    event_id: int,
    kind: LinkKind,
    now: datetime,
    *,
    actor_id: int | None = None,
) -> bool:
    """Link a locked seed; False: it was linked that way already, and nothing is written."""
    if await tx.scalar(select(SeedEventRow.seed_id).where(*_this(seed, event_id, kind))) is not None:
        return False
    await tx.execute(
        insert(SeedEventRow).values(
            seed_id=seed.id, event_id=event_id, kind=kind.value, linked_on=day_of(now, seed.tz)
        )
    )
    await _written(tx, tools, seed, "linked", now, actor_id)
    return True


async def remove_link(
    tx: Tx,
    tools: SeedTools,
    seed: Seed,
    event_id: int,
    kind: LinkKind,
    now: datetime,
    *,
    actor_id: int | None = None,
) -> bool:
    """Take a link of a locked seed away; False: there was none."""
    gone = await tx.execute(
        delete(SeedEventRow).where(*_this(seed, event_id, kind)).returning(SeedEventRow.seed_id)
    )
    if not gone.all():
        return False
    await _written(tx, tools, seed, "unlinked", now, actor_id)
    await touch_events(tx, tools.outbox, seed.community_id, [event_id])
    return True


async def _written(
    tx: Tx, tools: SeedTools, seed: Seed, what: str, now: datetime, actor_id: int | None
) -> None:
    """The seed's own card follows, and by its hook those of the meetings it is linked to."""
    await write_step(tx, seed, what, Role.COORDINATOR, now, actor_id=actor_id)
    await change(tx, tools, seed, now)


async def touch_events(tx: Tx, outbox: Outbox, community_id: int, event_ids: Iterable[int]) -> None:
    """Bring the cards of these meetings up to date."""
    for event_id in sorted(event_ids):
        await outbox.touch_next(tx, community_id, await find_card_subject(tx, event_id))


def _this(seed: Seed, event_id: int, kind: LinkKind) -> tuple[ColumnElement[bool], ...]:
    return (
        SeedEventRow.seed_id == seed.id,
        SeedEventRow.event_id == event_id,
        SeedEventRow.kind == kind.value,
    )

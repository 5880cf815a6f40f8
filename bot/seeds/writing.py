"""Writing seeds inside somebody's transaction: a step of the history, a change, a move to another state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from bot.db import Tx
from bot.errors import N_, UserError
from bot.seeds.models import SeedRow, SeedStepRow
from bot.seeds.queries import find
from bot.seeds.rules import CLOSED, Role, SeedState
from bot.seeds.seed import Seed, review_subject_of, subject_of
from bot.seeds.tools import Actor, SeedTools, day_of


class SomebodyWasFaster(UserError):
    sentence = N_(
        "Somebody changed this seed in the meantime: it is “{state}” now. Nothing was changed by you. "
        "Please open it again and look."
    )


def check_revision(seed: Seed, revision: int | None) -> None:
    """Raise `SomebodyWasFaster` unless the seed still is as it was looked at; None: whatever it is."""
    if revision is not None and seed.revision != revision:
        raise SomebodyWasFaster(state=seed.state.label)


async def actor_id_of(tx: Tx, tools: SeedTools, seed: Seed, actor: Actor | None) -> int | None:
    """The member id for the history; None for everything about an anonymous seed."""
    if actor is None or seed.is_anonymous:
        return None
    return (await tools.members.ensure(tx, seed.community_id, actor.account_id, actor.name)).id


async def write_step(
    tx: Tx,
    seed: Seed,
    what: str,
    role: Role,
    now: datetime,
    *,
    actor_id: int | None = None,
    note: str | None = None,
) -> None:
    """One more line of the history."""
    await tx.execute(
        insert(SeedStepRow).values(
            seed_id=seed.id,
            what=what,
            role=role.value,
            actor_id=None if seed.is_anonymous else actor_id,
            happened_on=day_of(now, seed.tz),
            note=note,
        )
    )


async def change(tx: Tx, tools: SeedTools, seed: Seed, now: datetime, **values: Any) -> Seed:
    """Change a locked seed, and have its cards show it; the seed as it is now."""
    await tx.execute(
        update(SeedRow)
        .where(SeedRow.id == seed.id)
        .values(revision=SeedRow.revision + 1, active_on=day_of(now, seed.tz), **values)
    )
    await touch(tx, tools, seed, now)
    return await find(tx, seed.community_id, seed.id)


async def touch(tx: Tx, tools: SeedTools, seed: Seed, now: datetime) -> None:
    """Bring up to date whatever shows this seed."""
    for subject in (subject_of(seed.id), review_subject_of(seed.id)):
        await tools.outbox.touch_next(tx, seed.community_id, subject)
    for hook in tools.on_moved:
        await hook(tx, seed.community_id, seed.id, now)


async def move(
    tx: Tx,
    tools: SeedTools,
    seed: Seed,
    target: SeedState,
    role: Role,
    now: datetime,
    *,
    actor_id: int | None = None,
    note: str | None = None,
    **values: Any,
) -> Seed:
    """The seed in its new state. Whether it may get there has been asked before (`rules.check_move`)."""
    closed_at = now if target in CLOSED else None
    moved = await change(tx, tools, seed, now, state=target.value, closed_at=closed_at, **values)
    await write_step(tx, seed, target.value, role, now, actor_id=actor_id, note=note)
    return moved

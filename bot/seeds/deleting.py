"""Deleting deletes: what is left of a seed is its number, and that it was deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.db import Tx
from bot.outbox.models import DeliveryRow, HeldPostRow
from bot.seeds.models import (
    SeedEditRow,
    SeedEventRow,
    SeedFollowRow,
    SeedLineRow,
    SeedRow,
    SeedStepRow,
    SeedSupportRow,
    SeedTickRow,
)
from bot.seeds.queries import find, joined_with, take_lock
from bot.seeds.rules import Role, SeedState
from bot.seeds.search_index import unindex_seed
from bot.seeds.seed import Seed, review_subject_of, subject_of
from bot.seeds.tools import SeedTools, coarse, day_of
from bot.seeds.writing import touch, write_step


async def lock_with_joined(tx: Tx, *seed_ids: int) -> None:
    """Lock these seeds and those joined with them; all at once, so that no two wait for each other."""
    joined = await tx.scalars(select(SeedRow.id).where(SeedRow.merged_into_id.in_(seed_ids)))
    await take_lock(tx, *seed_ids, *joined)


async def free_joined(tx: Tx, tools: SeedTools, seed: Seed, now: datetime) -> None:
    """Seeds that were joined with this one stand for themselves again."""
    for other in await joined_with(tx, seed.id):
        await tx.execute(
            update(SeedRow)
            .where(SeedRow.id == other, SeedRow.merged_into_id == seed.id)
            .values(
                state=SeedRow.merged_from,
                merged_into_id=None,
                merged_from=None,
                merged_at=None,
                closed_at=None,
                revision=SeedRow.revision + 1,
            )
        )
        await touch(tx, tools, await find(tx, seed.community_id, other), now)


async def delete_seed(
    tx: Tx, tools: SeedTools, seed: Seed, role: Role, now: datetime, *, note: str | None = None
) -> Seed:
    """Leave a tombstone. Its posts in Discord go with the next tick; whoever calls this wipes the files then.

    Seeds that were joined with it stand for themselves again. ``note``: why the office took it down; who has
    the receipt key can read that, and nothing else.
    """
    await free_joined(tx, tools, seed, now)
    await touch(tx, tools, seed, now)  # while it still says which other cards show it
    for table in (
        SeedEditRow, SeedTickRow, SeedStepRow, SeedLineRow, SeedSupportRow, SeedFollowRow, SeedEventRow
    ):  # fmt: skip
        await tx.execute(delete(table).where(table.seed_id == seed.id))
    await _forget_notices(tx, seed)
    await unindex_seed(tx, seed.id)
    await tx.execute(update(SeedRow).where(SeedRow.parent_id == seed.id).values(parent_id=None))
    await tx.execute(
        update(SeedRow)
        .where(SeedRow.id == seed.id)
        .values(
            state=SeedState.DELETED.value,
            is_urgent=False,
            revision=SeedRow.revision + 1,
            published_at=None,
            closed_at=coarse(now, seed.tz),
            active_on=day_of(now, seed.tz),
            **dict.fromkeys(
                (
                    "author_id",
                    "title",
                    "text",
                    "reason",
                    "edited_on",
                    "dormancy_asked_on",
                    "theme_proposed_on",
                    "wrong_keys_hour",
                    "sealed_link",
                    "merged_into_id",
                    "merged_from",
                    "merged_at",
                    "parent_id",
                )
            ),
            **({} if role is Role.COORDINATOR else {"key_hash": None}),
        )
    )
    await write_step(tx, seed, SeedState.DELETED.value, role, now, note=note)
    return await find(tx, seed.community_id, seed.id)


async def _forget_notices(tx: Tx, seed: Seed) -> None:
    """Planned and past letters about it; what is on its way just now ends by its own facts."""
    about = DeliveryRow.subject.in_((subject_of(seed.id), review_subject_of(seed.id)))
    which = DeliveryRow.community_id == seed.community_id, about, DeliveryRow.state != "sending"
    await tx.execute(
        update(DeliveryRow)
        .where(DeliveryRow.parent_id.in_(select(DeliveryRow.id).where(*which)))
        .values(parent_id=None)
    )
    await tx.execute(delete(DeliveryRow).where(*which))
    await tx.execute(
        delete(HeldPostRow).where(
            HeldPostRow.community_id == seed.community_id,
            HeldPostRow.subject.in_((subject_of(seed.id), review_subject_of(seed.id))),
        )
    )

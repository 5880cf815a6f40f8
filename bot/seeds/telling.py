"""Planning what is told about seeds, in the transaction that changes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.db import Tx
from bot.outbox.notice import STAFF
from bot.seeds import kinds, news
from bot.seeds.rules import UNDER_WAY, Move, SeedState, Told
from bot.seeds.seed import Seed, subject_of
from bot.seeds.tools import SeedTools

SEALED = "seed"
"""Prefix of sealed addressees: ``seed:17:author``."""


def author_of(seed: Seed) -> dict[str, Any]:
    """Whom the outbox should tell as the author; empty: nobody can be told."""
    if seed.author_id is not None:
        return {"to_member": seed.author_id}
    return {"to_sealed": f"{subject_of(seed.id)}:author"} if seed.is_notified else {}


async def moved(tx: Tx, tools: SeedTools, seed: Seed, source: SeedState, row: Move, now: datetime) -> None:
    """Tell whom the row of the table names.

    What answers the author leaves at once; what becomes of a published seed is told once a day.
    """
    if Told.AUTHOR in row.tells:
        is_progress = source in UNDER_WAY and seed.state not in (SeedState.MERGED, SeedState.DELETED)
        due_at = news.next_time(now, seed.tz, news.DAILY_AT) if is_progress else now
        mark = due_at.astimezone(seed.tz).date().isoformat() if is_progress else str(seed.revision)
        await tell_author(tx, tools, seed, kinds.TOLD, now, mark=mark, due_at=due_at)
    if Told.SUPPORTERS in row.tells:
        await news.changed(tx, tools, seed, now, but=[seed.author_id] if seed.author_id else [])


async def tell_author(
    tx: Tx,
    tools: SeedTools,
    seed: Seed,
    kind: str,
    now: datetime,
    *,
    mark: str,
    due_at: datetime | None = None,
    args: dict[str, Any] | None = None,
) -> None:
    """One notice to the author, by name or through the sealed link; to nobody where there is neither."""
    to = author_of(seed)
    if not to:
        return
    await tools.outbox.enqueue(
        tx,
        community_id=seed.community_id,
        kind=kind,
        subject=subject_of(seed.id),
        due_at=due_at or now,
        args=args,
        dedupe_key=f"{kind}:{seed.id}:{mark}",
        now=now,
        **to,
    )


async def tell_staff(
    tx: Tx,
    tools: SeedTools,
    seed: Seed,
    kind: str,
    due_at: datetime,
    now: datetime,
    *,
    mark: str = "",
    subject: str | None = None,
    args: dict[str, Any] | None = None,
    is_anonymous: bool = False,
) -> None:
    """One post in the staff channel; what an anonymous author did is held until ``due_at``."""
    post: dict[str, Any] = {
        "community_id": seed.community_id,
        "kind": kind,
        "subject": subject or subject_of(seed.id),
        "due_at": due_at,
        "args": args,
        "dedupe_key": f"{kind}:{seed.id}:{mark}",
    }
    if is_anonymous:
        await tools.outbox.hold(tx, **post)
    else:
        await tools.outbox.enqueue(tx, **post, to_place=STAFF, now=now)

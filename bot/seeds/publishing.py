"""A seed becomes public: its card is planned, and those who follow its categories hear of it."""

from __future__ import annotations

from datetime import datetime

from bot.db import Tx
from bot.outbox.notice import channel
from bot.seeds import kinds, news
from bot.seeds.rules import Role, SeedState
from bot.seeds.seed import Seed, subject_of
from bot.seeds.settings import load_settings
from bot.seeds.tools import SeedTools
from bot.seeds.writing import move


async def publish(
    tx: Tx, tools: SeedTools, seed: Seed, role: Role, now: datetime, *, actor_id: int | None = None
) -> Seed:
    """The published seed. Without a channel for seeds it can be found, but stands nowhere yet."""
    published = await move(
        tx,
        tools,
        seed,
        SeedState.PUBLISHED,
        role,
        now,
        actor_id=actor_id,
        published_at=seed.published_at or now,
        reason=None,
    )
    await post_card(tx, tools, published, now)
    await news.published(tx, tools, published, now)
    return published


async def post_card(tx: Tx, tools: SeedTools, seed: Seed, now: datetime, *, again: bool = False) -> bool:
    """Plan the public card in the channel of the moment; False: no channel is chosen.

    ``again``: the first one is gone; what failed before is given up.
    """
    channel_id = (await load_settings(tx, seed.community_id)).channel_id
    if channel_id is None:
        return False
    key = f"{kinds.CARD}:{seed.id}"
    if again:
        await tools.outbox.give_up_cards(tx, seed.community_id, subject_of(seed.id), now=now)
        key = f"{key}:{now.isoformat()}"
    await tools.outbox.enqueue(
        tx,
        community_id=seed.community_id,
        kind=kinds.CARD,
        subject=subject_of(seed.id),
        to_place=channel(channel_id),
        due_at=now,
        dedupe_key=key,
        now=now,
    )
    return True

"""Many presses in the same instant, for races (one press after another proves nothing)."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from simcord import InteractionResult, MemberActor

from bot.sandbox.burst import press_at_once
from tests.kit.world import World

__all__ = ["burst", "press_at_once"]


async def burst(
    world: World,
    message: discord.Message,
    custom_id: str | Sequence[str],
    *,
    count: int | None = None,
    people: Sequence[MemberActor] | None = None,
) -> list[InteractionResult]:
    """``count`` newly joined people (or ``people``) press at once; results in their order."""
    pressing = list(people or [world.person(f"参加者{number:03}") for number in range(1, (count or 0) + 1)])
    return await press_at_once(world.env, pressing, message, custom_id)

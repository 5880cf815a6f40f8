"""Time that passes with the bot awake: from one thing that is due to the next."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.sandbox.simulation import Simulation


async def move_until(world: Simulation, moment: datetime) -> None:
    """Move the clock to ``moment``, stopping wherever something is due on the way."""
    await world.tick()
    while (due_at := await world.hub.outbox.next_due_at()) is not None and due_at <= moment:
        await world.move_to(max(due_at, world.hands() + timedelta(seconds=1)))
        await world.tick()
    if moment > world.hands():
        await world.move_to(moment)
        await world.tick()

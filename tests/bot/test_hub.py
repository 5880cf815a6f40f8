"""Everything is put together once, with the clock that was handed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.clock import Hands
from bot.hub import Hub


def clocks(part: Any, path: str, seen: set[int]) -> Iterator[tuple[str, object]]:
    """Every clock that a part of the bot, or a part of it, looks at."""
    if id(part) in seen or not type(part).__module__.startswith("bot."):
        return
    seen.add(id(part))
    for name, value in vars(part).items() if hasattr(part, "__dict__") else ():
        if name.strip("_") == "clock":
            yield f"{path}.{name}", value
        yield from clocks(value, f"{path}.{name}", seen)


async def test_there_is_one_clock(hub: Hub, hands: Hands) -> None:
    found = dict(clocks(hub, "hub", set()))
    assert {"hub.clock", "hub.outbox.clock", "hub.rsvps._clock", "hub.dispatcher._clock"} <= found.keys()
    assert [path for path, clock in found.items() if clock is not hands] == []

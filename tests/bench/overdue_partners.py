"""What the overdue messages are measured against: posts by the clock, without a database or a composer."""

from __future__ import annotations

import asyncio
from time import perf_counter

import aiohttp
from aiolimiter import AsyncLimiter


async def bare_posts(base: str, per_second: float, count: int) -> float:
    """``count`` messages, evenly spaced; how many a second it were."""
    begun, turns = perf_counter(), AsyncLimiter(1, 1 / per_second)
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        for number in range(count):
            await turns.acquire()
            group.create_task(_post(session, base, number))
    return count / (perf_counter() - begun)


async def _post(session: aiohttp.ClientSession, base: str, number: int) -> None:
    body = {"content": "bench", "nonce": f"p{number}"}
    async with session.post(f"{base}/channels/{number + 1}/messages", json=body) as answer:
        await answer.read()

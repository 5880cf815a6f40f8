"""How Discord is asked: in turn with everything else the bot sends, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from bot.mirrors.rules import AFTER_DOUBT, AFTER_REFUSAL, LONGEST_PAUSE, TRY_AGAIN
from bot.outbox.couriers import BotRemoved, CourierError, Doubtful, WayClosed
from bot.outbox.pacing import Pacer
from bot.outbox.rules import SEND_TIMEOUT

T = TypeVar("T")


class Asking:
    """``await asking(board.publish(…))``: its answer, or one of the couriers' errors."""

    def __init__(self, pacer: Pacer) -> None:
        self._pacer = pacer

    async def __call__(self, request: Coroutine[Any, Any, T], *, requests: int = 1) -> T:
        """Raises what the board raises, and `Doubtful` when no answer came in time."""
        try:
            await self._pacer.wait(requests)
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                return await request
        except TimeoutError as error:
            raise Doubtful("timeout") from error
        finally:
            request.close()


def pause_after(error: CourierError) -> timedelta:
    """How long to wait before that is asked of Discord again."""
    if isinstance(error, Doubtful):
        return AFTER_DOUBT
    if isinstance(error, WayClosed | BotRemoved):
        return AFTER_REFUSAL
    return min(max(TRY_AGAIN, timedelta(seconds=error.retry_after or 0)), LONGEST_PAUSE)

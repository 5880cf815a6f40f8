"""Discord's global rate limit on the loopback server: more than so many requests in a second are refused."""

from __future__ import annotations

from collections import deque
from time import perf_counter

from aiohttp import web

from tests.kit.loopback import Loopback

GLOBAL_LIMIT = 50
"""Requests in any second, whatever their route (Discord's documentation, "Global Rate Limit")."""


class LimitedLoopback(Loopback):
    """``refused``: how many requests were answered with 429. ``nonces``: of the messages that were kept."""

    def __init__(self, limit: int = GLOBAL_LIMIT) -> None:
        super().__init__()
        self.refused = 0
        self.nonces: list[str] = []
        self._limit = limit
        self._taken: deque[float] = deque()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        now = perf_counter()
        while self._taken and self._taken[0] <= now - 1:
            self._taken.popleft()
        if len(self._taken) >= self._limit:
            self.refused += 1
            wait = round(self._taken[0] + 1 - now, 3)
            body = {"message": "You are being rate limited.", "retry_after": wait, "global": True}
            headers = {"Retry-After": str(wait), "X-RateLimit-Global": "true", "Via": "1.1 loopback"}
            response = web.json_response(body, status=429, headers=headers)
            response.headers["Content-Type"] = "application/json"
            return response
        self._taken.append(now)
        response = await super()._handle(request)
        last = self.requests[-1]
        if last.method == "POST" and last.path.endswith("/messages"):
            self.nonces.append(str(last.json["nonce"]))
        return response

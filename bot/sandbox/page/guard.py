"""Who may use the page: a browser on this computer that was given the address with its token.

Another page in the same browser must not be able to press here (cross-site requests), nor to reach it under
a name of its own (DNS rebinding), hence Origin and Host.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hmac import compare_digest
from secrets import token_urlsafe

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

COOKIE = "hub_page"
SAFE = {"GET", "HEAD"}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""For a mail inside its frame: no scripts, nothing loaded from anywhere."""


class Refused(Exception):
    """Not the browser that was given the address."""


class Guard:
    """Checks every request; ``port`` is known once the server listens."""

    def __init__(self) -> None:
        self.token = token_urlsafe(32)
        self.port = 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """What is printed for the person in front of the computer."""
        return f"{self.origin}/?token={self.token}"

    def check(self, request: web.Request) -> None:
        """Raise `Refused` for a wrong Host, Origin, token or cookie."""
        if request.headers.get("Host") != f"127.0.0.1:{self.port}":
            raise Refused
        origin = request.headers.get("Origin")
        if origin is not None and origin != self.origin:
            raise Refused
        if request.method not in SAFE and origin is None:
            raise Refused
        if not (self.is_opening(request) or self._is_ours(request.cookies.get(self.cookie))):
            raise Refused

    def is_opening(self, request: web.Request) -> bool:
        """Whether this is the printed address itself, which brings the token."""
        return request.path == "/" and self._is_ours(request.query.get("token"))

    @property
    def cookie(self) -> str:
        """Cookies know no ports: two pages at the same time need two names."""
        return f"{COOKIE}_{self.port}"

    def admit(self, response: web.StreamResponse) -> None:
        """Let the browser keep the token, so that the address without it works from now on."""
        response.set_cookie(self.cookie, self.token, httponly=True, samesite="Strict", path="/")

    def _is_ours(self, offered: str | None) -> bool:
        return offered is not None and compare_digest(offered.encode(), self.token.encode())


def secure(response: web.StreamResponse) -> None:
    """Headers of everything that is given out."""
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"

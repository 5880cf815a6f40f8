"""The page behind the link [Unsubscribe] of a mail, on 127.0.0.1 behind the operator's web server.

``GET`` only shows a button, because programs that look through mails follow links; ``POST`` leaves, from the
button or from a mail program (RFC 8058). Nothing is logged: the address of a page holds the token.
"""

from __future__ import annotations

import logging
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.healthz import listen
from bot.hub import Hub
from bot.i18n import LANGUAGES, Text, _

if TYPE_CHECKING:
    from aiohttp import web

_log = logging.getLogger(__name__)

LONGEST_BODY = 10_000
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
}
_STYLE = (
    "body{font:1.1rem/1.7 sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;"
    "color:#222;background:#fff}"
    "button{font:inherit;padding:.6rem 1.4rem;border:2px solid #222;border-radius:.4rem;background:#fff}"
)


class LeavePage:
    """Listens only where PUBLIC_BASE_URL and WEB_PORT are set."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._runner: web.AppRunner | None = None

    async def open_if_set(self) -> None:
        """Listen where the settings ask for it. Raises `PortIsTaken`."""
        settings = self._hub.settings
        if settings.public_base_url is not None and settings.web_port:
            await self.open(settings.web_port)

    async def open(self, port: int) -> int:
        """Listen; the port (another one only for 0, which lets the system choose). Raises `PortIsTaken`."""
        from aiohttp import web

        app = web.Application(client_max_size=LONGEST_BODY)
        # a web server in front may or may not take the path of PUBLIC_BASE_URL away
        for before in dict.fromkeys(("", urlsplit(self._hub.settings.public_base_url or "").path)):
            app.router.add_get(before + "/mail/leave/{token}", self._show)
            app.router.add_post(before + "/mail/leave/{token}", self._leave)
        self._runner, taken = await listen(app, port, "WEB_PORT")
        return taken

    async def close(self) -> None:
        """Stop listening; may be called again, or without `open`."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def _show(self, request: web.Request) -> web.Response:
        try:
            is_known = await self._hub.leaving.knows(request.match_info["token"])
        except Exception as error:  # noqa: BLE001  (whatever it is, its words could hold the token)
            return _sorry(request, error)
        return _page(request, _ASKS if is_known else _NOTHING, has_button=is_known)

    async def _leave(self, request: web.Request) -> web.Response:
        try:
            has_left = await self._hub.leaving.leave(request.match_info["token"])
        except Exception as error:  # noqa: BLE001
            return _sorry(request, error)
        return _page(request, _LEFT if has_left else _NOTHING)


def language_of(accepted: str) -> str:
    """The language of a page by Accept-Language (RFC 9110, 12.5.4); Japanese where none is known."""
    wishes = []
    for wish in accepted.split(","):
        tag, _semicolon, quality = wish.partition(";")
        name, number = tag.strip().lower()[:2], quality.strip().removeprefix("q=")
        try:
            wishes.append((-float(number or 1), name))
        except ValueError:
            continue
    known = [(rank, name) for rank, name in wishes if rank and name in LANGUAGES]
    return min(known, key=lambda wish: wish[0])[1] if known else "ja"


def _sorry(request: web.Request, error: Exception) -> web.Response:
    _log.error("the page to leave mails failed: %s", type(error).__name__)
    return _page(request, _FAILED, status=503)


def _page(
    request: web.Request, words: tuple[Text, Text], *, has_button: bool = False, status: int = 200
) -> web.Response:
    from aiohttp import web

    lang = language_of(request.headers.get("Accept-Language", ""))
    title, body = (escape(text.to(lang)) for text in words)
    press = f'<button name="List-Unsubscribe" value="One-Click">{escape(_BUTTON.to(lang))}</button>'
    button = f'<form method="post">{press}</form>' if has_button else ""
    html = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{title}</h1><p>{body}</p>{button}</body></html>"
    )
    return web.Response(text=html, content_type="text/html", headers=HEADERS, status=status)


_BUTTON = _("Send me no more mail")
_ASKS = (
    _("No more mail?"),
    _("One press, and this community sends you no more mail. Nothing else changes."),
)
_LEFT = (
    _("You get no more mail from us"),
    _("It is done, also for what was already waiting. Thank you; you are always welcome here."),
)
_NOTHING = (
    _("There is nothing to do"),
    _(
        "This link is not valid any more. If mail still comes, please reply to it with the one word "
        "“unsubscribe”."
    ),
)
_FAILED = (
    _("That did not work"),
    _("Please try again in a few minutes, or reply to the mail with the one word “unsubscribe”."),
)

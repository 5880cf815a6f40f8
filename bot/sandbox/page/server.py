"""The page's server (aiohttp, on the loopback only): files, the state of things, acts, news of changes."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web
from simcord import ChannelHandle

from bot.errors import UserError
from bot.sandbox.page.asked import Asked, NotUnderstood
from bot.sandbox.page.guard import MAIL_POLICY, Guard, Handler, Refused, secure
from bot.sandbox.page.problems import REFUSED, IsGone, NoSuchPerson, detail_of, sentence_of
from bot.sandbox.page.rehearsal import Rehearsal
from bot.sandbox.page.views import commands, mails
from bot.sandbox.page.views.eyes import Eyes
from bot.sandbox.page.views.messages import octets_of
from bot.sandbox.page.views.state import state
from bot.sandbox.page.words import PAGE_WORDS

_log = logging.getLogger(__name__)

STATIC = Path(__file__).with_name("static")
LARGEST_REQUEST = 64 * 1024 * 1024
"""Four files of Discord's limit, as base64 in JSON."""
HEARTBEAT_SECONDS = 15.0
LANG = "$lang"
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


class PageServer:
    """Routes and their answers; ``desk`` holds the town, which may be exchanged for a new one."""

    def __init__(self, desk: Rehearsal, guard: Guard) -> None:
        self._desk = desk
        self._guard = guard
        self.app = web.Application(middlewares=[self._guarded], client_max_size=LARGEST_REQUEST)
        self.app.router.add_get("/", self._index)
        self.app.router.add_static("/static/", STATIC)
        self.app.router.add_get("/api/words", self._words)
        self.app.router.add_get("/api/state", self._state)
        self.app.router.add_get("/api/changes", self._changes)
        self.app.router.add_get("/api/commands", self._commands)
        self.app.router.add_get("/api/mail", self._mail)
        self.app.router.add_get("/mail/{number:\\d+}.html", self._mail_html)
        self.app.router.add_get("/mail/{number:\\d+}/{part:\\d+}", self._mail_file)
        self.app.router.add_get("/file", self._file)
        self.app.router.add_post("/api/{act}", self._act)

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Nobody else gets in, and whatever goes wrong is a sentence."""
        try:
            self._guard.check(request)
            response = await handler(request)
        except Refused:
            response = self._refused(request)
        except web.HTTPException as error:
            response = self._problem(self._desk.words(sentence_of(IsGone())), error.status)
        except Exception as error:  # noqa: BLE001  (whatever it is, the page says it)
            response = self._failed(error)
        if not response.prepared:
            secure(response)
        return response

    def _refused(self, request: web.Request) -> web.Response:
        """Somebody who opened a wrong address reads a sentence; the page itself gets its own shape."""
        sentence = self._desk.words(REFUSED)
        if request.path == "/":
            return web.Response(text=sentence, status=403)
        return self._problem(sentence, 403)

    def _failed(self, error: Exception) -> web.Response:
        detail = detail_of(error)
        if detail is not None:
            _log.error("a press on the page failed", exc_info=error)
        status = 409 if isinstance(error, UserError) else 500
        return self._problem(self._desk.words(sentence_of(error)), status, detail)

    @staticmethod
    def _problem(sentence: str, status: int, detail: str | None = None) -> web.Response:
        return _json({"problem": sentence, "detail": detail}, status)

    async def _index(self, request: web.Request) -> web.StreamResponse:
        if self._guard.is_opening(request):
            response = web.Response(status=303, headers={"Location": "/"})
            self._guard.admit(response)
            return response
        page = (STATIC / "index.html").read_text("utf-8").replace(LANG, self._desk.town.lang)
        return web.Response(text=page, content_type="text/html")

    async def _words(self, _request: web.Request) -> web.Response:
        words = {key: self._desk.words(text) for key, text in PAGE_WORDS.items()}
        return _json({"lang": self._desk.town.lang, "words": words})

    async def _state(self, request: web.Request) -> web.Response:
        eyes, place = self._looker(request.query)
        shown = state(eyes, place, self._desk.guide)
        if request.query.get("look") != "0" and self._desk.town.reading.looked(
            eyes.person.id, place.id, eyes.backend
        ):
            self._desk.town.changes.note()
        return _json(shown)

    async def _changes(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events (HTML standard, 9.2): the revision, again whenever it has grown."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        secure(response)
        await response.prepare(request)
        with suppress(ConnectionResetError):  # whoever read it has closed the page
            async for revision in self._desk.follow(HEARTBEAT_SECONDS):
                news = json.dumps({"revision": revision})
                await response.write(f"event: change\ndata: {news}\n\n".encode())
        return response

    async def _commands(self, request: web.Request) -> web.Response:
        return _json(commands.commands(*self._looker(request.query)))

    async def _mail(self, request: web.Request) -> web.Response:
        caught = self._find_mail(request.query.get("id", ""))
        if not caught.is_read:
            caught.is_read = True
            self._desk.town.changes.note()
        return _json(mails.mail(self._looker(request.query)[0], caught))

    async def _mail_html(self, request: web.Request) -> web.Response:
        caught = self._find_mail(request.match_info["number"])
        headers = {"Content-Security-Policy": MAIL_POLICY}
        return web.Response(text=caught.html, content_type="text/html", headers=headers)

    async def _mail_file(self, request: web.Request) -> web.Response:
        attached = self._find_mail(request.match_info["number"]).attachments()
        number = int(request.match_info["part"])
        if number >= len(attached):
            raise IsGone
        return _download(*attached[number])

    def _find_mail(self, number: str) -> Any:
        caught = self._desk.town.post.find(int(number)) if number.isdecimal() else None
        if caught is None:
            raise IsGone
        return caught

    async def _file(self, request: web.Request) -> web.Response:
        """A file of a message, for somebody who can read the message."""
        eyes, place = self._looker(request.query)
        wanted, number = request.query.get("message", ""), request.query.get("number", "")
        shown = next((each for each in eyes.history(place) if str(each.id) == wanted), None)
        if shown is None or not number.isdecimal() or int(number) >= len(shown.attachments):
            raise IsGone
        attached = shown.attachments[int(number)]
        return _download(attached.filename, octets_of(eyes, attached))

    async def _act(self, request: web.Request) -> web.Response:
        try:
            asked = Asked(await request.json())
        except ValueError as error:
            raise NotUnderstood from error
        return _json(await self._desk.act(request.match_info["act"], asked, self._actor))

    def _actor(self, asked: Mapping[str, Any]) -> tuple[Eyes, ChannelHandle]:
        """Like `_looker`, for somebody who does something: that is nobody else in their stead."""
        eyes, place = self._looker(asked)
        if asked.get("me") != str(eyes.person.id):
            raise NoSuchPerson
        return eyes, place

    def _looker(self, asked: Mapping[str, Any]) -> tuple[Eyes, ChannelHandle]:
        """Who asks, and the place they mean; else the first member, and the announcements."""
        town = self._desk.town
        wanted = str(asked.get("me") or "")
        resident = town.resident(int(wanted)) if wanted.isdecimal() else None
        actor = resident.actor if resident is not None else town.cast.people[0]
        eyes, place_id = Eyes(town, actor), str(asked.get("at") or "")
        place = eyes.find(int(place_id)) if place_id.isdecimal() else None
        return eyes, place or town.sim.community.announcements


def _json(content: Any, status: int = 200) -> web.Response:
    return web.json_response(content, status=status, dumps=lambda each: json.dumps(each, ensure_ascii=False))


def _download(name: str, octets: bytes) -> web.Response:
    """A file to keep; a picture says that it is one, so that the page can show it."""
    guessed = guess_type(name)[0] or ""
    kind = guessed if guessed in PICTURES else "application/octet-stream"
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return web.Response(body=octets, content_type=kind, headers={"Content-Disposition": disposition})

"""The page's server lets in one browser, and nobody else: token, Host, Origin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.i18n import _
from bot.sandbox.page.guard import Guard
from bot.sandbox.page.guide import Guide
from bot.sandbox.page.guide_steps import STEPS
from bot.sandbox.page.rehearsal import Rehearsal
from bot.sandbox.page.server import PageServer
from bot.sandbox.page.town import Town

HOST = "127.0.0.1"
AT_THE_VENUE = _("At the venue")
READABLE = (
    "/api/state",
    "/api/words",
    "/api/commands",
    "/api/mail?id=1",
    "/file",
    "/mail/1.html",
    "/static/app.js",
)
VERBS = ("press", "say", "clock", "tour", "restart", "fail_mail", "start_over", "nothing")


class Page:
    """The server on a port of its own, and requests to it."""

    def __init__(self, guard: Guard, session: aiohttp.ClientSession) -> None:
        self.guard = guard
        self._session = session

    @property
    def cookie(self) -> str:
        return f"{self.guard.cookie}={self.guard.token}"

    async def get(self, path: str, **headers: str) -> tuple[int, Any, Any]:
        return await self._ask("GET", path, headers)

    async def post(self, path: str, body: Any, **headers: str) -> tuple[int, Any, Any]:
        return await self._ask("POST", path, headers, json=body)

    async def _ask(
        self, method: str, path: str, headers: dict[str, str], **more: Any
    ) -> tuple[int, Any, Any]:
        url = f"http://{HOST}:{self.guard.port}{path}"
        async with self._session.request(
            method, url, headers=headers, allow_redirects=False, **more
        ) as response:
            is_json = response.content_type == "application/json"
            return (
                response.status,
                await response.json() if is_json else await response.text(),
                response.headers,
            )


@pytest.fixture
async def page(town: Town) -> AsyncIterator[Page]:
    desk = Rehearsal("ja", 1)
    desk.town, desk.guide = town, Guide(town, STEPS, is_open=True)
    guard = Guard()
    runner = web.AppRunner(PageServer(desk, guard).app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    guard.port = runner.addresses[0][1]
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield Page(guard, session)
    await runner.cleanup()


async def test_the_printed_address_lets_in_and_hides_its_token(page: Page):
    status, _body, headers = await page.get(page.guard.address.removeprefix(page.guard.origin))
    assert (status, headers["Location"]) == (303, "/")
    cookie = headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    status, body, headers = await page.get("/", Cookie=cookie.partition(";")[0])
    assert status == 200
    assert '<html lang="ja"' in body
    assert page.guard.token not in body
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", *READABLE])
async def test_nothing_is_given_out_without_the_cookie(page: Page, path: str):
    status, body, _headers = await page.get(path)
    assert status == 403
    assert "端末に表示されているアドレス" in (body if path == "/" else body["problem"])
    assert (await page.get(path, Cookie=f"{page.guard.cookie}=wrong"))[0] == 403
    assert (await page.get(path, Cookie=f"hub_page_1={page.guard.token}"))[0] == 403
    assert (await page.get(path, Cookie=page.cookie))[0] != 403


async def test_a_wrong_token_is_refused(page: Page):
    assert (await page.get("/?token=wrong"))[0] == 403
    assert (await page.get("/?token="))[0] == 403
    assert (await page.get(f"/api/state?token={page.guard.token}"))[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1"])
async def test_another_host_is_refused(page: Page, host: str):
    """A name of somebody else's that points at 127.0.0.1 (DNS rebinding)."""
    host = host.format(port=page.guard.port)
    assert (await page.get("/api/state", Cookie=page.cookie, Host=host))[0] == 403


@pytest.mark.parametrize("verb", VERBS)
async def test_a_press_needs_the_pages_own_origin(page: Page, verb: str):
    body = {"me": "", "at": ""}
    for origin in ("http://evil.example", f"https://{HOST}:{page.guard.port}", f"http://{HOST}:1", "null"):
        assert (await page.post(f"/api/{verb}", body, Cookie=page.cookie, Origin=origin))[0] == 403
    assert (await page.post(f"/api/{verb}", body, Cookie=page.cookie))[0] == 403
    assert (await page.post(f"/api/{verb}", body, Origin=page.guard.origin))[0] == 403


async def test_the_same_press_with_everything_right(page: Page, town: Town):
    body = {"me": str(town.cast.people[0].id), "at": str(town.sim.community.lounge.id), "text": "こんにちは"}
    status, answer, _headers = await page.post("/api/say", body, Cookie=page.cookie, Origin=page.guard.origin)
    assert (status, list(answer["go"])) == (200, ["message"])


@pytest.mark.parametrize("body", [[], "x", {"me": "1"}, {"me": "x"}, {"text": None}, {"me": "-1", "at": "?"}])
async def test_nonsense_is_a_sentence(page: Page, body: Any):
    for verb in ("say", "press", "nothing", "clock"):
        status, answer, _headers = await page.post(
            f"/api/{verb}", body, Cookie=page.cookie, Origin=page.guard.origin
        )
        assert status in (404, 409)
        assert answer["problem"].endswith("。")


async def test_nobody_acts_in_anothers_stead(page: Page, town: Town):
    body = {"at": str(town.sim.community.lounge.id), "text": "だれでもない人から"}
    for who in ({}, {"me": "1"}, {"me": "x"}):
        status, _answer, _headers = await page.post(
            "/api/say", body | who, Cookie=page.cookie, Origin=page.guard.origin
        )
        assert status == 409
    assert town.sim.community.lounge.history() == []


async def test_files_stay_inside_their_folder(page: Page):
    for path in ("/static/../server.py", "/static/%2e%2e/server.py", "/static/..%2fserver.py"):
        status, body, _headers = await page.get(path, Cookie=page.cookie)
        assert status == 404, body


async def test_a_file_is_given_to_who_can_read_its_message(page: Page, town: Town):
    stage, me = town.stage, town.cast.people[0]
    answer = await stage.press(me, stage.card(), AT_THE_VENUE)
    place = town.sim.community.announcements.id
    message = (answer.response or answer.followups[0]).id
    path = f"/file?me={{who}}&at={place}&message={message}&number=0"
    status, body, headers = await page.get(path.format(who=me.id), Cookie=page.cookie)
    assert status == 200
    assert "BEGIN:VCALENDAR" in body
    assert headers["Content-Type"].startswith("application/octet-stream")
    assert "attachment" in headers["Content-Disposition"]
    status, _body, _headers = await page.get(path.format(who=town.cast.people[1].id), Cookie=page.cookie)
    assert status == 409
    assert (await page.get(path.format(who=me.id)[:-1] + "9", Cookie=page.cookie))[0] == 409

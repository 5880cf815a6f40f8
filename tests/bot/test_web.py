"""The page behind the link in a mail: looking changes nothing, one press leaves, and nothing is logged."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from bot.healthz import PortIsTaken
from bot.outbox import tokens
from bot.web import LeavePage, language_of
from tests.bot.mailing.post import Post, post_on


@dataclass
class Web:
    post: Post
    base: str
    client: aiohttp.ClientSession

    async def token(self, member_id: int) -> str:
        async with self.post.hub.db.transaction() as tx:
            return await tokens.issue(tx, self.post.community_id, member_id, self.post.hands())

    async def ask(self, method: str, token: str, **more: object) -> tuple[int, str, aiohttp.ClientResponse]:
        async with self.client.request(method, f"{self.base}/mail/leave/{token}", **more) as page:  # pyright: ignore[reportArgumentType]
            return page.status, await page.text(), page


@pytest.fixture
async def web(sqlite_url: str) -> AsyncIterator[Web]:
    post = await post_on(sqlite_url, public_base_url="https://hub.city.example/minato", web_port=8999)
    page = LeavePage(post.hub)
    port = await page.open(0)
    async with aiohttp.ClientSession() as client:
        yield Web(post, f"http://127.0.0.1:{port}", client)
    await page.close()
    await post.hub.close()


async def test_looking_changes_nothing_and_pressing_leaves(web: Web) -> None:
    haru = await web.post.guest()
    token = await web.token(haru)
    for method in ("HEAD", "GET", "GET"):
        status, _body, _page = await web.ask(method, token)
        assert (status, await web.post.consent(haru)) == (200, "confirmed")
    status, body, _page = await web.ask("POST", token, data={"List-Unsubscribe": "One-Click"})
    assert (status, await web.post.consent(haru)) == (200, "left")
    assert "お送りしません" in body
    assert (await web.ask("POST", token))[0] == 200, "once more does no harm"


async def test_the_page_is_plain_private_and_in_the_readers_language(web: Web) -> None:
    token = await web.token(await web.post.guest())
    _status, english, page = await web.ask("GET", token, headers={"Accept-Language": "en-GB,ja;q=0.5"})
    assert '<html lang="en">' in english
    assert english.count("<form") == english.count("<button") == 1
    for never in ("<script", "<img", "http://", "https://", token):
        assert never not in english
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    _status, japanese, _page = await web.ask("GET", token)
    assert '<html lang="ja">' in japanese


@pytest.mark.parametrize("token", ["unknown", "a" * 24, "%3Cscript%3E", "x" * 3000, "あ"])
async def test_an_unknown_token_gets_a_friendly_page_without_a_button(web: Web, token: str) -> None:
    haru = await web.post.guest()
    for method in ("GET", "POST"):
        status, body, _page = await web.ask(method, token)
        assert status == 200
        assert "<form" not in body
        assert "配信停止" in body
    assert await web.post.consent(haru) == "confirmed"


async def test_a_web_server_in_front_may_leave_the_path_on(web: Web) -> None:
    haru = await web.post.guest()
    token = await web.token(haru)
    async with web.client.post(f"{web.base}/minato/mail/leave/{token}") as page:
        assert page.status == 200
    assert await web.post.consent(haru) == "left"


async def test_no_token_is_logged_also_when_it_fails(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    token = await web.token(await web.post.guest())
    with caplog.at_level(logging.DEBUG):
        await web.ask("GET", token)
        await web.post.hub.db.close()
        async with web.post.hub.db.transaction() as tx:
            await tx.exec_driver_sql("DROP TABLE mail_tokens")
        status, body, _page = await web.ask("POST", token)
    assert status == 503
    assert "配信停止" in body
    assert "OperationalError" in caplog.text, "the fault itself is logged"
    assert token not in caplog.text


async def test_a_taken_port_is_said_by_its_setting(web: Web) -> None:
    port = int(web.base.rpartition(":")[2])
    with pytest.raises(PortIsTaken, match="WEB_PORT"):
        await LeavePage(web.post.hub).open(port)


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", "ja"),
        ("ja", "ja"),
        ("en-US,en;q=0.9", "en"),
        ("fr, en;q=0.3, ja;q=0.8", "ja"),
        ("de", "ja"),
        ("en;q=zero, ja;q=0", "ja"),
    ],
)
def test_the_language_is_what_the_browser_prefers(accepted: str, lang: str) -> None:
    assert language_of(accepted) == lang

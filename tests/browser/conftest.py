"""Every test has a program of its own, and a browser in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.kit import chromium
from tests.kit.chromium import WIDE, Tab, open_tab
from tests.kit.trying import Trying, trying

OpenTab = Callable[[], Tab]


@pytest.fixture
def chrome() -> Iterator[Browser]:
    """For one test only: while Playwright is there, no other test of the process can have an event loop."""
    if chromium.find() is None:
        pytest.skip(chromium.MISSING)
    with chromium.browser() as opened:
        yield opened


@pytest.fixture
def program(tmp_path: Path, chrome: Browser) -> Iterator[Trying]:
    with trying("--lang", "ja", folder=tmp_path) as opened:
        yield opened


@pytest.fixture
def context(chrome: Browser) -> Iterator[BrowserContext]:
    made = chrome.new_context(viewport=WIDE, locale="ja-JP")
    yield made
    made.close()


@pytest.fixture
def tab(program: Trying, context: BrowserContext) -> Tab:
    return open_tab(context, program.address)

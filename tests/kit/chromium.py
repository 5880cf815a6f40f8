"""A real headless Chromium, driven by Playwright, in front of the page of ``bot try``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium here; on Debian and Ubuntu: apt install chromium fonts-noto-cjk"
PATIENCE_MS = 60_000
"""A week of the clock takes its time on a busy machine; nothing here waits longer than it must."""
WIDE = ViewportSize(width=1280, height=860)
NARROW = ViewportSize(width=360, height=740)

expect.set_options(timeout=PATIENCE_MS)


def find() -> str | None:
    """The path of a Chromium; CHROMIUM names one that is not on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    # Root, as in a container, is refused by the browser's own sandbox; it opens our page and nothing else.
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find(), args=options)
        try:
            yield opened
        finally:
            opened.close()


@dataclass
class Tab:
    """One tab with the page, and whatever its console complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def rests(self) -> Tab:
        """Wait until the bot has nothing to do and the newest state is shown."""
        self.page.wait_for_selector("body[data-busy=false]")
        return self

    def one(self, selector: str) -> Locator:
        return self.page.locator(selector).first

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words, exact=True)

    def press(self, words: str) -> Tab:
        """Press the last button with exactly these words; the newest message is the last one."""
        self.button(words).last.click()
        return self

    def is_person(self, name: str) -> Tab:
        """Become somebody from the list on the right."""
        self.one(f"[data-person]:has-text('{name}')").click()
        expect(self.one("#me-chip")).to_contain_text(name)
        return self

    def goes_to(self, name: str) -> Tab:
        """Open a channel, thread, post or the direct messages."""
        self.one(f"[data-place]:has-text('{name}')").click()
        expect(self.one("#place-head")).to_contain_text(name)
        return self

    def command(self, typed: str, name: str) -> Tab:
        """Type a slash command and choose it from the list."""
        box = self.page.locator("#composer textarea")
        box.click()
        box.press_sequentially(typed)
        self.one(f"[data-command='{name}']").click()
        return self

    def width_of_content(self) -> int:
        return self.page.evaluate("document.documentElement.scrollWidth")


def open_tab(context: BrowserContext, address: str) -> Tab:
    """A new tab at this address, once the first messages are shown."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    tab = Tab(page)
    page.on(
        "console",
        lambda said: tab.complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    page.goto(address)
    page.wait_for_selector("[data-message]")
    return tab.rests()

"""axe-core finds nothing serious, wide and narrow, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.kit.chromium import NARROW, WIDE, Tab, open_tab
from tests.kit.trying import Trying

pytestmark = pytest.mark.long

SERIOUS = {"serious", "critical"}


def findings(tab: Tab) -> list[str]:
    """What axe calls serious or worse, with the first place of each."""
    found = Axe().run(tab.page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found if each["impact"] in SERIOUS]


def first_sight(tab: Tab) -> None:
    """The page as it opens."""


def answered(tab: Tab) -> None:
    tab.press("会場で参加する").rests()


def with_a_form(tab: Tab) -> None:
    tab.command("/種 出す", "seed post")
    expect(tab.one("#form")).to_be_visible()


def with_commands(tab: Tab) -> None:
    tab.page.locator("#composer textarea").press_sequentially("/")
    expect(tab.one("[data-command]")).to_be_visible()


def mail_box(tab: Tab) -> None:
    if tab.page.viewport_size == NARROW:
        tab.one("#switch [data-panel=places], #switch [data-switch=places]").click()
    tab.one("#mail-line button").click()
    tab.one("[data-mail]").click()
    expect(tab.one("iframe")).to_be_visible()


def forum(tab: Tab) -> None:
    if tab.page.viewport_size == NARROW:
        tab.one("#switch [data-panel=places], #switch [data-switch=places]").click()
    tab.goes_to("課題の種の広場")


VIEWS = (first_sight, answered, with_a_form, with_commands, mail_box, forum)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_serious(program: Trying, chrome: Browser, scheme, size):
    context = chrome.new_context(viewport=size, locale="ja-JP", color_scheme=scheme, bypass_csp=True)
    serious: dict[str, list[str]] = {}
    address = program.address
    for view in VIEWS:
        tab = open_tab(context, address)
        view(tab)
        serious[view.__name__] = findings(tab)
        tab.page.keyboard.press("Escape")
        tab.page.close()
    context.close()
    assert serious == {view.__name__: [] for view in VIEWS}


def test_the_check_finds_what_is_planted(program: Trying, chrome: Browser):
    context = chrome.new_context(viewport=WIDE, bypass_csp=True)
    tab = open_tab(context, program.address)
    tab.page.evaluate("document.body.append(document.createElement('img'))")
    assert any(found.startswith("image-alt") for found in findings(tab))
    context.close()

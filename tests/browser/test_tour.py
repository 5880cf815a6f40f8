"""The six steps of the guided tour, pressed in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.kit.chromium import Tab

pytestmark = pytest.mark.long


def take(tab: Tab) -> str:
    """Press the button of the step; what its box says afterwards."""
    tab.one("[data-tour=act]").click()
    tab.one("[data-tour=next]").wait_for()
    tab.rests()
    return tab.one("#tour").inner_text()


def go_on(tab: Tab) -> None:
    tab.one("[data-tour=next]").click()
    tab.rests()


def test_from_one_press_to_the_desk(tab: Tab):
    me = tab.one("#me-chip").inner_text()

    said = take(tab)
    assert "秒で" in said
    assert tab.one("#me-chip").inner_text() == me
    private = tab.one("[data-message]:has-text('会場の席をご用意しました')")
    expect(private).to_contain_text("あなただけ")
    expect(private).not_to_contain_text("meet.example")
    expect(tab.one("[data-message]:has-text('定員 6人')")).to_contain_text("申し込み 6人")
    go_on(tab)

    said = take(tab)
    assert "キャンセル待ちの1番目" in said
    expect(tab.one("#messages")).to_contain_text("席が空き、参加できるようになりました")
    go_on(tab)

    said = take(tab)
    assert "メール" in said
    expect(tab.one("#clock")).to_contain_text("2026年9月16日（水）18:05")
    expect(tab.one("#messages")).to_contain_text("明日です：9月の情報交換会")
    expect(tab.one("#composer")).to_contain_text("DM")
    go_on(tab)

    said = take(tab)
    assert "合言葉" in said
    expect(tab.one("#place-head")).to_contain_text("事務局")
    expect(tab.one("#messages")).to_contain_text("通学路が暗い")
    go_on(tab)

    said = take(tab)
    assert "お互いのお名前" in said
    expect(tab.one("#place-head")).to_contain_text("会計を見てほしい")
    expect(tab.one("#messages")).to_contain_text("お引き合わせ")
    go_on(tab)

    said = take(tab)
    assert "およそ" in said
    assert "分です" in said
    expect(tab.one("#me-chip")).to_contain_text("事務局 はるか")
    expect(tab.one("#messages")).to_contain_text("今週の仕事")
    go_on(tab)
    expect(tab.one("#tour")).to_be_hidden()
    assert tab.complaints == []


def test_it_can_be_closed_and_opened_again(tab: Tab):
    take(tab)
    tab.one("[data-tour=close]").click()
    expect(tab.one("#tour")).to_be_hidden()
    tab.one("[data-tour=start]").click()
    expect(tab.one("[data-tour=next]")).to_be_visible()
    tab.page.reload()
    expect(tab.one("[data-tour=next]")).to_be_visible()


def test_a_step_that_does_not_fit_says_so_and_starting_over_helps(tab: Tab):
    for _week in range(2):
        tab.one("[data-clock=week]").click()
        tab.rests()
    tab.one("[data-tour=act]").click()
    expect(tab.one("#problems")).to_contain_text("はじめからやり直す")
    tab.one("[data-tool=start_over]").click()
    tab.one("#confirm [data-submit], #confirm button:has-text('やり直す')").click()
    expect(tab.one("#clock")).to_contain_text("2026年9月8日（火）10:00")
    tab.rests()
    assert "秒で" in take(tab)

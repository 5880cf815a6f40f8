"""The page in a real browser: forms, commands, two people, clock, mail, what fails, and how it is said."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.kit.chromium import NARROW, Tab, open_tab
from tests.kit.trying import Trying

pytestmark = pytest.mark.long

VENUE = "会場で参加する"
CARD = "[data-message]:has-text('定員 6人')"


def test_a_form_is_filled_in_and_loses_nothing(tab: Tab):
    tab.command("/種 出す", "seed post")
    dialog = tab.one("#form")
    expect(dialog).to_be_visible()
    tab.one("#form [data-control=title]").fill("駅前の段差")
    dialog.get_by_role("button", name="送信").click()
    assert tab.one("#form [data-control=text]").evaluate("box => !box.validity.valid || box.value === ''")
    expect(tab.one("#form [data-control=title]")).to_have_value("駅前の段差")
    tab.page.reload()
    expect(dialog).to_be_visible()
    tab.one("#form [data-control=text]").fill("ベビーカーで上がれません。")
    tab.one("#form input[value=shown]").check()
    dialog.get_by_role("button", name="送信").click()
    expect(dialog).to_be_hidden()
    tab.rests()
    expect(tab.one("#messages")).to_contain_text("ベビーカーで上がれません。")
    tab.command("/種 出す", "seed post")
    expect(dialog).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    tab.rests()
    assert tab.complaints == []


def test_a_command_with_suggestions_by_keyboard_alone(tab: Tab):
    box = tab.page.locator("#composer textarea")
    box.focus()
    tab.page.keyboard.type("/申し込む")
    expect(tab.one("[data-command=rsvp]")).to_be_visible()
    tab.page.keyboard.press("Enter")
    event = tab.one("[data-option=event]")
    expect(event).to_be_focused()
    tab.page.keyboard.type("情報")
    suggestion = tab.page.get_by_role("option", name=re.compile("9月の情報交換会"))
    expect(suggestion).to_be_visible()
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Enter")
    expect(event).to_have_value(re.compile("9月の情報交換会"))
    tab.one("[data-option=choice]").select_option(label=VENUE)
    tab.press("実行する").rests()
    expect(tab.one("#messages")).to_contain_text("会場の席をご用意しました")


def test_two_people_see_the_same_card_and_only_their_own_answers(
    tab: Tab, program: Trying, context: BrowserContext
):
    origin = program.address.partition("?")[0]
    other = open_tab(context, origin)
    other.is_person("事務局 はるか").goes_to("お知らせ")
    expect(tab.one(CARD)).to_contain_text("申し込み 5人")
    tab.press(VENUE).rests()
    expect(tab.one("#messages")).to_contain_text("会場の席をご用意しました")
    expect(other.one(CARD)).to_contain_text("申し込み 6人")
    expect(other.one("#messages")).not_to_contain_text("会場の席をご用意しました")
    expect(other.one("#places")).to_contain_text("事務局")
    expect(tab.page.locator("[data-place]:has-text('事務局')")).to_have_count(0)


def test_a_reload_keeps_who_and_where(tab: Tab):
    tab.is_person("事務局 はるか").goes_to("開催記録").rests()
    tab.page.reload()
    expect(tab.one("#me-chip")).to_contain_text("事務局 はるか")
    expect(tab.one("#place-head")).to_contain_text("開催記録")


def test_the_clock_goes_to_what_is_due(tab: Tab):
    expect(tab.one("#outlook")).to_contain_text("開催前のお知らせ")
    tab.one("[data-clock=hour]").click()
    expect(tab.one("#clock")).to_contain_text("2026年9月8日（火）11:00")
    tab.rests().one("[data-clock=due]").click()
    expect(tab.one("#clock")).to_contain_text("2026年9月10日（木）12:00")
    tab.rests().one("[data-clock=day]").click()
    expect(tab.one("#clock")).to_contain_text("2026年9月11日（金）12:00")
    tab.rests().is_person("菊瀬 さえ").goes_to("ハブのボットとの会話")
    expect(tab.one("#messages")).to_contain_text("1週間後です：9月の情報交換会")


def test_mail_waits_while_its_server_is_down_and_is_shown_without_scripts(tab: Tab):
    tab.is_person("久我山 じゅん").rests()
    tab.one("[data-tool=close_dms]").click()
    expect(tab.one("#composer")).to_contain_text("DM")
    tab.one("[data-tool=fail_mail]").click()
    tab.rests().one("[data-clock=due]").click()
    expect(tab.one("#clock")).to_contain_text("2026年9月10日（木）12:00")
    tab.rests().one("#mail-line button").click()
    expect(tab.page.locator("[data-mail]")).to_have_count(1)
    tab.one("[data-tool=fail_mail]").click()
    tab.rests().one("[data-clock=hour]").click()
    expect(tab.page.locator("[data-mail]")).to_have_count(2)
    tab.rests().one("[data-mail]").click()
    frame = tab.one("iframe")
    expect(frame).to_be_visible()
    assert frame.get_attribute("sandbox") == ""
    mail = tab.page.request.get(f"{tab.page.url.partition('#')[0]}{(frame.get_attribute('src') or '')[1:]}")
    assert mail.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    expect(tab.page.frame_locator("iframe").locator("body")).to_contain_text("9月の情報交換会")
    expect(tab.one("#mail-view")).to_contain_text("jun.kugayama@mail.example")
    tab.rests().one("[data-clock=day]").click()
    expect(tab.one("#clock")).to_contain_text("2026年9月11日（金）13:00")
    expect(tab.page.locator("[data-mail]")).to_have_count(2)


def test_the_bot_starts_again_and_old_buttons_work(tab: Tab):
    tab.press(VENUE).rests()
    tab.one("[data-tool=restart]").click()
    tab.rests()
    tab.one(CARD).get_by_role("button", name="行けません・取り消す").click()
    expect(tab.one(CARD)).to_contain_text("申し込み 5人")


def test_a_newcomer_joins_and_presses(tab: Tab):
    tab.one("[data-tool=join]").click()
    expect(tab.one("#people-groups")).to_contain_text("新しく来た人")
    tab.rests().press("オンラインで参加する").rests()
    expect(tab.one("#messages")).to_contain_text("オンラインで参加できます")


def test_an_ordinary_message_becomes_a_seed_by_its_menu(tab: Tab):
    tab.goes_to("雑談")
    box = tab.page.locator("#composer textarea")
    box.fill("駅前の自転車が多すぎる")
    box.press("Enter")
    message = tab.one("[data-message]:has-text('駅前の自転車が多すぎる')")
    expect(message).to_be_visible()
    tab.rests()
    message.hover()
    message.locator("button[aria-haspopup]").first.click()
    tab.page.get_by_text("課題の種にする").click()
    expect(tab.one("#form")).to_contain_text("課題の種")


def test_a_fault_of_the_bot_is_told_as_in_the_staff_channel(tab: Tab, program: Trying, tmp_path):
    import sqlite3

    database = next(tmp_path.glob("bot-try-*/hub.db"))
    with sqlite3.connect(database) as tables:
        tables.execute("ALTER TABLE rsvps RENAME TO rsvps_away")
    tab.press(VENUE)
    expect(tab.one("#messages")).to_contain_text("こちらの不具合で、うまく処理できませんでした")
    with sqlite3.connect(database) as tables:
        tables.execute("ALTER TABLE rsvps_away RENAME TO rsvps")
    tab.rests().one("[data-clock=hour]").click()
    tab.rests().is_person("事務局 はるか")
    tab.one("[data-place]:has-text('事務局')").click()
    expect(tab.one("#messages")).to_contain_text("ボットに不具合がありました（問い合わせ番号")


def test_when_the_program_has_ended_the_page_says_how_to_go_on(tab: Tab, program: Trying):
    tab.command("/申し込む", "rsvp")
    expect(tab.page.get_by_role("option", name=re.compile("9月の情報交換会"))).to_be_visible()
    assert program.ends() == 0
    expect(tab.one("#lost")).to_contain_text("bot try")
    tab.page.keyboard.type("情報")
    expect(tab.one("#problems")).to_contain_text("応答がありませんでした")


def test_a_wrong_address_is_refused(program: Trying, context: BrowserContext):
    page = context.new_page()
    answer = page.goto(program.address[:-4] + "xxxx")
    assert answer is not None
    assert answer.status == 403
    assert "端末に表示されているアドレス" in answer.text()


def test_on_a_phone_everything_is_there_and_nothing_scrolls_sideways(tab: Tab, tmp_path):
    tab.page.set_viewport_size(NARROW)
    for panel in ("places", "main", "people"):
        tab.one(f"#switch [data-panel={panel}], #switch [data-switch={panel}]").click()
        assert tab.width_of_content() == NARROW["width"]
        tab.page.screenshot(path=tmp_path / f"{panel}.png")
        assert (tmp_path / f"{panel}.png").stat().st_size > 10_000
    tab.is_person("事務局 はるか")
    tab.one("#switch [data-panel=main], #switch [data-switch=main]").click()
    tab.command("/ホーム", "home").rests()
    expect(tab.one("#messages")).to_contain_text("事務局")
    assert tab.width_of_content() == NARROW["width"]
    assert tab.complaints == []

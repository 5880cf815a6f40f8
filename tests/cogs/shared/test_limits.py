"""Nothing leaves over Discord's limits, whatever people are called."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import discord
import pytest
from discord import app_commands
from hypothesis import example, given, strategies as st

from cogs.shared import limits
from cogs.shared.clip import clip, split_content

NAMES = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8", exclude_categories=["Cs"]),
        st.sampled_from("市民髙①ゔ゙が👩‍👩‍👧‍👦🇯🇵👍🏽"),
    ),
    min_size=1,
    max_size=40,
)
TITLE_100 = "みなと市の空き家と子どもの居場所を考える情報交換会" * 4
FAMILY = "👩‍👩‍👧‍👦"


@given(NAMES | st.text(max_size=400), st.integers(1, 300))
def test_a_clipped_text_fits_and_says_that_it_was_clipped(text: str, limit: int) -> None:
    shown = clip(text, limit)
    assert len(shown) <= limit
    assert shown == text if len(text) <= limit else shown.endswith("…")


@pytest.mark.parametrize("sign", [FAMILY, "🇯🇵", "👍🏽", "か\u3099", "❤\ufe0f"])
def test_no_visible_sign_is_torn_apart(sign: str) -> None:
    for limit in range(3, 3 + len(sign)):
        assert clip("あ" + sign + "いろは", limit) in {"あ…", "あ" + sign + "…", "あ" + sign + "い…"}


@given(st.lists(NAMES, max_size=200))
def test_split_messages_fit_and_lose_nothing(names: list[str]) -> None:
    text = "\n".join(names)
    pages = split_content(text, 100)
    assert all(len(page) <= 100 for page in pages)
    assert "".join(pages).replace("\n", "") == text.replace("\n", "")


def total(embeds: list[discord.Embed]) -> int:
    return sum(map(len, embeds))


def assert_fits(embed: discord.Embed) -> None:
    data = embed.to_dict()
    assert len(data.get("title", "")) <= 256
    assert len(data.get("description", "")) <= 4096
    assert len(data.get("footer", {"text": ""})["text"]) <= 2048
    assert len(data.get("author", {"name": ""})["name"]) <= 256
    assert len(data.get("fields", [])) <= 25
    for field in data.get("fields", []):
        assert 1 <= len(field["name"]) <= 256
        assert 1 <= len(field["value"]) <= 1024
    assert len(embed) <= 6000


@example([TITLE_100] * 200, TITLE_100 * 3, TITLE_100 * 50)
@given(st.lists(NAMES, max_size=200), st.text(max_size=400), st.text(max_size=9000))
def test_an_embed_of_200_names_fits(names: list[str], title: str, description: str) -> None:
    embed = discord.Embed(title=title or None, description=description or None)
    embed.set_footer(text=title * 9 or "。").set_author(name=title * 2 or "。")
    for start in range(0, 200, 7):
        embed.add_field(name=title[start:], value="、".join(names[start:]))
    assert_fits(limits.fit_embed(embed))
    both = limits.fit_embeds([embed, embed])
    assert total(both) <= 6000


def test_what_fits_is_not_touched() -> None:
    embed = discord.Embed(title=TITLE_100, description="説明").add_field(name="会場", value="12 / 20")
    assert limits.fit_embed(embed).to_dict() == embed.to_dict()


def test_at_most_ten_embeds_and_none_is_none() -> None:
    assert len(limits.fit_embeds([discord.Embed(title="題")] * 12)) == 10
    assert limits.fit_embeds([]) == []


def test_a_menu_keeps_25_options_and_refuses_a_long_value() -> None:
    options = [
        discord.SelectOption(label=TITLE_100 * 2, value=str(n), description="あ" * 300) for n in range(30)
    ]
    fitted = limits.fit_options(options)
    assert len(fitted) == 25
    assert {len(option.label) for option in fitted} == {100}
    assert {len(option.description or "") for option in fitted} == {100}
    with pytest.raises(limits.OverLimit):
        limits.fit_options([discord.SelectOption(label="あ", value="あ" * 101)])
    assert len(limits.fit_menu({"placeholder": "あ" * 200})["placeholder"]) == 150
    assert len(limits.fit_choices([app_commands.Choice(name="あ" * 100, value=1)] * 26)) == 25


class Form(discord.ui.Modal):
    def __init__(self, *, title: str = "題", fields: int = 1, label: str = "名", value: str = "") -> None:
        super().__init__(title=title)
        for _ in range(fields):
            written = discord.ui.TextInput(default=value or None, max_length=300)
            self.add_item(discord.ui.Label(text=label, component=written))


def test_forms_over_a_limit_are_refused() -> None:
    limits.check_modal(Form(title="あ" * 45, fields=5, label="あ" * 45, value="あ" * 300))
    for wrong in (Form(title="あ" * 46), Form(fields=0), Form(label="あ" * 46), Form(value="あ" * 301)):
        with pytest.raises(limits.OverLimit):
            limits.check_modal(wrong)


def test_the_limits_that_no_schema_shows() -> None:
    now = datetime(2026, 11, 2, tzinfo=UTC)
    hour = timedelta(hours=1)
    assert limits.check_tag("あ" * 20)
    assert limits.check_poll_answer("あ" * 55)
    limits.check_scheduled_event(now + hour, now + 2 * hour, now=now)
    for emoji in ("👍", "❤️", "1️⃣", "👩‍👩‍👧‍👦", "🇯🇵", "<:hub:123456789012345678>"):
        assert limits.check_emoji(emoji) == emoji
    refused = (
        lambda: limits.check_tag("あ" * 21),
        lambda: limits.check_poll_answer("あ" * 56),
        lambda: limits.check_scheduled_event(now, None, now=now),
        lambda: limits.check_scheduled_event(now + hour, now + hour, now=now),
        lambda: limits.check_emoji(":thumbsup:"),
        lambda: limits.check_emoji("OK"),
        lambda: limits.check_emoji(""),
        lambda: limits.check_custom_id("x" * 101),
    )
    for check in refused:
        with pytest.raises(limits.OverLimit):
            check()


def test_a_command_counts_its_longest_language() -> None:
    payload = {
        "name": "event",
        "description": "d" * 10,
        "description_localizations": {"ja": "あ" * 30},
        "options": [{"name": "o" * 5, "description": "d" * 5, "choices": [{"name": "ab", "value": "xyz"}]}],
    }
    assert limits.command_size(payload) == 5 + 30 + 5 + 5 + 2 + 3
    with pytest.raises(limits.OverLimit):
        limits.check_command_size({**payload, "description": "d" * 8000})


def test_the_scanner_knows_combining_signs() -> None:
    assert unicodedata.category("\u3099") == "Mn"

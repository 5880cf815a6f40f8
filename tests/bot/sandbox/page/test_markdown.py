"""Discord's markup becomes a tree, and never HTML."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.sandbox.page.views.markdown import Names, Nodes, read, read_line

NAMES = Names(
    users={1: "青葉"},
    roles={2: "事務局"},
    channels={3: "お知らせ"},
    moment=lambda moment, style: f"{moment:%Y-%m-%d}/{style}",
)


def shown(text: str) -> Nodes:
    [paragraph] = read(text, NAMES)
    assert isinstance(paragraph, dict)
    assert paragraph["t"] == "p"
    return paragraph["c"]


@pytest.mark.parametrize(
    ("text", "kind", "inside"),
    [
        ("**太字**", "strong", "太字"),
        ("__下線__", "u", "下線"),
        ("*斜体*", "em", "斜体"),
        ("_斜体_", "em", "斜体"),
        ("~~取り消し~~", "s", "取り消し"),
        ("`コード`", "code", "コード"),
        ("||秘密||", "spoiler", "秘密"),
    ],
)
def test_marks(text: str, kind: str, inside: str):
    assert shown(text) == [{"t": kind, "c": [inside]}]


def test_marks_beside_japanese_brackets_which_commonmark_would_not_take():
    assert shown("**新しい（お知らせ）**です") == [{"t": "strong", "c": ["新しい（お知らせ）"]}, "です"]


def test_an_underscore_inside_a_word_is_no_mark():
    assert shown("user_name_x") == ["user_name_x"]


def test_what_the_bot_escaped_is_plain():
    assert shown(r"\*そのまま\* \_これも\_ \`これも\`") == ["*そのまま* _これも_ `これも`"]


def test_every_line_is_a_line():
    assert shown("一\n二") == ["一", {"t": "br"}, "二"]


def test_names_stand_behind_ids_and_unknown_ones_are_dots():
    said = shown("<@1> <@!1> <@&2> <#3> <@99>")
    mentions = [node for node in said if isinstance(node, dict)]
    assert [node["c"] for node in mentions] == [["@青葉"], ["@青葉"], ["@事務局"], ["#お知らせ"], ["@…"]]
    assert mentions[3]["id"] == "3"


def test_a_time_is_written_in_its_style_with_the_whole_moment_behind():
    moment = int(datetime.fromisoformat("2026-09-17T10:00:00+00:00").timestamp())
    assert shown(f"<t:{moment}:R>") == [{"t": "time", "title": "2026-09-17/F", "c": ["2026-09-17/R"]}]


def test_links_are_http_only():
    assert shown("https://meet.example/x?a=1") == [
        {"t": "a", "href": "https://meet.example/x?a=1", "c": ["https://meet.example/x?a=1"]}
    ]
    assert shown("[文](https://a.example)") == [{"t": "a", "href": "https://a.example", "c": ["文"]}]
    assert shown("[悪](javascript:alert\\(1\\))") == ["[悪](javascript:alert(1))"]
    assert shown("[文](mailto:haru@mail.example)") == [{"t": "em", "c": ["文"]}]
    assert shown("[文](/static/app.js)") == [{"t": "em", "c": ["文"]}]
    assert "data:" in str(shown("[悪](data:text/html,x)"))
    assert not [node for node in shown("[悪](data:text/html,x)") if isinstance(node, dict)]


def test_html_is_text():
    assert shown("<b>x</b><script>alert(1)</script>") == ["<b>x</b><script>alert(1)</script>"]


def test_blocks():
    kinds = [
        node["t"]
        for node in read("# 題\n- 一\n- 二\n> 引用\n普通\n-# 小さく\n```\nx\n```", NAMES)
        if isinstance(node, dict)
    ]
    assert kinds == ["h1", "ul", "quote", "p", "small", "pre"]


def test_a_line_behind_a_list_stands_for_itself():
    assert read("- 一\n続き", NAMES) == [
        {"t": "ul", "c": [{"t": "li", "c": [{"t": "p", "c": ["一"]}]}]},
        {"t": "p", "c": ["続き"]},
    ]


def test_a_title_has_no_blocks():
    assert read_line("# **題**", NAMES) == ["# ", {"t": "strong", "c": ["題"]}]
    assert read("", NAMES) == []

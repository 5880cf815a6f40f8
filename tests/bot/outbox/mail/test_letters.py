"""Both bodies say everything, in both languages; the first lines are the ones that matter."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, strategies as st

from bot.outbox.mail.letters import Letter, letter
from bot.outbox.notice import Action, MailPart, Notice
from tests.bot.outbox.mail.post import TO, notice, typed

FIRST = (typed("日時：12月17日 19時"), typed("場所：市民センター"), typed("欠席は『欠席』と返信"))
REMINDER = notice(
    "あすの情報交換会",
    actions=(Action("rsvp", 12, "declined", typed("行けません")),),
    mail=MailPart(
        FIRST, (typed("持ち物はありません"), typed("一行目\n二行目")), ("venue", "online", "declined")
    ),
)
BUTTONS_ARE_AT = f"https://discord.com/channels/{TO.community_id}"


class Reader(HTMLParser):
    """What a person sees of a page, and what is in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.lang: str | None = None
        self._seen: list[str] = []
        self._hidden = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._hidden = tag in ("head", "title", "meta")
        if tag == "html":
            self.lang = dict(attrs)["lang"]
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if tag in ("p", "h1", "hr", "br"):
            self._seen.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._seen.append(data.strip("\n"))

    @property
    def lines(self) -> list[str]:
        return [line for line in "".join(self._seen).split("\n") if line.strip()]


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip() and set(line) != {"―"}]


def both(made: Letter) -> tuple[list[str], list[str]]:
    return lines_of(made.text), Reader(made.html).lines


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_both_parts_say_the_same_and_begin_with_what_matters(lang: str):
    text, page = both(letter(replace(TO, lang=lang), REMINDER, leave_link="https://hub.city.example/x"))
    assert text == page
    assert text[:3] == [line.to("ja") for line in FIRST]
    assert text[3:6] == ["あすの情報交換会", "持ち物はありません", "一行目"]
    whole = "\n".join(text)
    for said in (
        BUTTONS_ARE_AT,
        "みどり市の集い",
        "みどり市中央1-2-3",
        "office@city.example",
        "https://hub.city.example/x",
    ):
        assert said in whole


def test_how_to_answer_and_to_leave_in_japanese():
    made = letter(TO, REMINDER)
    assert "このメールに『会場』『オンライン』『欠席』とだけ書いて返信してください。" in made.text
    assert "このメールに「配信停止」とだけ書いて返信してください。" in made.text
    assert 'lang="ja"' in made.html


def test_how_to_answer_and_to_leave_in_english():
    made = letter(replace(TO, lang="en"), REMINDER)
    assert "with nothing but: “venue”, “online”, “absent”" in made.text
    assert "with nothing but “unsubscribe”" in made.text
    assert 'lang="en"' in made.html


def test_a_guest_is_not_sent_to_discord_and_who_has_not_consented_cannot_leave():
    assert "discord.com" not in letter(replace(TO, has_account=False), REMINDER).text
    assert "discord.com" not in letter(TO, notice("Nichts zu drücken")).text
    asked = letter(replace(TO, member_id=None, unsubscribe_token=None), REMINDER)
    assert "配信停止" not in asked.text + asked.html


def test_without_a_part_for_mail_the_notice_itself_is_the_letter():
    text, page = both(letter(TO, notice("変更のお知らせ", "場所が変わりました")))
    assert text == page
    assert text[:2] == ["変更のお知らせ", "場所が変わりました"]


@pytest.mark.parametrize(
    ("to", "said"),
    [(replace(TO, hides_subject=True), REMINDER), (TO, replace(REMINDER, is_discreet=True))],
)
def test_what_is_discreet_says_nothing_before_the_line(to, said: Notice):
    made = letter(to, said)
    assert made.subject == "みどり市の集いからのお知らせ"
    secret = {"情報交換会", "12月17日", "市民センター"}
    for body, line in ((made.text, "――"), (made.html, "<hr>")):
        cover, _line, rest = body.partition(line)
        assert not any(word in cover for word in secret)
        assert all(word in rest for word in secret)
        assert "みどり市の集い" in cover
    text, page = both(made)
    assert text == page


def test_there_are_no_images_and_nothing_is_loaded():
    page = Reader(letter(TO, REMINDER).html)
    assert {"img", "link", "script", "iframe", "style"}.isdisjoint(page.tags)
    assert page.links == [BUTTONS_ARE_AT]
    planted = Reader("<html lang='ja'><p><img src='x'></p></html>")
    assert "img" in planted.tags  # the scanner bites


def test_typed_words_become_no_markup_no_template_and_no_script_link():
    words = "<b>{{ 7*7 }}</b> {x} {% include 'x' %} javascript:alert(1) **強い** @everyone"
    made = letter(TO, notice(words, words))
    page = Reader(made.html)
    assert made.subject == words
    assert page.lines[:2] == [words, words]
    assert "b" not in page.tags
    assert page.links == []


def test_a_link_ends_where_the_japanese_goes_on():
    page = Reader(
        letter(TO, notice("x", "次です（https://meet.example/a?b=1&c=2）。そして https://a.example.")).html
    )
    assert page.links == ["https://meet.example/a?b=1&c=2", "https://a.example"]


NASTY = [
    "x, e@v.example, y",
    '山田 "太郎", <b@v.example>',
    "a\r\nBcc: b@v.example\r\n\r\nbody",
    "nul\x00bell\x07esc\x1b[31m",
    "line\u2028paragraph\u2029next\x85end",
    "lone \ud83d and \udc00 surrogates",
    "\ud83d\ude00 as a pair",
    "שלום עולם مرحبا",
    "\u202eturned\u202c",
    "👩‍👩‍👧‍👦🇯🇵",
    "題" * 300,
    "{0} {x.__class__} %s %(x)s",
    "=?utf-8?q?forged?=",
    "① 髙橋 ～ ―",
    " ",
]


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_whatever_is_typed_arrives_in_both_parts(words: str):
    part = MailPart((typed(words),), (typed(words),), ("venue",))
    made = letter(replace(TO, community_name=words, postal_address=words), notice(words, mail=part))
    assert made.text.encode()
    assert made.html.encode()
    text, page = both(made)
    assert text == page
    assert "\n" not in made.subject
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]", made.text + made.html + made.subject)


@given(words=st.text(st.characters(), max_size=300))
def test_no_text_breaks_a_letter(words: str):
    made = letter(replace(TO, community_name=words), notice(words, words, words))
    assert (made.text + made.html + made.subject).encode()
    assert len(made.subject.splitlines()) <= 1

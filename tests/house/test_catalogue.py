"""The Japanese catalogue is complete, and it is Japanese."""

from __future__ import annotations

import gettext
import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PO = ROOT / "bot/locales/ja/LC_MESSAGES/messages.po"
MO = PO.with_suffix(".mo")
JAPANESE = re.compile(r"[぀-ヿ㐀-鿿々〆]")
PLACEHOLDER = re.compile(r"{[^{}]*}")
WITHOUT_JAPANESE: set[str] = {"English", "DM"}
"""Entries that may be without kana and kanji, because they are names."""

Key = tuple[str | None, str | tuple[str, ...]]


def used_in_code() -> dict[Key, str]:
    """Every sentence marked in the code, with the file in which it stands."""
    mapping = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]
    keywords = {"_": None, "N_": None, "_n": (1, 2), "C_": ((1, "c"), 2)}
    assert mapping, "Babel's configuration is in pyproject.toml"
    found: dict[Key, str] = {}
    for folder in ("bot", "cogs"):
        for name, _line, message, _comments, context in extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=keywords, strip_comment_tags=True
        ):
            found[context, message] = f"{folder}/{name}"
    return found


@pytest.fixture(scope="module")
def catalogue():
    with PO.open("rb") as file:
        return read_po(file, locale="ja")


def problems_of(source: str | tuple[str, ...], translation: str) -> Iterator[str]:
    """What is wrong with one Japanese entry; Japanese has one form for all numbers."""
    sources = (source,) if isinstance(source, str) else source
    if not translation.strip():
        yield "empty"
        return
    wanted = set().union(*(PLACEHOLDER.findall(one) for one in sources))
    if set(PLACEHOLDER.findall(translation)) != wanted:
        yield f"other placeholders: {PLACEHOLDER.findall(translation)} for {sorted(wanted)}"
    if sources[0] in WITHOUT_JAPANESE or not any(map(str.isalpha, PLACEHOLDER.sub("", sources[0]))):
        return  # a name, or a line that only arranges its placeholders
    if translation in sources:
        yield "the same as the English"
    if not JAPANESE.search(translation):
        yield "without kana or kanji"


def test_every_sentence_in_the_code_is_in_the_catalogue_and_none_is_left_over(catalogue):
    known = {(message.context, message.id) for message in catalogue if message.id}
    used = used_in_code()
    assert sorted(f"{used[key]}: {key}" for key in used.keys() - known) == []
    assert sorted(str(key) for key in known - used.keys()) == []
    assert not catalogue.obsolete


def test_every_entry_is_japanese(catalogue):
    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        translation = message.string if isinstance(message.string, str) else message.string[0]
        if message.fuzzy:
            wrong.append((message.id, "fuzzy"))
        wrong += [(message.id, problem) for problem in problems_of(message.id, translation)]
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "translation", "problem"),
    [
        ("Good evening", "", "empty"),
        ("Good evening", "Good evening", "the same as the English"),
        ("Good evening", "Bonsoir", "without kana or kanji"),
        ("Good evening, {name}", "こんばんは", "other placeholders"),
        ("Good evening", "こんばんは、{name}さん", "other placeholders"),
    ],
)
def test_the_check_sees(source: str, translation: str, problem: str):
    assert any(found.startswith(problem) for found in problems_of(source, translation))
    assert list(problems_of("Good evening, {name}", "{name}さん、こんばんは")) == []


def test_the_compiled_catalogue_is_the_written_one(catalogue):
    fresh = io.BytesIO()
    write_mo(fresh, catalogue)
    compiled = gettext.GNUTranslations(io.BytesIO(fresh.getvalue()))
    with MO.open("rb") as file:
        shipped = gettext.GNUTranslations(file)
    words = vars(compiled)["_catalog"]
    assert len(words) > 100
    assert {k: v for k, v in vars(shipped)["_catalog"].items() if k} == {k: v for k, v in words.items() if k}

"""The Japanese catalogue is complete, and it is Japanese."""

from __future__ import annotations

import ast
import gettext
import io
import re
import sys
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


MARKS = {"_": 1, "N_": 1, "_n": 2, "C_": 2}
"""What marks a sentence, and how many of its first arguments are the key."""
DEFINES_THE_MARKS = {"bot/i18n.py", "bot/errors.py"}


def marked_in(code: str) -> Iterator[tuple[Key | None, str]]:
    """Every marked sentence as Python itself reads the code; None and the call where it is no literal."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
        if name not in MARKS:
            continue
        words = [each.value if isinstance(each, ast.Constant) else None for each in node.args[: MARKS[name]]]
        if len(words) < MARKS[name] or not all(isinstance(word, str) for word in words):
            yield None, ast.unparse(node)
        elif name == "C_":
            yield (str(words[0]), str(words[1])), ""
        else:
            yield (None, str(words[0]) if len(words) == 1 else tuple(map(str, words))), ""


def sentences_without_a_mark(code: str) -> list[str]:
    """Sentences of refusals that nobody would find for the catalogue."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(
            node.value, ast.Constant | ast.JoinedStr
        ):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(each, ast.Name) and each.id == "sentence" for each in targets):
                found.append(ast.unparse(node))
    return found


@pytest.mark.long  # `make check` runs it too
def test_babel_sees_every_mark_that_python_sees():
    """On Python 3.11 it does not look into f-strings, and it does not know what is no literal."""
    read: set[Key] = set()
    wrong = []
    for path in (*(ROOT / "bot").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name in DEFINES_THE_MARKS:
            continue
        code = path.read_text("utf-8")
        for key, call in marked_in(code):
            if key is None:
                wrong.append(f"{name}: {call}")
            else:
                read.add(key)
        wrong += [f"{name}: {line}" for line in sentences_without_a_mark(code)]
    assert wrong == []
    assert len(read) > 100
    assert read == used_in_code().keys()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("x = f'{_(\"Good evening\")}!'", [((None, "Good evening"), "")]),
        ("x = i18n._('Good ' 'evening', name=1)", [((None, "Good evening"), "")]),
        ("x = C_('button', 'Go')", [(("button", "Go"), "")]),
        (
            "x = _n('{count} seat', '{count} seats', count=2)",
            [((None, ("{count} seat", "{count} seats")), "")],
        ),
        ("x = _(greeting)", [(None, "_(greeting)")]),
        ("x = _(f'Good {daytime}')", [(None, "_(f'Good {daytime}')")]),
        ("x = C_('button', go)", [(None, "C_('button', go)")]),
    ],
)
def test_the_reader_of_marks_sees(code: str, found: list[tuple[Key | None, str]]):
    assert list(marked_in(code)) == found


def test_what_only_python_sees_would_be_missed(tmp_path: Path):
    (tmp_path / "planted.py").write_text("x = f'{_(\"Good evening\")}!'\ny = _('Good night')\n")
    babel = {message for _file, _line, message, _comments, _context in extract_from_dir(tmp_path)}
    assert "Good night" in babel
    if sys.version_info < (3, 12):
        assert "Good evening" not in babel


def test_a_refusal_without_a_mark_is_found():
    assert sentences_without_a_mark("class Full(UserError):\n    sentence = 'It is full.'") != []
    assert sentences_without_a_mark("class Full(UserError):\n    sentence: str = 'It is full.'") != []
    assert sentences_without_a_mark("class Full(UserError):\n    sentence = N_('It is full.')") == []


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

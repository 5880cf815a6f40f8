"""The documents among themselves: their links lead somewhere, their words are those on the screens, and the plan
of the house is the one that is checked.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
ENGLISH = (ROOT / "README.md").read_text("utf-8")
JAPANESE = (ROOT / "README.ja.md").read_text("utf-8")
HOUSE = (ROOT / "bot/README.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
READMES = sorted(
    path
    for path in ROOT.rglob("README*.md")
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
)
FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(([^)\s]+)\)")
ENGLISH_BUTTON = re.compile(r"(?<!\])\[([A-Z][^\]\n]+)\](?![(\[:])")
JAPANESE_BUTTON = re.compile(r"［([^］]+)］")


# --- words on screens ---


def words_on_screens() -> tuple[set[str], set[str]]:
    """Every English and every Japanese text of the catalogue."""
    with (ROOT / "bot/locales/ja/LC_MESSAGES/messages.po").open("rb") as file:
        entries = [each for each in read_po(file, locale="ja") if each.id]
    return {text for each in entries for text in forms(each.id)}, {
        text for each in entries for text in forms(each.string)
    }


def forms(texts: str | Iterable[str] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ())


def invented_buttons(text: str) -> set[str]:
    """[English] and ［Japanese］ labels that no screen shows."""
    english, japanese = words_on_screens()
    return (set(ENGLISH_BUTTON.findall(FENCED.sub("", text))) - english) | (
        set(JAPANESE_BUTTON.findall(text)) - japanese
    )


def test_every_button_that_is_named_is_on_a_screen() -> None:
    assert len(ENGLISH_BUTTON.findall(ENGLISH)) > 3
    assert len(JAPANESE_BUTTON.findall(JAPANESE)) > 10
    assert invented_buttons(ENGLISH) | invented_buttons(JAPANESE) == set()


def test_invented_buttons_are_found() -> None:
    planted = (
        "Press [Change seats], then [Make coffee] or [a link](there.md).\n［会場で参加する］か［お茶を出す］"
    )
    assert invented_buttons(planted) == {"Make coffee", "お茶を出す"}


# --- the tour ---


def spoken(text: str) -> list[str]:
    """The words of each line, without frames, rules and marks."""
    lines = (re.sub(r"[│╭╮╰╯─▪]", " ", line) for line in text.splitlines())
    return [" ".join(line.split()).rstrip(":") for line in lines if line.strip()]


def not_played(transcript: str, played: str) -> list[str]:
    """Lines of a transcript that the tour does not show, in their order; … stands for what is left out."""
    rest, missing = spoken(played), []
    for line in spoken(transcript):
        if line in rest:
            rest = rest[rest.index(line) + 1 :]
        elif line != "…":
            missing.append(line)
    return missing


@pytest.mark.long
@pytest.mark.parametrize(("lang", "text"), [("en", ENGLISH), ("ja", JAPANESE)], ids=["en", "ja"])
def test_the_transcript_is_what_the_tour_plays(lang: str, text: str) -> None:
    command = (sys.executable, "-m", "bot", "try", "--tour", "--lang", lang)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    transcript = next(block for kind, block in FENCED.findall(text) if kind == "text")
    assert len(spoken(transcript)) > 10
    assert not_played(transcript, done.stdout) == []


def test_a_line_that_is_not_played_is_found() -> None:
    played = "╭─ Only Haru sees this ─╮\n│ You have a seat.   │\n│ [No DM]  │"
    assert not_played("│ You have a seat.\n…\n│ [No DM]", played) == []
    assert not_played("│ You have two seats.\n│ [No DM]", played) == ["You have two seats."]
    assert not_played("│ [No DM]\n│ You have a seat.", played) == ["You have a seat."]


# --- links ---


def anchors(text: str) -> set[str]:
    """The names of the headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(text: str, folder: Path) -> Iterator[str]:
    for link in LINK.findall(FENCED.sub("", text)):
        parts = urlsplit(link)
        if parts.scheme:
            continue
        target = folder / unquote(parts.path)
        if not target.exists():
            yield link
        elif parts.fragment:
            reached = target.read_text("utf-8") if parts.path else text
            if unquote(parts.fragment) not in anchors(reached):
                yield link


@pytest.mark.parametrize(
    "readme", [*READMES, ROOT / "CHANGELOG.md"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_no_link_is_dead(readme: Path) -> None:
    assert list(dead_links(readme.read_text("utf-8"), readme.parent)) == []


def test_dead_links_are_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# A word, two\n")
    text = "# Here\n[a](there.md) [b](gone.md) [c](there.md#a-word-two) [d](there.md#other) [e](#here) [f](https://a.example)"
    assert list(dead_links(text, tmp_path)) == ["gone.md", "there.md#other"]


def test_the_documents_lead_on() -> None:
    assert {ROOT / "README.md", ROOT / "README.ja.md", ROOT / "bot/README.md"} <= set(READMES)
    reached = set(LINK.findall(ENGLISH))
    assert {"README.ja.md", "bot/README.md", "cogs/README.md", "tests/README.md", "LICENSE"} <= reached
    assert "README.md" in LINK.findall(JAPANESE)


# --- what is new ---


def releases(changelog: str) -> list[str]:
    """The versions that have a heading with their day, the newest first."""
    return re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", changelog, re.MULTILINE)


def test_the_changelog_begins_with_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert changelog.index("## [Unreleased]") < changelog.index(f"## [{releases(changelog)[0]}]")
    assert releases(changelog) == [PROJECT["project"]["version"], "0.1.0"]
    assert releases(changelog.replace(" - 2026", " 2026")) == []
    assert invented_buttons(changelog) <= {"Unreleased", "Keep a Changelog"}


# --- the plan of the house ---


def told_floors(text: str) -> list[str]:
    block = next(block for _lang, block in FENCED.findall(text) if block.startswith("bot.__main__"))
    return [re.split(r"\s{3,}", line)[0].strip() for line in block.splitlines()]


def told_libraries(text: str) -> set[str]:
    table = text.partition("## Libraries and why")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| ")][1:]
    return {
        name for row in rows for name in re.sub(r"\([^)]*\)", "", row).lower().replace(" ", "").split(",")
    }


def used_libraries() -> set[str]:
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    wanted += [each for extra in project["optional-dependencies"].values() for each in extra]
    return {re.split(r"[\[<>=;~ ]", each)[0] for each in wanted} - {project["name"]}


def test_the_floors_are_those_that_are_checked() -> None:
    floors = next(each for each in PROJECT["tool"]["importlinter"]["contracts"] if each["id"] == "floors")
    assert told_floors(HOUSE) == floors["layers"]


def test_every_library_has_its_reason() -> None:
    assert told_libraries(HOUSE) == used_libraries()


def test_a_changed_floor_and_a_library_without_a_reason_are_found() -> None:
    assert told_floors(HOUSE.replace("bot.hub\n", "")) != told_floors(HOUSE)
    assert used_libraries() - told_libraries(HOUSE.replace("| aiolimiter |", "| a limiter |")) == {
        "aiolimiter"
    }

"""Every table has an end or a reason, and the READMEs say the same as the code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

import bot.attendance.models
import bot.events.models
import bot.mailing.models
import bot.members.models
import bot.outbox.models
import bot.probono.models
import bot.projects.models
import bot.questions.models
import bot.records.models
import bot.seeds.models
import bot.series.models
import bot.themes.models  # noqa: F401
from bot.db import Base
from bot.retention import KEPT, RULES, in_words

ROOT = Path(__file__).parents[2]
READMES = {"en": ("README.md", "How long things are kept"), "ja": ("README.ja.md", "いつまで残すか")}


def disagreements(tables: Iterable[str]) -> dict[str, int]:
    """Tables that are not named exactly once, and names that are no table."""
    named = Counter([table for rule in RULES for table in rule.tables] + list(KEPT))
    return {table: named[table] for table in {*tables, *named} if named[table] != 1 or table not in tables}


def test_every_table_is_in_one_rule_or_kept_for_a_reason() -> None:
    tables = set(Base.metadata.tables)
    assert disagreements(tables) == {}
    assert disagreements({*tables, "planted"}) == {"planted": 0}
    assert disagreements(tables - {"deliveries"}) == {"deliveries": 1}


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def rows_below(readme: str, heading: str) -> list[tuple[str, ...]]:
    section = re.search(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##? |\Z)", readme, re.MULTILINE | re.DOTALL)
    if section is None:
        return []
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", section[1], re.MULTILINE)
    return [row for row in rows[1:] if not set("".join(row)) <= set("-: ")]


@pytest.mark.parametrize("lang", READMES)
def test_the_readme_says_what_the_code_does(lang: str) -> None:
    file, heading = READMES[lang]
    readme = (ROOT / file).read_text("utf-8")
    assert rows_below(readme, heading) == in_words(lang)


def test_a_difference_is_seen() -> None:
    table = "".join(f"| {what} | {how_long} |\n" for what, how_long in in_words("en"))
    page = f"# X\n\n## Kept\n\n| What | How long |\n|---|---|\n{table}\n## Next\n\n| a | b |\n"
    assert rows_below(page, "Kept") == in_words("en")
    assert rows_below(page.replace("90 days", "91 days", 1), "Kept") != in_words("en")
    assert rows_below(page, "Elsewhere") == []

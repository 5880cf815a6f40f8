"""The skills that people can have or need, by which words they are known, and which are near each other.

They are data: one file of `skills/` for each group, and what a coordinator of a community changed.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from bot.matching.text import plain_text as make_plain, without_ending

plain_text = lru_cache(maxsize=None)(make_plain)
"""Remembered: a change of one word would otherwise read forty thousand again, a second's work."""

MOST_RELATED = 0.9
"""A neighbour is never as good as the skill itself."""


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a skill or group, in the language of its reader; can stand in a `bot.i18n.Text`."""

    ja: str
    en: str

    def to(self, lang: str) -> str:
        return self.en if lang == "en" else self.ja


@dataclass(frozen=True, slots=True)
class Skill:
    """``words`` name the skill; ``signs`` are how people show it without naming it; both as written.

    ``related`` holds neighbours with a weight between 0 and 1, the same in both directions.
    """

    id: str
    group: str
    label: Name
    words: tuple[str, ...]
    signs: tuple[str, ...] = ()
    related: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A shelf of skills, for choosing them from a list."""

    id: str
    label: Name


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a skill; ``skill`` None is a word that only looks like one (個人事業 is no 人事)."""

    skill: str | None
    written: str
    is_sign: bool = False


@dataclass(frozen=True)
class Taxonomy:
    """All skills in their order, and their aliases by plain text."""

    skills: Mapping[str, Skill]
    groups: tuple[Group, ...] = ()
    silent: tuple[str, ...] = ()

    @cached_property
    def aliases(self) -> Mapping[str, Alias]:
        """Every alias by its plain text. Of two skills with the same one the first in order keeps it."""
        found: dict[str, Alias] = {}
        for alias in self._given():
            key = plain_text(alias.written)
            is_sign = alias.is_sign and not _begins_with_a_word(key, alias, found)
            found.setdefault(key, replace(alias, is_sign=is_sign))
        for key, alias in list(found.items()):
            short = None if alias.is_sign else without_ending(key)
            if short is not None:
                found.setdefault(short, alias)
        found.pop("", None)
        return found

    @cached_property
    def lengths(self) -> Mapping[str, tuple[int, ...]]:
        """The lengths of the aliases that begin with these two signs, longest first."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for key in self.aliases:
            found[key[:2]].add(len(key))
        return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}

    def nearness(self, one: str, other: str) -> float:
        """1 for the same skill, the weight of neighbours, 0 for strangers."""
        if one == other:
            return 1.0
        skill = self.skills.get(one)
        return skill.related.get(other, 0.0) if skill else 0.0

    def with_changes(
        self,
        added: Mapping[str, Iterable[str]] | None = None,
        removed: Mapping[str, Iterable[str]] | None = None,
        related: Mapping[tuple[str, str], float] | None = None,
    ) -> Taxonomy:
        """What a community made of it: words added and removed for each skill, and weights of pairs.

        An added word belongs to this skill even if another one had it. A weight of 0 parts two neighbours.
        Skills that do not exist (any more) are passed over.
        """
        added, removed = added or {}, removed or {}
        taken = {
            plain_text(word): skill_id
            for skill_id, words in added.items()
            if skill_id in self.skills
            for word in words
        }
        skills = {
            skill_id: _changed(
                skill,
                tuple(added.get(skill_id, ())),
                frozenset(map(plain_text, removed.get(skill_id, ()))),
                taken,
            )
            for skill_id, skill in self.skills.items()
        }
        return replace(self, skills=_related_anew(skills, related or {}))

    def _given(self) -> Iterable[Alias]:
        for skill in self.skills.values():
            yield from (Alias(skill.id, word) for word in skill.words)
        for skill in self.skills.values():
            yield from (Alias(skill.id, sign, is_sign=True) for sign in skill.signs)
        yield from (Alias(None, word) for word in self.silent)


def _begins_with_a_word(key: str, sign: Alias, found: Mapping[str, Alias]) -> bool:
    """写真を names 写真, so it is no mere sign of it."""
    shorter = (found.get(key[:length]) for length in range(len(key) - 1, 1, -1))
    return any(word is not None and word.skill == sign.skill and not word.is_sign for word in shorter)


def _changed(
    skill: Skill, added: tuple[str, ...], removed: frozenset[str], taken: Mapping[str, str]
) -> Skill:
    def stays(word: str) -> bool:
        key = plain_text(word)
        return key not in removed and taken.get(key, skill.id) == skill.id

    words = dict.fromkeys((*filter(stays, skill.words), *added))
    return replace(skill, words=tuple(words), signs=tuple(filter(stays, skill.signs)))


def _related_anew(skills: dict[str, Skill], pairs: Mapping[tuple[str, str], float]) -> dict[str, Skill]:
    near = {skill_id: dict(skill.related) for skill_id, skill in skills.items()}
    for (one, other), weight in pairs.items():
        if one in skills and other in skills and one != other:
            near[one][other] = near[other][one] = min(max(weight, 0.0), MOST_RELATED)
    return {
        skill_id: replace(
            skill, related={other: weight for other, weight in near[skill_id].items() if weight > 0}
        )
        for skill_id, skill in skills.items()
    }


def read(tables: Iterable[Mapping[str, Any]], groups: Mapping[str, Any] | None = None) -> Taxonomy:
    """The taxonomy of parsed TOML files: ``[skill.<id>]`` with group, ja, en, words, signs, related."""
    given: dict[str, Mapping[str, Any]] = {}
    for table in tables:
        given.update(table.get("skill", {}))
    shelves = (groups or {}).get("group", {})
    order = list(shelves)
    ranked = sorted(given.items(), key=lambda item: order.index(item[1]["group"]) if order else 0)
    skills = {skill_id: _skill(skill_id, table) for skill_id, table in ranked}
    pairs = {
        (skill_id, other): weight
        for skill_id, table in ranked
        for other, weight in table.get("related", {}).items()
    }
    return Taxonomy(
        _related_anew(skills, pairs),
        tuple(Group(group_id, Name(table["ja"], table["en"])) for group_id, table in shelves.items()),
        tuple((groups or {}).get("silent", ())),
    )


def _skill(skill_id: str, table: Mapping[str, Any]) -> Skill:
    name = Name(table["ja"], table["en"])
    return Skill(skill_id, table["group"], name, tuple(table["words"]), tuple(table.get("signs", ())))


@lru_cache(1)
def shipped() -> Taxonomy:
    """The taxonomy that comes with the program; read at the first use, a part of a second."""
    folder = files("bot.matching") / "skills"
    tables = {
        file.name: tomllib.loads(file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    groups = tables.pop("groups.toml")
    return read((tables[name] for name in sorted(tables)), groups)

"""The dictionary of skills as a coordinator reads and changes it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import N_, UserError
from bot.i18n import C_, Text
from bot.matching.lint import Fault, Finding
from bot.matching.taxonomy import Group, Name, Skill, Taxonomy
from bot.matching.text import plain_text


class Nearness(StrEnum):
    """How much of a skill its neighbour is taken for."""

    NEAR = "near"
    FAIRLY = "fairly"
    A_LITTLE = "a_little"
    NOT = "not"

    @property
    def label(self) -> Text:
        return _NEARNESS[self]

    @property
    def tenths(self) -> int:
        return _TENTHS[self]


_NEARNESS = {
    Nearness.NEAR: C_("nearness", "near"),
    Nearness.FAIRLY: C_("nearness", "fairly near"),
    Nearness.A_LITTLE: C_("nearness", "a little"),
    Nearness.NOT: C_("nearness", "not at all"),
}
_TENTHS = {Nearness.NEAR: 7, Nearness.FAIRLY: 5, Nearness.A_LITTLE: 3, Nearness.NOT: 0}


def nearness_of(weight: float) -> Nearness:
    """The word for a weight; 0 is not at all."""
    if weight <= 0:
        return Nearness.NOT
    near = (each for each in Nearness if each.tenths)
    return min(near, key=lambda each: abs(each.tenths - round(10 * weight)))


@dataclass(frozen=True, slots=True)
class Neighbour:
    id: str
    name: Name
    nearness: Nearness


@dataclass(frozen=True, slots=True)
class SkillEntry:
    """One skill as this community has it. ``added``: its words that came from the community;
    ``taken_out``: shipped ones that it does not want. ``is_changed``: it differs from what is shipped.
    """

    id: str
    name: Name
    group: Group
    words: tuple[str, ...]
    signs: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    added: tuple[str, ...]
    taken_out: tuple[str, ...]
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """A group and its skills, in their order."""

    group: Group
    skills: tuple[tuple[str, Name], ...]


class NoSuchSkill(UserError):
    sentence = N_("This skill is not in the dictionary any more. Please choose another one.")


class WordRefused(UserError):
    sentence = N_("{finding} Nothing was changed.")


class SureAboutWord(UserError):
    """It can be added all the same; a second press insists."""

    sentence = N_("{finding} Nothing was changed yet. You can add it all the same.")


class WordMoves(SureAboutWord):
    sentence = N_("{finding} Nothing was changed yet. You can move it here; then it is no longer there.")


class NoNeighbourOfItself(UserError):
    sentence = N_("A skill is no neighbour of itself. Please choose another one.")


_CAN_INSIST = frozenset({Fault.AMBIGUOUS, Fault.TAKEN})
"""A coordinator may know better; a word too short or too long is found nowhere or everywhere."""


def refuse(finding: Finding | None, *, insists: bool) -> None:
    """Raises `WordRefused`, or `SureAboutWord` where insisting helps, for what speaks against a word."""
    if finding is None:
        return
    if finding.fault not in _CAN_INSIST:
        raise WordRefused(finding=finding.text)
    if not insists:
        sure = WordMoves if finding.fault is Fault.TAKEN else SureAboutWord
        raise sure(finding=finding.text)


def has_word(skill: Skill, word: str) -> bool:
    """Whether it is one of its words or signs, however it is written."""
    key = plain_text(word)
    return any(plain_text(each) == key for each in (*skill.words, *skill.signs))


def shelves_of(taxonomy: Taxonomy) -> tuple[Shelf, ...]:
    """The skills by their groups, for choosing one."""
    return tuple(
        Shelf(group, tuple((s.id, s.label) for s in taxonomy.skills.values() if s.group == group.id))
        for group in taxonomy.groups
        if any(s.group == group.id for s in taxonomy.skills.values())
    )


def skill_of(taxonomy: Taxonomy, skill_id: str) -> Skill:
    """Raises `NoSuchSkill`."""
    if skill_id not in taxonomy.skills:
        raise NoSuchSkill
    return taxonomy.skills[skill_id]


def entry_of(taxonomy: Taxonomy, shipped: Taxonomy, skill_id: str) -> SkillEntry:
    """The skill as it is now, beside what is shipped; raises `NoSuchSkill`."""
    now, before = skill_of(taxonomy, skill_id), skill_of(shipped, skill_id)
    added = tuple(word for word in now.words if not has_word(before, word))
    taken_out = tuple(word for word in (*before.words, *before.signs) if not has_word(now, word))
    return SkillEntry(
        id=now.id,
        name=now.label,
        group=next(group for group in taxonomy.groups if group.id == now.group),
        words=now.words,
        signs=now.signs,
        neighbours=_neighbours(taxonomy, now),
        added=added,
        taken_out=taken_out,
        is_changed=bool(added or taken_out) or dict(now.related) != dict(before.related),
    )


def _neighbours(taxonomy: Taxonomy, skill: Skill) -> tuple[Neighbour, ...]:
    """The nearest first, then in the order of the dictionary."""
    order: Sequence[str] = list(taxonomy.skills)
    ranked = sorted(skill.related.items(), key=lambda pair: (-pair[1], order.index(pair[0])))
    return tuple(
        Neighbour(other, taxonomy.skills[other].label, nearness_of(weight)) for other, weight in ranked
    )

"""A file of offers and requests, ranked by exactly what the bot itself uses: ``bot rank FILE.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.errors import N_, UserError
from bot.matching.matcher import Matcher, Ranking
from bot.matching.rules import NeedFacts, NeedMode, OfferFacts, OfferMode, Slot
from bot.matching.tagging import skills_of_word
from bot.matching.taxonomy import Taxonomy


class RankFileUnreadable(UserError):
    sentence = N_("{file} cannot be read. Please give a JSON file in UTF-8.")


class RankFileUnclear(UserError):
    sentence = N_(
        "{file}: in {place} I do not understand the field “{field}”. "
        "An example is tests/data/matching-dev.json."
    )


@dataclass(frozen=True, slots=True)
class Case:
    """What stands in a file; ``today`` of each need is its own date."""

    offers: tuple[OfferFacts, ...]
    needs: tuple[NeedFacts, ...]


def read_file(file: Path, taxonomy: Taxonomy, *, use_chips: bool = False) -> Case:
    """The offers and requests of a file; raises `RankFileUnreadable` or `RankFileUnclear`.

    ``use_chips`` takes the words of the field ``skills_gold`` as what a person ticked.
    """
    try:
        whole = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise RankFileUnreadable(file=str(file)) from error
    if not isinstance(whole, dict):
        raise RankFileUnreadable(file=str(file))
    return Case(
        tuple(_offer(row) for row in _rows(file, whole, "offers")),
        tuple(_need(row, taxonomy, use_chips) for row in _rows(file, whole, "requests")),
    )


def rank_file(file: Path, taxonomy: Taxonomy, *, top: int, use_chips: bool = False) -> Iterator[str]:
    """One line of JSON for each request, in their order."""
    case = read_file(file, taxonomy, use_chips=use_chips)
    index = Matcher(taxonomy).index(case.offers)
    for need in case.needs:
        assert need.starts_on is not None
        yield json.dumps(_line(need, index.rank(need, need.starts_on, top)), ensure_ascii=False)


def _line(need: NeedFacts, ranking: Ranking) -> dict[str, Any]:
    return {
        "request": need.need_id,
        "offers": [match.offer_id for match in ranking.matches],
        "near_misses": [
            {"offer": near.offer_id, "reason": near.obstacle.value} for near in ranking.near_misses
        ],
    }


class _Row:
    """One object of the file, whose fields are read strictly."""

    def __init__(self, file: Path, place: str, fields: Mapping[str, Any]) -> None:
        self._file, self._place, self._fields = file, place, fields

    def unclear(self, field: str) -> RankFileUnclear:
        return RankFileUnclear(file=str(self._file), place=self._place, field=field)

    def text(self, field: str) -> str:
        value = self._fields.get(field)
        if not isinstance(value, str):
            raise self.unclear(field)
        return value

    def id(self) -> str:
        value = self._fields.get("id")
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise self.unclear("id")
        return str(value)

    def optional(self, field: str) -> str | None:
        return None if self._fields.get(field) is None else self.text(field)

    def number(self, field: str) -> float | None:
        value = self._fields.get(field)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.unclear(field)
        return float(value)

    def count(self, field: str, otherwise: int) -> int:
        value = self._fields.get(field, otherwise)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.unclear(field)
        return value

    def words(self, field: str) -> tuple[str, ...]:
        value = self._fields.get(field)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise self.unclear(field)
        return tuple(value)

    def slots(self) -> frozenset[Slot]:
        try:
            return frozenset(map(Slot, self.words("slots")))
        except ValueError as error:
            raise self.unclear("slots") from error

    def day(self, field: str) -> date | None:
        try:
            return date.fromisoformat(day) if (day := self.optional(field)) else None
        except ValueError as error:
            raise self.unclear(field) from error

    def is_set(self, field: str) -> bool:
        value = self._fields.get(field, False)
        if not isinstance(value, bool):
            raise self.unclear(field)
        return value


def _rows(file: Path, whole: Mapping[str, Any], name: str) -> Iterator[_Row]:
    rows = whole.get(name)
    if not isinstance(rows, list):
        raise RankFileUnclear(file=str(file), place=str(file.name), field=name)
    seen: set[str] = set()
    for number, fields in enumerate(rows, 1):
        if not isinstance(fields, dict):
            raise RankFileUnclear(file=str(file), place=f"{name} {number}", field=name)
        row = _Row(file, f"{name} {fields.get('id', number)}", fields)
        if row.id() in seen:
            raise row.unclear("id")
        seen.add(row.id())
        yield row


def _offer(row: _Row) -> OfferFacts:
    try:
        mode = OfferMode(row.text("mode"))
    except ValueError as error:
        raise row.unclear("mode") from error
    return OfferFacts(
        row.id(),
        row.text("text"),
        tags=row.words("tags"),
        causes=frozenset(row.words("causes")),
        hours=row.number("hours_per_month"),
        mode=mode,
        areas=frozenset(row.words("areas")),
        slots=row.slots(),
        available_from=row.day("available_from"),
        available_until=row.day("available_until"),
        capacity=row.count("capacity", 1),
        active=row.count("active", 0),
        languages=frozenset(row.words("langs")),
    )


def _need(row: _Row, taxonomy: Taxonomy, use_chips: bool) -> NeedFacts:
    try:
        mode = NeedMode(row.text("mode"))
    except ValueError as error:
        raise row.unclear("mode") from error
    starts_on = row.day("date")
    if starts_on is None:
        raise row.unclear("date")
    skills, others = _chips(taxonomy, row.words("skills_gold") if use_chips else ())
    return NeedFacts(
        row.id(),
        row.text("title"),
        row.text("body"),
        skills=skills,
        tags=(*row.words("tags"), *others),
        causes=frozenset(row.words("causes")),
        hours=row.number("hours_needed"),
        mode=mode,
        area=row.optional("area"),
        slots=row.slots(),
        starts_on=starts_on,
        languages=frozenset(row.words("langs")),
        small=row.is_set("small"),
    )


def _chips(taxonomy: Taxonomy, words: Sequence[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The skills that the words stand for, and the words that stand for none: they count as typed."""
    known = {word: skills_of_word(taxonomy, word) for word in words}
    return (
        frozenset(skill for skills in known.values() for skill in skills),
        tuple(word for word, skills in known.items() if not skills),
    )

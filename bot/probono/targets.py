"""What a community wants to reach in a fiscal year: read from what was typed, loaded and stored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from bot.db import Tx
from bot.probono.figures import Figure
from bot.probono.models import TargetRow
from bot.probono.rules import NumberUnreadable

MOST = 99_999


TARGETED = (
    Figure.CONSULTATIONS,
    Figure.APPLICATIONS,
    Figure.COMPANIES,
    Figure.NEW_COMPANIES,
    Figure.INTRODUCTIONS,
)
"""What can have a target: as many as a form has boxes."""

Targets = Mapping[Figure, int]
"""The numbers of one fiscal year; where there is none, nothing was set."""

_NUMBER = re.compile(r"([0-9]{1,9})\s*(?:件|社|人|名|回)?")


def read_targets(typed: Mapping[str, str]) -> dict[Figure, int]:
    """What was typed under the names of the figures; an empty box is no target.

    Raises `NumberUnreadable`.
    """
    return {target: number for target in TARGETED if (number := _number(typed.get(target, ""))) is not None}


def _number(typed: str) -> int | None:
    written = unicodedata.normalize("NFKC", typed).replace(",", "").strip()
    if not written:
        return None
    found = _NUMBER.fullmatch(written)
    if found is None or int(found[1]) > MOST:
        raise NumberUnreadable(written=typed.strip()[:20], least=0, most=MOST)
    return int(found[1])


async def load_targets(tx: Tx, community_id: int, fiscal_year: int) -> dict[Figure, int]:
    """In the order of the figures."""
    rows = await tx.execute(
        select(TargetRow.figure, TargetRow.number).where(
            TargetRow.community_id == community_id, TargetRow.fiscal_year == fiscal_year
        )
    )
    numbers: dict[str, int] = {row.figure: row.number for row in rows}
    return {target: numbers[target.value] for target in TARGETED if target.value in numbers}


async def store_targets(tx: Tx, community_id: int, fiscal_year: int, targets: Targets) -> None:
    """Exactly these from now on."""
    await tx.execute(
        delete(TargetRow).where(TargetRow.community_id == community_id, TargetRow.fiscal_year == fiscal_year)
    )
    if targets:
        await tx.execute(
            insert(TargetRow),
            [
                {
                    "community_id": community_id,
                    "fiscal_year": fiscal_year,
                    "figure": target.value,
                    "number": number,
                }
                for target, number in targets.items()
            ],
        )

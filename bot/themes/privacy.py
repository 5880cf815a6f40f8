"""What choosing themes keeps of a person: nothing. Its rows go with the community."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from bot.db import Tx
from bot.members.parts import Part
from bot.seeds.models import SeedRow
from bot.themes.models import SessionSeedRow


def themes_part() -> Part:
    """Registered before series and seeds, to which its rows refer."""
    return Part("themes", ("session_seeds",), _export, _forget, _erase)


async def _export(tx: Tx, member_id: int, lang: str) -> Mapping[str, Any]:
    return {}


async def _forget(tx: Tx, member_id: int, now: datetime) -> None:
    """No row leads to a person."""


async def _erase(tx: Tx, community_id: int) -> None:
    here = select(SeedRow.id).where(SeedRow.community_id == community_id)
    await tx.execute(delete(SessionSeedRow).where(SessionSeedRow.seed_id.in_(here)))

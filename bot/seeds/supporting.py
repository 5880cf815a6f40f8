"""Use cases of those who press under a seed: support it, help, tell what one knows, take it back, follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from bot.db import Tx, insert_into, tried_again
from bot.members.models import MemberRow
from bot.seeds import kinds, telling
from bot.seeds.cards import CardFacts, SeedCards
from bot.seeds.models import SeedRow, SeedSupportRow
from bot.seeds.queries import find, find_public, take_lock
from bot.seeds.rules import SupportKind
from bot.seeds.seed import Seed, read_text
from bot.seeds.tools import SeedTools, day_of
from bot.seeds.writing import touch

WHAT_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Supported:
    """``seed`` is the one that counts, where it was joined with another. ``is_new``: the first press."""

    seed: Seed
    kind: SupportKind
    is_new: bool


class Supporters:
    def __init__(self, tools: SeedTools, cards: SeedCards) -> None:
        self._tools = tools
        self._cards = cards

    async def show(self, community_id: int, seed_id: int) -> CardFacts:
        """A public seed with its counts, for whoever asks."""
        async with self._tools.db.reading() as tx:
            return await self._cards.facts(tx, await find_public(tx, community_id, seed_id))

    @tried_again
    async def support(
        self,
        community_id: int,
        seed_id: int,
        account_id: int,
        display_name: str | None,
        kind: SupportKind,
        *,
        what: str = "",
        how: str = "",
        may_be_named: bool = False,
    ) -> Supported:
        """Press one of the four buttons; a second press changes nothing but what was written.

        ``can_help`` and ``knows`` want ``what``; the office is told. Raises `NoSuchSeed`, `NothingWritten`.
        """
        now = self._tools.clock()
        writes = kind in (SupportKind.CAN_HELP, SupportKind.KNOWS)
        words: dict[str, Any] = {}
        if writes:
            words = {
                "what": read_text(what, WHAT_LENGTH),
                "how": how.strip()[:WHAT_LENGTH] or None,
                "may_be_named": may_be_named,
                "handled_at": None,
                "was_passed_on": False,
            }
        async with self._tools.db.transaction() as tx:
            seed = await canonical(tx, community_id, seed_id)
            member = await self._tools.members.ensure(tx, community_id, account_id, display_name)
            which = (
                SeedSupportRow.seed_id == seed.id,
                SeedSupportRow.member_id == member.id,
                SeedSupportRow.kind == kind.value,
            )
            is_new = await tx.scalar(select(SeedSupportRow.id).where(*which)) is None
            today = day_of(now, seed.tz)
            await tx.execute(_upsert(tx, seed.id, member.id, kind, words | {"supported_on": today}, writes))
            if writes:
                support_id = await tx.scalar(select(SeedSupportRow.id).where(*which))
                await telling.tell_staff(
                    tx, self._tools, seed, kinds.OFFERED, now, now,
                    mark=f"{support_id}:{now.isoformat()}", args={"support_id": support_id},
                )  # fmt: skip
            if is_new:
                await tx.execute(update(SeedRow).where(SeedRow.id == seed.id).values(active_on=today))
                await touch(tx, self._tools, seed, now)
            return Supported(seed, kind, is_new)

    @tried_again
    async def take_back(self, community_id: int, seed_id: int, account_id: int) -> Seed:
        """Everything this person pressed under that seed, and under the one it was joined with."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            seed = await find(tx, community_id, seed_id)
            member = select(MemberRow.id).where(
                MemberRow.community_id == community_id, MemberRow.discord_user_id == account_id
            )
            await tx.execute(
                delete(SeedSupportRow).where(
                    SeedSupportRow.seed_id == seed.id, SeedSupportRow.member_id.in_(member)
                )
            )
            shown = seed if seed.merged_into_id is None else await find(tx, community_id, seed.merged_into_id)
            await touch(tx, self._tools, shown, now)
            return seed


async def canonical(tx: Tx, community_id: int, seed_id: int) -> Seed:
    """The public seed that counts, locked: of joined ones the one they were joined with."""
    pressed = await find_public(tx, community_id, seed_id)
    counts = pressed.merged_into_id or pressed.id
    await take_lock(tx, counts)
    return await find_public(tx, community_id, counts)


def _upsert(
    tx: Tx, seed_id: int, member_id: int, kind: SupportKind, words: dict[str, Any], writes: bool
) -> Any:
    statement = insert_into(tx.dialect.name, SeedSupportRow).values(
        seed_id=seed_id, member_id=member_id, kind=kind.value, **words
    )
    keys = ["seed_id", "member_id", "kind"]
    if writes:
        return statement.on_conflict_do_update(index_elements=keys, set_=words)
    return statement.on_conflict_do_nothing(index_elements=keys)

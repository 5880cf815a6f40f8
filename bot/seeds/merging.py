"""Joining two seeds that say the same, and taking it back. No support is moved: it is counted together."""

from __future__ import annotations

from sqlalchemy import select

from bot.db import tried_again
from bot.errors import N_, UserError
from bot.outbox.notice import NewDelivery
from bot.seeds import kinds, telling
from bot.seeds.models import SeedRow
from bot.seeds.queries import find_for_staff, joined_with, supporters_of, take_lock
from bot.seeds.rules import MERGEABLE, UNDO_FOR, Readers, Role, SeedState, check_move
from bot.seeds.seed import Seed, subject_of
from bot.seeds.tools import Actor, SeedTools
from bot.seeds.writing import actor_id_of, check_revision, move, touch


class SameSeed(UserError):
    sentence = N_("A seed cannot be joined with itself. Please choose another one.")


class TargetIsJoined(UserError):
    sentence = N_(
        "Seed #{number} was itself joined with #{other}. Please choose #{other}; nothing was changed."
    )


class TargetIsNotOpen(UserError):
    sentence = N_(
        "Seed #{number} is “{state}”. A seed can be joined only with one that is open or resting. "
        "Nothing was changed."
    )


class OthersAreJoined(UserError):
    sentence = N_(
        "Others were joined with seed #{number}: {numbers}. Please take that back first, or join the other "
        "way round. Nothing was changed."
    )


class OfficeOnlyIsNotJoined(UserError):
    sentence = N_(
        "This seed was written for the office only, so it is not joined with one that others read. "
        "Nothing was changed."
    )


class TooLateToUndo(UserError):
    sentence = N_("More than {days} days have passed since then, so it cannot be taken back any more.")


class NotJoined(UserError):
    sentence = N_("This seed is not joined with another one. Nothing was changed.")


class Merging:
    """A joined seed points to one other, which points to none: no chains, no circles."""

    def __init__(self, tools: SeedTools) -> None:
        self._tools = tools

    @tried_again
    async def merge(
        self, community_id: int, seed_id: int, into_id: int, actor: Actor, revision: int | None
    ) -> Seed:
        """Join a seed with another one. Its supporters are told, and may take their support back.

        Raises `SameSeed`, `TargetIsJoined`, `TargetIsNotOpen`, `OthersAreJoined`, `SomebodyWasFaster` and
        what `check_move` raises.
        """
        now = self._tools.clock()
        if seed_id == into_id:
            raise SameSeed
        async with self._tools.db.transaction() as tx:
            await take_lock(tx, seed_id, into_id)
            seed = await find_for_staff(tx, community_id, seed_id, now)
            target = await find_for_staff(tx, community_id, into_id, now)
            check_revision(seed, revision)
            row = check_move(seed.state, SeedState.MERGED, Role.COORDINATOR, None)
            if seed.readers is Readers.OFFICE:
                raise OfficeOnlyIsNotJoined
            if target.merged_into_id is not None:
                raise TargetIsJoined(number=target.id, other=target.merged_into_id)
            if target.state not in MERGEABLE or not target.is_public:
                raise TargetIsNotOpen(number=target.id, state=target.state.label)
            if others := await joined_with(tx, seed.id):
                raise OthersAreJoined(number=seed.id, numbers=", ".join(f"#{other}" for other in others))
            actor_id = await actor_id_of(tx, self._tools, seed, actor)
            joined = await move(
                tx, self._tools, seed, SeedState.MERGED, Role.COORDINATOR, now,
                actor_id=actor_id, note=f"#{target.id}",
                merged_into_id=target.id, merged_from=seed.state.value, merged_at=now,
            )  # fmt: skip
            await touch(tx, self._tools, target, now)
            await telling.moved(tx, self._tools, joined, SeedState.MERGED, row, now)
            rows = [
                NewDelivery(
                    community_id=community_id,
                    kind=kinds.JOINED,
                    subject=subject_of(seed.id),
                    to_member=member_id,
                    due_at=now,
                    dedupe_key=f"{kinds.JOINED}:{seed.id}:{member_id}:{joined.revision}",
                )
                for member_id in await supporters_of(tx, [seed.id])
                if member_id != seed.author_id
            ]
            if rows:
                await self._tools.outbox.enqueue_many(tx, rows, now=now)
            return joined

    @tried_again
    async def undo(self, community_id: int, seed_id: int, actor: Actor) -> Seed:
        """Both stand for themselves again, each with its own support. Raises `TooLateToUndo`, `NotJoined`."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            into_id = await tx.scalar(select(SeedRow.merged_into_id).where(SeedRow.id == seed_id))
            await take_lock(tx, seed_id, *(() if into_id is None else (into_id,)))
            seed = await find_for_staff(tx, community_id, seed_id, now)
            if seed.merged_into_id is None or seed.merged_from is None or seed.merged_at is None:
                raise NotJoined
            if seed.merged_at + UNDO_FOR < now:
                raise TooLateToUndo(days=UNDO_FOR.days)
            check_move(seed.state, seed.merged_from, Role.COORDINATOR, None)
            actor_id = await actor_id_of(tx, self._tools, seed, actor)
            target = await find_for_staff(tx, community_id, seed.merged_into_id, now)
            undone = await move(
                tx, self._tools, seed, seed.merged_from, Role.COORDINATOR, now,
                actor_id=actor_id, note=f"#{target.id}",
                merged_into_id=None, merged_from=None, merged_at=None,
            )  # fmt: skip
            await touch(tx, self._tools, target, now)
            return undone

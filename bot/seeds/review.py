"""What the office decides: publish, ask back, keep private, refer, decline, move on, take down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.db import Tx, tried_again
from bot.errors import N_, UserError
from bot.seeds import kinds, telling
from bot.seeds.concerns import Concern, concerns
from bot.seeds.deleting import delete_seed, lock_with_joined
from bot.seeds.models import SeedCategoryRow, SeedLineRow, SeedRow, SeedTickRow
from bot.seeds.publishing import post_card, publish
from bot.seeds.queries import answers_of, counts_of, find_for_staff, lines_of, load, steps_of
from bot.seeds.rules import (
    CLOSED,
    LINE_LENGTH,
    REASON_LENGTH,
    UNDECIDED,
    Readers,
    Role,
    SeedState,
    check_move,
    next_states,
)
from bot.seeds.seed import Category, Counts, Line, Seed, Step, read_text
from bot.seeds.settings import ensure_categories
from bot.seeds.tools import Actor, SeedTools, day_of
from bot.seeds.writing import actor_id_of, change, check_revision, move, write_step

SHOWN = 25


class OnlyForTheOffice(UserError):
    sentence = N_(
        "The author wrote this for the office only, so it cannot be published. "
        "You can ask them through the seed whether everyone may read it."
    )


class IsJoined(UserError):
    sentence = N_("Seed #{number} is joined with #{other}. Please take that back first; nothing was changed.")


class NobodyReadsIt(UserError):
    sentence = N_("This seed is closed, so its author is no longer asked. Nothing was sent.")


class NoChannelForSeeds(UserError):
    sentence = N_(
        "No channel for seeds is chosen yet. Somebody with “Manage Server” can do it with /setup, "
        "under “More settings” and “Seeds”."
    )


@dataclass(frozen=True, slots=True)
class ReviewPanel:
    """All the office sees of one seed. ``helped`` and ``not_yet``: the answers four weeks after the end."""

    seed: Seed
    counts: Counts
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]
    concerns: tuple[Concern, ...]
    next_states: tuple[SeedState, ...]
    offered: tuple[Category, ...]
    helped: int = 0
    not_yet: int = 0


class Reviews:
    """Every act names the revision that was looked at; whoever comes second is told so."""

    def __init__(self, tools: SeedTools) -> None:
        self._tools = tools

    @tried_again
    async def panel(self, community_id: int, seed_id: int) -> ReviewPanel:
        """Raises `NoSuchSeed`, also for an anonymous seed whose time has not come."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            offered = await ensure_categories(tx, community_id)
            seed = await find_for_staff(tx, community_id, seed_id, now)
            is_read = seed.text is not None
            return ReviewPanel(
                seed,
                await counts_of(tx, seed.id),
                tuple(await lines_of(tx, seed.id, now, for_author=False)) if is_read else (),
                tuple(await steps_of(tx, seed.id)),
                tuple(concerns(f"{seed.title}\n{seed.text}")) if is_read else (),
                tuple(next_states(seed.state, Role.COORDINATOR)),
                tuple(offered),
                **await answers_of(tx, seed.id),
            )

    async def waiting(self, community_id: int) -> list[Seed]:
        """What waits for a first decision, the oldest first."""
        async with self._tools.db.reading() as tx:
            return await load(
                tx,
                SeedRow.community_id == community_id,
                SeedRow.state.in_([state.value for state in UNDECIDED]),
                SeedRow.shown_to_staff_at <= self._tools.clock(),
                limit=SHOWN,
            )

    async def move(
        self,
        community_id: int,
        seed_id: int,
        target: SeedState,
        actor: Actor,
        revision: int | None,
        reason: str | None = None,
    ) -> Seed:
        """Move a seed as `MOVES` allows, with the reason that its author reads.

        Raises what `check_move` raises, `SomebodyWasFaster`, `OnlyForTheOffice`, `NoSuchSeed`.
        """
        moved = await self._move(community_id, seed_id, target, actor, revision, reason)
        if target is SeedState.DELETED:
            await self._tools.db.wipe()  # where others are busy, the daily tidying up does it
        return moved

    @tried_again
    async def _move(
        self,
        community_id: int,
        seed_id: int,
        target: SeedState,
        actor: Actor,
        revision: int | None,
        reason: str | None,
    ) -> Seed:
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            seed = await self._locked(tx, community_id, seed_id, revision, now)
            row = check_move(seed.state, target, Role.COORDINATOR, reason)
            if seed.merged_into_id is not None and target is not SeedState.DELETED:
                raise IsJoined(number=seed.id, other=seed.merged_into_id)
            told = read_text(reason, REASON_LENGTH) if reason and reason.strip() else None
            actor_id = await actor_id_of(tx, self._tools, seed, actor)
            if target is SeedState.DELETED:
                return await self._take_down(tx, seed, now, told)
            if target is SeedState.PUBLISHED and seed.is_undecided:
                if seed.readers is Readers.OFFICE:
                    raise OnlyForTheOffice
                moved = await publish(tx, self._tools, seed, Role.COORDINATOR, now, actor_id=actor_id)
            else:
                moved = await move(
                    tx,
                    self._tools,
                    seed,
                    target,
                    Role.COORDINATOR,
                    now,
                    actor_id=actor_id,
                    note=told,
                    reason=told,
                )
            if target is SeedState.RETURNED and told is not None:
                await write_line(tx, moved, told, now)
            await telling.moved(tx, self._tools, moved, seed.state, row, now)
            return moved

    async def _take_down(self, tx: Tx, seed: Seed, now: datetime, reason: str | None) -> Seed:
        """The author with a name is told why; one without reads it with the key."""
        gone = await delete_seed(tx, self._tools, seed, Role.COORDINATOR, now, note=reason)
        if seed.author_id is not None:
            await telling.tell_author(tx, self._tools, seed, kinds.TOLD, now, mark=str(gone.revision))
        return gone

    @tried_again
    async def categorise(
        self,
        community_id: int,
        seed_id: int,
        category_ids: Collection[int],
        actor: Actor,
        revision: int | None,
    ) -> Seed:
        """Give these categories, and take the others away."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            seed = await self._locked(tx, community_id, seed_id, revision, now)
            known = await tx.scalars(
                select(SeedCategoryRow.id).where(
                    SeedCategoryRow.community_id == community_id, SeedCategoryRow.id.in_(category_ids)
                )
            )
            await tx.execute(delete(SeedTickRow).where(SeedTickRow.seed_id == seed.id))
            if ticks := [{"seed_id": seed.id, "category_id": each} for each in sorted(known)]:
                await tx.execute(insert(SeedTickRow), ticks)
            actor_id = await actor_id_of(tx, self._tools, seed, actor)
            await write_step(tx, seed, "categories", Role.COORDINATOR, now, actor_id=actor_id)
            return await change(tx, self._tools, seed, now)

    @tried_again
    async def ask(self, community_id: int, seed_id: int, actor: Actor, text: str) -> Seed:
        """Ask the author something through the seed, whatever its state; nobody sees who they are."""
        now = self._tools.clock()
        question = read_text(text, LINE_LENGTH)
        async with self._tools.db.transaction() as tx:
            seed = await self._locked(tx, community_id, seed_id, None, now)
            if seed.state in CLOSED:
                raise NobodyReadsIt
            line_id = await write_line(tx, seed, question, now)
            actor_id = await actor_id_of(tx, self._tools, seed, actor)
            await write_step(tx, seed, "asked", Role.COORDINATOR, now, actor_id=actor_id)
            await telling.tell_author(
                tx, self._tools, seed, kinds.ASKED, now, mark=str(line_id), args={"line_id": line_id}
            )
            return await change(tx, self._tools, seed, now)

    @tried_again
    async def post_again(self, community_id: int, seed_id: int) -> Seed:
        """The public card stands nowhere: post it anew. Raises `NoChannelForSeeds`."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            seed = await self._locked(tx, community_id, seed_id, None, now)
            if not await post_card(tx, self._tools, seed, now, again=True):
                raise NoChannelForSeeds
            return seed

    @tried_again
    async def keep_open(self, community_id: int, seed_id: int) -> Seed:
        """Not resting: the bot proposes it again when as much time has passed once more."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            return await change(
                tx, self._tools, await self._locked(tx, community_id, seed_id, None, now), now
            )

    async def _locked(
        self, tx: Tx, community_id: int, seed_id: int, revision: int | None, now: datetime
    ) -> Seed:
        await lock_with_joined(tx, seed_id)
        seed = await find_for_staff(tx, community_id, seed_id, now)
        check_revision(seed, revision)
        return seed


async def write_line(tx: Tx, seed: Seed, text: str, now: datetime) -> int:
    """A question of the office; its id."""
    found = await tx.execute(
        insert(SeedLineRow)
        .values(seed_id=seed.id, is_answer=False, text=text, written_on=day_of(now, seed.tz), shown_at=now)
        .returning(SeedLineRow.id)
    )
    return found.scalar_one()

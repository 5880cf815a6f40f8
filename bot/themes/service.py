"""Use cases of the office: propose a seed as a theme, link it to meetings, and see what is linked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import select

from bot.db import Tx, tried_again
from bot.events.standing import find_event
from bot.i18n import Text
from bot.seeds.models import SeedEventRow
from bot.seeds.queries import find_for_staff, take_lock
from bot.seeds.rules import Role
from bot.seeds.seed import Seed
from bot.seeds.tools import Actor, SeedTools, day_of
from bot.seeds.writing import actor_id_of, change, write_step
from bot.themes.linking import add_link, remove_link, touch_events
from bot.themes.queries import choosable_meetings, links_of_seed, public_themes, seeds_of_event
from bot.themes.rules import (
    SHOWN_ON_CARDS,
    IsARehearsal,
    LinkedSeed,
    LinkKind,
    SeedMeetings,
    check_linkable,
    check_theme,
    from_the_seeds,
    meeting_line,
)


class Themes:
    """Seeds and meetings, both ways. All acts may be done twice; the second time changes nothing."""

    def __init__(self, tools: SeedTools) -> None:
        self._tools = tools

    async def of_seed(self, community_id: int, seed_id: int) -> SeedMeetings:
        """What the office can do with a seed and meetings. Raises `NoSuchSeed`."""
        now = self._tools.clock()
        async with self._tools.db.reading() as tx:
            seed = await find_for_staff(tx, community_id, seed_id, now)
            return SeedMeetings(
                seed,
                tuple(await links_of_seed(tx, seed.id)),
                tuple(await choosable_meetings(tx, community_id, now)),
            )

    async def of_event(self, community_id: int, event_id: int) -> list[LinkedSeed]:
        """The seeds of a meeting as the office sees them, by number. Raises `NoSuchEvent`."""
        now = self._tools.clock()
        async with self._tools.db.reading() as tx:
            await find_event(tx, community_id, event_id)
            found = await seeds_of_event(tx, community_id, event_id)
        return [each for each in found if each.seed.is_known_to_staff(now)]

    @tried_again
    async def propose(self, community_id: int, seed_id: int, actor: Actor) -> Seed:
        """Put a seed among the candidates for a theme. Raises `CannotBeATheme`, `NoSuchSeed`."""
        async with self._changing(community_id, seed_id) as (tx, seed, now):
            check_theme(seed)
            if seed.theme_proposed_on is not None:
                return seed
            await self._step(tx, seed, "theme", actor, now)
            return await change(tx, self._tools, seed, now, theme_proposed_on=day_of(now, seed.tz))

    @tried_again
    async def take_back(self, community_id: int, seed_id: int, actor: Actor) -> Seed:
        """It is no candidate any more; what it is the theme of already stays. Raises `NoSuchSeed`."""
        async with self._changing(community_id, seed_id) as (tx, seed, now):
            if seed.theme_proposed_on is None:
                return seed
            await self._step(tx, seed, "not_theme", actor, now)
            return await change(tx, self._tools, seed, now, theme_proposed_on=None)

    @tried_again
    async def link(
        self, community_id: int, seed_id: int, event_id: int, kind: LinkKind, actor: Actor
    ) -> None:
        """Say that a seed and a meeting belong together.

        Raises `CannotBeLinked`, `IsARehearsal`, `NoSuchSeed`, `NoSuchEvent`.
        """
        async with self._changing(community_id, seed_id) as (tx, seed, now):
            check_linkable(seed)
            event = await find_event(tx, community_id, event_id)
            if event.row.is_rehearsal:
                raise IsARehearsal(title=event.row.title)
            actor_id = await actor_id_of(tx, self._tools, seed, actor)
            await add_link(tx, self._tools, seed, event_id, kind, now, actor_id=actor_id)

    @tried_again
    async def unlink(
        self, community_id: int, seed_id: int, event_id: int, kind: LinkKind, actor: Actor
    ) -> None:
        """Take the link away, from both cards too. Raises `NoSuchSeed`."""
        async with self._changing(community_id, seed_id) as (tx, seed, now):
            actor_id = await actor_id_of(tx, self._tools, seed, actor)
            await remove_link(tx, self._tools, seed, event_id, kind, now, actor_id=actor_id)

    @asynccontextmanager
    async def _changing(self, community_id: int, seed_id: int) -> AsyncIterator[tuple[Tx, Seed, datetime]]:
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            await take_lock(tx, seed_id)
            yield tx, await find_for_staff(tx, community_id, seed_id, now), now

    async def _step(self, tx: Tx, seed: Seed, what: str, actor: Actor, now: datetime) -> None:
        actor_id = await actor_id_of(tx, self._tools, seed, actor)
        await write_step(tx, seed, what, Role.COORDINATOR, now, actor_id=actor_id)

    # What others show and tell of it, registered in `hub.py`

    async def seed_moved(self, tx: Tx, community_id: int, seed_id: int, now: datetime) -> None:
        """A seed changed: the cards of the meetings whose theme it is follow."""
        found = await tx.scalars(
            select(SeedEventRow.event_id).where(
                SeedEventRow.seed_id == seed_id, SeedEventRow.kind == LinkKind.THEME.value
            )
        )
        await touch_events(tx, self._tools.outbox, community_id, found.all())

    async def meeting_changed(self, tx: Tx, community_id: int, event_id: int) -> None:
        """A meeting was changed or called off: the cards of its seeds follow, before its own does."""
        found = await tx.scalars(select(SeedEventRow.seed_id).where(SeedEventRow.event_id == event_id))
        for seed_id in sorted(set(found)):
            await self._tools.outbox.touch_next(tx, community_id, f"seed:{seed_id}")


async def event_card_lines(tx: Tx, event_id: int) -> tuple[Text, ...]:
    """For the card of a meeting: the public seeds that are its theme."""
    return from_the_seeds(await public_themes(tx, event_id))


async def seed_card_lines(tx: Tx, seed_id: int) -> tuple[Text, ...]:
    """For the card of a seed: the last meetings that it belongs to."""
    return tuple(meeting_line(link) for link in (await links_of_seed(tx, seed_id))[-SHOWN_ON_CARDS:])

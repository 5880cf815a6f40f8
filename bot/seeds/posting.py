"""Use cases of posting: with a name, or with nothing but a receipt key."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from bot.clock import Moment
from bot.db import Tx
from bot.errors import N_, UserError
from bot.members.communities import load_community
from bot.members.rules import Community
from bot.seeds import kinds, telling
from bot.seeds.concerns import worries
from bot.seeds.models import SeedRow
from bot.seeds.publishing import publish
from bot.seeds.queries import find
from bot.seeds.quota import ANONYMOUS_SEEDS, DailyQuota
from bot.seeds.rules import Origin, Readers, Role, SeedState, check_move
from bot.seeds.sealing import NoSecret, ReceiptKey, new_code
from bot.seeds.search_index import index_seed
from bot.seeds.seed import Seed, Written, read_text, review_subject_of, title_of
from bot.seeds.settings import SeedSettings, load_settings
from bot.seeds.tools import SeedTools, day_of
from bot.seeds.writing import write_step


class AnonymousClosed(UserError):
    sentence = N_(
        "The office has closed posting without a name until {moment}. Nothing was stored. "
        "With your name, or with “Ask the office”, you can write at any time."
    )


class Posting:
    """A seed begins. What was written is read once more here, whatever the form let through."""

    def __init__(self, tools: SeedTools) -> None:
        self._tools = tools
        self._quota = DailyQuota(ANONYMOUS_SEEDS)

    async def takes_anonymous(self, community_id: int) -> None:
        """Raise `NoSecret` or `AnonymousClosed` where nobody can post without a name now."""
        async with self._tools.db.reading() as tx:
            self._check_open(await load_settings(tx, community_id), await load_community(tx, community_id))

    async def worries(self, community_id: int, text: str) -> SeedSettings | None:
        """The settings with the help lines if the text holds a word that worries, else None."""
        async with self._tools.db.reading() as tx:
            settings = await load_settings(tx, community_id)
        return settings if worries(text, settings.worrying_words) else None

    async def post_named(
        self,
        community_id: int,
        account_id: int,
        display_name: str | None,
        written: Written,
        *,
        is_trusted: bool = False,
        parent_id: int | None = None,
    ) -> Seed:
        """With the name of its author; published at once if they are trusted and everyone may read it."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            author = await self._tools.members.ensure(tx, community_id, account_id, display_name)
            seed = await self._insert(
                tx, community_id, written, now, author_id=author.id, parent_id=parent_id
            )
            if is_trusted and written.readers is Readers.EVERYONE and not seed.is_urgent:
                check_move(seed.state, SeedState.PUBLISHED, Role.BOT, None)
                return await publish(tx, self._tools, seed, Role.BOT, now)
            await self._tell_staff(tx, seed, now)
            return seed

    async def post_anonymous(
        self, community_id: int, account_id: int, written: Written, *, parent_id: int | None = None
    ) -> tuple[Seed, ReceiptKey]:
        """Without a name. ``account_id`` only counts the day's share, in memory; it goes nowhere else.

        Raises `NoSecret`, `AnonymousClosed` or `EnoughForToday`; then nothing is stored.
        """
        now = self._tools.clock()
        async with self._tools.db.reading() as tx:
            community = await load_community(tx, community_id)
            self._check_open(await load_settings(tx, community_id), community)
        self._quota.use(community_id, account_id, day_of(now, community.tz))
        try:
            async with self._tools.db.transaction() as tx:
                seed = await self._insert(tx, community_id, written, now, author_id=None, parent_id=parent_id)
                key = ReceiptKey(seed.id, new_code())
                await tx.execute(
                    update(SeedRow)
                    .where(SeedRow.id == seed.id)
                    .values(key_hash=self._tools.sealer.hash_of(key))
                )
                await self._tell_staff(tx, seed, now)
        except BaseException:
            self._quota.give_back(community_id, account_id)
            raise
        return seed, key

    def _check_open(self, settings: SeedSettings, community: Community) -> None:
        if not self._tools.sealer.has_secret:
            raise NoSecret
        until = settings.anonymous_closed_until
        if until is not None and not settings.takes_anonymous(self._tools.clock()):
            raise AnonymousClosed(moment=Moment(until, community.tz))

    async def _insert(
        self, tx: Tx, community_id: int, written: Written, now: datetime, **values: Any
    ) -> Seed:
        community = await load_community(tx, community_id)
        settings = await load_settings(tx, community_id)
        text = read_text(written.text)
        title = title_of(written.title, text)
        is_anonymous = values["author_id"] is None
        is_urgent = worries(f"{title}\n{text}", settings.worrying_words)
        today = day_of(now, community.tz)
        found = await tx.execute(
            insert(SeedRow)
            .values(
                community_id=community_id,
                state=SeedState.RECEIVED.value,
                origin=written.origin.value,
                readers=written.readers.value,
                is_anonymous=is_anonymous,
                title=title,
                text=text,
                is_urgent=is_urgent,
                submitted_on=today,
                active_on=today,
                shown_to_staff_at=self._tools.shown_at(now, is_anonymous=is_anonymous, is_urgent=is_urgent),
                **values,
            )
            .returning(SeedRow.id)
        )
        seed = await find(tx, community_id, found.scalar_one())
        await index_seed(tx, seed.id, title, text)
        await write_step(tx, seed, SeedState.RECEIVED.value, Role.AUTHOR, now, actor_id=seed.author_id)
        return seed

    async def _tell_staff(self, tx: Tx, seed: Seed, now: datetime) -> None:
        await telling.tell_staff(
            tx, self._tools, seed, kinds.REVIEW, seed.shown_to_staff_at, now,
            subject=review_subject_of(seed.id), is_anonymous=seed.is_anonymous,
        )  # fmt: skip


def question_of(text: str) -> Written:
    """A question to the office without a name: read by the office only, answered through its key."""
    return Written("", text, Readers.OFFICE, origin=Origin.QUESTION)

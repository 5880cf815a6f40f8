"""Following seeds and categories, and how often one hears of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, delete, select

from bot.db import Tx, insert_into, tried_again
from bot.members.models import MemberRow
from bot.seeds.models import SeedCategoryRow, SeedFollowRow, SeedRow, SeedWishRow
from bot.seeds.news import News
from bot.seeds.queries import load
from bot.seeds.seed import Category, Seed
from bot.seeds.settings import ensure_categories
from bot.seeds.supporting import canonical
from bot.seeds.tools import SeedTools

FOLLOWED_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Following:
    """What a member follows, and how they hear of it."""

    seeds: tuple[Seed, ...]
    categories: tuple[Category, ...]
    news: News
    offered: tuple[Category, ...]


class Followers:
    def __init__(self, tools: SeedTools) -> None:
        self._tools = tools

    @tried_again
    async def follow(
        self, community_id: int, seed_id: int, account_id: int, display_name: str | None, *, wanted: bool
    ) -> Seed:
        """Hear what becomes of a seed, or no longer."""
        async with self._tools.db.transaction() as tx:
            seed = await canonical(tx, community_id, seed_id)
            member = await self._tools.members.ensure(tx, community_id, account_id, display_name)
            if wanted:
                await tx.execute(
                    insert_into(tx.dialect.name, SeedFollowRow)
                    .values(member_id=member.id, seed_id=seed.id)
                    .on_conflict_do_nothing(index_elements=["member_id", "seed_id"])
                )
            else:
                await tx.execute(
                    delete(SeedFollowRow).where(
                        SeedFollowRow.member_id == member.id, SeedFollowRow.seed_id == seed.id
                    )
                )
            return seed

    @tried_again
    async def follow_categories(
        self, community_id: int, account_id: int, display_name: str | None, category_ids: Sequence[int]
    ) -> Following:
        """Hear of new seeds of these categories and what becomes of them; of no others."""
        async with self._tools.db.transaction() as tx:
            member = await self._tools.members.ensure(tx, community_id, account_id, display_name)
            known = await tx.scalars(
                select(SeedCategoryRow.id).where(
                    SeedCategoryRow.community_id == community_id, SeedCategoryRow.id.in_(category_ids)
                )
            )
            await tx.execute(
                delete(SeedFollowRow).where(
                    SeedFollowRow.member_id == member.id, SeedFollowRow.category_id.is_not(None)
                )
            )
            for category_id in sorted(known):
                await tx.execute(
                    insert_into(tx.dialect.name, SeedFollowRow).values(
                        member_id=member.id, category_id=category_id
                    )
                )
            return await _following(tx, community_id, account_id)

    @tried_again
    async def set_news(
        self, community_id: int, account_id: int, display_name: str | None, news: News
    ) -> Following:
        """Weekly, daily or never; what is planned already still comes as it was planned."""
        async with self._tools.db.transaction() as tx:
            member = await self._tools.members.ensure(tx, community_id, account_id, display_name)
            await tx.execute(
                insert_into(tx.dialect.name, SeedWishRow)
                .values(member_id=member.id, news=news.value)
                .on_conflict_do_update(index_elements=["member_id"], set_={"news": news.value})
            )
            return await _following(tx, community_id, account_id)

    @tried_again
    async def following(self, community_id: int, account_id: int) -> Following:
        """What this person follows; asking makes no row of theirs."""
        async with self._tools.db.transaction() as tx:
            return await _following(tx, community_id, account_id)


async def _following(tx: Tx, community_id: int, account_id: int) -> Following:
    mine = and_(MemberRow.community_id == community_id, MemberRow.discord_user_id == account_id)
    follows = SeedFollowRow.member_id.in_(select(MemberRow.id).where(mine))
    seeds = select(SeedFollowRow.seed_id).where(follows, SeedFollowRow.seed_id.is_not(None))
    chosen = set(
        await tx.scalars(
            select(SeedFollowRow.category_id).where(follows, SeedFollowRow.category_id.is_not(None))
        )
    )
    offered = await ensure_categories(tx, community_id)
    news = await tx.scalar(
        select(SeedWishRow.news).join(MemberRow, MemberRow.id == SeedWishRow.member_id).where(mine)
    )
    return Following(
        tuple(seed for seed in await load(tx, SeedRow.id.in_(seeds)) if seed.is_public)[-FOLLOWED_SHOWN:],
        tuple(category for category in offered if category.id in chosen),
        News(news) if news else News.WEEKLY,
        tuple(offered),
    )

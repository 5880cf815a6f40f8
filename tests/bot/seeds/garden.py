"""Seeds written straight into the tables, for tests of finding them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.db import Database
from bot.members.models import MemberRow
from bot.seeds.models import SeedCategoryRow, SeedRow, SeedSupportRow, SeedTickRow
from bot.seeds.search_index import index_seed
from tests.kit.meetings import COMMUNITY, NOON

OTHER = COMMUNITY + 50
"""Another server; `conftest` sets it up too."""


SHOWN = datetime(2026, 10, 1, tzinfo=UTC)


class Garden:
    """One community's seeds; each is put into the index as the use cases do it."""

    def __init__(self, db: Database, community_id: int = COMMUNITY) -> None:
        self.db = db
        self.community_id = community_id

    async def plant(self, title: str | None, text: str = "", **given: Any) -> int:
        """A published, anonymous seed unless said otherwise; its number."""
        published: datetime | None = given.get("published_at", NOON - timedelta(days=1))
        row = {
            "community_id": self.community_id, "state": "published", "origin": "form", "readers": "everyone",
            "is_anonymous": True, "title": title, "text": text, "submitted_on": date(2026, 11, 20),
            "shown_to_staff_at": SHOWN, "active_on": date(2026, 11, 20),
        } | given | {"published_at": published}  # fmt: skip
        async with self.db.transaction() as tx:
            seed_id = (await tx.execute(insert(SeedRow).values(**row).returning(SeedRow.id))).scalar_one()
            await index_seed(tx, seed_id, title, text)
        return seed_id

    async def plant_all(self, texts: list[tuple[str, str]]) -> list[int]:
        """Many published seeds in one transaction."""
        ids = []
        async with self.db.transaction() as tx:
            for title, text in texts:
                made = insert(SeedRow).values(
                    community_id=self.community_id, state="published", origin="form", readers="everyone",
                    is_anonymous=True, title=title, text=text, submitted_on=date(2026, 11, 20),
                    shown_to_staff_at=SHOWN, active_on=date(2026, 11, 20), published_at=NOON,
                )  # fmt: skip
                ids.append((await tx.execute(made.returning(SeedRow.id))).scalar_one())
                await index_seed(tx, ids[-1], title, text)
        return ids

    async def category(self, name: str, *seed_ids: int) -> int:
        async with self.db.transaction() as tx:
            made = insert(SeedCategoryRow).values(community_id=self.community_id, name=name, position=1)
            category_id = (await tx.execute(made.returning(SeedCategoryRow.id))).scalar_one()
            for seed_id in seed_ids:
                await tx.execute(insert(SeedTickRow).values(seed_id=seed_id, category_id=category_id))
        return category_id

    async def member(self, person: int, name: str) -> int:
        async with self.db.transaction() as tx:
            made = insert(MemberRow).values(
                community_id=self.community_id, discord_user_id=person, display_name=name, created_at=NOON
            )
            return (await tx.execute(made.returning(MemberRow.id))).scalar_one()

    async def support(self, seed_id: int, member_id: int, kind: str) -> None:
        async with self.db.transaction() as tx:
            await tx.execute(
                insert(SeedSupportRow).values(
                    seed_id=seed_id, member_id=member_id, kind=kind, supported_on=date(2026, 11, 30)
                )
            )

    def other_community(self) -> Garden:
        """Seeds of another server in the same database."""
        return Garden(self.db, OTHER)

"""A community that takes seeds, without Discord: what tests of the use cases are written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.clock import Hands
from bot.db import Base
from bot.hub import Hub
from bot.outbox.notice import Delivery, Notice
from bot.seeds.rules import Readers, SeedState
from bot.seeds.sealing import ReceiptKey
from bot.seeds.seed import Seed, Written
from bot.seeds.tools import Actor

HERE = 400_000_000_000_000_001
AUTHOR = 600_000_000_000_000_055
OTHERS = 600_000_000_000_001_000
STAFF = Actor(600_000_000_000_000_009, "事務局 はるか")
TITLE = "通学路が暗い"
TEXT = f"{TITLE}\n夕方になると、学校の裏の道に灯りがありません。"
SEEDS_CHANNEL, OFFICE, LOUNGE = 500_000_000_000_000_077, 500_000_000_000_000_003, 500_000_000_000_000_002


class Plot:
    """Words for what people do with seeds."""

    def __init__(self, hub: Hub, hands: Hands) -> None:
        self.hub = hub
        self.hands = hands
        self.seeds = hub.seeds

    async def found(self) -> None:
        """The community, with a channel for seeds."""
        await self.hub.communities.set_up(
            HERE, name="みなと市民ハブ", announce_channel_id=LOUNGE, staff_channel_id=OFFICE, staff_role_id=4
        )
        await self.seeds.rules.change(HERE, channel_id=SEEDS_CHANNEL)

    def later(self, **span: float) -> None:
        self.hands.move(timedelta(**span))

    async def anonymous(
        self, text: str = TEXT, *, readers: Readers = Readers.EVERYONE, account: int = AUTHOR
    ) -> tuple[Seed, ReceiptKey]:
        """One without a name; the office sees it by now."""
        seed, key = await self.seeds.posting.post_anonymous(HERE, account, Written("", text, readers))
        self.later(hours=2)
        return seed, key

    async def named(self, text: str = TEXT, *, account: int = AUTHOR, name: str = "そら") -> Seed:
        return await self.seeds.posting.post_named(HERE, account, name, Written("", text, is_named=True))

    async def move(self, seed_id: int, target: SeedState, reason: str | None = None) -> Seed:
        """Whatever revision it has."""
        return await self.seeds.reviews.move(HERE, seed_id, target, STAFF, None, reason)

    async def published(self, text: str = TEXT, *, account: int = AUTHOR) -> Seed:
        """A public one of somebody with a name."""
        seed = await self.named(text, account=account, name=f"そら{account % 1000}")
        return await self.move(seed.id, SeedState.PUBLISHED)

    async def rows(self, table: str) -> list[Any]:
        async with self.hub.db.reading() as tx:
            return list(await tx.execute(select(Base.metadata.tables[table])))

    async def composed(self, row: Any) -> Notice | None:
        """What a row of the outbox would say if it left now."""
        delivery = Delivery(**{field.name: getattr(row, field.name) for field in fields(Delivery)})
        kind = self.hub.outbox.kinds.get(row.kind)
        assert kind is not None
        async with self.hub.db.reading() as tx:
            return await kind.compose(tx, delivery, self.hands())

    async def tables_holding(self, *words: str) -> set[str]:
        """The tables in which any of the words stands, bytes included."""
        return {
            name
            for name in Base.metadata.tables
            if any(word in str(tuple(row)) for row in await self.rows(name) for word in words)
        }

    def files_holding(self, word: str) -> set[str]:
        """The database's files in which the word stands, as UTF-8."""
        url = self.hub.db.url.database
        assert url is not None
        folder: Callable[[str], bytes] = lambda name: (Path(url).parent / name).read_bytes()  # noqa: E731
        names = [Path(url).name + ending for ending in ("", "-wal", "-shm")]
        return {
            name for name in names if (Path(url).parent / name).exists() and word.encode() in folder(name)
        }

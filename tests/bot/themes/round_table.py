"""Short words for tests of seeds and meetings."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr
from sqlalchemy import select

from bot.clock import Hands
from bot.events.rules import Event
from bot.hub import build_hub
from bot.outbox.models import PostingRow
from bot.outbox.notice import Notice
from bot.seeds.rules import Readers, SeedState
from bot.seeds.seed import Seed, Written
from bot.seeds.tools import Actor
from bot.settings import Settings
from bot.themes.rules import LinkKind
from cogs.events.embeds import card_embed
from cogs.seeds.card import seed_embed
from tests.bot.series.room import FRIDAY, Room

STAFF = Actor(600_000_000_000_000_009, "事務局 はるか")
AUTHOR = 600_000_000_000_000_055
SEEDS_CHANNEL = 500_000_000_000_000_077


@dataclass
class RoundTable(Room):
    """`Room` in which seeds are posted."""

    async def found(self) -> None:
        await self.set_up()
        await self.hub.seeds.rules.change(self.community_id, channel_id=SEEDS_CHANNEL)

    async def seed(self, text: str = "通学路が暗い", *, account: int = AUTHOR, name: str = "そら") -> Seed:
        """A public one of somebody with a name."""
        seed = await self.unpublished(text, account=account, name=name)
        return await self.move(seed.id, SeedState.PUBLISHED)

    async def unpublished(
        self, text: str, *, account: int = AUTHOR, name: str = "そら", readers: Readers = Readers.EVERYONE
    ) -> Seed:
        written = Written("", text, readers, is_named=True)
        return await self.hub.seeds.posting.post_named(self.community_id, account, name, written)

    async def move(self, seed_id: int, target: SeedState, reason: str | None = None) -> Seed:
        return await self.hub.seeds.reviews.move(self.community_id, seed_id, target, STAFF, None, reason)

    async def propose(self, seed: Seed) -> Seed:
        return await self.hub.themes.propose(self.community_id, seed.id, STAFF)

    async def link(self, seed: Seed, event: Event, kind: LinkKind = LinkKind.THEME) -> None:
        await self.hub.themes.link(self.community_id, seed.id, event.id, kind, STAFF)

    async def unlink(self, seed: Seed, event: Event, kind: LinkKind = LinkKind.THEME) -> None:
        await self.hub.themes.unlink(self.community_id, seed.id, event.id, kind, STAFF)

    async def links(self, seed: Seed) -> list[tuple[str, int]]:
        found = await self.hub.themes.of_seed(self.community_id, seed.id)
        return [(link.kind.value, link.meeting.event_id) for link in found.links]

    async def offered(self, session_id: int = 1) -> list[int]:
        choice = await self.hub.theme_choices.offered(self.community_id, session_id)
        return [each.seed_id for each in choice.candidates]

    async def choose(self, seed: Seed, session_id: int = 1) -> None:
        await self.hub.theme_choices.choose(self.community_id, session_id, seed.id)

    async def announce_session(self, number: int = 0) -> Event:
        session = (await self.sessions())[number]
        assert session.draft_id is not None
        return await self.hub.events.announce(self.community_id, session.draft_id)

    async def event_card(self, event_id: int, lang: str = "ja") -> str:
        """Everything that the card of a meeting shows now."""
        notice = await self._card(f"event:{event_id}")
        return str(card_embed(notice.facts, lang, theme=notice.paragraphs).to_dict())

    async def seed_card(self, seed_id: int, lang: str = "ja") -> str:
        notice = await self._card(f"seed:{seed_id}")
        return "" if notice.removes else str(seed_embed(notice.facts, lang).to_dict())

    async def _card(self, subject: str) -> Notice:
        compose = self.hub.outbox.kinds.card(subject)
        assert compose is not None
        async with self.hub.db.reading() as tx:
            notice = await compose(tx, self.community_id, subject, self.hands())
        assert notice is not None
        return notice

    async def wanted(self, subject: str) -> int:
        """How often the card of a subject had to change so far."""
        async with self.hub.db.reading() as tx:
            query = select(PostingRow.wanted_revision).where(
                PostingRow.community_id == self.community_id, PostingRow.subject == subject
            )
            return await tx.scalar(query) or 0


def round_table_on(database_url: str) -> RoundTable:
    hands = Hands(FRIDAY)
    settings = Settings(database_url=database_url, seed_key=SecretStr("k" * 40))
    return RoundTable(build_hub(settings, clock=hands), hands)

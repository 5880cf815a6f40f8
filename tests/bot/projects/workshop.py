"""A community with seeds and people who take them on: short words for the tests of projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from bot.desk.lines import DeskLine
from bot.hub import Hub
from bot.members.models import MemberRow
from bot.members.rules import Sector
from bot.outbox.couriers import ToPerson
from bot.outbox.notice import Notice
from bot.projects.models import ProjectRow
from bot.projects.views import Actor, Project
from bot.seeds.models import SeedRow
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import COMMUNITY, Meetings

STRANGE = COMMUNITY + 50
"""Another community."""
HARU, MIDORI, AOI, KAI, STAFF = (
    Actor(11, "はる"),
    Actor(12, "みどり"),
    Actor(13, "あおい"),
    Actor(14, "かい"),
    Actor(91, "事務局 いつき", is_staff=True),
)
WORDS = ("放課後の居場所づくり", "夕方に子どもが過ごせる場所を増やします。", "公民館に見学に行く")


@dataclass
class Workshop:
    meetings: Meetings
    courier: RecordingCourier

    @property
    def hub(self) -> Hub:
        return self.meetings.hub

    async def open(self) -> None:
        await self.meetings.set_up()
        await self.hub.communities.set_up(
            STRANGE,
            name="となり町ハブ",
            announce_channel_id=STRANGE + 1,
            staff_channel_id=STRANGE + 2,
            staff_role_id=STRANGE + 3,
        )
        self.hub.use_couriers({"discord": self.courier})

    async def seed(self, title: str | None = "夕方に行き場のない子がいます", **values: Any) -> int:
        """A seed that everybody can read, unless said otherwise."""
        return await plant_seed(self.hub, COMMUNITY, title, **values)

    async def propose(self, seed_id: int | None = None, asked: Actor = HARU) -> Project:
        return await self.hub.projects.owners.propose(
            COMMUNITY, STAFF, seed_id or await self.seed(), WORDS, asked
        )

    async def accept(self, project: Project, who: Actor = HARU) -> Project:
        return await self.hub.projects.owners.accept(COMMUNITY, project.id, who)

    async def start(self, *people: Actor) -> Project:
        """A project of はる, in which others take part too."""
        project = await self.accept(await self.propose())
        for who in people:
            await self.hub.projects.room.join(COMMUNITY, project.id, who)
        return project

    async def look(self, project_id: int = 1) -> Project:
        return (await self.hub.projects.room.panel(COMMUNITY, project_id, STAFF)).project

    async def tell_sector(self, who: Actor, sector: Sector) -> None:
        await self.hub.members.set_sector(COMMUNITY, who.user_id, who.name, sector)

    async def leave_server(self, who: Actor) -> None:
        async with self.hub.db.transaction() as tx:
            await tx.execute(
                update(MemberRow)
                .where(MemberRow.discord_user_id == who.user_id)
                .values(left_at=self.meetings.hands())
            )

    async def tick(self, **later: float) -> None:
        """Plan and send what is due, ``later`` than now."""
        self.meetings.hands.move(timedelta(**later))
        await self.hub.plan()
        await self.hub.tick()

    def told(self) -> list[Notice]:
        """What people were sent directly."""
        return [sent.notice for sent in self.courier.sent if isinstance(sent.address, ToPerson)]

    def posted(self) -> list[Notice]:
        """What was posted for everybody, or for the office."""
        return [sent.notice for sent in self.courier.sent if not isinstance(sent.address, ToPerson)]

    async def desk(self) -> list[DeskLine]:
        view = await self.hub.desk.lines(COMMUNITY)
        return [line for line in view.lines if line.key.startswith("project_")]

    async def seed_states(self) -> dict[int, str]:
        async with self.hub.db.reading() as tx:
            found = await tx.execute(select(SeedRow.id, SeedRow.state).order_by(SeedRow.id))
            return {row.id: row.state for row in found}

    async def row(self, project_id: int = 1) -> Any:
        async with self.hub.db.reading() as tx:
            query = select(ProjectRow.__table__).where(ProjectRow.id == project_id)
            return (await tx.execute(query)).one()


async def plant_seed(hub: Hub, community_id: int, title: str | None, **values: Any) -> int:
    """Straight into the table, as the posting of a seed leaves it after its review."""
    now = hub.clock()
    facts: dict[str, Any] = {
        "community_id": community_id,
        "state": "published",
        "origin": "form",
        "readers": "everyone",
        "is_anonymous": True,
        "title": title,
        "text": "学童が終わったあと、\n家に人がいない子がいます。",
        "submitted_on": date(2026, 11, 20),
        "active_on": date(2026, 11, 20),
        "shown_to_staff_at": now,
        "published_at": now,
    }
    async with hub.db.transaction() as tx:
        query = insert(SeedRow).values(**(facts | values)).returning(SeedRow.id)
        return (await tx.execute(query)).scalar_one()


def text_of(notice: Notice, lang: str = "ja") -> str:
    return "\n".join(part.to(lang) for part in (notice.subject, *notice.paragraphs))


def buttons_of(notice: Notice) -> list[str]:
    return [f"{action.kind}:{action.row_id}:{action.choice}" for action in notice.actions]

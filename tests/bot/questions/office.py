"""A community whose office can be asked: short words for the tests of questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from bot.hub import Hub
from bot.members.models import MemberRow
from bot.outbox.couriers import ToPerson
from bot.outbox.models import DeliveryRow, PostingRow
from bot.outbox.notice import Notice
from bot.questions.models import QuestionRow
from bot.questions.rules import Question
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import COMMUNITY, Meetings

STRANGE = COMMUNITY + 50
"""Another community."""
HARU, MIDORI = 11, 12
STAFF_ONE, STAFF_TWO = 91, 92
NAMES = {HARU: "はる", MIDORI: "みどり", STAFF_ONE: "事務局 あおい", STAFF_TWO: "事務局 いつき"}


@dataclass
class Office:
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

    async def ask(
        self, text: str = "駐車場はありますか。", person: int = HARU, about: str | None = None
    ) -> Question:
        return await self.hub.questions.ask(COMMUNITY, person, NAMES[person], text, about)

    async def answer(
        self, question: Question, text: str = "はい、3台分あります。", staff: int = STAFF_ONE
    ) -> Question:
        return await self.hub.questions.answer(COMMUNITY, question.id, staff, NAMES[staff], text)

    async def mine(self, person: int = HARU) -> list[Question]:
        return await self.hub.questions.mine(COMMUNITY, person)

    async def tick(self, **later: float) -> None:
        """Send what is due, ``later`` than now."""
        self.meetings.hands.move(timedelta(**later))
        await self.hub.tick()

    def told(self) -> list[Notice]:
        """What people were sent directly."""
        return [sent.notice for sent in self.courier.sent if isinstance(sent.address, ToPerson)]

    def posted(self) -> list[Notice]:
        """What was posted for the office."""
        return [sent.notice for sent in self.courier.sent if not isinstance(sent.address, ToPerson)]

    async def rows(self) -> list[Any]:
        return await self._all(select(QuestionRow.__table__).order_by(QuestionRow.id))

    async def planned(self, kind: str) -> list[Any]:
        return await self._all(select(DeliveryRow.__table__).filter_by(kind=kind, state="planned"))

    async def postings(self) -> list[Any]:
        return await self._all(select(PostingRow.__table__).order_by(PostingRow.id))

    async def member_id(self, person: int) -> int:
        async with self.hub.db.reading() as tx:
            found = await tx.scalar(
                select(MemberRow.id).filter_by(community_id=COMMUNITY, discord_user_id=person)
            )
        assert found is not None
        return found

    async def close_the_door(self, person: int) -> None:
        """They take no direct messages."""
        async with self.hub.db.transaction() as tx:
            await tx.execute(
                update(MemberRow).where(MemberRow.discord_user_id == person).values(wants_dm=False)
            )

    async def _all(self, query: Any) -> list[Any]:
        async with self.hub.db.reading() as tx:
            return list((await tx.execute(query)).all())


def text_of(notice: Notice, lang: str = "ja") -> str:
    return "\n".join(part.to(lang) for part in (notice.subject, *notice.paragraphs))


def buttons_of(notice: Notice) -> list[str]:
    return [f"{action.kind}:{action.row_id}:{action.choice}" for action in notice.actions]

"""A community with offers and needs: short words for the tests of suggestions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bot.db import AnyRow
from bot.desk.lines import DeskLine
from bot.hub import Hub
from bot.members.models import MemberRow
from bot.outbox.couriers import ToPerson, ToPlace
from bot.outbox.notice import Notice
from bot.probono.models import NeedRow, OfferRow, SuggestionRow
from bot.probono.rules import Actor
from bot.probono.states import SuggestionState
from bot.probono.suggestion_views import Suggestion
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import COMMUNITY, Meetings

STRANGE = COMMUNITY + 50
"""Another community."""
STAFF = Actor(91, "事務局 いつき", is_staff=True)
ORGANISATION = Actor(31, "川原 ひなた")
"""Asks for help for みなと食堂."""
VOLUNTEER_NAME = "白鳥 あかね"
KITCHEN = "こども食堂みなと"


def volunteer(number: int = 1) -> Actor:
    """The people who offer something, by number; the first has a name that is looked for in messages."""
    return Actor(100 + number, VOLUNTEER_NAME if number == 1 else f"手伝う人{number}")


@dataclass
class Agency:
    meetings: Meetings
    courier: RecordingCourier
    offers: dict[int, int] = field(default_factory=dict)

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

    async def member(self, who: Actor | None, name: str | None = None) -> int:
        async with self.hub.db.transaction() as tx:
            if who is not None:
                return (await self.hub.members.ensure(tx, COMMUNITY, who.user_id, who.name)).id
            return (
                await self.hub.members.add_guest(
                    tx, COMMUNITY, name=name or "電話の人", sector=None, mail_address="guest@mail.example"
                )
            ).id

    async def offer(self, number: int = 1, *, has_account: bool = True, **values: Any) -> int:
        """An open offer: bookkeeping, online, any time, 4 hours, unless said otherwise."""
        who = volunteer(number)
        member_id = await self.member(who if has_account else None, who.name)
        now = self.hub.clock()
        given = {
            "community_id": COMMUNITY,
            "member_id": member_id,
            "state": "open",
            "kind": "individual",
            "text": "経理の仕事をしています。帳簿づけや決算のお手伝いができます。",
            "skills": ["bookkeeping"],
            "skills_confirmed": True,
            "causes": [],
            "hours": 4,
            "mode": "online",
            "areas": [],
            "slots": [],
            "languages": ["ja"],
            "rhythm": "monthly",
            "held_at": now,
            "created_at": now,
        } | values
        async with self.hub.db.transaction() as tx:
            offer_id = await tx.scalar(insert(OfferRow).values(**given).returning(OfferRow.id))
        assert offer_id is not None
        self.offers[number] = offer_id
        return offer_id

    async def need(self, *, has_account: bool = True, small: bool = False, **values: Any) -> int:
        """An open need: somebody who looks at the accounts, unless said otherwise."""
        member_id = await self.member(ORGANISATION if has_account else None, ORGANISATION.name)
        now = self.hub.clock()
        given = {
            "community_id": COMMUNITY,
            "member_id": member_id,
            "state": "open",
            "text": "会計の担当がいなくなり、年度末の決算に困っています。",
            "needed_by": "3月末",
            "title": "年度末の決算",
            "organisation": KITCHEN,
            "about": "子どもと大人がいっしょに食べる場所です。",
            "sector": "nonprofit",
            "kind": "advice" if small else "project",
            "goal": "決算書ができている",
            "deliverable": "決算書",
            "first_step": "通帳と領収書を一緒に見る",
            "skills": ["bookkeeping"],
            "skills_confirmed": True,
            "causes": [],
            "hours": 1 if small else 4,
            "mode": "online",
            "slots": [],
            "languages": ["ja"],
            "created_at": now,
            "opened_at": now,
            "changed_at": now,
        } | values
        async with self.hub.db.transaction() as tx:
            need_id = await tx.scalar(insert(NeedRow).values(**given).returning(NeedRow.id))
        assert need_id is not None
        return need_id

    async def proposed(self, need_id: int) -> list[Suggestion]:
        table = await self.hub.probono.proposals.table(COMMUNITY, need_id)
        return [each.suggestion for each in table.proposed]

    async def ask(self, need_id: int, number: int = 1) -> Suggestion:
        """The coordinator asks this person."""
        found = [each for each in await self.proposed(need_id) if each.offer.id == self.offers[number]]
        if not found:
            found = [await self.hub.probono.proposals.by_hand(COMMUNITY, need_id, self.offers[number], STAFF)]
        return await self.hub.probono.asks.ask(COMMUNITY, found[0].id, STAFF)

    async def answer(
        self, suggestion: Suggestion, answer: SuggestionState = SuggestionState.YES, number: int = 1
    ) -> Suggestion:
        return await self.hub.probono.asks.answer(COMMUNITY, suggestion.id, volunteer(number), answer)

    async def introduced(self, *, small: bool = False, **values: Any) -> Suggestion:
        """Both said yes."""
        await self.offer()
        suggestion = await self.ask(await self.need(small=small, **values))
        await self.answer(suggestion)
        return await self.hub.probono.introductions.meet(COMMUNITY, suggestion.id, ORGANISATION)

    async def tick(self) -> None:
        """Send what is due; new direct messages leave slowly."""
        for _round in range(5):
            await self.hub.tick()
            self.meetings.hands.move(timedelta(minutes=1))

    async def pass_time(self, by: timedelta) -> None:
        """Three hours after three hours; the scheduler does it every hour."""
        end = self.hub.clock() + by
        while self.hub.clock() < end:
            self.meetings.hands.move(min(timedelta(hours=3), end - self.hub.clock()))
            await self.hub.probono.plan()
            await self.hub.tick()

    def told(self, who: Actor) -> list[Notice]:
        """What this person got by direct message."""
        return [
            sent.notice
            for sent in self.courier.sent
            if isinstance(sent.address, ToPerson) and sent.address.discord_user_id == who.user_id
        ]

    def rooms(self) -> list[tuple[ToPlace, Notice]]:
        """What was posted in private threads."""
        return [
            (sent.address, sent.notice)
            for sent in self.courier.sent
            if isinstance(sent.address, ToPlace) and sent.address.is_room
        ]

    async def suggestion(self, suggestion_id: int) -> AnyRow:
        async with self.hub.db.reading() as tx:
            query = select(*SuggestionRow.__table__.c).where(SuggestionRow.id == suggestion_id)
            return (await tx.execute(query)).one()

    async def need_state(self, need_id: int) -> str | None:
        async with self.hub.db.reading() as tx:
            return await tx.scalar(select(NeedRow.state).where(NeedRow.id == need_id))

    async def lines(self) -> dict[str, list[DeskLine]]:
        """The desk by the keys of its lines, those of probono only."""
        view = await self.hub.desk.lines(COMMUNITY)
        found: dict[str, list[DeskLine]] = {}
        for line in view.lines:
            if line.key.startswith("probono"):
                found.setdefault(line.key, []).append(line)
        return found

    async def people(self) -> int:
        async with self.hub.db.reading() as tx:
            return await tx.scalar(select(func.count()).select_from(MemberRow)) or 0


def read(notice: Notice, lang: str = "ja") -> str:
    """Everything a person reads of a notice."""
    parts = [notice.subject, *notice.paragraphs, *(action.label for action in notice.actions)]
    return "\n".join(part.to(lang) for part in parts)

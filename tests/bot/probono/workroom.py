"""A community with people who offer and need help: short words for the tests of probono."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.db import Tx
from bot.desk.lines import DeskLine
from bot.hub import Hub
from bot.members.communities import load_community
from bot.outbox.couriers import ToPerson
from bot.outbox.notice import Notice
from bot.probono.need_lines import need_lines
from bot.probono.needs import NewNeed
from bot.probono.offer_holds import offer_lines
from bot.probono.room import Probono
from bot.probono.rules import Actor
from bot.probono.states import Party
from bot.probono.views import Need, Offer
from tests.bot.outbox.stage import RecordingCourier
from tests.bot.projects.workshop import STRANGE
from tests.kit.meetings import COMMUNITY, Meetings

__all__ = ["COMMUNITY", "STRANGE"]
HARU, MIDORI, STAFF = (
    Actor(11, "はる"),
    Actor(12, "みどり"),
    Actor(91, "事務局 いつき", is_staff=True),
)
OFFER = "会社の経理を20年担当しました。帳簿の見方をお伝えできます。"
NEED = "会計の締め方が分からず困っています。"


@dataclass
class Heard:
    """What the hooks were told."""

    offers_ended: list[tuple[int, Party]] = field(default_factory=list)
    offers_changed: list[int] = field(default_factory=list)
    needs_ended: list[tuple[int, Party]] = field(default_factory=list)
    needs_opened: list[int] = field(default_factory=list)


@dataclass
class Workroom:
    meetings: Meetings
    courier: RecordingCourier
    heard: Heard = field(default_factory=Heard)

    @property
    def hub(self) -> Hub:
        return self.meetings.hub

    @property
    def probono(self) -> Probono:
        return self.hub.probono

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
        self._listen()

    def _listen(self) -> None:
        heard, tools = self.heard, self.probono.tools

        async def offer_ended(_tx: Tx, offer_id: int, party: Party, _now: Any) -> None:
            heard.offers_ended.append((offer_id, party))

        async def offer_changed(_tx: Tx, offer_id: int, _now: Any) -> None:
            heard.offers_changed.append(offer_id)

        async def need_ended(_tx: Tx, need_id: int, party: Party, _now: Any) -> None:
            heard.needs_ended.append((need_id, party))

        async def need_opened(_tx: Tx, need_id: int, _now: Any) -> None:
            heard.needs_opened.append(need_id)

        tools.on_offer_ended.append(offer_ended)
        tools.on_offer_changed.append(offer_changed)
        tools.on_need_ended.append(need_ended)
        tools.on_need_opened.append(need_opened)

    async def offer(self, who: Actor = HARU, text: str = OFFER, **more: Any) -> Offer:
        return await self.probono.offers.write(COMMUNITY, who, text, **more)

    async def need(self, who: Actor = MIDORI, text: str = NEED, **more: Any) -> Need:
        return await self.probono.needs.write(COMMUNITY, who, NewNeed(text, **more))

    async def fill_in(self, need: Need) -> Need:
        """Everything that an hour of advice needs, step by step."""
        edits = self.probono.need_edits
        if not need.organisation:
            need = await edits.edit_organisation(
                *(COMMUNITY, need.id, STAFF, need.revision),
                organisation="みなと子ども食堂",
                about="月に2回、夕ごはんを出しています。\n20人ほどの子が来ます。",
                hides=False,
                field="",
                size="",
            )
        need = await edits.edit_aim(
            *(COMMUNITY, need.id, STAFF, need.revision),
            kind="advice",
            goal="総会までに決算の形が分かる",
            deliverable="",
            first_step="",
        )
        need = await edits.edit_time(
            *(COMMUNITY, need.id, STAFF, need.revision), hours="1時間", people="", slots=(), first="", last=""
        )
        return await edits.edit_place(
            *(COMMUNITY, need.id, STAFF, need.revision), mode="online", area="", languages=(), causes=()
        )

    async def open_need(self, who: Actor = MIDORI) -> Need:
        """A need for which somebody is looked for."""
        need = await self.fill_in(await self.need(who))
        need = await self.probono.need_moves.ready(COMMUNITY, need.id, STAFF)
        return await self.probono.need_moves.look(COMMUNITY, need.id, STAFF)

    async def tick(self, **later: float) -> None:
        """Plan and send what is due, ``later`` than now."""
        self.meetings.hands.move(timedelta(**later))
        await self.probono.plan()
        await self.hub.tick()

    def told(self) -> list[Notice]:
        """What people were sent directly."""
        return [sent.notice for sent in self.courier.sent if isinstance(sent.address, ToPerson)]

    async def desk(self) -> list[DeskLine]:
        """The lines of offers and needs."""
        async with self.hub.db.reading() as tx:
            community = await load_community(tx, COMMUNITY)
            now = self.meetings.hands()
            return [*await need_lines(tx, community, now), *await offer_lines(tx, community, now)]

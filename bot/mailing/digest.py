"""The week in one message, for those who chose it: items are claimed where the message is planned."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from bot.clock import Clock
from bot.db import Database, Tx, insert_into, tried_again
from bot.i18n import C_
from bot.mailing.audiences import who_chose
from bot.mailing.digest_rules import FIRST_LOOKS_BACK, Monday, Section, monday_of, notice_of
from bot.members.communities import load_community
from bot.members.models import CommunityRow, MemberWishRow
from bot.members.rules import Community
from bot.members.wish_rules import Topic
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Delivery, Kind, Notice
from bot.outbox.service import Outbox
from bot.troubles import trouble_of

log = logging.getLogger(__name__)

DIGEST = "digest"

DigestSource = Callable[[Tx, Community, datetime, datetime, datetime], Awaitable[Section | None]]
"""``(tx, community, since, until, now)``: what became public in ``since < moment <= until``, as far as it
still is at ``now``; None where there is nothing. It must know nothing that only some may read."""


class Digests:
    """Idempotent; two processes may plan at the same time."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox
        self._sources: list[DigestSource] = []
        outbox.register(
            Kind(
                DIGEST,
                self._compose,
                title=C_("notice", "The week in one message"),
                optional=True,
                topic=Topic.DIGEST,
                resend_in_doubt=False,
            )
        )

    def register(self, *sources: DigestSource) -> None:
        """Sections, in the order in which they stand in it."""
        self._sources += sources

    async def plan(self) -> int:
        """Once an hour: plan what leaves this Monday; how many messages were planned anew."""
        query = (
            select(CommunityRow.id)
            .where(CommunityRow.set_up_at.is_not(None), CommunityRow.removed_at.is_(None))
            .order_by(CommunityRow.id)
        )
        async with self._db.glancing() as tx:
            communities = list(await tx.scalars(query))
        planned = 0
        for community_id in communities:
            try:
                planned += await self._plan_one(community_id)
            except Exception as error:  # one community hinders no other
                if trouble_of(error) is not None:
                    raise
                log.exception("the digest of community %d could not be planned", community_id)
        return planned

    @tried_again
    async def _plan_one(self, community_id: int) -> int:
        now = self._clock()
        async with self._db.transaction() as tx:
            community = await load_community(tx, community_id)
            monday = monday_of(now, community.tz)
            if monday is None:
                return 0
            has_mail = self._outbox.kinds.has_mail
            readers = await who_chose(tx, community_id, Topic.DIGEST, has_mail=has_mail, now=now)
            waiting = [reader.member_id for reader in readers if reader.way is not None]
            return await self._plan_for(tx, community, monday, waiting, now)

    async def _plan_for(
        self, tx: Tx, community: Community, monday: Monday, members: Sequence[int], now: datetime
    ) -> int:
        done = await _planned_already(tx, community.id, monday, members)
        marks = await _marks(tx, members)
        marks |= await _not_told(tx, community, marks)
        has_news: dict[datetime, bool] = {}
        planned = 0
        for member_id in members:
            if member_id in done:
                continue
            since = marks.get(member_id) or now - FIRST_LOOKS_BACK
            if since not in has_news:
                has_news[since] = bool(await self._sections(tx, community, since, now, now))
            if has_news[since]:
                planned += await self._plan_message(tx, community.id, monday, member_id, since, now)
        return planned

    async def _plan_message(
        self, tx: Tx, community_id: int, monday: Monday, member_id: int, since: datetime, now: datetime
    ) -> bool:
        """One message, and the mark behind its items; neither where somebody was faster."""
        delivery_id = await self._outbox.enqueue(
            tx,
            community_id=community_id,
            kind=DIGEST,
            subject=f"member:{member_id}",
            to_member=member_id,
            args={"since": since.isoformat(), "until": now.isoformat()},
            due_at=max(monday.due_at, now),
            expires_at=monday.ends_at,
            dedupe_key=_key(monday, member_id),
            now=now,
        )
        if delivery_id is None:
            return False
        insert = insert_into(tx.dialect.name, MemberWishRow)
        await tx.execute(
            insert.values(
                member_id=member_id, community_id=community_id, leads_off=[], digest_until=now
            ).on_conflict_do_update(
                index_elements=["member_id"], set_={"digest_until": insert.excluded.digest_until}
            )
        )
        return True

    async def _compose(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """The claimed items as they are now; None where nothing of them is left."""
        community = await load_community(tx, delivery.community_id)
        since, until = (datetime.fromisoformat(delivery.args[name]) for name in ("since", "until"))
        return notice_of(await self._sections(tx, community, since, until, now))

    async def _sections(
        self, tx: Tx, community: Community, since: datetime, until: datetime, now: datetime
    ) -> list[Section]:
        found = [await source(tx, community, since, until, now) for source in self._sources]
        return [section for section in found if section is not None]


def _key(monday: Monday, member_id: int) -> str:
    return f"{DIGEST}:{monday.week}:{member_id}"


async def _planned_already(tx: Tx, community_id: int, monday: Monday, members: Sequence[int]) -> set[int]:
    found = await tx.scalars(
        select(DeliveryRow.member_id).where(
            DeliveryRow.community_id == community_id,
            DeliveryRow.dedupe_key.in_([_key(monday, member_id) for member_id in members]),
        )
    )
    return {member_id for member_id in found if member_id is not None}


async def _not_told(
    tx: Tx, community: Community, marks: Mapping[int, datetime | None]
) -> dict[int, datetime]:
    """Where the items of those begin again whose last digest ended without having left by any way."""
    keys = [
        _key(monday, member_id)
        for member_id, mark in marks.items()
        if mark is not None and (monday := monday_of(mark, community.tz)) is not None
    ]
    follow_up = aliased(DeliveryRow)
    went_on = select(follow_up.id).where(
        follow_up.parent_id == DeliveryRow.id, follow_up.state.not_in(("failed", "expired"))
    )
    found = await tx.execute(
        select(DeliveryRow.member_id, DeliveryRow.args).where(
            DeliveryRow.community_id == community.id,
            DeliveryRow.dedupe_key.in_(keys),
            DeliveryRow.state.in_(("failed", "expired")),
            DeliveryRow.shown_at.is_(None),
            ~went_on.correlate(DeliveryRow).exists(),
        )
    )
    return {row.member_id: datetime.fromisoformat(row.args["since"]) for row in found if row.args}


async def _marks(tx: Tx, members: Sequence[int]) -> dict[int, datetime | None]:
    found = await tx.execute(
        select(MemberWishRow.member_id, MemberWishRow.digest_until).where(
            MemberWishRow.member_id.in_(members)
        )
    )
    return {row.member_id: row.digest_until for row in found}

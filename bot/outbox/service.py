"""The outbox as use cases see it: write what is to be told, in the same transaction as the facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.db import Database, Tx
from bot.members.wish_rules import PersonalWay
from bot.outbox import cards, claim, desk, discreet, forgetting, holding, planning, staff, trays, unread
from bot.outbox.cards import Posting
from bot.outbox.kinds import Kinds, NameThread
from bot.outbox.lane_rules import DISCORD
from bot.outbox.notice import STAFF, ComposeCard, Kind, NewDelivery, Notice, ResolveRoom, ResolveSealed
from bot.outbox.planning import Planned
from bot.outbox.trays import ALL, Page, Sieve, Tray
from bot.outbox.unread import Unread


class Outbox:
    """Nothing is sent here; the dispatcher sends what stands in the rows."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock
        self.kinds = Kinds()
        self.kinds.register(*staff.staff_kinds(self.kinds))

    # What features register

    def register(self, *kinds: Kind) -> None:
        """Make kinds of notices known; a name can be taken once."""
        self.kinds.register(*kinds)

    def register_card(
        self, prefix: str, compose: ComposeCard, *, name_thread: NameThread | None = None
    ) -> None:
        """Make the public cards of ``<prefix>:<id>`` known, so that they can be brought up to date."""
        self.kinds.register_card(prefix, compose, name_thread=name_thread)

    def register_sealed(self, prefix: str, resolve: ResolveSealed) -> None:
        """Make sealed addressees ``<prefix>:…`` known."""
        self.kinds.register_sealed(prefix, resolve)

    def register_room(self, prefix: str, resolve: ResolveRoom) -> None:
        """Make the private threads of ``<prefix>:<id>`` known."""
        self.kinds.register_room(prefix, resolve)

    # Inside a use case's transaction

    async def enqueue(  # noqa: PLR0913  (the columns of a delivery, by name)
        self,
        tx: Tx,
        *,
        community_id: int,
        kind: str,
        subject: str,
        due_at: datetime,
        dedupe_key: str,
        now: datetime,
        to_member: int | None = None,
        to_place: str | None = None,
        to_sealed: str | None = None,
        args: Mapping[str, Any] | None = None,
        expires_at: datetime | None = None,
        via: PersonalWay | None = None,
    ) -> int | None:
        """Plan one notice; the new id, or None when that dedupe key is already planned or ended.

        A row that was withdrawn (`cancel_planned`) is planned anew under its old id. ``via``: only by this
        way to the member.
        """
        row = NewDelivery(
            community_id=community_id,
            kind=kind,
            subject=subject,
            due_at=due_at,
            dedupe_key=dedupe_key,
            to_member=to_member,
            to_place=to_place,
            to_sealed=to_sealed,
            args=args or {},
            expires_at=expires_at,
            via=via,
        )
        return await planning.write_one(tx, self.kinds, row, now)

    async def hold(
        self,
        tx: Tx,
        *,
        community_id: int,
        kind: str,
        subject: str,
        due_at: datetime,
        dedupe_key: str,
        args: Mapping[str, Any] | None = None,
    ) -> None:
        """Plan one post for staff about somebody who wants to stay unknown: nobody sees it coming, and
        nothing says when it was written.
        """
        row = NewDelivery(
            community_id=community_id,
            kind=kind,
            subject=subject,
            due_at=due_at,
            dedupe_key=dedupe_key,
            to_place=STAFF,
            args=args or {},
        )
        await holding.hold(tx, row)

    async def enqueue_many(self, tx: Tx, rows: Sequence[NewDelivery], *, now: datetime) -> None:
        """Plan several notices in one round trip, each like `enqueue`."""
        await planning.write(tx, self.kinds, rows, now)

    async def cancel_planned(
        self,
        tx: Tx,
        *,
        now: datetime,
        subject: str | None = None,
        member_id: int | None = None,
        kinds: Collection[str] | None = None,
    ) -> int:
        """Take back what is still planned about a subject, for a member, or both; how many it were.

        What is held goes with the subject, and is not counted.
        """
        return await planning.withdraw(tx, now, subject=subject, member_id=member_id, kinds=kinds)

    async def planned(self, tx: Tx, subject: str, kinds: Collection[str]) -> list[Planned]:
        """What is still planned about a subject, of these kinds, oldest first."""
        return await planning.planned(tx, subject, kinds)

    async def rewrite(self, tx: Tx, delivery_id: int, args: Mapping[str, Any]) -> bool:
        """Let a planned notice say something else; False when it is no longer planned."""
        return await planning.rewrite(tx, delivery_id, args)

    async def move_expiry(self, tx: Tx, subject: str, expires_at: datetime) -> None:
        """What is planned about a subject may leave until another moment; what never expires stays so."""
        await planning.move_expiry(tx, subject, expires_at)

    async def touch(self, tx: Tx, community_id: int, subject: str, revision: int) -> None:
        """The facts behind a public card have moved on to ``revision`` (a growing number)."""
        await cards.touch(tx, community_id, subject, revision)

    async def touch_next(self, tx: Tx, community_id: int, subject: str) -> None:
        """The same for a card of several facts that have no number in common: one step on."""
        await cards.touch_next(tx, community_id, subject)

    async def posting_of(self, tx: Tx, community_id: int, subject: str) -> Posting | None:
        """Where the public card of a subject stands, or None while it is not posted."""
        return await cards.posting_of(tx, community_id, subject)

    async def card_is_coming(self, tx: Tx, community_id: int, subject: str) -> bool:
        """Whether a public card of a subject is planned or being sent."""
        return await cards.is_coming(tx, self.kinds, community_id, subject)

    async def give_up_cards(self, tx: Tx, community_id: int, subject: str, *, now: datetime) -> None:
        """Cards of a subject that failed or are in doubt are done with: another one takes their place."""
        await cards.give_up(tx, self.kinds, community_id, subject, now)

    # At a press

    async def unread_notices(self, community_id: int, discord_user_id: int) -> tuple[Unread, ...]:
        """Notices that reached this person by no way, to be shown privately now, oldest first.

        Another press gets them only if nobody calls `mark_shown` within a minute. What is no longer true
        ends here quietly.
        """
        return await unread.take(self.db, self.kinds, community_id, discord_user_id, self.clock())

    async def open_notice(self, community_id: int, discord_user_id: int, delivery_id: int) -> Notice:
        """What a discreet notice says to its own reader, from the facts of now.

        Raises `NoSuchNotice`, also for somebody else's, and `NoticeIsOver`.
        """
        async with self.db.reading() as tx:
            return await discreet.open_for(
                tx, self.kinds, community_id, discord_user_id, delivery_id, self.clock()
            )

    async def community_of(self, delivery_id: int) -> int:
        """Which community a notice belongs to, for presses in a direct message. Raises `NoSuchNotice`."""
        async with self.db.glancing() as tx:
            return await discreet.community_of(tx, delivery_id)

    async def mark_shown(self, ids: Sequence[int]) -> None:
        """The person has these unread notices on the screen."""
        if ids:
            async with self.db.transaction() as tx:
                await unread.mark_shown(tx, ids, self.clock())

    # For staff

    async def listing(
        self, community_id: int, tray: Tray = Tray.WAITING, page: int = 1, sieve: Sieve = ALL
    ) -> Page:
        """One page of one tray of ``/outbox``, with the counts of all, as far as the sieve lets through."""
        async with self.db.reading() as tx:
            return await trays.listing(tx, self.kinds, community_id, tray, page, sieve)

    async def retry(self, community_id: int, delivery_id: int) -> None:
        """Send it again now. Raises `NoSuchDelivery`, also for an id of another community,
        `DeliveryIsOnItsWay`, `DeliveryHasEnded` or `DeliveryIsTooLate`.
        """
        async with self.db.transaction() as tx:
            await desk.retry(tx, community_id, delivery_id, self.clock())

    async def cancel(self, community_id: int, delivery_id: int) -> None:
        """Never send it. Raises `NoSuchDelivery`, `DeliveryIsOnItsWay` or `DeliveryHasEnded`."""
        async with self.db.transaction() as tx:
            await desk.cancel(tx, community_id, delivery_id, self.clock())

    # For the scheduler

    async def release_held(self) -> int:
        """Plan the posts for staff whose random time has come (`hold`); how many it were."""
        async with self.db.glancing() as tx:
            next_at = await claim.next_held(tx)
        if next_at is None or next_at > self.clock():
            return 0
        async with self.db.transaction() as tx:
            return await holding.release(tx, self.kinds, self.clock())

    async def give_back_mail(self) -> int:
        """Once an hour, where no mail server is set: nothing waits for one. How many notices it were."""
        if self.kinds.has_mail:
            return 0
        async with self.db.transaction() as tx:
            return await planning.give_back_mail(tx)

    async def next_due_at(self) -> datetime | None:
        """When there is something to do again; None when nothing is planned or held."""
        async with self.db.glancing() as tx:
            planned, held = (await claim.agenda(tx, DISCORD)).next_at, await claim.next_held(tx)
        return min((at for at in (planned, held) if at), default=None)

    async def forget_old(self) -> int:
        """Delete what ended 90 days ago; how many rows it were. Once a day."""
        async with self.db.transaction() as tx:
            return await forgetting.forget_old(tx, self.clock())

    async def forget_pauses(self) -> int:
        """Delete the pauses of a way that are over; how many it were. Once a day."""
        async with self.db.transaction() as tx:
            return await forgetting.forget_pauses(tx, self.clock())

"""Use cases of what comes back by mail: each mail once, each in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum

from bot.clock import Clock
from bot.db import Database, Tx, insert_into
from bot.i18n import Text, _
from bot.mailing import answers, bouncing, senders
from bot.mailing.inbox.rules import (
    Answer,
    AutoReply,
    Bounce,
    CalendarReply,
    Returned,
    Unreadable,
    Unsubscribe,
)
from bot.mailing.models import MailSeenRow
from bot.mailing.senders import Sender
from bot.members import subscriptions
from bot.outbox import bounced, tokens
from bot.outbox.service import Outbox

Withdraw = Callable[[Tx, Sender, str, datetime], Awaitable[bool]]
"""Takes back the answer to ``sender.subject`` for its calendar entry of this UID, and plans the mail that
says so; False where there was nothing to take back."""

NextMeeting = Callable[[Tx, int, int, datetime], Awaitable[str | None]]
"""The subject of the next meeting about which a member of a community got mail."""

OnConfirmed = Callable[[Tx, int, int, datetime], Awaitable[None]]
"""What a member of a community gets by mail as soon as they have agreed to it."""


class Outcome(StrEnum):
    """What became of one mail. ``seen``: it was read before; ``strange``: nothing of ours, left unread."""

    SEEN = "seen"
    BOUNCED = "bounced"
    DELAYED = "delayed"
    AUTOMATIC = "automatic"
    LEFT = "left"
    CONFIRMED = "confirmed"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    STRANGE = "strange"
    UNREADABLE = "unreadable"

    @property
    def is_done_with(self) -> bool:
        """Whether nobody needs to read the mail itself any more."""
        return self not in (Outcome.SEEN, Outcome.STRANGE, Outcome.UNREADABLE)

    @property
    def label(self) -> Text:
        return _LABELS[self]


class ReturnedMail:
    """Takes what was read in the mailbox. What lies above registers how an answer is withdrawn."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox
        self.withdraw: Withdraw = _nothing_to_withdraw
        self.next_meeting: NextMeeting = _no_meeting
        self.on_confirmed: OnConfirmed = _nothing_to_confirm
        outbox.register(bouncing.refused_kind())

    async def take(self, key_hash: str, found: Returned) -> Outcome:
        """Do what this mail asks for, once: ``key_hash`` is what makes it this one."""
        now = self._clock()
        async with self._db.transaction() as tx:
            if not await _is_first(tx, key_hash, now):
                return Outcome.SEEN
            match found:
                case Bounce():
                    return await self._bounce(tx, found, now)
                case AutoReply():
                    return Outcome.AUTOMATIC
                case Unsubscribe():
                    return await self._leave(tx, found, now)
                case CalendarReply():
                    return await self._calendar(tx, found, now)
                case Answer():
                    return await self._answer(tx, found, now)
                case Unreadable():
                    return Outcome.UNREADABLE

    async def unknown(self, key_hashes: list[str]) -> set[str]:
        """Those of these mails that were never taken."""
        from sqlalchemy import select

        async with self._db.reading() as tx:
            known = await tx.scalars(select(MailSeenRow.key_hash).where(MailSeenRow.key_hash.in_(key_hashes)))
            return set(key_hashes) - set(known.all())

    async def _bounce(self, tx: Tx, bounce: Bounce, now: datetime) -> Outcome:
        if bounce.delivery_id is None:
            return Outcome.STRANGE
        if bounce.is_delayed:
            return Outcome.DELAYED
        is_counted = await bouncing.came_back(tx, self._outbox, bounce, now)
        return Outcome.BOUNCED if is_counted else Outcome.SEEN

    async def _leave(self, tx: Tx, wish: Unsubscribe, now: datetime) -> Outcome:
        who = await self._who_leaves(tx, wish)
        if who is None:
            return Outcome.STRANGE
        await subscriptions.leave(tx, who.community_id, who.member_id, now)
        return Outcome.LEFT

    async def _who_leaves(self, tx: Tx, wish: Unsubscribe) -> Sender | None:
        if wish.token is not None and (owner := await tokens.owner_of(tx, wish.token)) is not None:
            return await senders.member(tx, *owner)
        if (who := await _proven(tx, wish.delivery_id)) is not None:
            return who
        return await senders.by_address(tx, wish.from_address, consents=("confirmed",))

    async def _calendar(self, tx: Tx, reply: CalendarReply, now: datetime) -> Outcome:
        if reply.partstat != "DECLINED":
            return Outcome.AUTOMATIC
        who = await _proven(tx, reply.delivery_id)
        if who is not None:
            withdrawn = await self.withdraw(tx, who, reply.uid, now)
            return Outcome.WITHDRAWN if withdrawn else Outcome.AUTOMATIC
        who = await senders.by_address(tx, reply.from_address, consents=("confirmed",))
        if who is None:
            return Outcome.STRANGE
        await self._keep(tx, who, "declined", "", now)
        return Outcome.ANSWERED

    async def _answer(self, tx: Tx, answer: Answer, now: datetime) -> Outcome:
        who = await _proven(tx, answer.delivery_id)
        if who is None:
            consents = ("confirmed", "asked") if answer.choice == "yes" else ("confirmed",)
            who = await senders.by_address(tx, answer.from_address, consents=consents)
        if who is None:
            return Outcome.STRANGE
        if answer.choice == "yes" and who.is_proven and not who.has_account and who.consent == "asked":
            await subscriptions.confirm(tx, who.community_id, who.member_id, now)
            await self.on_confirmed(tx, who.community_id, who.member_id, now)
            return Outcome.CONFIRMED
        await self._keep(tx, who, answer.choice, answer.excerpt, now)
        return Outcome.ANSWERED

    async def _keep(self, tx: Tx, who: Sender, choice: str | None, excerpt: str, now: datetime) -> None:
        subject = who.subject if who.subject and who.subject.startswith("event:") else None
        if subject is None and choice != "yes":
            subject = await self.next_meeting(tx, who.community_id, who.member_id, now)
        await answers.keep(
            tx,
            community_id=who.community_id,
            member_id=who.member_id,
            subject=subject,
            choice=choice,
            excerpt=excerpt,
            is_proven=who.is_proven,
            now=now,
        )


async def _proven(tx: Tx, delivery_id: int | None) -> Sender | None:
    """Who got this mail, and what it was about."""
    mailed = await bounced.mailed_delivery(tx, delivery_id) if delivery_id is not None else None
    if mailed is None or mailed.delivery.member_id is None:
        return None
    about = mailed.delivery
    return await senders.member(tx, about.community_id, mailed.delivery.member_id, subject=about.subject)


async def _is_first(tx: Tx, key_hash: str, now: datetime) -> bool:
    insert = insert_into(tx.dialect.name, MailSeenRow).values(key_hash=key_hash, seen_at=now)
    found = await tx.execute(
        insert.on_conflict_do_nothing(index_elements=["key_hash"]).returning(MailSeenRow.key_hash)
    )
    return found.scalar_one_or_none() is not None


async def _nothing_to_withdraw(_tx: Tx, _who: Sender, _uid: str, _now: datetime) -> bool:
    return False


async def _nothing_to_confirm(_tx: Tx, _community_id: int, _member_id: int, _now: datetime) -> None:
    return None


async def _no_meeting(_tx: Tx, _community_id: int, _member_id: int, _now: datetime) -> str | None:
    return None


_LABELS = {
    Outcome.SEEN: _("read before"),
    Outcome.BOUNCED: _("came back undelivered"),
    Outcome.DELAYED: _("still on their way"),
    Outcome.AUTOMATIC: _("automatic answers"),
    Outcome.LEFT: _("want no more mail"),
    Outcome.CONFIRMED: _("agreed to mail"),
    Outcome.ANSWERED: _("replies for the office"),
    Outcome.WITHDRAWN: _("declined by a calendar"),
    Outcome.STRANGE: _("of others, left unread"),
    Outcome.UNREADABLE: _("unreadable, left unread"),
}

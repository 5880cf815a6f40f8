"""People without Discord whose address the office wrote down: one mail asks them, and only a yes goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import N_, UserError
from bot.i18n import Text, _
from bot.mailing.opt_in_rules import MailIsOff
from bot.mailing.wishes import OnChanged
from bot.members import subscriptions
from bot.members.communities import load_community
from bot.members.models import MailSubscriptionRow, MemberRow
from bot.members.rules import Unknown
from bot.members.wish_rules import Topic
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Delivery, Kind, MailPart, Notice
from bot.outbox.service import Outbox

CONFIRM = "mail.confirm"
ASKED_FOR = timedelta(days=14)
"""So long the question may wait for the mail server; it is not asked again by itself."""
MOST_TIMES = 3
AT_MOST_EVERY = timedelta(hours=24)


class AskedEnough(UserError):
    sentence = N_(
        "{name} was asked by mail a short while ago, or three times already, so no other mail is sent. "
        "A call is the better way now; their yes can be entered here."
    )


class NotToBeAsked(UserError):
    sentence = N_(
        "{name} wants no more mail, or the address does not exist, so the question is not mailed again. "
        "If they want mail after all, please call them."
    )


class NoAddress(UserError):
    sentence = N_("No mail address is written down for {name}. Please enter it first.")


@dataclass(frozen=True, slots=True)
class GuestMail:
    """How mail stands for somebody; ``state`` is None for one who was never asked."""

    member_id: int
    name: str
    address: str | None
    state: str | None


class MailGuests:
    """Use cases of the office for people who read mail only."""

    def __init__(self, db: Database, clock: Clock, outbox: Outbox) -> None:
        self._db = db
        self._clock = clock
        self._outbox = outbox
        self.on_yes: list[OnChanged] = []
        outbox.register(
            Kind(
                CONFIRM, _compose, title=_("Question whether mail is welcome"), mail_to=_asked_address,
                optional=True,
            )
        )  # fmt: skip

    async def ask_again(self, community_id: int, member_id: int) -> None:
        """Send the question once more. Raises `MailIsOff`, `Unknown`, `NoAddress`, `NotToBeAsked` or
        `AskedEnough`.
        """
        if not self._outbox.kinds.has_mail:
            raise MailIsOff
        now = self._clock()
        async with self._db.transaction() as tx:
            guest = await find(tx, community_id, member_id)
            if guest.address is None:
                raise NoAddress(name=guest.name)
            if guest.state in ("left", "suppressed"):
                raise NotToBeAsked(name=guest.name)
            asked = await tx.execute(
                select(func.count(), func.max(DeliveryRow.created_at)).where(
                    DeliveryRow.member_id == member_id, DeliveryRow.kind == CONFIRM
                )
            )
            times, last = asked.one()
            if times >= MOST_TIMES or (last is not None and last > now - AT_MOST_EVERY):
                raise AskedEnough(name=guest.name)
            await ask(self._outbox, tx, community_id, member_id, now)

    async def note_yes(self, community_id: int, member_id: int) -> None:
        """They said yes on the phone or on paper: their consent, as the office notes it."""
        now = self._clock()
        async with self._db.transaction() as tx:
            guest = await find(tx, community_id, member_id)
            if guest.address is None:
                raise NoAddress(name=guest.name)
            await subscriptions.confirm(tx, community_id, member_id, now, source="staff")
            for tell in self.on_yes:
                await tell(tx, community_id, member_id, now)

    async def of(self, community_id: int, member_id: int) -> GuestMail:
        """How mail stands for this person. Raises `Unknown`."""
        async with self._db.reading() as tx:
            return await find(tx, community_id, member_id)


async def ask(
    outbox: Outbox,
    tx: Tx,
    community_id: int,
    member_id: int,
    now: datetime,
    about: Topic = Topic.REMINDERS,
) -> None:
    """Ask somebody by the one mail that may be sent before they said yes; nobody who has answered it.

    ``about``: what the office wrote them down for: an event, or `Topic.PROBONO`.
    """
    if not outbox.kinds.has_mail:
        return
    known = await subscriptions.subscription_of(tx, member_id)
    if known is not None and known.state != "asked":  # yes, or no, or there is no such mailbox
        return
    await subscriptions.ask(tx, community_id, member_id, "staff", now)
    await outbox.enqueue(
        tx,
        community_id=community_id,
        kind=CONFIRM,
        subject=f"community:{community_id}",
        to_member=member_id,
        args={"about": about.value},
        due_at=now,
        expires_at=now + ASKED_FOR,
        dedupe_key=f"{CONFIRM}:{member_id}:{now.isoformat()}",
        now=now,
    )


async def find(tx: Tx, community_id: int, member_id: int) -> GuestMail:
    """Raises `Unknown`, also for somebody of another community."""
    found = await tx.execute(
        select(MemberRow.display_name, MemberRow.mail_address, MailSubscriptionRow.state)
        .outerjoin(MailSubscriptionRow, MailSubscriptionRow.member_id == MemberRow.id)
        .where(MemberRow.id == member_id, MemberRow.community_id == community_id)
    )
    row = found.one_or_none()
    if row is None:
        raise Unknown
    return GuestMail(member_id, row.display_name or "", row.mail_address, row.state)


async def _asked_address(tx: Tx, delivery: Delivery) -> str | None:
    return await tx.scalar(
        select(MemberRow.mail_address)
        .join(MailSubscriptionRow, MailSubscriptionRow.member_id == MemberRow.id)
        .where(MemberRow.id == delivery.member_id, MailSubscriptionRow.state == "asked")
    )


async def _compose(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    community = await load_community(tx, delivery.community_id)
    if delivery.args.get("about") == Topic.PROBONO:
        occasion, question, what_comes = _for_probono(community.name)
    else:
        occasion, question, what_comes = _for_an_event(community.name)
    return Notice(
        _("May we write to you by mail? ({community})", community=community.name),
        mail=MailPart(
            first=(occasion, question, _("If you do nothing, no more mail comes.")),
            paragraphs=(what_comes,),
            answers=("yes",),
        ),
    )


def _for_an_event(community: str) -> tuple[Text, Text, Text]:
    """Who wrote them down and for what, the question, and what comes after a yes."""
    return (
        _("{community} wrote down your address when you signed up.", community=community),
        _("May we remind you of events by mail? If so, please reply with the one word “yes”."),
        _(
            "After your yes you get the confirmation with a calendar entry, a reminder the day "
            "before, changes, and new events. You can stop it at any time with one reply."
        ),
    )


def _for_probono(community: str) -> tuple[Text, Text, Text]:
    """The same for somebody who offered help, or asked for it."""
    return (
        _("{community} wrote down your address when we spoke with you about probono.", community=community),
        _("May we write to you by mail about it? If so, please reply with the one word “yes”."),
        _(
            "After your yes you get what concerns your probono, and news of our events. "
            "You can stop it at any time with one reply."
        ),
    )

"""Consent to mail from Discord: an address in a form, six digits by mail, the digits in a form.

Whoever types an address learns nothing about it: the answer is the same whether it is known here, asked too
often, or new. The digits stand nowhere (`MailKeys.code`); a row only knows to which address they went.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.clock import Clock
from bot.db import Database, Tx
from bot.i18n import _
from bot.mailing import codes
from bot.mailing.models import MailCodeRow
from bot.mailing.opt_in_rules import (
    CODE,
    MOST_PER_ADDRESS,
    MOST_PER_PERSON,
    MOST_TRIES,
    VALID_FOR,
    AddressMissing,
    CodeIsUsedUp,
    MailIsOff,
    NoCodeWaiting,
    TooManyCodes,
    WrongCode,
    digits_of,
)
from bot.members import subscriptions
from bot.members.rules import read_mail_address
from bot.members.service import Members, member_id_of
from bot.members.subscriptions import Subscription
from bot.outbox.mail.keys import MailKeys
from bot.outbox.notice import Delivery, Kind, MailPart, Notice
from bot.outbox.service import Outbox


@dataclass(frozen=True, slots=True)
class MailStatus:
    """How mail stands for one person: their consent, and the address that waits for its code."""

    consent: Subscription | None
    waiting_address: str | None
    is_mailable: bool


class OptIn:
    """Use cases of registering an address and of leaving. ``keys`` is None where no mail server is set."""

    def __init__(
        self, db: Database, clock: Clock, members: Members, outbox: Outbox, keys: MailKeys | None
    ) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._outbox = outbox
        self._keys = keys
        outbox.register(
            Kind(
                CODE,
                self._compose,
                title=_("Number to confirm a mail address"),
                mail_to=codes.waiting_address,
            )
        )

    @property
    def is_on(self) -> bool:
        """Whether mail is set up on this bot."""
        return self._keys is not None

    def check_is_on(self) -> None:
        """Raises `MailIsOff` where no mail server is set."""
        if not self.is_on:
            raise MailIsOff

    async def start(self, community_id: int, account_id: int, name: str | None, written: str) -> str:
        """Mail six digits to the address, which counts from when they are entered; the address as read.

        Raises `MailIsOff`, `AddressMissing`, `MailAddressUnreadable` or `TooManyCodes`. An address to which
        three codes went today gets none, and the answer is the same.
        """
        self.check_is_on()
        address = read_mail_address(written)
        if address is None:
            raise AddressMissing
        now = self._clock()
        async with self._db.transaction() as tx:
            member = await self._members.ensure(tx, community_id, account_id, name)
            await codes.take_turn(tx, community_id)
            if await codes.made_today(tx, now, MailCodeRow.member_id == member.id) >= MOST_PER_PERSON:
                raise TooManyCodes
            is_sent = await codes.made_today(tx, now, codes.goes_to(address)) < MOST_PER_ADDRESS
            code_id = await codes.new_code(tx, community_id, member.id, address, now)
            if is_sent:
                await self._send(tx, community_id, member.id, code_id, now)
        return address

    async def _send(self, tx: Tx, community_id: int, member_id: int, code_id: int, now: datetime) -> None:
        await self._outbox.enqueue(
            tx,
            community_id=community_id,
            kind=CODE,
            subject=f"mail_code:{code_id}",
            to_member=member_id,
            args={"code_id": code_id},
            due_at=now,
            expires_at=now + VALID_FOR,
            dedupe_key=f"{CODE}:{code_id}",
            now=now,
        )

    async def enter(self, community_id: int, account_id: int, digits: str) -> Subscription:
        """Confirm the address with the digits that were mailed to it; the consent.

        Raises `NoCodeWaiting`, `WrongCode` or `CodeIsUsedUp`. Every try counts before it is looked at, so
        that many at once gain nothing.
        """
        if self._keys is None:
            raise MailIsOff
        now = self._clock()
        async with self._db.transaction() as tx:
            row = await codes.take_a_try(tx, community_id, account_id, now)
            if row is None:
                raise NoCodeWaiting
            right = self._keys.code(row.id, row.made_at)
            is_right = hmac.compare_digest(digits_of(digits), right)
            is_over = is_right or row.tries >= MOST_TRIES
            if is_over:
                await codes.end_code(tx, row.id, now)
            if is_right:
                await subscriptions.confirm(
                    tx, community_id, row.member_id, now, row.address, source="discord"
                )
            consent = await subscriptions.subscription_of(tx, row.member_id)
        if is_right and consent is not None:
            return consent
        raise CodeIsUsedUp if is_over else WrongCode(left=MOST_TRIES - row.tries)

    async def leave(self, community_id: int, account_id: int) -> bool:
        """No more mail from now on, also to no address that waits for its code; whether any was to come."""
        now = self._clock()
        async with self._db.transaction() as tx:
            member_id = await member_id_of(tx, community_id, account_id)
            if member_id is None:
                return False
            has_waited = await codes.end_waiting(tx, member_id, now)
            return await subscriptions.leave(tx, community_id, member_id, now) or has_waited

    async def status(self, community_id: int, account_id: int) -> MailStatus:
        """How mail stands for this person."""
        now = self._clock()
        async with self._db.reading() as tx:
            member_id = await member_id_of(tx, community_id, account_id)
            if member_id is None:
                return MailStatus(None, None, is_mailable=False)
            consent = await subscriptions.subscription_of(tx, member_id)
            waiting = await codes.waiting_for(tx, member_id, now)
        return MailStatus(consent, waiting, is_mailable=consent is not None and consent.is_mailable(now))

    async def _compose(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        found = await tx.execute(
            select(MailCodeRow.id, MailCodeRow.made_at).where(
                MailCodeRow.id == delivery.args["code_id"], MailCodeRow.ended_at.is_(None)
            )
        )
        row = found.one_or_none()
        if row is None or self._keys is None:
            return None
        return Notice(
            _("The number to confirm your mail address"),
            mail=MailPart(
                first=(_("Number: {digits}", digits=self._keys.code(row.id, row.made_at)),),
                paragraphs=(
                    _(
                        "Please enter this number in Discord, where you registered this address: "
                        "press “Enter the number”. It counts for 48 hours."
                    ),
                    _(
                        "If you did not register, somebody mistyped an address. You need not do anything: "
                        "no more mail comes, and the address is deleted after 48 hours."
                    ),
                ),
            ),
        )

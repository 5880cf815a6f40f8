"""Use cases of offers: write one, look at it, let it rest, withdraw it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from bot.db import Tx, tried_again
from bot.mailing import guests
from bot.members.rules import read_mail_address
from bot.members.wish_rules import Topic
from bot.probono.chips import chips_of_offer
from bot.probono.models import OfferRow
from bot.probono.offer_writing import (
    add_offer,
    change_offer,
    lock_needs_of,
    offer_to_change,
    party_of_offer,
    written_just_now,
)
from bot.probono.queries import OFFERS, find_offer, offer_of, offers_in
from bot.probono.rules import (
    LINE_LENGTH,
    TEXT_LENGTH,
    Actor,
    NoSuchOffer,
    OfferKind,
    offer_subject,
    read_optional,
    read_text,
)
from bot.probono.states import OfferState
from bot.probono.tools import ProbonoTools
from bot.probono.views import Offer


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without Discord, as the office typed them."""

    name: str
    mail: str = ""


class OfferRoom:
    """Offers as their owners and the office use them; members never look through those of others."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    # Writing one

    @tried_again
    async def write(self, community_id: int, who: Actor, text: str, *, small_only: bool = False) -> Offer:
        """An open offer with everything else as by default, and the skills the text seems to name.

        The same words again a moment later are the same offer. Raises `NothingWritten` or `TooLong`.
        """
        words = read_text(text, TEXT_LENGTH)
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            member = await self._tools.members.ensure(tx, community_id, who.user_id, who.name)
            known = await written_just_now(tx, member.id, words, now)
            if known is not None:
                return await find_offer(tx, community_id, known)
            return await self._add(tx, community_id, member.id, words, small_only=small_only)

    async def write_for(
        self, community_id: int, guest: Guest, text: str, *, organisation: str = "", small_only: bool = False
    ) -> Offer:
        """An offer of somebody without Discord, entered by the office; with an organisation a company's.

        An address is asked by one mail whether mail is welcome there.
        Raises `NothingWritten`, `TooLong` or `MailAddressUnreadable`.
        """
        words, name = read_text(text, TEXT_LENGTH), read_text(guest.name, LINE_LENGTH)
        company = read_optional(organisation, LINE_LENGTH)
        mail = read_mail_address(guest.mail)
        kind = OfferKind.COMPANY if company else OfferKind.INDIVIDUAL
        async with self._tools.db.transaction() as tx:
            member = await self._tools.members.add_guest(
                tx, community_id, name=name, sector=None, mail_address=mail
            )
            if mail is not None:
                now = self._tools.clock()
                await guests.ask(self._tools.outbox, tx, community_id, member.id, now, Topic.PROBONO)
            return await self._add(
                tx,
                community_id,
                member.id,
                words,
                small_only=small_only,
                kind=kind.value,
                organisation=company,
            )

    async def _add(self, tx: Tx, community_id: int, member_id: int, text: str, **values: Any) -> Offer:
        now = self._tools.clock()
        chips = chips_of_offer(await self._tools.lexicon.of(tx, community_id), text)
        offer_id = await add_offer(tx, community_id, member_id, now, text=text, skills=chips, **values)
        await self._tools.offer_changed(tx, offer_id, now)
        return await find_offer(tx, community_id, offer_id)

    # Looking

    async def open(self, community_id: int, offer_id: int, who: Actor) -> Offer:
        """An offer, for its owner and the office; `NotYours` for everybody else."""
        async with self._tools.db.reading() as tx:
            offer = await find_offer(tx, community_id, offer_id)
        party_of_offer(offer, who)
        return offer

    async def mine(self, community_id: int, user_id: int) -> Sequence[Offer]:
        """What this person offers, without what they withdrew."""
        async with self._tools.db.reading() as tx:
            found = await tx.execute(
                OFFERS.where(
                    OfferRow.community_id == community_id,
                    OFFERS.selected_columns.user_id == user_id,
                    OfferRow.state != OfferState.WITHDRAWN.value,
                ).order_by(OfferRow.id)
            )
            return [offer_of(row) for row in found]

    async def listing(self, community_id: int, states: Collection[OfferState]) -> Sequence[Offer]:
        """For the office: the offers in these states, oldest first."""
        async with self._tools.db.reading() as tx:
            return await offers_in(tx, community_id, states)

    async def community_of(self, offer_id: int) -> int:
        """Which community an offer belongs to, for presses that come from a direct message."""
        async with self._tools.db.glancing() as tx:
            found = await tx.scalar(select(OfferRow.community_id).where(OfferRow.id == offer_id))
        if found is None:
            raise NoSuchOffer
        return found

    # Resting and ending

    async def pause(self, community_id: int, offer_id: int, who: Actor) -> Offer:
        """Nobody is asked until it goes on; twice changes nothing."""
        return await self._turn(community_id, offer_id, who, OfferState.PAUSED)

    async def resume(self, community_id: int, offer_id: int, who: Actor) -> Offer:
        """It goes on, and a rest is over."""
        return await self._turn(community_id, offer_id, who, OfferState.OPEN, resting_until=None)

    async def hold(self, community_id: int, offer_id: int, who: Actor) -> Offer:
        """It is still true."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            offer = await offer_to_change(tx, community_id, offer_id, who)
            await tx.execute(update(OfferRow).where(OfferRow.id == offer.id).values(held_at=now))
            return offer

    @tried_again
    async def withdraw(self, community_id: int, offer_id: int, who: Actor) -> Offer:
        """It ends, and so does what it was suggested for; twice changes nothing."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            await lock_needs_of(tx, offer_id)
            offer = await find_offer(tx, community_id, offer_id, locked=True)
            party = party_of_offer(offer, who)
            if offer.state is OfferState.WITHDRAWN:
                return offer
            await tx.execute(
                update(OfferRow)
                .where(OfferRow.id == offer.id)
                .values(
                    state=OfferState.WITHDRAWN.value,
                    ended_at=now,
                    held_at=now,
                    revision=OfferRow.revision + 1,
                )
            )
            await self._tools.outbox.cancel_planned(tx, now=now, subject=offer_subject(offer.id))
            await self._tools.offer_ended(tx, offer.id, party, now)
            return await find_offer(tx, community_id, offer.id)

    async def _turn(
        self, community_id: int, offer_id: int, who: Actor, state: OfferState, **more: Any
    ) -> Offer:
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            offer = await offer_to_change(tx, community_id, offer_id, who)
            if offer.state is state and all(getattr(offer, name) == value for name, value in more.items()):
                return offer
            return await change_offer(tx, self._tools, offer, now, state=state.value, **more)

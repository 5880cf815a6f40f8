"""Use cases of needs: write one from a single sentence, make one of a seed, look at them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from bot.db import AnyRow, Tx, tried_again
from bot.mailing import guests
from bot.members.rules import Sector, read_mail_address
from bot.members.wish_rules import Topic
from bot.probono.models import NeedRow, SuggestionRow
from bot.probono.need_writing import add_need, asked_just_now, change_need, need_to_change, party_of_need
from bot.probono.offers import Guest
from bot.probono.queries import NEEDS, find_need, need_of, needs_in
from bot.probono.rules import (
    LINE_LENGTH,
    NOTE_LENGTH,
    TEXT_LENGTH,
    Actor,
    NoSuchNeed,
    read_optional,
    read_text,
)
from bot.probono.states import TAKES_A_PLACE, NeedState, SuggestionState
from bot.probono.strangers import OpenNeed, open_need
from bot.probono.tools import ProbonoTools
from bot.probono.views import Need
from bot.seeds.models import SeedRow
from bot.seeds.queries import IS_PUBLIC
from bot.seeds.seed import NoSuchSeed

SEEDS_OFFERED = 25
LOOKING = tuple(state for state in NeedState if state.looks_for_people)


@dataclass(frozen=True, slots=True)
class NewNeed:
    """What somebody typed to begin with; only ``text`` is needed."""

    text: str
    needed_by: str = ""
    organisation: str = ""
    wants_call: bool = False
    contact: str = ""


@dataclass(frozen=True, slots=True)
class SeedToChoose:
    """A seed that everybody can read, as a list of suggestions shows it."""

    id: int
    title: str


class NeedRoom:
    """Needs as those who ask and the office use them, and those that are open as members read them."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    # Writing one

    @tried_again
    async def write(self, community_id: int, who: Actor, new: NewNeed) -> Need:
        """A draft, also of one sentence; the office hears of it. The same again a moment later is the same.

        Raises `NothingWritten` or `TooLong`.
        """
        values = _values(new)
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            member = await self._tools.members.ensure(tx, community_id, who.user_id, who.name)
            known = await asked_just_now(tx, member.id, values["text"], now)
            if known is not None:
                return await find_need(tx, community_id, known)
            return await add_need(tx, self._tools, community_id, now, member_id=member.id, **values)

    async def write_for(
        self, community_id: int, guest: Guest, new: NewNeed, *, sector: str | None = None
    ) -> Need:
        """An inquiry of somebody without Discord, entered by the office.

        An address is asked by one mail whether mail is welcome there.
        Raises `NothingWritten`, `TooLong` or `MailAddressUnreadable`.
        """
        values, name, mail = _values(new), read_text(guest.name, LINE_LENGTH), read_mail_address(guest.mail)
        known = Sector(sector) if sector else None
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            member = await self._tools.members.add_guest(
                tx, community_id, name=name, sector=known, mail_address=mail
            )
            if mail is not None:
                await guests.ask(self._tools.outbox, tx, community_id, member.id, now, Topic.PROBONO)
            return await add_need(
                tx,
                self._tools,
                community_id,
                now,
                member_id=member.id,
                sector=known.value if known else None,
                **values,
            )

    @tried_again
    async def from_seed(self, community_id: int, seed_id: int) -> Need:
        """A draft with the public text of a seed, of nobody until the office says whose it is.

        A seed that is a need already gives that one, as long as it is not over. Raises `NoSuchSeed` for a
        seed that not everybody can read; nothing of its author is taken along.
        """
        async with self._tools.db.transaction() as tx:
            seed = await _public_seed(tx, community_id, seed_id)
            known = await tx.scalar(
                select(NeedRow.id).where(
                    NeedRow.seed_id == seed_id,
                    NeedRow.state.not_in([state.value for state in NeedState if state.is_over]),
                )
            )
            if known is not None:
                return await find_need(tx, community_id, known)
            return await add_need(
                tx,
                self._tools,
                community_id,
                self._tools.clock(),
                seed_id=seed_id,
                title=seed.title[:LINE_LENGTH] if seed.title else None,
                text=(seed.text or "")[:TEXT_LENGTH],
                needed_by="",
            )

    async def belongs_to(self, community_id: int, need_id: int, staff: Actor, owner: Actor) -> Need:
        """The office says whose need it is, such as one that was a seed."""
        now = self._tools.clock()
        async with self._tools.db.transaction() as tx:
            need = await need_to_change(tx, community_id, need_id, staff)
            member = await self._tools.members.ensure(tx, community_id, owner.user_id, owner.name)
            return await change_need(tx, need, now, member_id=member.id)

    # Looking

    async def open(self, community_id: int, need_id: int, who: Actor) -> Need:
        """A need, for who asked and the office; `NotYours` for everybody else."""
        async with self._tools.db.reading() as tx:
            need = await find_need(tx, community_id, need_id)
        party_of_need(need, who)
        return need

    async def mine(self, community_id: int, user_id: int) -> Sequence[Need]:
        """What this person asked for and is not over, oldest first."""
        over = [state.value for state in NeedState if state.is_over]
        async with self._tools.db.reading() as tx:
            found = await tx.execute(
                NEEDS.where(
                    NeedRow.community_id == community_id,
                    NEEDS.selected_columns.user_id == user_id,
                    NeedRow.state.not_in(over),
                ).order_by(NeedRow.id)
            )
            return [need_of(row) for row in found]

    async def listing(self, community_id: int, states: Collection[NeedState]) -> Sequence[Need]:
        """For the office: the needs in these states, oldest first."""
        async with self._tools.db.reading() as tx:
            return await needs_in(tx, community_id, states)

    async def looking(self, community_id: int) -> Sequence[OpenNeed]:
        """Needs with a place for somebody, as every member may read them; newest first."""
        async with self._tools.db.reading() as tx:
            return await open_needs(tx, community_id)

    async def look_at(self, community_id: int, need_id: int) -> OpenNeed:
        """One of them; `NoSuchNeed` also for one that looks for nobody."""
        async with self._tools.db.reading() as tx:
            need = await find_need(tx, community_id, need_id)
            taken = await _places_taken(tx, [need_id])
        if need.state not in LOOKING or taken.get(need_id, 0) >= need.people:
            raise NoSuchNeed
        return open_need(need)

    async def community_of(self, need_id: int) -> int:
        """Which community a need belongs to, for presses that come from a direct message."""
        async with self._tools.db.glancing() as tx:
            found = await tx.scalar(select(NeedRow.community_id).where(NeedRow.id == need_id))
        if found is None:
            raise NoSuchNeed
        return found

    async def seeds_to_choose(self, community_id: int, typed: str = "") -> Sequence[SeedToChoose]:
        """Seeds that everybody can read, with ``typed`` in what is shown; newest first."""
        wanted = typed.strip().casefold()
        async with self._tools.db.reading() as tx:
            found = await tx.execute(
                select(SeedRow.id, SeedRow.title, SeedRow.text)
                .where(SeedRow.community_id == community_id, SeedRow.merged_into_id.is_(None), IS_PUBLIC)
                .order_by(SeedRow.id.desc())
            )
            seeds = [
                SeedToChoose(row.id, row.title or row.text.strip().partition("\n")[0])
                for row in found
                if row.title or row.text
            ]
        return [seed for seed in seeds if wanted in f"#{seed.id} {seed.title}".casefold()][:SEEDS_OFFERED]


def _values(new: NewNeed) -> dict[str, Any]:
    return {
        "text": read_text(new.text, TEXT_LENGTH),
        "needed_by": read_optional(new.needed_by, LINE_LENGTH) or "",
        "organisation": read_optional(new.organisation, LINE_LENGTH),
        "wants_call": new.wants_call,
        "contact": read_optional(new.contact, NOTE_LENGTH),
    }


async def open_needs(tx: Tx, community_id: int) -> list[OpenNeed]:
    """Needs with a place for somebody, as every member may read them; newest first."""
    found = await needs_in(tx, community_id, LOOKING)
    taken = await _places_taken(tx, [need.id for need in found])
    return [open_need(need) for need in reversed(found) if taken.get(need.id, 0) < need.people]


async def _places_taken(tx: Tx, need_ids: Collection[int]) -> dict[int, int]:
    """How many places of each need somebody has taken, or has already filled."""
    states = [SuggestionState.DONE.value, *(state.value for state in TAKES_A_PLACE)]
    found = await tx.execute(
        select(SuggestionRow.need_id, func.count().label("taken"))
        .where(SuggestionRow.need_id.in_(need_ids), SuggestionRow.state.in_(states))
        .group_by(SuggestionRow.need_id)
    )
    return {row.need_id: row.taken for row in found}


async def _public_seed(tx: Tx, community_id: int, seed_id: int) -> AnyRow:
    found = await tx.execute(
        select(SeedRow.title, SeedRow.text).where(
            SeedRow.id == seed_id, SeedRow.community_id == community_id, IS_PUBLIC
        )
    )
    row = found.one_or_none()
    if row is None or not row.text:
        raise NoSuchSeed
    return row

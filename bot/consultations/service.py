"""Use cases of consultations: note, correct, delete, list. All of them are the office's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from math import ceil

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock, to_local
from bot.consultations.models import ConsultationRow, ConsultationTickRow
from bot.consultations.queries import CONSULTATIONS, LATEST_FIRST, columns_of, find, insert_case, read, tick
from bot.consultations.reading import read_case
from bot.consultations.rules import (
    NOTES_KEPT,
    Consultation,
    Page,
    SeedAlreadyCounted,
    SeedNotForTheOffice,
    UncountedSeed,
)
from bot.db import Database, Tx
from bot.members.communities import load_community
from bot.members.service import Members
from bot.seeds.models import SeedRow
from bot.seeds.rules import SeedState

PER_PAGE = 10
SEEDS_OFFERED = 25
COUNTABLE = (SeedState.PRIVATE, SeedState.REFERRED)
"""What was taken as a consultation, or passed on after one."""


class Consultations:
    """The consultation desk's list. Who came stands nowhere in it."""

    def __init__(self, db: Database, clock: Clock, members: Members) -> None:
        self._db = db
        self._clock = clock
        self._members = members

    async def note(
        self,
        community_id: int,
        discord_user_id: int,
        display_name: str | None,
        *,
        held_on: str,
        channel: str,
        categories: Collection[str],
        note: str,
        seed_id: int | None = None,
    ) -> Consultation:
        """Note a case as it was typed; an empty ``held_on`` is today.

        ``seed_id``: the office-only seed that is counted with it, which can be done once. Raises what
        `read_case` raises, `SeedNotForTheOffice` (also for an unknown seed) or `SeedAlreadyCounted`.
        """
        async with self._db.transaction() as tx:
            today = await self._today(tx, community_id)
            case = read_case(held_on=held_on, channel=channel, categories=categories, note=note, today=today)
            if seed_id is not None:
                await _check_seed(tx, community_id, seed_id)
            staff = await self._members.ensure(tx, community_id, discord_user_id, display_name)
            try:
                consultation_id = await insert_case(
                    tx, community_id, case, entered_on=today, entered_by_id=staff.id, seed_id=seed_id
                )
            except IntegrityError as twice:  # a colleague was faster
                if seed_id is None:
                    raise
                raise SeedAlreadyCounted from twice
            return await find(tx, community_id, consultation_id)

    async def correct(
        self,
        community_id: int,
        consultation_id: int,
        *,
        held_on: str,
        channel: str,
        categories: Collection[str],
        note: str,
    ) -> Consultation:
        """Write a case anew; who noted it first stays. Raises like `note`, or `NoSuchConsultation`."""
        async with self._db.transaction() as tx:
            await find(tx, community_id, consultation_id, lock=True)
            case = read_case(
                held_on=held_on,
                channel=channel,
                categories=categories,
                note=note,
                today=await self._today(tx, community_id),
            )
            await tx.execute(
                update(ConsultationRow)
                .where(ConsultationRow.id == consultation_id)
                .values(**columns_of(case))
            )
            await tick(tx, consultation_id, case.categories)
            return await find(tx, community_id, consultation_id)

    async def delete(self, community_id: int, consultation_id: int) -> None:
        """Leave nothing of a case, also not in the file; `NoSuchConsultation` when it is gone already."""
        async with self._db.transaction() as tx:
            await find(tx, community_id, consultation_id, lock=True)
            for row, key in (
                (ConsultationTickRow, ConsultationTickRow.consultation_id),
                (ConsultationRow, ConsultationRow.id),
            ):
                await tx.execute(delete(row).where(key == consultation_id))
        await self._db.wipe()  # where others are busy, the daily tidying up does it

    async def get(self, community_id: int, consultation_id: int) -> Consultation:
        """One case; `NoSuchConsultation` also for an id of another community."""
        async with self._db.reading() as tx:
            return await find(tx, community_id, consultation_id)

    async def page(self, community_id: int, number: int = 1) -> Page:
        """A page of the list, the latest first; a number that does not exist is the nearest that does."""
        here = ConsultationRow.community_id == community_id
        async with self._db.reading() as tx:
            total = await tx.scalar(select(func.count()).select_from(ConsultationRow).where(here)) or 0
            pages = max(1, ceil(total / PER_PAGE))
            number = min(max(number, 1), pages)
            query = CONSULTATIONS.where(here).order_by(*LATEST_FIRST)
            found = await read(tx, query.limit(PER_PAGE).offset((number - 1) * PER_PAGE))
        return Page(tuple(found), number, pages, total)

    async def uncounted_seeds(self, community_id: int) -> list[UncountedSeed]:
        """Seeds for the office only that nobody noted as a consultation yet, the oldest first (up to 25)."""
        counted = select(ConsultationRow.seed_id).where(ConsultationRow.seed_id.is_not(None))
        query = (
            select(SeedRow.id, SeedRow.submitted_on)
            .where(SeedRow.community_id == community_id, _is_countable(), SeedRow.id.not_in(counted))
            .order_by(SeedRow.id)
            .limit(SEEDS_OFFERED)
        )
        async with self._db.reading() as tx:
            return [UncountedSeed(row.id, row.submitted_on) for row in await tx.execute(query)]

    async def forget_notes(self) -> int:
        """Empty the notes of three years ago and who wrote them; how many. Once a day."""
        async with self._db.transaction() as tx:
            gone = await tx.execute(
                update(ConsultationRow)
                .where(
                    ConsultationRow.held_on < self._clock().date() - NOTES_KEPT,
                    or_(ConsultationRow.note.is_not(None), ConsultationRow.entered_by_id.is_not(None)),
                )
                .values(note=None, entered_by_id=None)
            )
        return gone.rowcount

    async def _today(self, tx: Tx, community_id: int) -> date:
        community = await load_community(tx, community_id)
        return to_local(self._clock(), community.tz).date()


def _is_countable() -> ColumnElement[bool]:
    return SeedRow.state.in_([state.value for state in COUNTABLE])


async def _check_seed(tx: Tx, community_id: int, seed_id: int) -> None:
    query = select(SeedRow.id).where(
        SeedRow.id == seed_id, SeedRow.community_id == community_id, _is_countable()
    )
    if await tx.scalar(query) is None:
        raise SeedNotForTheOffice
    if await tx.scalar(select(ConsultationRow.id).where(ConsultationRow.seed_id == seed_id)) is not None:
        raise SeedAlreadyCounted

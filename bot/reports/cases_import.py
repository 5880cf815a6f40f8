"""Bringing in the consultations of a list: first as a plan, then in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update

from bot.clock import Clock, to_local
from bot.consultations.models import ConsultationRow
from bot.consultations.queries import CONSULTATIONS, columns_of, insert_case, read, tick
from bot.consultations.rules import Consultation
from bot.db import Database, Tx
from bot.members.models import CommunityRow
from bot.reports.cases import CaseStep, ListedCase, PlannedCase, plan_cases, read_cases
from bot.reports.cases_file import CaseFile, read_cases_file
from bot.reports.importing import ZONE_OF_NEW_COMMUNITIES, new_community
from bot.reports.table_rows import BadCell


@dataclass(frozen=True, slots=True)
class ImportedCases:
    """What happened, or would happen, line by line; nothing at all where a cell is ``bad``.

    ``missing``: brought in earlier for the same days, and in no line of this file; it stays.
    """

    is_new_community: bool
    planned: Sequence[PlannedCase]
    missing: Sequence[Consultation]
    bad: Sequence[BadCell]
    is_applied: bool = False

    def count(self, *steps: CaseStep) -> int:
        return sum(each.step in steps for each in self.planned)


class CaseImports:
    """Consultations from before the bot, or from another desk's list."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def plan(self, community_id: int, content: bytes, *, update: bool = False) -> ImportedCases:
        """What `bring_in` would do; raises the `UserError` of a file that is no list of consultations."""
        file = read_cases_file(content)
        async with self._db.reading() as tx:
            timezone = await tx.scalar(_TIMEZONE, {"community_id": community_id})
            return await _plan(tx, community_id, timezone, file, self._clock(), update=update)

    async def bring_in(self, community_id: int, content: bytes, *, update: bool = False) -> ImportedCases:
        """Keep the consultations of a CSV file, all or none, and the community too if it is not known yet.

        ``update``: what differs from what was brought in earlier is taken from the file.
        """
        file, now = read_cases_file(content), self._clock()
        async with self._db.transaction() as tx:
            timezone = await tx.scalar(_TIMEZONE.with_for_update(), {"community_id": community_id})
            plan = await _plan(tx, community_id, timezone, file, now, update=update)
            if plan.bad:
                return plan
            if timezone is None:
                await tx.execute(new_community(community_id, now))
            today = to_local(now, ZoneInfo(timezone or ZONE_OF_NEW_COMMUNITIES)).date()
            for each in plan.planned:
                if each.step is CaseStep.NEW:
                    await insert_case(tx, community_id, each.listed.case, entered_on=today, is_imported=True)
                elif each.step is CaseStep.CHANGED and each.kept is not None:
                    await _keep_anew(tx, each.kept, each.listed)
            return replace(plan, is_applied=True)


_TIMEZONE = select(CommunityRow.timezone).where(CommunityRow.id == bindparam("community_id"))


async def _plan(
    tx: Tx, community_id: int, timezone: str | None, file: CaseFile, now: datetime, *, update: bool
) -> ImportedCases:
    zone = ZoneInfo(timezone or ZONE_OF_NEW_COMMUNITIES)
    cases, bad = read_cases(file, today=to_local(now, zone).date())
    query = CONSULTATIONS.where(ConsultationRow.community_id == community_id).order_by(ConsultationRow.id)
    planned, missing = plan_cases(cases, await read(tx, query), update=update)
    return ImportedCases(timezone is None, planned, missing, bad)


async def _keep_anew(tx: Tx, kept: Consultation, listed: ListedCase) -> None:
    await tx.execute(
        update(ConsultationRow).where(ConsultationRow.id == kept.id).values(**columns_of(listed.case))
    )
    await tick(tx, kept.id, listed.case.categories)

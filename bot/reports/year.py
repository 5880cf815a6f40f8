"""The meetings of a fiscal year, read from what the other rooms keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.clock import Clock, fiscal_year, to_local
from bot.db import AnyRow, Database, Tx
from bot.errors import N_, UserError
from bot.events.models import EventRow
from bot.events.rules import EventState
from bot.i18n import joined
from bot.members.communities import load_community
from bot.members.models import CommunityRow
from bot.members.rules import Community
from bot.reports.counting import Count, articles_of, counts_of, modes_of
from bot.reports.probono_year import ProbonoReports
from bot.reports.rules import FIRST_YEAR, LAST_YEAR, MeetingFigures, NoSuchYear, YearFigures


class NoCommunityYet(UserError):
    sentence = N_("There is no community in this database yet: it appears with /setup, or with bot import.")


class WhichCommunity(UserError):
    sentence = N_("There are several communities here. Please say which: {communities}.")


class YearReports:
    """What a community can report about itself."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.probono = ProbonoReports(db, clock)

    async def community(self, community_id: int | None) -> Community:
        """The community of this id, or the only one there is; a `UserError` where it is not clear which."""
        async with self._db.reading() as tx:
            if community_id is not None:
                return await load_community(tx, community_id)
            found = (
                await tx.execute(select(CommunityRow.id, CommunityRow.name).order_by(CommunityRow.id))
            ).all()
            if not found:
                raise NoCommunityYet
            if len(found) > 1:
                raise WhichCommunity(
                    communities=joined(*(f"--community {row.id} ({row.name})" for row in found))
                )
            return await load_community(tx, found[0].id)

    async def events(self, community_id: int, year: int | None = None) -> YearFigures:
        """The meetings of the fiscal year that began in April ``year``; None: of the present one.

        The local date of a meeting decides. Cancelled ones and rehearsals do not count, and those that are
        not over only as a number.
        """
        now = self._clock()
        async with self._db.reading() as tx:
            community = await load_community(tx, community_id)
            if year is None:
                year = fiscal_year(to_local(now, community.tz).date())
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise NoSuchYear(year=str(year))
            rows = await _meetings_of(tx, community_id, year)
            held = [row for row in rows if row.ends_at <= now]
            counts = await counts_of(tx, held)
            articles = await articles_of(tx, [row.id for row in held])
        return YearFigures(
            community_id=community_id,
            community_name=community.name,
            year=year,
            meetings=tuple(_figures(row, counts[row.id], articles.get(row.id, ())) for row in held),
            ahead=len(rows) - len(held),
        )

    async def years(self, community_id: int) -> list[int]:
        """The fiscal years in which meetings were or will be held, the latest first."""
        query = _MEETINGS.where(EventRow.community_id == community_id)
        async with self._db.reading() as tx:
            return sorted({_year_of(row) for row in await tx.execute(query)}, reverse=True)


_MEETINGS = select(
    EventRow.id,
    EventRow.starts_at,
    EventRow.ends_at,
    EventRow.timezone,
    EventRow.title,
    EventRow.is_regular,
    EventRow.venue,
    EventRow.online,
    EventRow.import_key,
).where(EventRow.state == EventState.ANNOUNCED.value, EventRow.is_rehearsal.is_(False))


async def _meetings_of(tx: Tx, community_id: int, year: int) -> Sequence[AnyRow]:
    """In order of their start. No zone is further than a day from UTC; what is too much goes again."""
    first, last = (datetime.combine(date(each, 4, 1), time(), UTC) for each in (year, year + 1))
    query = _MEETINGS.where(
        EventRow.community_id == community_id,
        EventRow.starts_at >= first - timedelta(days=1),
        EventRow.starts_at < last + timedelta(days=1),
    ).order_by(EventRow.starts_at, EventRow.id)
    return [row for row in await tx.execute(query) if _year_of(row) == year]


def _year_of(row: AnyRow) -> int:
    return fiscal_year(to_local(row.starts_at, ZoneInfo(row.timezone)).date())


def _figures(row: AnyRow, count: Count, articles: Sequence[str]) -> MeetingFigures:
    return MeetingFigures(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        tz=ZoneInfo(row.timezone),
        title=row.title,
        is_regular=row.is_regular,
        modes=modes_of(row),
        participants=count.participants,
        counted_by=count.counted_by,
        by_sector=count.by_sector,
        by_mode=count.by_mode,
        from_elsewhere=count.from_elsewhere,
        people=count.people,
        articles=tuple(articles),
    )

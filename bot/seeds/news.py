"""What becomes of a seed, told to those who follow it: once a week in one letter, or once a day for each.

Nothing is remembered but that there will be a letter; what it says is read from the history when it leaves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from bot.db import Tx
from bot.i18n import C_, Text
from bot.outbox.notice import NewDelivery
from bot.seeds.models import SeedFollowRow, SeedSupportRow, SeedTickRow, SeedWishRow
from bot.seeds.queries import joined_with
from bot.seeds.seed import Seed, subject_of
from bot.seeds.tools import SeedTools

NEWS = "seed.news"
DIGEST = "seed.digest"
DAILY_AT = time(18)
WEEKLY_AT = time(10)
"""On Mondays; the office's own post of that morning comes first."""
TOLD_FOR = timedelta(days=3)


class News(StrEnum):
    """How a member hears of what they follow."""

    WEEKLY = "weekly"
    DAILY = "daily"
    NEVER = "never"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    News.WEEKLY: C_("seed news", "Once a week, all in one message"),
    News.DAILY: C_("seed news", "On the day, one message for each seed"),
    News.NEVER: C_("seed news", "Not at all"),
}


async def changed(tx: Tx, tools: SeedTools, seed: Seed, now: datetime, *, but: Iterable[int] = ()) -> None:
    """Everybody who follows or supports the seed hears of it in their next news; ``but`` those."""
    await _plan(tx, tools, seed, await _listeners(tx, seed) - set(but), now)


async def published(tx: Tx, tools: SeedTools, seed: Seed, now: datetime) -> None:
    """Those who follow one of its categories hear of a new seed; its author knows it."""
    query = (
        select(SeedFollowRow.member_id)
        .join(SeedTickRow, SeedTickRow.category_id == SeedFollowRow.category_id)
        .where(SeedTickRow.seed_id == seed.id)
    )
    await _plan(tx, tools, seed, set(await tx.scalars(query)) - {seed.author_id}, now)


async def _listeners(tx: Tx, seed: Seed) -> set[int]:
    numbers = [seed.id, *await joined_with(tx, seed.id)]
    supporting = select(SeedSupportRow.member_id).where(SeedSupportRow.seed_id.in_(numbers))
    following = (
        select(SeedFollowRow.member_id)
        .outerjoin(SeedTickRow, SeedTickRow.category_id == SeedFollowRow.category_id)
        .where(or_(SeedFollowRow.seed_id.in_(numbers), SeedTickRow.seed_id == seed.id))
    )
    return {*await tx.scalars(supporting), *await tx.scalars(following)}


async def _plan(tx: Tx, tools: SeedTools, seed: Seed, members: Collection[int | None], now: datetime) -> None:
    people = sorted(member for member in members if member is not None)
    if not people:
        return
    found = await tx.execute(select(SeedWishRow).where(SeedWishRow.member_id.in_(people)))
    wishes = {row.member_id: News(row.news) for row in found}
    rows = [
        _row(seed, member_id, wish, now)
        for member_id in people
        if (wish := wishes.get(member_id, News.WEEKLY)) is not News.NEVER
    ]
    if rows:
        await tools.outbox.enqueue_many(tx, rows, now=now)


def _row(seed: Seed, member_id: int, wish: News, now: datetime) -> NewDelivery:
    """One letter a week and member, or one a day, member and seed: a second change meets the same key."""
    if wish is News.DAILY:
        due_at = next_time(now, seed.tz, DAILY_AT)
        kind, subject, about = NEWS, subject_of(seed.id), f"{seed.id}:{member_id}"
    else:
        due_at = next_time(now, seed.tz, WEEKLY_AT, weekday=0)
        kind, subject, about = DIGEST, f"member:{member_id}", str(member_id)
    return NewDelivery(
        community_id=seed.community_id,
        kind=kind,
        subject=subject,
        to_member=member_id,
        due_at=due_at,
        expires_at=due_at + TOLD_FOR,
        dedupe_key=f"{kind}:{about}:{due_at.astimezone(seed.tz).date().isoformat()}",
    )


def next_time(now: datetime, tz: ZoneInfo, at: time, *, weekday: int | None = None) -> datetime:
    """The next moment with this wall time (on that weekday, Monday is 0), aware UTC."""
    day = now.astimezone(tz).date()
    for ahead in range(9):
        candidate = day + timedelta(days=ahead)
        moment = datetime.combine(candidate, at, tzinfo=tz).astimezone(UTC)
        if moment > now and (weekday is None or candidate.weekday() == weekday):
            return moment
    raise AssertionError("nine days hold every weekday")

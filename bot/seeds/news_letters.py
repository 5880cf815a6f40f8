"""News of what somebody follows, and the question whether it helped; said from the history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from bot.db import Tx
from bot.i18n import C_, Text, _
from bot.members.wish_rules import Topic
from bot.outbox.notice import Action, Delivery, Kind, Notice
from bot.seeds import kinds
from bot.seeds.models import (
    SeedFollowRow,
    SeedRow,
    SeedStepRow,
    SeedSupportRow,
    SeedTickRow,
)
from bot.seeds.news import DIGEST, NEWS
from bot.seeds.queries import IS_PUBLIC, find, load
from bot.seeds.rules import SeedState
from bot.seeds.seed import Seed, id_in
from bot.seeds.tools import SeedTools, day_of

WEEK = timedelta(days=7)
MOST_SEEDS = 15
"""In one letter; the others are found with one press."""
TOLD_STEPS = tuple(
    state.value
    for state in (
        SeedState.PUBLISHED,
        SeedState.DIGGING,
        SeedState.SESSION,
        SeedState.PROJECT,
        SeedState.ARCHIVED,
        SeedState.DORMANT,
        SeedState.MERGED,
    )
)
EDITED = "edited"


def register(tools: SeedTools) -> None:
    """Make the outbox able to carry news."""
    tools.outbox.register(
        Kind(NEWS, _daily, title=_("News of a seed"), optional=True, topic=Topic.SEEDS),
        Kind(DIGEST, _weekly, title=_("News of seeds"), optional=True, topic=Topic.SEEDS),
        Kind(kinds.JOINED, _joined, title=_("A seed was joined with another one"), topic=Topic.SEEDS),
        Kind(
            kinds.WAS_IT_HELP,
            _was_it_help,
            title=_("Question whether it helped"),
            optional=True,
            topic=Topic.SEEDS,
        ),
    )


async def _daily(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """What happened today to one seed, for somebody who still follows it."""
    seed = await find(tx, delivery.community_id, id_in(delivery.subject))
    if not seed.is_public or delivery.member_id is None:
        return None
    told = await _happened(tx, [seed.id], day_of(delivery.due_at, seed.tz))
    if seed.id not in told:
        return None
    return Notice(
        _("Seed #{number} “{title}”: {news}", number=seed.id, title=seed.title or "", news=told[seed.id]),
        actions=_actions([seed.id]),
    )


async def _weekly(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """What happened within the last week to everything this member follows or supports."""
    if delivery.member_id is None:
        return None
    seeds = {seed.id: seed for seed in await _followed(tx, delivery.community_id, delivery.member_id)}
    if not seeds:
        return None
    since = day_of(delivery.due_at - WEEK, next(iter(seeds.values())).tz)
    told = await _happened(tx, seeds, since)
    if not told:
        return None
    shown = [seeds[number] for number in sorted(told)][:MOST_SEEDS]
    lines = [
        Text(
            "#{number} “{title}”: {news}",
            {"number": seed.id, "title": seed.title or "", "news": told[seed.id]},
        )
        for seed in shown
    ]
    return Notice(
        _("This week's news of the seeds you follow"),
        tuple(lines),
        actions=_actions([s.id for s in shown][:3]),
    )


async def _followed(tx: Tx, community_id: int, member_id: int) -> list[Seed]:
    by_seed = select(SeedFollowRow.seed_id).where(
        SeedFollowRow.member_id == member_id, SeedFollowRow.seed_id.is_not(None)
    )
    supported = select(SeedSupportRow.seed_id).where(SeedSupportRow.member_id == member_id)
    by_category = (
        select(SeedTickRow.seed_id)
        .join(SeedFollowRow, SeedFollowRow.category_id == SeedTickRow.category_id)
        .where(SeedFollowRow.member_id == member_id)
    )
    return await load(
        tx,
        SeedRow.community_id == community_id,
        IS_PUBLIC,
        or_(SeedRow.id.in_(by_seed), SeedRow.id.in_(supported), SeedRow.id.in_(by_category)),
    )


async def _happened(tx: Tx, numbers: Iterable[int], since: date) -> dict[int, Text]:
    """The last state that each of them got since that day, else that it was edited."""
    found = await tx.execute(
        select(SeedStepRow.seed_id, SeedStepRow.what)
        .where(
            SeedStepRow.seed_id.in_(list(numbers)),
            SeedStepRow.happened_on >= since,
            SeedStepRow.what.in_((*TOLD_STEPS, EDITED)),
        )
        .order_by(SeedStepRow.id)
    )
    told: dict[int, Text] = {}
    for row in found:
        if row.what != EDITED:
            told[row.seed_id] = SeedState(row.what).label
        else:
            told.setdefault(row.seed_id, C_("seed news", "its text was changed"))
    return told


def _actions(numbers: list[int]) -> tuple[Action, ...]:
    shown = (Action("seed", number, "show", _("Read #{number}", number=number)) for number in numbers)
    return (*shown, Action("seed", 0, "following", C_("button", "What I follow")))


async def _joined(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """To each supporter of a seed that was joined with another one, while it still is."""
    seed = await find(tx, delivery.community_id, id_in(delivery.subject))
    if seed.merged_into_id is None or not seed.is_public:
        return None
    target = await find(tx, delivery.community_id, seed.merged_into_id)
    if not target.is_public:
        return None
    return Notice(
        _(
            "A seed you support was joined with another one: "
            "#{number} “{title}” with #{other} “{other_title}”",
            number=seed.id,
            title=seed.title or "",
            other=target.id,
            other_title=target.title or "",
        ),
        (_("Your support is counted with the other one from now on. If that is not right, take it back."),),
        actions=(
            Action("seed", target.id, "show", _("Read #{number}", number=target.id), "primary"),
            Action("seed", seed.id, "takeback", C_("button", "Take my support back")),
        ),
    )


async def _was_it_help(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """Weeks after the end, once, to those who supported it."""
    seed = await find(tx, delivery.community_id, id_in(delivery.subject))
    if seed.state is not SeedState.ARCHIVED or not seed.is_public:
        return None
    return Notice(
        _(
            "Did it help? Seed #{number} “{title}” ended four weeks ago.",
            number=seed.id,
            title=seed.title or "",
        ),
        (_("One press is enough. The office sees numbers, not who pressed."),),
        actions=(
            Action("seedhelp", seed.id, "yes", C_("button", "Yes, something is better"), "success"),
            Action("seedhelp", seed.id, "no", C_("button", "Not yet")),
        ),
    )

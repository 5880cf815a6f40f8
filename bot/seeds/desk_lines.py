"""What seeds leave for the office: to look through, to see to, to propose to rest, to post again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import ColumnElement, String, cast, func, literal, or_, select

from bot.clock import shorten
from bot.db import Tx
from bot.desk.lines import DeskLine
from bot.i18n import C_, _, _n
from bot.members.rules import Community
from bot.outbox.models import DeliveryRow, PostingRow
from bot.outbox.notice import Action
from bot.seeds import kinds
from bot.seeds.cards import review_action
from bot.seeds.models import SeedReportRow, SeedRow, SeedSupportRow
from bot.seeds.queries import IS_PUBLIC, load
from bot.seeds.rules import GONE, UNDER_WAY, SeedState, SupportKind
from bot.seeds.seed import Seed
from bot.seeds.settings import load_settings
from bot.seeds.tools import day_of

LOOK_WITHIN = timedelta(days=3)
"""Whoever dared to write waits for an answer."""
URGENT_WITHIN = timedelta(hours=2)
SHOWN = 10
TITLE_SHOWN = 30
MINUTES_TO_REVIEW = 5
MINUTES_FOR_HELP = 5
MINUTES_FOR_REPORT = 5
MINUTES_FOR_REST = 2
MINUTES_TO_POST = 1
DAYS_OF_MONTH = 30


async def lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
    """Everything about seeds that waits, at most ten of each sort."""
    here = SeedRow.community_id == community.id
    return [
        *await _to_review(tx, here, now),
        *await _to_see_to(tx, here),
        *await _reported(tx, community.id, now),
        *await _to_rest(tx, community, here, now),
        *await _nowhere(tx, community, here),
    ]


async def _to_review(tx: Tx, here: ColumnElement[bool], now: datetime) -> list[DeskLine]:
    waiting = await load(
        tx, here, SeedRow.state == SeedState.RECEIVED.value, SeedRow.shown_to_staff_at <= now, limit=SHOWN
    )
    return [_review_line(seed) for seed in waiting]


def _review_line(seed: Seed) -> DeskLine:
    what = (
        _("Words that worry: seed #{number} “{title}”", number=seed.id, title=_title(seed))
        if seed.is_urgent
        else _("A seed to look through: #{number} “{title}”", number=seed.id, title=_title(seed))
    )
    within = URGENT_WITHIN if seed.is_urgent else LOOK_WITHIN
    return DeskLine(
        "seed",
        what,
        MINUTES_TO_REVIEW,
        due_at=seed.shown_to_staff_at + within,
        action=review_action(seed.id),
        is_private=seed.readers.value == "office",
    )


async def _to_see_to(tx: Tx, here: ColumnElement[bool]) -> list[DeskLine]:
    """One line per seed; who it is stands behind the button."""
    people = func.count(SeedSupportRow.id).label("people")
    query = (
        select(SeedRow.id, SeedRow.title, people, func.min(SeedSupportRow.supported_on).label("since"))
        .join(SeedSupportRow, SeedSupportRow.seed_id == SeedRow.id)
        .where(
            here,
            SeedRow.state.not_in([state.value for state in GONE]),
            SeedSupportRow.kind.in_((SupportKind.CAN_HELP.value, SupportKind.KNOWS.value)),
            SeedSupportRow.handled_at.is_(None),
        )
        .group_by(SeedRow.id, SeedRow.title)
        .order_by(SeedRow.id)
        .limit(SHOWN)
    )
    return [
        DeskLine(
            "seed_help",
            _n(
                "{count} person offers help or knowledge for seed #{number} “{title}”",
                "{count} people offer help or knowledge for seed #{number} “{title}”",
                count=row.people,
                number=row.id,
                title=shorten(row.title or "", TITLE_SHOWN),
            ),
            MINUTES_FOR_HELP * row.people,
            due_at=datetime.combine(row.since, time(), tzinfo=UTC) + LOOK_WITHIN,
            action=Action("seed", row.id, "helpers", _("See to it"), "primary"),
        )
        for row in await tx.execute(query)
    ]


async def _reported(tx: Tx, community_id: int, now: datetime) -> list[DeskLine]:
    query = (
        select(SeedReportRow.id, SeedReportRow.reported_on)
        .where(
            SeedReportRow.community_id == community_id,
            SeedReportRow.handled_at.is_(None),
            SeedReportRow.shown_at <= now,
        )
        .order_by(SeedReportRow.id)
        .limit(SHOWN)
    )
    return [
        DeskLine(
            "seed_report",
            _("A message was reported: please look at the post in the staff channel"),
            MINUTES_FOR_REPORT,
            due_at=datetime.combine(row.reported_on, time(), tzinfo=UTC) + timedelta(days=1),
            action=Action("seedreport", row.id, "done", C_("button", "Seen to")),
        )
        for row in await tx.execute(query)
    ]


async def _to_rest(tx: Tx, community: Community, here: ColumnElement[bool], now: datetime) -> list[DeskLine]:
    """Nothing happened for months: the bot proposes, a coordinator decides."""
    months = (await load_settings(tx, community.id)).dormant_months
    quiet_since = day_of(now, community.tz) - timedelta(days=months * DAYS_OF_MONTH)
    quiet = await load(
        tx,
        here,
        SeedRow.state.in_([state.value for state in UNDER_WAY]),
        SeedRow.active_on <= quiet_since,
        limit=SHOWN,
    )
    return [
        DeskLine(
            "seed_rest",
            _(
                "Nothing has happened for {months} months with seed #{number} “{title}”: let it rest?",
                months=months,
                number=seed.id,
                title=_title(seed),
            ),
            MINUTES_FOR_REST,
            action=Action("seed", seed.id, "rest", C_("button", "Let it rest")),
            others=(Action("seed", seed.id, "keep", C_("button", "Keep it open")),),
        )
        for seed in quiet
    ]


async def _nowhere(tx: Tx, community: Community, here: ColumnElement[bool]) -> list[DeskLine]:
    """Public seeds whose post was deleted or could not be posted, and none is on its way."""
    subject = literal("seed:") + cast(SeedRow.id, String)
    stands = select(PostingRow.id).where(
        PostingRow.community_id == community.id,
        PostingRow.subject == subject,
        PostingRow.message_id.is_not(None),
        PostingRow.gone_at.is_(None),
    )
    coming = select(DeliveryRow.id).where(
        DeliveryRow.community_id == community.id,
        DeliveryRow.subject == subject,
        DeliveryRow.kind == kinds.CARD,
        DeliveryRow.state.in_(("planned", "sending")),
    )
    lost = await load(
        tx,
        here,
        IS_PUBLIC,
        SeedRow.state.in_([state.value for state in UNDER_WAY]),
        ~or_(stands.exists(), coming.exists()),
        limit=SHOWN,
    )
    return [
        DeskLine(
            "seed_nowhere",
            _(
                "Seed #{number} “{title}” stands nowhere: please post it again",
                number=seed.id,
                title=_title(seed),
            ),
            MINUTES_TO_POST,
            action=Action("seed", seed.id, "postagain", C_("button", "Post it again"), "primary"),
        )
        for seed in lost
    ]


def _title(seed: Seed) -> str:
    return shorten(seed.title or "", TITLE_SHOWN)

"""Twice a year: does an offer still hold? By a notice, or, without Discord, by a line for the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from bot.clock import shorten, to_local, to_utc
from bot.db import Tx
from bot.desk.lines import DeskLine
from bot.i18n import C_, _
from bot.members.models import CommunityRow, MemberRow
from bot.members.rules import Community
from bot.members.wish_rules import Topic
from bot.outbox.notice import Action, Delivery, Kind, Notice
from bot.outbox.service import Outbox
from bot.probono.asking import STILL_TRUE
from bot.probono.models import OfferRow
from bot.probono.queries import find_offer
from bot.probono.rules import offer_subject
from bot.probono.states import OfferState
from bot.probono.tools import ProbonoTools

HOLDS = "probono.offer_holds"
ASKED_AT = time(10)
ASKED_FOR = timedelta(days=60)
"""A question that could not be brought by then is asked half a year later."""
MINUTES_TO_CALL = 10
_STANDS = (OfferState.OPEN.value, OfferState.PAUSED.value)


class OfferHolds:
    """Planning is idempotent, two processes may do it at the same time."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def plan(self) -> int:
        """Once an hour and at the start: ask about offers of which nobody said anything for half a year."""
        now = self._tools.clock()
        since = func.coalesce(OfferRow.asked_hold_at, OfferRow.held_at)
        query = (
            select(
                OfferRow.id,
                OfferRow.community_id,
                OfferRow.member_id,
                OfferRow.held_at,
                OfferRow.asked_hold_at,
                CommunityRow.timezone,
            )
            .join(CommunityRow, CommunityRow.id == OfferRow.community_id)
            .join(MemberRow, MemberRow.id == OfferRow.member_id)
            .where(
                OfferRow.state.in_(_STANDS),
                OfferRow.held_at <= now - STILL_TRUE,
                since <= now - STILL_TRUE,
                MemberRow.discord_user_id.is_not(None),
                MemberRow.left_at.is_(None),
                CommunityRow.removed_at.is_(None),
            )
            .order_by(OfferRow.id)
        )
        planned = 0
        async with self._tools.db.transaction() as tx:
            for row in (await tx.execute(query)).all():
                last = max(row.held_at, row.asked_hold_at or row.held_at)
                due_at = _next_morning(now, ZoneInfo(row.timezone))
                made = await self._tools.outbox.enqueue(
                    tx,
                    community_id=row.community_id,
                    kind=HOLDS,
                    subject=offer_subject(row.id),
                    to_member=row.member_id,
                    args={"offer_id": row.id},
                    due_at=due_at,
                    dedupe_key=f"{HOLDS}:{row.id}:{last:%Y-%m-%d}",
                    expires_at=due_at + ASKED_FOR,
                    now=now,
                )
                await tx.execute(update(OfferRow).where(OfferRow.id == row.id).values(asked_hold_at=now))
                planned += made is not None
        return planned


def _next_morning(now: datetime, tz: ZoneInfo) -> datetime:
    local = to_local(now, tz)
    day = local.date() + timedelta(days=local.time() >= ASKED_AT)
    return to_utc(datetime.combine(day, ASKED_AT), tz)


def register(outbox: Outbox) -> None:
    """Make the outbox able to ask."""
    outbox.register(
        Kind(HOLDS, _compose, title=_("Question whether an offer still holds"), topic=Topic.PROBONO)
    )


async def _compose(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """Unless they said something about it since, or withdrew it."""
    offer = await find_offer(tx, delivery.community_id, delivery.args["offer_id"])
    held_at = await tx.scalar(select(OfferRow.held_at).where(OfferRow.id == offer.id))
    if (
        offer.state is OfferState.WITHDRAWN
        or offer.member_id != delivery.member_id
        or held_at is None
        or held_at > now - STILL_TRUE
    ):
        return None
    return Notice(
        _("Does your offer to help still hold?"),
        (
            _("You wrote: “{text}”", text=shorten(offer.text, 200)),
            _("One press is enough. If things have changed, you can change it, or withdraw it any time."),
        ),
        actions=(
            Action("offer", offer.id, "holds", _("Still true"), "success"),
            Action("offer", offer.id, "panel", C_("offer", "Change it")),
            Action("offer", offer.id, "withdraw", C_("offer", "Withdraw it")),
        ),
    )


async def offer_lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
    """Offers of people without Discord about which nobody said anything for half a year."""
    found = await tx.execute(
        select(OfferRow.id, OfferRow.held_at)
        .join(MemberRow, MemberRow.id == OfferRow.member_id)
        .where(
            OfferRow.community_id == community.id,
            OfferRow.state.in_(_STANDS),
            OfferRow.held_at <= now - STILL_TRUE,
            MemberRow.discord_user_id.is_(None),
        )
        .order_by(OfferRow.id)
    )
    return [
        DeskLine(
            "probono_offer_holds",
            _("Please ask whether offer #{number}, of somebody without Discord, still holds", number=row.id),
            MINUTES_TO_CALL,
            row.held_at + STILL_TRUE,
            Action("offer", row.id, "panel", C_("offer", "Open the offer"), "primary"),
            others=(Action("offer", row.id, "holds", _("Still true")),),
        )
        for row in found
    ]

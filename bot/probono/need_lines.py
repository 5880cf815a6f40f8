"""What needs leave for the office: new ones, those who want a call, and those that could be opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.clock import to_local, to_utc
from bot.db import AnyRow, Tx
from bot.desk.lines import DeskLine
from bot.i18n import C_, _
from bot.members.rules import Community
from bot.outbox.notice import Action
from bot.probono.asking import SILENCE
from bot.probono.models import NeedRow
from bot.probono.states import NeedState
from bot.working_days import working_days_after

CALL_WITHIN = 3
"""Working days until the office has called or written; who asked is told so."""
CLOSES_AT = time(18)
MINUTES_TO_CALL = 20
MINUTES_TO_WRITE = 15
MINUTES_TO_OPEN = 3


def first_answer_due(asked_at: datetime, tz: ZoneInfo, closed: Collection[date]) -> datetime:
    """Until when the office has called or written: the evening of the third working day."""
    day = working_days_after(to_local(asked_at, tz).date(), CALL_WITHIN, closed)
    return to_utc(datetime.combine(day, CLOSES_AT), tz)


async def need_lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
    """The lines of one community; they name a number, because what is posted cannot be taken back."""
    found = await tx.execute(
        select(
            NeedRow.id,
            NeedRow.state,
            NeedRow.wants_call,
            NeedRow.revision,
            NeedRow.created_at,
            NeedRow.changed_at,
        )
        .where(
            NeedRow.community_id == community.id,
            NeedRow.state.in_([NeedState.DRAFT.value, NeedState.READY.value]),
        )
        .order_by(NeedRow.wants_call.desc(), NeedRow.id)
    )
    return [_line(row, community) for row in found]


def _line(row: AnyRow, community: Community) -> DeskLine:
    open_it = Action("need", row.id, "panel", C_("need", "Open the request"), "primary")
    if row.state == NeedState.READY.value:
        what = _("Request #{number} is ready: please begin to look for somebody", number=row.id)
        return DeskLine("probono_need_ready", what, MINUTES_TO_OPEN, row.changed_at, open_it)
    if row.revision > 1:
        due_at = row.changed_at + SILENCE
        what = _("Request #{number} is a draft: please fill in what is missing", number=row.id)
        return DeskLine("probono_need_draft", what, MINUTES_TO_WRITE, due_at, open_it)
    due_at = first_answer_due(row.created_at, ZoneInfo(community.timezone), community.closed_days)
    if row.wants_call:
        what = _("Request #{number} is new: they would like a phone call", number=row.id)
        return DeskLine("probono_need_call", what, MINUTES_TO_CALL, due_at, open_it)
    what = _("Request #{number} is new: please get in touch", number=row.id)
    return DeskLine("probono_need_new", what, MINUTES_TO_WRITE, due_at, open_it)

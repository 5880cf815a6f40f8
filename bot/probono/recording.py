"""What somebody without Discord told the office, and how: written down with the day and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import to_local
from bot.db import Tx
from bot.probono.moving import Record
from bot.probono.reading import read_past_day
from bot.probono.refusals import CannotAskByHand
from bot.probono.rules import Actor, ConsentWay
from bot.probono.states import Party
from bot.probono.suggestion_views import Suggestion
from bot.probono.tools import ProbonoTools


@dataclass(frozen=True, slots=True)
class Told:
    """By which way, and on which day, as people write it (empty: today)."""

    way: ConsentWay
    day: str = ""


async def record_of(
    tools: ProbonoTools,
    tx: Tx,
    suggestion: Suggestion,
    party: Party,
    staff: Actor,
    told: Told,
    now: datetime,
) -> Record:
    """The line for the history.

    Raises `CannotAskByHand` where that side presses itself, or what
    a day that cannot be read, or is still to come, raises.
    """
    if suggestion.side_member(party) is not None:
        raise CannotAskByHand
    today = to_local(now, suggestion.need.tz).date()
    given_on = read_past_day(told.day, today) if told.day.strip() else today
    writer = await tools.members.ensure(tx, suggestion.community_id, staff.user_id, staff.name)
    return Record(told.way, given_on, writer.id)

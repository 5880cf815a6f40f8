"""What series leave for the office to do: a draft that the bot made and that nobody announced yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.clock import Day, Moment
from bot.db import Tx
from bot.desk.lines import DeskLine, LineSource
from bot.i18n import _
from bot.members.rules import Community
from bot.series.models import EventSeriesRow, SeriesSessionRow
from bot.series.notices import session_actions
from bot.series.queries import find_sessions
from bot.series.rules import SILENCE, Session, SessionState

MINUTES = 3
"""A theme in one line, a look at the preview, and one press."""


OffersThemes = Callable[[Tx, int, datetime], Awaitable[bool]]
"""``(tx, community_id, now)``: whether there are seeds to choose a theme from."""


def source(offers_themes: OffersThemes) -> LineSource:
    """One line per session whose draft waits, with everything that can be done with it."""

    async def lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
        found = await _waiting(tx, community, now)
        with_seeds = bool(found) and await offers_themes(tx, community.id, now)
        return [_line(session, with_seeds=with_seeds) for session in found]

    return lines


async def _waiting(tx: Tx, community: Community, now: datetime) -> list[Session]:
    found = await find_sessions(
        tx,
        EventSeriesRow.community_id == community.id,
        SeriesSessionRow.state == SessionState.DRAFTED.value,
        SeriesSessionRow.draft_id.is_not(None),
        SeriesSessionRow.starts_at > now,
    )
    # one that has its theme and leaves by itself needs nobody
    return [session for session in found if session.announce_at is None or session.theme is None]


def _line(session: Session, *, with_seeds: bool) -> DeskLine:
    first, *others = session_actions(session.id, with_seeds=with_seeds)
    if session.announce_at is None:
        what = _(
            "“{title}” on {day}: the draft is ready; please enter the theme, announce it, or skip it",
            title=session.title,
            day=Day(session.starts_at, session.tz),
        )
        due_at = session.starts_at - SILENCE
    else:
        what = _(
            "“{title}” on {day} is announced by itself on {moment}, so far without a theme",
            title=session.title,
            day=Day(session.starts_at, session.tz),
            moment=Moment(session.announce_at, session.tz),
        )
        due_at = session.announce_at
    return DeskLine("session", what, MINUTES, due_at=due_at, action=first, others=tuple(others))

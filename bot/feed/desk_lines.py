"""The desk's line for a public calendar that cannot be written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.db import Tx
from bot.desk.lines import DeskLine, LineSource
from bot.feed.service import Feed
from bot.i18n import _
from bot.members.rules import Community

MINUTES = 5
"""One message to whoever looks after the machine."""


def feed_lines(feed: Feed) -> LineSource:
    """One line as long as the last attempt failed."""

    async def lines(_tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
        if community.id not in feed.troubled:
            return ()
        what = _(
            "The public calendar file cannot be written, so it may be out of date. Please ask the person who "
            "looks after the machine to look at the folder CALENDAR_FEED_DIR."
        )
        return (DeskLine("calendar_feed", what, MINUTES, due_at=now),)

    return lines

"""The desk's line for backups that are no longer made."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.backups.service import OLD_AFTER, Backups
from bot.clock import Moment
from bot.db import Tx
from bot.desk.lines import DeskLine, LineSource
from bot.i18n import _
from bot.members.rules import Community

MINUTES = 5
"""One message to whoever looks after the machine."""


def backup_line(backups: Backups) -> LineSource:
    """One line while the last good backup is more than two days old. A new community has two days' grace."""

    async def lines(_tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
        # In threads: the folder may be on a disk that answers slowly. Only a look at the data is open here.
        is_new = community.set_up_at is None or now - community.set_up_at <= OLD_AFTER
        if is_new or not await asyncio.to_thread(backups.is_old, now):
            return ()
        newest = await asyncio.to_thread(backups.newest)
        if newest is None:
            what = _(
                "There is no backup of the bot's data. Please ask the person who looks after the machine "
                "to run “bot doctor”."
            )
        else:
            what = _(
                "The last backup of the bot's data was made on {moment}. Please ask the person who looks "
                "after the machine to run “bot doctor”.",
                moment=Moment(newest, community.tz),
            )
        return (DeskLine("backup_old", what, MINUTES, due_at=now),)

    return lines

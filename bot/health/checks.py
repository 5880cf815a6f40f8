"""Looks at everything that can be known without Discord. One look that fails spoils no other."""

from __future__ import annotations

import logging
from collections.abc import Awaitable

from bot.backups.service import Backups
from bot.clock import Clock
from bot.db import Database
from bot.health.machine import Machine
from bot.health.rules import LEAST_FREE_BYTES, WHAT_HELPS, WHAT_IT_IS, Finding, State
from bot.health.tables import Tables
from bot.i18n import C_, Text, _
from bot.settings import Settings
from bot.troubles import trouble_of

_log = logging.getLogger(__name__)


class Checks:
    """What `bot doctor` and ``/status`` look at. Nothing is changed by looking."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        settings: Settings,
        backups: Backups,
        *,
        least_free_bytes: int = LEAST_FREE_BYTES,
    ) -> None:
        self.tables = Tables(db, clock)
        self._machine = Machine(db, clock, settings, backups, least_free_bytes=least_free_bytes)

    async def look(self, community_id: int | None = None) -> list[Finding]:
        """All findings; of what belongs to a community, only this one's when it is named.

        In a damaged file, or with another schema than this version's, the tables are not read.
        """
        schema = await _alone(C_("check", "Schema"), self.tables.schema())
        database = await _alone(C_("check", "Database"), self._machine.database())
        found = [
            database,
            schema,
            await _alone(C_("check", "Disk"), self._machine.disk()),
            await _alone(C_("check", "Backup"), self._machine.backup()),
            await _alone(C_("check", "Bot at work"), self._machine.heartbeat()),
            await _alone(C_("check", "Posting without a name"), self._machine.seed_key()),
        ]
        if database.state is State.OK and schema.state is State.OK:
            found += [
                await _alone(C_("check", "Time zone"), self.tables.timezones(community_id)),
                await _alone(C_("check", "Outbox"), self.tables.backlog(community_id)),
                await _alone(C_("check", "Setting up"), self.tables.set_up(community_id)),
            ]
        return found


async def _alone(name: Text, look: Awaitable[Finding]) -> Finding:
    try:
        return await look
    except Exception as error:  # noqa: BLE001  (whatever it is, it is what was to be found)
        trouble = trouble_of(error)
        _log.warning("a check failed", exc_info=error)
        if trouble is not None:
            return Finding(name, State.FAULT, WHAT_IT_IS[trouble], WHAT_HELPS[trouble])
        kind = type(error).__name__
        return Finding(name, State.FAULT, _("It could not be looked at ({kind}).", kind=kind))

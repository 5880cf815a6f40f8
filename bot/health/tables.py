"""What stands in the tables: their schema, time zones, what is late, and which servers use the bot."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, inspect, select, text

from bot.clock import Clock, UnknownZone, zone
from bot.db import Database
from bot.health.rules import BACKLOG_AFTER, Finding, Server, State, length
from bot.i18n import C_, _, _n, joined
from bot.members.models import CommunityRow
from bot.migrating import head_revision
from bot.outbox.models import DeliveryRow
from bot.outbox.planning import IS_PLANNED


class Tables:
    """Each look gives one finding, about all communities or the named one; it raises where it cannot look."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def servers(self) -> list[Server]:
        """The communities that use the bot, by name."""
        query = (
            select(
                CommunityRow.id,
                CommunityRow.name,
                CommunityRow.announce_channel_id,
                CommunityRow.staff_channel_id,
                CommunityRow.mirrors_events,
            )
            .where(CommunityRow.set_up_at.is_not(None), CommunityRow.removed_at.is_(None))
            .order_by(CommunityRow.name, CommunityRow.id)
        )
        async with self._db.reading() as tx:
            return [Server(*row) for row in await tx.execute(query)]

    async def machine_contact(self, community_id: int) -> str | None:
        """Whom to call about the machine, in the office's own words; None: nobody is written down."""
        query = select(CommunityRow.machine_contact).where(CommunityRow.id == community_id)
        async with self._db.reading() as tx:
            return (await tx.execute(query)).scalar_one_or_none()

    async def schema(self) -> Finding:
        """Whether the tables are those of this version."""
        name, head = C_("check", "Schema"), head_revision()
        async with self._db.reading() as tx:
            known = await tx.run_sync(lambda connection: inspect(connection).has_table("alembic_version"))
            current = await tx.scalar(text("SELECT version_num FROM alembic_version")) if known else None
        if current == head:
            return Finding(name, State.OK, _("It is that of this version ({schema}).", schema=head))
        return Finding(
            name,
            State.FAULT,
            _(
                "The database has the schema {current}; this version needs {head}.",
                current=current or _("empty"),
                head=head,
            ),
            _("Run bot migrate. With SQLite a backup is made first; with PostgreSQL please make one.")
            if current is None or current < head
            else _("The database was written by a newer version: please install that one."),
        )

    async def timezones(self, community_id: int | None = None) -> Finding:
        """Whether the times of every community can be told."""
        name = C_("check", "Time zone")
        async with self._db.reading() as tx:
            query = _of(select(CommunityRow.timezone).distinct(), community_id, CommunityRow.id)
            written = (await tx.scalars(query.order_by(CommunityRow.timezone))).all()
        unknown = [each for each in written if not _is_known(each)]
        if unknown:
            return Finding(
                name,
                State.FAULT,
                _("This computer does not know the time zone {zones}.", zones=joined(*unknown)),
                _(
                    "Choose another one with /setup → More settings. If it is right, the data are too old: "
                    "install the bot's packages anew (tzdata)."
                ),
            )
        return Finding(name, State.OK, _("The times can be told."))

    async def backlog(self, community_id: int | None = None) -> Finding:
        """Whether what was due has left."""
        name, now = C_("check", "Outbox"), self._clock()
        query = _of(
            select(func.count(), func.min(DeliveryRow.due_at)).where(
                IS_PLANNED, DeliveryRow.due_at < now - BACKLOG_AFTER
            ),
            community_id,
            DeliveryRow.community_id,
        )
        async with self._db.reading() as tx:
            count, oldest = (await tx.execute(query)).one()
        if not count:
            return Finding(name, State.OK, _("Nothing is late."))
        return Finding(
            name,
            State.FAULT,
            _n(
                "{count} notice is late, the oldest by {age}.",
                "{count} notices are late, the oldest by {age}.",
                count=count,
                age=length(now - oldest),
            ),
            _("See whether the bot runs and reaches Discord. Nothing is lost: it leaves as soon as it can."),
        )

    async def set_up(self, community_id: int | None = None) -> Finding:
        """Whether every server knows where its office is."""
        name = C_("check", "Setting up")
        query = select(func.count(), func.count(CommunityRow.staff_channel_id)).where(
            CommunityRow.removed_at.is_(None)
        )
        async with self._db.reading() as tx:
            servers, complete = (await tx.execute(_of(query, community_id, CommunityRow.id))).one()
        if not servers:
            return Finding(
                name, State.WARNING, _("No server uses the bot yet."), _("In the server, press /setup.")
            )
        if complete < servers:
            return Finding(
                name,
                State.WARNING,
                _("A server has no staff channel yet."),
                _("In that server, finish /setup: without it nobody learns of faults."),
            )
        return Finding(name, State.OK, _("Every server has its staff channel."))


def _of(query: Select[*tuple[Any, ...]], community_id: int | None, column: Any) -> Select[*tuple[Any, ...]]:
    return query if community_id is None else query.where(column == community_id)


def _is_known(timezone: str) -> bool:
    try:
        zone(timezone)
    except UnknownZone:
        return False
    return True

"""What Discord's own events and published cards leave for the office to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.db import Tx
from bot.desk.lines import DeskLine
from bot.events.models import EventRow
from bot.events.rules import EventState
from bot.i18n import Text, _
from bot.members.rules import Community
from bot.mirrors.due import coming
from bot.mirrors.models import EventCardRow, EventMirrorRow
from bot.outbox.notice import Action

MINUTES_FOR_A_SWITCH = 3
"""Finding the bot's role in the settings of the server, and one press here."""
MINUTES_TO_DECIDE = 1

NO_PERMISSION = {"no_permission", "no_access"}
TOO_MANY = "too_many_events"


async def lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
    """One line for each sort of refusal, and one for each entry that somebody deleted."""
    return [
        *(await _refused_entries(tx, community, now) if community.mirrors_events else ()),
        *(await _deleted_entries(tx, community, now) if community.mirrors_events else ()),
        *(await _unpublished(tx, community, now) if community.crossposts else ()),
    ]


async def _refused_entries(tx: Tx, community: Community, now: datetime) -> list[DeskLine]:
    found = await _troubles(tx, community.id, now, EventMirrorRow.trouble)
    words = {"no_permission" if trouble in NO_PERMISSION else trouble for trouble in found}
    return [_refused(trouble, now) for trouble in sorted(words)]


def _refused(trouble: str, now: datetime) -> DeskLine:
    known: dict[str, Text] = {
        "no_permission": _(
            "Meetings cannot be put into this server's events: in Server Settings → Roles → the bot's role, "
            "please switch on “Create Events” (or switch this off with /setup, [More settings])"
        ),
        TOO_MANY: _(
            "Meetings cannot be put into this server's events: there are 100 already, and Discord takes no "
            "more. Please delete some that nobody needs"
        ),
    }
    other = _("Meetings cannot be put into this server's events: Discord refuses it ({code})", code=trouble)
    return DeskLine(
        key=f"mirror_{trouble}" if trouble in known else "mirror_refused",
        what=known.get(trouble, other),
        minutes=MINUTES_FOR_A_SWITCH,
        due_at=now,
        action=Action("mirrors", 0, "again", _("Try again now"), "primary"),
    )


async def _deleted_entries(tx: Tx, community: Community, now: datetime) -> list[DeskLine]:
    found = await tx.execute(
        coming(now, EventRow.id, EventRow.title, EventRow.starts_at).where(
            EventRow.community_id == community.id,
            EventRow.state == EventState.ANNOUNCED.value,
            EventRow.starts_at > now,
            EventMirrorRow.gone_at.is_not(None),
        )
    )
    return [
        DeskLine(
            key="mirror_gone",
            what=_("“{title}” was deleted from this server's events: post it again?", title=row.title),
            minutes=MINUTES_TO_DECIDE,
            due_at=row.starts_at,
            action=Action("event", row.id, "mirror", _("Post it again")),
        )
        for row in found
    ]


async def _unpublished(tx: Tx, community: Community, now: datetime) -> list[DeskLine]:
    if not await _troubles(tx, community.id, now, EventCardRow.trouble):
        return []
    return [
        DeskLine(
            key="card_unpublished",
            what=_(
                "Announcements cannot be published to the servers that follow the channel: please look with "
                "/setup whether the bot may send messages there"
            ),
            minutes=MINUTES_FOR_A_SWITCH,
            due_at=now,
            action=Action("mirrors", 0, "again", _("Try again now"), "primary"),
        )
    ]


async def _troubles(tx: Tx, community_id: int, now: datetime, trouble: Any) -> set[str]:
    """The codes with which Discord refuses something of the meetings to come, from that column."""
    query = coming(now, trouble).where(
        EventRow.community_id == community_id, EventRow.starts_at > now, trouble.is_not(None)
    )
    return set((await tx.scalars(query)).all())

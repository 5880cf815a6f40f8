"""Needs that look for somebody, as every member may read them before an introduction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.db import Tx
from bot.i18n import C_, _
from bot.mailing.digest_rules import Section
from bot.members.rules import Community
from bot.outbox.notice import Action
from bot.probono.models import NeedRow
from bot.probono.needs import open_needs

MOST = 8


async def new_needs(
    tx: Tx, community: Community, since: datetime, until: datetime, _now: datetime
) -> Section | None:
    """Those that were opened since, and still have a place for somebody; the newest first."""
    opened = select(NeedRow.id).where(
        NeedRow.community_id == community.id, NeedRow.opened_at > since, NeedRow.opened_at <= until
    )
    numbers = set(await tx.scalars(opened))
    if not numbers:
        return None
    needs = [need for need in await open_needs(tx, community.id) if need.id in numbers]
    if not needs:
        return None
    return Section(
        C_("digest", "Who looks for help"),
        tuple(_("・{title}", title=need.title) for need in needs[:MOST]),
        (Action("need", 0, "list", C_("digest", "Who looks for help")),),
    )

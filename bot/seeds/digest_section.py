"""Seeds that became public or went on, by number and title; never who wrote them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from bot.db import Tx
from bot.i18n import C_, Text, _, _n
from bot.mailing.digest_rules import Section
from bot.members.rules import Community
from bot.outbox.notice import Action
from bot.seeds.models import SeedRow, SeedStepRow
from bot.seeds.news_letters import TOLD_STEPS
from bot.seeds.queries import IS_PUBLIC, load
from bot.seeds.rules import SeedState
from bot.seeds.seed import Seed
from bot.seeds.tools import day_of

MOST = 8


async def seeds_of_the_week(
    tx: Tx, community: Community, since: datetime, until: datetime, _now: datetime
) -> Section | None:
    """New ones, and those whose text or state changed.

    Changes are known by the day (`SeedStepRow`): a day counts to the digest after it has ended.
    """
    here = (SeedRow.community_id == community.id, IS_PUBLIC)
    new = await load(tx, *here, SeedRow.published_at > since, SeedRow.published_at <= until)
    first, last = day_of(since, community.tz), day_of(until, community.tz)
    moved = select(SeedStepRow.seed_id).where(
        SeedStepRow.what.in_(set(TOLD_STEPS) - {SeedState.PUBLISHED.value}),
        SeedStepRow.happened_on >= first,
        SeedStepRow.happened_on < last,
    )
    written = (SeedRow.edited_on >= first) & (SeedRow.edited_on < last)
    changed = await load(tx, *here, SeedRow.published_at <= since, or_(SeedRow.id.in_(moved), written))
    if not new and not changed:
        return None
    lines = [_("・new: #{number} “{title}”", number=seed.id, title=seed.title or "") for seed in new[-MOST:]]
    lines += [_changed(seed) for seed in changed[:MOST]]
    lines += _rest(len(new) + len(changed) - len(lines))
    door = Action("seed", 0, "panel", C_("digest", "Problem seeds"))
    return Section(C_("digest", "Problem seeds of the week"), tuple(lines), (door,))


def _changed(seed: Seed) -> Text:
    return _(
        "・went on: #{number} “{title}”: {state}",
        number=seed.id,
        title=seed.title or "",
        state=seed.state.label,
    )


def _rest(count: int) -> list[Text]:
    if count <= 0:
        return []
    return [_n("・and {count} more in the server", "・and {count} more in the server", count=count)]

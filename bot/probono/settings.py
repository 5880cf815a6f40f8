"""How a community introduces people: under which channel, and what it wants to reach in a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from bot.clock import fiscal_year, to_local
from bot.db import Tx, insert_into
from bot.errors import N_, UserError
from bot.members.communities import load_community
from bot.members.models import CommunityRow
from bot.probono.models import ProbonoSettingsRow
from bot.probono.queries import lock
from bot.probono.targets import Targets, load_targets, read_targets, store_targets
from bot.probono.tools import ProbonoTools

FIRST_YEAR, LAST_YEAR = 1900, 2200


class NoSuchTargetYear(UserError):
    sentence = N_("{year} is not a fiscal year that can have targets; please choose one of the menu.")


@dataclass(frozen=True, slots=True)
class ProbonoSettings:
    """``thread_channel_id``: what was chosen; ``channel_id``: where private threads are opened, by default
    in the channel for announcements; None before the setup.
    """

    thread_channel_id: int | None
    channel_id: int | None


@dataclass(frozen=True, slots=True)
class YearTargets:
    """``years`` are those that can be chosen: the past, the present and the next one."""

    year: int
    years: tuple[int, ...]
    targets: Targets


class ProbonoRules:
    """Use cases of these settings. Each change is kept at once."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def settings(self, community_id: int) -> ProbonoSettings:
        """What was set, and the default of the rest."""
        async with self._tools.db.reading() as tx:
            return await load_settings(tx, community_id)

    async def set_thread_channel(self, community_id: int, channel_id: int | None) -> ProbonoSettings:
        """Private threads are opened under this channel; None: under the one for announcements."""
        async with self._tools.db.transaction() as tx:
            await tx.execute(
                insert_into(tx.dialect.name, ProbonoSettingsRow)
                .values(community_id=community_id, thread_channel_id=channel_id)
                .on_conflict_do_update(
                    index_elements=["community_id"], set_={"thread_channel_id": channel_id}
                )
            )
            return await load_settings(tx, community_id)

    async def targets(self, community_id: int, year: int | None = None) -> YearTargets:
        """The targets of the fiscal year that began in April ``year``; None: of the present one."""
        now = self._tools.clock()
        async with self._tools.db.reading() as tx:
            community = await load_community(tx, community_id)
            present = fiscal_year(to_local(now, community.tz).date())
            year = present if year is None else year
            years = tuple(sorted({present + 1, present, present - 1, year}, reverse=True))
            return YearTargets(year, years, await load_targets(tx, community_id, year))

    async def set_targets(self, community_id: int, year: int, typed: Mapping[str, str]) -> None:
        """What was typed under the names of the figures; an empty box takes a target away.

        Raises `NumberUnreadable` or `NoSuchTargetYear`.
        """
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise NoSuchTargetYear(year=str(year))
        targets = read_targets(typed)
        async with self._tools.db.transaction() as tx:
            await lock(tx, CommunityRow, community_id)
            await store_targets(tx, community_id, year, targets)


async def load_settings(tx: Tx, community_id: int) -> ProbonoSettings:
    """The settings inside somebody's transaction."""
    community = await load_community(tx, community_id)
    chosen = await tx.scalar(
        select(ProbonoSettingsRow.thread_channel_id).where(ProbonoSettingsRow.community_id == community_id)
    )
    return ProbonoSettings(chosen, chosen or community.announce_channel_id)

"""Who holds the staff role at this moment, as far as Discord says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.desk.handover import Colleague
from cogs.shared import asking
from cogs.shared.asking import NotAnswered
from cogs.shared.press import Press


@dataclass(frozen=True, slots=True)
class Holders:
    """``count`` is None when the bot was not told it; ``unasked`` are those Discord said nothing about."""

    count: int | None
    certain: tuple[Colleague, ...] = ()
    unasked: tuple[Colleague, ...] = ()


async def find_holders(press: Press, colleagues: Sequence[Colleague]) -> Holders:
    """Ask Discord for the number, and for each colleague whether they hold the role now."""
    guild = press.interaction.guild
    if guild is None:
        return Holders(None, unasked=tuple(colleagues))
    role_id = press.community.staff_role_id
    answers = [(each, await _holds(guild, each.discord_user_id, role_id)) for each in colleagues]
    return Holders(
        await asking.count_role(guild, role_id),
        certain=tuple(each for each, holds in answers if holds),
        unasked=tuple(each for each, holds in answers if holds is None),
    )


async def _holds(guild: discord.Guild, user_id: int, role_id: int | None) -> bool | None:
    try:
        member = await asking.member_of(guild, user_id)
    except NotAnswered:
        return None
    return member is not None and any(role.id == role_id for role in member.roles)

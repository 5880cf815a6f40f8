"""Private threads for a few people: opened once, found again, everybody let in.

Only who can see the channel can be in a private thread under it; Discord refuses the others, and then the
thread is not the place for them (`WayClosed`).
"""

from __future__ import annotations

import discord

from bot.outbox.couriers import ToPlace, WayClosed
from cogs.shared import limits
from cogs.shared.clip import clip
from cogs.shared.refusals import courier_errors

WEEK_MINUTES = 10080


async def open_for(bot: discord.Client, place: ToPlace) -> int:
    """The id of the private thread of this place, with all its people in it.

    A thread of ours with that name is taken for the one that an earlier attempt made: names carry the number
    of their subject.
    """
    with courier_errors(bot):
        channel = await bot.fetch_channel(place.channel_id)
    if not isinstance(channel, discord.TextChannel) or channel.guild.id != place.community_id:
        raise WayClosed("no_place")
    thread_id = place.thread_id or await _found_or_made(bot, channel, place)
    for user_id in dict.fromkeys(place.mentions):
        await _let_in(bot, thread_id, user_id)
    return thread_id


async def _let_in(bot: discord.Client, thread_id: int, user_id: int) -> None:
    try:
        with courier_errors(bot):
            await bot.http.add_user_to_thread(thread_id, user_id)
    except WayClosed as no:
        # the bot has just seen the channel: here the code speaks of the person
        if no.reason == "no_access":
            raise WayClosed("person_stays_outside") from None
        raise


async def _found_or_made(bot: discord.Client, channel: discord.TextChannel, place: ToPlace) -> int:
    name = clip(" ".join((place.thread_name or place.community_name).split()), limits.THREAD_NAME)
    with courier_errors(bot):
        active = await channel.guild.active_threads()
    for thread in active:
        if thread.parent_id == channel.id and thread.owner_id == _me(bot) and thread.name == name:
            return thread.id
    with courier_errors(bot):
        made = await channel.create_thread(
            name=name,
            type=discord.ChannelType.private_thread,
            invitable=False,
            auto_archive_duration=WEEK_MINUTES,
        )
    return made.id


def _me(bot: discord.Client) -> int:
    assert bot.user is not None, "the courier refuses before the login"
    return bot.user.id

"""[What I follow]: seeds, categories, and how often one hears of them."""

from __future__ import annotations

import discord

from bot.i18n import C_, Text, _
from bot.seeds.following import Following
from bot.seeds.news import News
from cogs.seeds.support import UnfollowButton
from cogs.shared.controls import HubButton, HubView, ViewSelect
from cogs.shared.press import Press

UNFOLLOWS = 10


class FollowingButton(HubButton, template="seed:0:following"):
    async def press(self, press: Press) -> None:
        await show_following(
            press, await press.hub.seeds.followers.following(press.community_id, press.user_id)
        )


async def show_following(press: Press, following: Following) -> None:
    """The panel; a choice in one of its menus is kept at once."""
    lines = [
        _("**What I follow**"),
        *(
            Text(
                "#{number} {title} ({state})",
                {"number": seed.id, "title": seed.title or "", "state": seed.state.label},
            )
            for seed in following.seeds
        ),
    ]
    if not following.seeds:
        lines.append(_("No single seed. Press “Tell me what becomes of it” under one."))
    await press.update("\n".join(press.say(line) for line in lines), view=_view(press, following))


def _view(press: Press, following: Following) -> HubView:
    chosen = {category.id for category in following.categories}

    async def choose(press: Press) -> None:
        kept = await press.hub.seeds.followers.follow_categories(
            press.community_id, press.user_id, press.display_name, [int(value) for value in categories.values]
        )
        await show_following(press, kept)

    async def often(press: Press) -> None:
        kept = await press.hub.seeds.followers.set_news(
            press.community_id, press.user_id, press.display_name, News(news.values[0])
        )
        await show_following(press, kept)

    categories = ViewSelect(
        [
            discord.SelectOption(label=each.name, value=str(each.id), default=each.id in chosen)
            for each in following.offered
        ],
        choose,
        placeholder=press.say(_("All new seeds of these categories")),
        min_values=0,
        max_values=len(following.offered),
        updates=True,
    )
    news = ViewSelect(
        [
            discord.SelectOption(
                label=press.say(each.label), value=each.value, default=each is following.news
            )
            for each in News
        ],
        often,
        placeholder=press.say(C_("seed news", "How often")),
        updates=True,
    )
    stop = [
        UnfollowButton(press.say(_unfollow(seed.id)), seed_id=seed.id, row=2 + at // 5)
        for at, seed in enumerate(following.seeds[-UNFOLLOWS:])
    ]
    return HubView(categories, news, *stop)


def _unfollow(number: int) -> Text:
    return _("#{number}: no longer", number=number)

"""Choosing a seed in a command: by what is suggested while typing, or by its number."""

from __future__ import annotations

from discord import app_commands

from bot.i18n import Text
from bot.seeds.seed import NoSuchSeed
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press


def chosen_seed(written: str) -> int:
    """The number of a seed as it was chosen or written (``17``, ``#17``); raises `NoSuchSeed`."""
    plain = written.strip().lstrip("#＃").strip()
    if not plain.isdecimal() or len(plain) > 18:
        raise NoSuchSeed
    return int(plain)


async def suggest_seeds(press: Press, typed: str) -> list[app_commands.Choice[str]]:
    """What this person may read, at most 25."""
    found = await press.hub.seed_search.suggest(press.community_id, typed, is_staff=may(press, Right.STAFF))
    return [
        app_commands.Choice(
            name=Text("#{number} {title}", {"number": each.id, "title": each.title}).to(press.lang),
            value=str(each.id),
        )
        for each in found
    ]

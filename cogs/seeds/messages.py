"""The messages between the office and an author, each in an embed of its own: a field would cut them."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.clock import LocalDate
from bot.i18n import C_, Text, _
from bot.seeds.seed import Line
from cogs.shared import limits
from cogs.shared.press import Press
from cogs.shared.renderers import escape

NOTE_LENGTH = 100
"""Kept free for the line that counts the older ones."""


def with_messages(
    press: Press, above: Sequence[discord.Embed], lines: Sequence[Line], author: Text
) -> list[discord.Embed]:
    """``above`` and below it as many messages as fit; the newest is whole, the older ones are counted.

    ``author``: what the person who wrote the seed is called here.
    """
    if not lines:
        return limits.fit_embeds(above)
    *older, newest = [_embed(press, line, author) for line in lines]
    room = limits.EMBEDS_TOTAL - NOTE_LENGTH - len(newest)
    fitted = limits.fit_embeds(above, room)
    room -= sum(map(len, fitted))
    shown = [newest]
    while older and len(older[-1]) <= room and len(fitted) + len(shown) < limits.EMBEDS:
        room -= len(older[-1])
        shown.insert(0, older.pop())
    if older:
        shown[0].set_author(name=press.say(_("Older messages: {count}", count=len(older))))
    return [*fitted, *shown]


def _embed(press: Press, line: Line, author: Text) -> discord.Embed:
    who = author if line.is_answer else C_("seed line", "The office")
    name = _("{who}, {day}", who=who, day=LocalDate(line.written_on))
    return discord.Embed(title=press.say(name), description=escape(line.text))

"""The public seeds as two files, for the office."""

from __future__ import annotations

import io

import discord

from bot.i18n import _, _n
from cogs.shared.press import Press


async def send_files(press: Press) -> None:
    """Answer privately with both files; nothing in them is more than every member can read."""
    files = await press.hub.seed_exports.public(press.community_id, press.lang)
    lines = [
        _n(
            "{count} public seed, as a table for Excel and as a text for a web page (Markdown).",
            "{count} public seeds, as a table for Excel and as a text for a web page (Markdown).",
            count=files.seeds,
        ),
        _(
            "Names stand there only of authors who wanted theirs shown. Seeds for the office alone are "
            "not in it."
        ),
    ]
    await press.answer(
        "\n".join(press.say(line) for line in lines),
        files=[
            discord.File(io.BytesIO(files.csv), filename="seeds.csv"),
            discord.File(io.BytesIO(files.markdown), filename="seeds.md"),
        ],
    )

"""What presses are measured against: a command and a button that only acknowledge."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import app_commands


@app_commands.command(name="echo", description="says nothing")
async def echo(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.defer(ephemeral=True)


class EchoButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"echo:(?P<number>\d+)"):
    def __init__(self, number: int) -> None:
        super().__init__(discord.ui.Button(label="echo", custom_id=f"echo:{number}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["number"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)

"""A process with one bot in it, connected to the gateway of the bench: ``python -m tests.bench.idle_bots``.

The first argument is ``ours`` or ``bare``, the second the address of the gateway.
"""

from __future__ import annotations

import sys

import discord
import discord.gateway
import discord.http
import yarl

TOKEN = "b" * 24 + "." + "e" * 6 + "." + "n" * 27
"""Of the right shape, and of nobody."""


def ours() -> None:
    """``bot run``, as the operator starts it: migrations, commands, outbox, scheduler."""
    from bot.__main__ import app

    app(["run"])


def bare() -> None:
    from discord.ext import commands

    bot = commands.Bot(command_prefix="!", intents=discord.Intents(guilds=True))
    bot.run(TOKEN)


if __name__ == "__main__":
    which, base = sys.argv[1:]
    discord.http.Route.BASE = base
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(base.replace("http", "ws") + "/gateway")
    {"ours": ours, "bare": bare}[which]()

"""Presses on the real bot in a simulated Discord, stamped where they leave and where the answers arrive.

200 people press [At the venue] in one instant; then people press one after the other, each press followed by
/my, an empty command, an empty button (under a copy of the same card: discord.py reads the whole message with
every press of a button) and a bare transaction.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import discord
from simcord import MemberActor

from bot.clock import Hands
from bot.sandbox.burst import press_at_once
from bot.settings import Settings
from tests.bench.figures import Benchmark, Figure, Size, Target
from tests.bench.press_partners import EchoButton, echo
from tests.bench.press_stamps import Stamps, command_once, press_once
from tests.bench.rsvp_partners import SEATS, BareOrm, bare_engine
from tests.kit.databases import make_tables
from tests.kit.meetings import FORM, NOON
from tests.kit.world import World

WARM_UP = 8


def run(size: Size) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder), size))


async def _measure(folder: Path, size: Size) -> list[Figure]:
    url = f"sqlite+aiosqlite:///{folder / 'hub.db'}"
    await make_tables(url)
    orm = BareOrm(str(folder / "orm.db"))
    try:
        await orm.prepare()
        settings = Settings(database_url=url, data_dir=folder, log_level="WARNING")
        async with World(settings, Hands(NOON)) as world:
            await world.set_up()
            stamps = Stamps(world.env)
            return [*await _burst(world, stamps, size), *await _one_by_one(world, stamps, orm, size)]
    finally:
        await orm.engine.dispose()


async def _card(world: World) -> tuple[discord.Message, str]:
    """A newly announced meeting's card, and what its first button is called."""
    hub, community = world.hub, world.community.guild.id
    form = replace(FORM, venue=f"{FORM.venue} 定員{SEATS}")
    draft = await hub.drafts.start(community, world.staff.id, "事務局", form)
    event = await hub.events.announce(community, draft.id)
    await world.tick()
    return world.card(), f"rsvp:{event.id}:venue"


async def _burst(world: World, stamps: Stamps, size: Size) -> list[Figure]:
    card, button = await _card(world)
    people = [world.person(f"参加者{number:03}") for number in range(size.presses)]
    gc.collect()
    already = set(stamps.left)
    await press_at_once(world.env, people, card, button)
    tokens = [token for token in stamps.left if token not in already]
    began = min(stamps.left[token] for token in tokens)
    acknowledged = [stamps.acknowledged[token] - began for token in tokens]
    answered = [stamps.answered[token] - began for token in tokens]
    at_once = f"{size.presses} presses at once"
    return [
        Figure(
            f"{at_once}: last acknowledgement", "s", max(acknowledged), target=Target("≤", 1.0, of="value")
        ),
        Figure(f"{at_once}: last answer", "s", max(answered)),
    ]


async def _echo_card(world: World, card: discord.Message) -> discord.Message:
    """A copy of the card with the empty button under it: reading the message costs both sides the same."""
    view = discord.ui.View.from_message(card, timeout=None)
    view.add_item(EchoButton(1))
    channel = world.bot.get_partial_messageable(world.announcements.id)
    return await channel.send(card.content, embeds=card.embeds, view=view)


async def _one_by_one(world: World, stamps: Stamps, orm: BareOrm, size: Size) -> list[Figure]:
    card, button = await _card(world)
    world.bot.tree.add_command(echo)
    world.bot.add_dynamic_items(EchoButton)
    echo_card = await _echo_card(world, card)
    people = [world.person(f"ひとり{number:03}") for number in range(size.singles + WARM_UP)]
    await world.env.settle()
    env, taken = world.env, defaultdict[str, list[float]](list)

    async def press(person: MemberActor) -> None:
        token = await press_once(env, person, card, button)
        taken["acknowledged"].append(stamps.to_acknowledgement(token))
        taken["answered"].append(stamps.to_answer(token))

    async def our_command(person: MemberActor) -> None:
        token = await command_once(env, person, card.channel.id, "my")
        taken["ours"].append(stamps.to_acknowledgement(token))

    async def command(person: MemberActor) -> None:
        token = await command_once(env, person, card.channel.id, "echo")
        taken["command"].append(stamps.to_acknowledgement(token))

    async def empty(person: MemberActor) -> None:
        token = await press_once(env, person, echo_card, "echo:1")
        taken["button"].append(stamps.to_acknowledgement(token))

    async def bare(person: MemberActor) -> None:
        start = perf_counter()
        await orm.answer(person.id)
        taken["bare"].append(perf_counter() - start)

    await _in_turns([press, our_command, command, empty, bare], people)
    ms = {name: median(values[WARM_UP:]) * 1000 for name, values in taken.items()}
    to_ack, to_answer = "press → acknowledgement, p50", "press → answer, p50"
    our_ack = "/my → acknowledgement, p50"
    return [
        Figure(our_ack, "ms", ms["ours"], "empty command", ms["command"], target=Target("≤", 1.5)),
        Figure(to_ack, "ms", ms["acknowledged"], "empty command", ms["command"], target=Target("≤", 1.5)),
        Figure(to_ack, "ms", ms["acknowledged"], "empty button", ms["button"], target=Target("≤", 1.5)),
        Figure(to_answer, "ms", ms["answered"], "bare ORM transaction", ms["bare"], target=Target("≤", 4.0)),
    ]


Act = Callable[[MemberActor], Awaitable[None]]


async def _in_turns(acts: list[Act], people: list[MemberActor]) -> None:
    """Everybody does everything; who comes first after the sweeping, and pays for cold caches, changes."""
    for number, person in enumerate(people):
        first = number % len(acts)
        gc.collect()
        for act in acts[first:] + acts[:first]:
            await act(person)


BENCHMARK = Benchmark("presses", __doc__ or "", run, (echo, EchoButton, bare_engine, BareOrm))

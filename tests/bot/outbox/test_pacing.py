"""How fast the bot speaks: what a send costs in requests, and how long one may take."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.app import RATELIMIT_PATIENCE_SECONDS, create_bot
from bot.hub import build_hub
from bot.outbox import rules
from bot.outbox.couriers import Address, ToPlace, TryLater
from bot.outbox.notice import channel, thread_of
from bot.outbox.pacing import Pacer
from bot.settings import Settings
from cogs.courier import DiscordCourier
from tests.bot.outbox.stage import ANNOUNCE, Stage
from tests.cogs.events.scenes import announce
from tests.kit.letters import CARD, GUILD_ID, POST, Wire, notice, person, place
from tests.kit.loopback import loopback_client
from tests.kit.world import World


class Counting:
    """A pacer that lets everything through at once and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    async def wait(self, requests: int = 1) -> None:
        self.asked.append(requests)


@pytest.fixture
async def wire(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wire]:
    async with loopback_client(monkeypatch) as (server, client):
        everyone: dict[str, Any] = {
            "id": str(GUILD_ID), "name": "@everyone", "permissions": "0", "position": 0, "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False, "managed": False, "mentionable": False, "flags": 0,
        }  # fmt: skip
        guild = {
            "id": str(GUILD_ID),
            "name": "みどり町ハブ",
            "roles": [everyone],
            "emojis": [],
            "features": [],
        }
        server.trouble("GET", f"/guilds/{GUILD_ID}", 200, body=guild, times=99)
        yield server, DiscordCourier(client)


ADDRESSES = [
    person(),
    person(None),
    place(),
    place(staff_only=True),
    place(under_message_id=CARD, thread_id=77),
    place(under_message_id=CARD, thread_name="12月の会"),
    place(under_message_id=CARD, thread_name="12月の会", staff_only=True),
]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_send_is_paced_by_the_requests_it_makes(wire: Wire, address: Address) -> None:
    server, courier = wire
    await courier.send(address, notice(), nonce="d1")
    assert address.requests_to_send == len(server.requests)


@pytest.mark.parametrize("address", [place(), place(staff_only=True)])
async def test_an_edit_is_paced_by_the_requests_it_makes(wire: Wire, address: ToPlace) -> None:
    server, courier = wire
    await courier.edit(address, CARD, notice())
    assert address.requests_to_edit == len(server.requests)


async def test_the_dispatcher_asks_the_pacer_for_all_of_them(one_stage: Stage) -> None:
    pacer = one_stage.dispatcher._carrier._pacer = one_stage.dispatcher._refresher._pacer = Counting()  # type: ignore[assignment]
    await one_stage.plan("card", to_place=channel(ANNOUNCE))
    await one_stage.dispatcher.drain()
    await one_stage.plan(to_place=thread_of("event:12"))
    await one_stage.plan(to_place="staff")
    await one_stage.dispatcher.drain()
    one_stage.later(seconds=5)
    await one_stage.touch(1)
    await one_stage.dispatcher.refresh_cards()
    assert pacer.asked == [1, 3, 3, 1]


def test_the_pacer_spaces_requests_evenly() -> None:
    """A burst at the seam of two seconds would pass a limit that only counts within a second."""
    pacer = Pacer(45)
    assert pacer._limiter.max_rate == 1
    assert pacer._limiter.time_period == pytest.approx(1 / 45)


async def test_a_send_may_take_longer_than_discord_py_tries(wire: Wire) -> None:
    """Cut off earlier, a refusal that is safe to repeat would look like a doubt."""
    server, courier = wire
    server.trouble("POST", POST, 502, code=0, times=99)
    with pytest.raises(TryLater, match="server_502"):
        await courier.send(person(), notice(), nonce="d1")
    slept = sum(discord.http.asyncio.slept)  # type: ignore[attr-defined]
    assert 10 < slept <= 25
    assert timedelta(seconds=slept + RATELIMIT_PATIENCE_SECONDS) < rules.SEND_TIMEOUT
    assert rules.LEASE >= 3 * rules.SEND_TIMEOUT


def test_the_bot_never_sleeps_as_long_as_the_server_says(settings: Settings) -> None:
    """Without a limit of ours a worker would sleep for hours; so the wait comes back and is planned."""
    assert create_bot(settings).http.max_ratelimit_timeout == RATELIMIT_PATIENCE_SECONDS == 30


def test_the_set_rates_are_those_in_use(settings: Settings) -> None:
    hub = build_hub(
        settings.model_copy(update={"discord_requests_per_second": 7.0, "discord_new_dms_per_minute": 3.0})
    )
    carrier = hub.dispatcher._carrier
    assert carrier._pacer._limiter.time_period == pytest.approx(1 / 7)
    assert carrier._new_dms._spacing == timedelta(seconds=20)


async def test_answers_to_presses_do_not_wait_for_their_turn(world: World) -> None:
    """They do not count against the limit, and three seconds are short."""
    await world.set_up()
    event = await announce(world)
    pacer = Counting()
    world.hub.dispatcher._carrier._pacer = world.hub.dispatcher._refresher._pacer = pacer  # type: ignore[assignment]
    await world.press(world.person("はる"), world.card(), f"rsvp:{event.id}:venue")
    await world.slash(world.person("はる"), "my")
    assert pacer.asked == []
    await world.move(timedelta(seconds=5))
    await world.tick()
    assert pacer.asked == [1], "the edit of the card does"

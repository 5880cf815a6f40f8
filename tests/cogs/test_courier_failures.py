"""What each failure of a send is called: the real client against a loopback server."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import discord
import pytest

from bot.outbox.couriers import (
    AllDmsPaused,
    CourierError,
    Doubtful,
    NotYet,
    ToPerson,
    ToPlace,
    TryLater,
    WayClosed,
)
from cogs.courier import DiscordCourier
from tests.kit.letters import (
    CARD,
    GUILD_ID,
    OPEN_DM,
    OPEN_THREAD,
    PLANTED,
    POST,
    USER,
    Wire,
    notice,
    person,
    place,
)
from tests.kit.loopback import Loopback, loopback_client


@pytest.fixture
async def wire(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Loopback, DiscordCourier]]:
    async with loopback_client(monkeypatch) as (server, client):
        yield server, DiscordCourier(client)


ANSWERS = [
    (403, 50007, WayClosed, "dm_closed"),
    (403, 50278, WayClosed, "no_mutual_guild"),
    (403, 50001, WayClosed, "no_access"),
    (403, 50013, WayClosed, "no_permission"),
    (404, 10003, WayClosed, "unknown_channel"),
    (404, 10004, WayClosed, "unknown_guild"),
    (404, 10008, WayClosed, "unknown_message"),
    (400, 50083, WayClosed, "thread_archived"),
    (400, 50035, WayClosed, "refused_50035"),
    (403, 40003, AllDmsPaused, "dms_paused"),
    (403, 20026, AllDmsPaused, "quarantined"),
    (400, 30046, TryLater, "rate_limited"),
    (403, 0, TryLater, "blocked_403"),
    (500, 0, TryLater, "server_500"),
    (502, 0, TryLater, "server_502"),
    (503, 0, TryLater, "server_503"),
    (504, 0, TryLater, "server_504"),
]


@pytest.mark.parametrize(("status", "code", "kind", "reason"), ANSWERS)
async def test_each_answer_has_one_meaning(
    wire: Wire, status: int, code: int, kind: type[CourierError], reason: str
) -> None:
    server, courier = wire
    server.trouble("POST", POST, status, code=code, times=5)
    with pytest.raises(CourierError) as failed:
        await courier.send(place(), notice(), nonce="d1")
    assert (type(failed.value), failed.value.reason) == (kind, reason)
    assert server.messages_kept == 0


@pytest.mark.parametrize("drop", ["unread", "silent", "torn"])
async def test_a_connection_that_ends_after_the_message_left_is_doubtful(wire: Wire, drop: str) -> None:
    server, courier = wire
    server.trouble("POST", POST, drop=drop)
    with pytest.raises(Doubtful, match="connection_lost"):
        await courier.send(person(), notice(), nonce="d1")
    assert server.messages_kept == (0 if drop == "unread" else 1)


async def test_no_connection_means_nothing_left(wire: Wire) -> None:
    server, courier = wire
    await server.down()
    with pytest.raises(TryLater, match="no_connection"):
        await courier.send(person(), notice(), nonce="d1")


@pytest.mark.parametrize(
    ("path", "address"), [(OPEN_DM, person(None)), (OPEN_THREAD, place(under_message_id=CARD))]
)
async def test_before_the_message_leaves_nothing_is_doubtful(
    wire: Wire, path: str, address: ToPerson | ToPlace
) -> None:
    server, courier = wire
    server.trouble("POST", path, drop="silent")
    with pytest.raises(TryLater, match="connection_lost"):
        await courier.send(address, notice(), nonce="d1")
    assert server.sent() == []


async def test_an_edit_may_be_repeated_so_it_is_never_doubtful(wire: Wire) -> None:
    server, courier = wire
    server.trouble("PATCH", "/channels/*/messages/*", drop="silent")
    with pytest.raises(TryLater, match="connection_lost"):
        await courier.edit(place(), CARD, notice())


async def test_a_long_limit_is_told_and_a_short_one_is_waited_for_with_the_same_nonce(wire: Wire) -> None:
    server, courier = wire
    by_discord = {"Via": "1.1 google"}
    server.trouble("POST", POST, 429, body={"retry_after": 90.5, "global": False}, headers=by_discord)
    with pytest.raises(TryLater) as limited:
        await courier.send(place(), notice(), nonce="d7")
    assert (limited.value.reason, limited.value.retry_after) == ("rate_limited", 90.5)
    server.trouble("POST", POST, 429, body={"retry_after": 1.0, "global": False}, headers=by_discord)
    await courier.send(place(), notice(), nonce="d7")
    assert [(each.json["nonce"], each.json["enforce_nonce"]) for each in server.sent()] == [("d7", True)] * 3


async def test_a_ban_by_the_proxy_says_how_long(wire: Wire) -> None:
    server, courier = wire
    server.trouble("POST", POST, 429, body="<html>", headers={"Retry-After": "600"})
    with pytest.raises(TryLater) as limited:
        await courier.send(place(), notice(), nonce="d1")
    assert (limited.value.reason, limited.value.retry_after) == ("rate_limited", 600.0)


async def test_a_wrong_token_is_told_to_the_operator(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    server, courier = wire
    server.trouble("POST", POST, 401, code=0)
    with pytest.raises(TryLater, match="unauthorized"):
        await courier.send(place(), notice(), nonce="d1")
    assert [each.levelname for each in caplog.records if "DISCORD_TOKEN" in each.getMessage()] == ["ERROR"]


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_failures_repeat_nothing_of_what_was_written(
    wire: Wire, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    server, courier = wire
    caplog.set_level(logging.DEBUG, logger="cogs")
    server.trouble("POST", POST, status, body={"code": 0, "message": f"no {PLANTED}"})
    with pytest.raises(CourierError) as failed:
        await courier.send(person(), notice(), nonce="d1")
    said = [each.getMessage() for each in caplog.records if each.name.startswith("cogs.")]
    assert said
    told = f"{failed.value!r} {failed.value.__cause__!r} {said}"
    assert PLANTED not in told
    assert str(USER) not in told
    assert PLANTED in server.sent()[0].json["content"]  # the scanner finds it where it belongs


async def test_a_bot_that_is_not_there_costs_no_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    async with loopback_client(monkeypatch) as (_server, client):
        courier = DiscordCourier(client)
    newborn = DiscordCourier(discord.Client(intents=discord.Intents.none()))
    for each in (courier, newborn):
        with pytest.raises(NotYet, match="offline"):
            await each.send(person(), notice(), nonce="d1")
        with pytest.raises(NotYet, match="offline"):
            await each.edit(place(), CARD, notice())


async def test_a_thread_that_an_earlier_attempt_made_is_used(wire: Wire) -> None:
    server, courier = wire
    server.trouble("POST", OPEN_THREAD, 400, code=160004)
    receipt = await courier.send(place(under_message_id=CARD, thread_name="会の話"), notice(), nonce="d1")
    assert (receipt.channel_id, receipt.thread_id) == (CARD, CARD)
    assert [each.path for each in server.sent()] == [f"/channels/{CARD}/messages"]


@pytest.mark.parametrize(
    ("status", "code"), [(403, 50013), (403, 50001), (404, 10008), (400, 160006), (400, 50024)]
)
async def test_no_thread_is_one_reason(wire: Wire, status: int, code: int) -> None:
    server, courier = wire
    server.trouble("POST", OPEN_THREAD, status, code=code)
    with pytest.raises(WayClosed, match="no_thread"):
        await courier.send(place(under_message_id=CARD), notice(), nonce="d1")


@pytest.mark.parametrize(("status", "code"), [(404, 10003), (403, 50013), (403, 50001), (400, 160005)])
async def test_a_lost_or_locked_thread_is_no_thread(wire: Wire, status: int, code: int) -> None:
    server, courier = wire
    server.trouble("POST", "/channels/77/messages", status, code=code)
    with pytest.raises(WayClosed, match="no_thread"):
        await courier.send(place(under_message_id=CARD, thread_id=77), notice(), nonce="d1")


async def test_a_thread_is_not_made_in_another_guild(wire: Wire) -> None:
    server, courier = wire
    with pytest.raises(WayClosed, match="no_thread"):
        await courier.send(place(GUILD_ID + 1, under_message_id=CARD), notice(), nonce="d1")
    assert server.sent(OPEN_THREAD) == []


async def test_a_thread_name_fits(wire: Wire) -> None:
    server, courier = wire
    await courier.send(place(under_message_id=CARD, thread_name="長い 名前" * 40), notice(), nonce="d1")
    assert len(server.sent(OPEN_THREAD)[0].json["name"]) == 100

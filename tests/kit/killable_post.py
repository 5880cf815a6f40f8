"""A process of its own that sends the mail that is due, until nothing is left, or until it is killed.

The mail server is in the test's process, so what it has taken is known however this one ends. With
``--hang-after N`` the courier never comes back from its N-th mail, although the server has said yes to it.
"""

from __future__ import annotations

import argparse
import asyncio
from datetime import datetime

from pydantic import SecretStr

from bot.clock import Hands
from bot.hub import Hub, build_hub
from bot.outbox.couriers import Address, Courier
from bot.outbox.notice import Notice, Receipt
from bot.settings import Settings
from tests.bot.outbox.stage import RecordingCourier

FROM = "hub@city.example"


class HangsAfter:
    """The real courier, whose N-th answer never reaches the dispatcher."""

    def __init__(self, courier: Courier, count: int | None) -> None:
        self._courier = courier
        self._left = count

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt | None:
        receipt = await self._courier.send(address, notice, nonce=nonce)
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                await asyncio.Event().wait()
        return receipt

    async def edit(self, place: Address, message_id: int, notice: Notice) -> None:
        raise AssertionError("a mail cannot be edited")

    async def remove(self, place: Address, message_id: int, notice: Notice) -> None:
        raise AssertionError("a mail cannot be taken away")


def hang_after(hub: Hub, count: int | None) -> None:
    assert hub.mail_courier is not None
    hub.use_couriers({"discord": RecordingCourier(), "mail": HangsAfter(hub.mail_courier, count)})


async def run(given: argparse.Namespace) -> None:
    settings = Settings(
        database_url=given.url,
        smtp_url=SecretStr(given.smtp_url),
        mail_from=FROM,
        mail_per_minute=6000,
        seed_key=SecretStr(given.key),
    )
    hub = build_hub(settings, clock=Hands(datetime.fromisoformat(given.at)))
    hang_after(hub, given.hang_after)
    try:
        await hub.tick()
        await hub.send_mail()
    finally:
        await hub.close()


def main() -> None:
    reader = argparse.ArgumentParser()
    reader.add_argument("url")
    reader.add_argument("smtp_url")
    reader.add_argument("key")
    reader.add_argument("--at", required=True)
    reader.add_argument("--hang-after", type=int)
    asyncio.run(run(reader.parse_args()))


if __name__ == "__main__":
    main()

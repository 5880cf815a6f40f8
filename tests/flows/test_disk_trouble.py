"""Disk and database fail while people press: they read what happened, nothing acknowledged is lost, it goes on.

The trouble is real: the kernel lets the files grow no further, SQLite refuses to write, a page is noise.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import log
from bot.events.models import RsvpRow
from bot.members.models import MemberRow
from bot.settings import Settings
from tests.cogs.events.scenes import announce
from tests.kit.damage import damage_a_page
from tests.kit.read_only import read_only
from tests.kit.small_disk import small_disk
from tests.kit.world import World

NOT_STORED = "いまボットが記録を保存できません"


@pytest.fixture
def operator(settings: Settings) -> Iterator[io.StringIO]:
    """What the operator reads in the log."""
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    log.configure(settings, stream)
    yield stream
    root.handlers[:], root.level = before


async def seated(world: World) -> set[str | None]:
    async with world.hub.db.reading() as tx:
        return set(
            await tx.scalars(select(MemberRow.display_name).join(RsvpRow).where(RsvpRow.place == "confirmed"))
        )


def errors(operator: io.StringIO) -> list[str]:
    return [line for line in operator.getvalue().splitlines() if " ERROR " in line or "Traceback" in line]


async def test_a_full_disk_refuses_kindly_and_goes_on_when_there_is_room(
    world: World, operator: io.StringIO
) -> None:
    await world.set_up()
    await announce(world)
    haru, nao, yuki = world.people("はる", "なお", "ゆき")
    await world.press(haru, world.card(), "rsvp:1:venue")
    with small_disk(1):
        for person in (nao, nao, yuki):
            said = world.read(await world.press(person, world.card(), "rsvp:1:venue"))
            assert NOT_STORED in said
            assert "disk-error" in said
        await world.move(timedelta(minutes=3))
    assert await seated(world) == {"はる"}, "nothing acknowledged is lost, nothing refused is kept"
    assert len(errors(operator)) == 1, operator.getvalue()
    assert " disk-error: " in errors(operator)[0]
    await world.tick()
    (line,) = [said for said in world.read_channel(world.office) if "保存できないことがありました" in said]
    assert "3件" in line
    assert "disk-error" in line
    said = world.read(await world.press(nao, world.card(), "rsvp:1:venue"))
    assert NOT_STORED not in said
    assert await seated(world) == {"はる", "なお"}


async def test_a_fault_of_ours_during_a_trouble_is_told_afterwards(world: World) -> None:
    await world.set_up()
    async with read_only(world.hub.db):
        await world.hub.report_fault(world.community.guild.id, "ABC234", "/event list")
    assert world.read_channel(world.office) == []
    await world.tick()
    assert sum("ABC234" in said for said in world.read_channel(world.office)) == 1
    await world.tick()
    assert sum("ABC234" in said for said in world.read_channel(world.office)) == 1


async def test_the_same_trouble_is_told_once_an_hour(world: World) -> None:
    await world.set_up()
    await announce(world)
    for _time in range(3):
        async with read_only(world.hub.db):
            await world.press(world.person("はる"), world.card(), "rsvp:1:venue")
        await world.move(timedelta(minutes=1))
        await world.tick()
    told = [said for said in world.read_channel(world.office) if "保存できないことがありました" in said]
    assert len(told) == 1
    await world.move(timedelta(hours=1))
    await world.tick()
    told = [said for said in world.read_channel(world.office) if "保存できないことがありました" in said]
    assert len(told) == 2
    assert "2件" in told[1]


async def test_a_damaged_page_is_told_to_whoever_meets_it_and_the_others_go_on(
    world: World, operator: io.StringIO
) -> None:
    await world.set_up()
    await announce(world)
    file = world.settings.database_file
    assert isinstance(file, Path)
    await world.hub.db.close()
    damage_a_page(file, "rsvps")
    said = world.read(await world.press(world.person("はる"), world.card(), "rsvp:1:venue"))
    assert NOT_STORED in said
    assert "damaged" in said
    assert "情報交換会" in world.read(await world.slash(world.staff, "event list"))
    (line,) = errors(operator)
    assert "bot restore FILE" in line

"""/status: staff read how the bot is doing, what helps and whom to ask; nobody else does."""

from __future__ import annotations

from datetime import timedelta

import discord
from sqlalchemy import insert, text, update

from bot.members.models import CommunityRow
from bot.migrating import head_revision
from bot.outbox.models import DeliveryRow
from tests.kit.world import World


async def at_work(world: World) -> None:
    """Set up, migrated, with a backup, and after a tick."""
    await world.set_up()
    async with world.hub.db.transaction() as tx:
        await tx.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        await tx.execute(text(f"INSERT INTO alembic_version VALUES ('{head_revision()}')"))
    world.hub.backups.make()
    await world.tick()


async def test_all_is_well_and_nobody_but_staff_may_ask(world: World) -> None:
    await at_work(world)
    said = world.read(await world.slash(world.staff, "status"))
    assert "All is well" in said
    assert said.count("✓") >= 10
    assert "✗" not in said
    assert "△" not in said
    assert str(world.settings.data_folder) not in said
    home = await world.slash(world.staff, "home")
    assert "All is well" in world.read(await world.press(world.staff, home, "How the bot is doing"))
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(custom_id="admin:0:status", label="x"))
    view.stop()
    await world.bot.get_partial_messageable(world.announcements.id).send("x", view=view)
    await world.env.settle()
    haru = world.person("はる")
    for answer in (
        await world.slash(haru, "status"),
        await world.press(haru, world.card(), "admin:0:status"),
    ):
        assert "Disk" not in world.read(answer)
        assert "office" in world.read(answer)


async def test_what_is_wrong_stands_there_with_what_helps_and_whom_to_ask(world: World) -> None:
    await at_work(world)
    other = world.add_community("となりの市")
    await world.set_up(other)
    now = world.hands()
    async with world.hub.db.transaction() as tx:
        for guild, lateness in ((world.community.guild, 31), (other.guild, 500)):
            await tx.execute(
                insert(DeliveryRow).values(
                    community_id=guild.id, kind="fault", place="staff", subject="fault:X", dedupe_key="x",
                    due_at=now - timedelta(minutes=lateness), created_at=now, state="planned", attempts=0,
                    awaits_press=False,
                )
            )  # fmt: skip
        await tx.execute(
            update(CommunityRow)
            .where(CommunityRow.id == world.community.guild.id)
            .values(machine_contact="みなと電器 *田中* 090-0000-0000")
        )
    world.community.open_to_everyone(world.office)
    said = world.read(await world.slash(world.staff, "status"))
    assert "✗ Outbox: 1 notice is late, the oldest by 31 minutes.\n→ See whether the bot runs" in said
    assert "✗ みなと市民ハブ: staff channel: Everyone can read it" in said
    assert "となりの市" not in said
    assert "みなと電器 \\*田中\\* 090-0000-0000" in said


async def test_a_clock_that_is_wrong_is_seen_from_the_press_itself(world: World) -> None:
    await at_work(world)
    world.hands.move(timedelta(minutes=-10))  # only the bot's; Discord's goes on
    said = world.read(await world.slash(world.staff, "status"))
    assert "✗ Clock: The computer's clock is 10 minutes slow." in said

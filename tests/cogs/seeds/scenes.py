"""Short words for stories in which somebody posts a seed."""

from __future__ import annotations

import re
from datetime import timedelta

import discord
from simcord import ChannelHandle, InteractionResult, MemberActor

from bot.seeds.cards import TAGGED
from tests.kit.world import World, parts_of, text_of_message

TITLE = "通学路が暗い"
TEXT = f"{TITLE}\n夕方になると、学校の裏の道に灯りがありません。"
KEY = re.compile(r"\d+(?:-[0-9A-Z]{4}){4}")


async def found_forum(world: World, *, with_tags: bool = True) -> ChannelHandle:
    """Set up, with a forum for seeds."""
    await world.set_up()
    tags = [state.label.to("ja") for state in TAGGED] + ["子ども・教育"] if with_tags else []
    forum = world.community.create_forum("課題の種", tags)
    await world.hub.seeds.rules.change(world.community.guild.id, channel_id=forum.id)
    return forum


async def post(
    world: World,
    person: MemberActor,
    text: str = TEXT,
    *,
    named: bool = False,
    readers: str = "everyone",
    title: str = "",
) -> InteractionResult:
    """With the command, through the preview; the last answer."""
    form = await world.slash(person, "seed post")
    preview = await world.fill(
        person,
        form,
        text=text,
        title=title,
        readers=readers,
        name="shown" if named else "hidden",
    )
    if "このまま出す" in labels_of(preview):
        preview = await world.press(person, preview, "このまま出す")
    return await world.press(person, preview, "これで出す")


def key_in(world: World, shown: InteractionResult) -> str:
    """The receipt key on the screen."""
    found = KEY.search(world.read(shown))
    assert found, world.read(shown)
    return found[0]


async def open_with(world: World, person: MemberActor, key: str) -> InteractionResult:
    """[Open with the key] from one's own seeds."""
    mine = await world.slash(person, "seed mine")
    return await world.fill(person, await world.press(person, mine, "seed:0:key"), key=key)


async def until_the_office_sees_it(world: World) -> None:
    """The longest delay, and a tick."""
    await world.move(timedelta(minutes=91))
    await world.tick()


def office_posts(world: World) -> list[str]:
    return world.read_channel(world.office)


def staff_post(world: World, custom_id: str) -> discord.Message:
    """The newest post in the staff channel with that button."""
    posts = [m for m in world.office.history(viewer=world.staff) if not m.flags.ephemeral]
    return [m for m in posts if custom_id in [part.get("custom_id") for part in parts_of(m)]][-1]


async def review(world: World, seed_id: int, staff: MemberActor | None = None) -> InteractionResult:
    """[Look through it] of the office."""
    post = staff_post(world, f"seed:{seed_id}:review")
    return await world.press(staff or world.staff, post, f"seed:{seed_id}:review")


def labels_of(shown: InteractionResult) -> list[str]:
    said = [each for each in (shown.response, *shown.followups) if each is not None]
    return [part["label"] for message in said for part in parts_of(message) if part.get("label")]


def public_post(forum: ChannelHandle, number: int = -1) -> discord.Message:
    """The first message of a post of the forum, the newest post unless said otherwise."""
    return forum.threads[number].history()[0]


def public_text(forum: ChannelHandle, number: int = -1) -> str:
    return text_of_message(public_post(forum, number))

"""Short words for stories in which somebody asks the office."""

from __future__ import annotations

from typing import Any

import discord
from simcord import InteractionResult, MemberActor

from bot.sandbox.simulation import Community
from tests.kit.world import World, parts_of

QUESTION = "車いすで入れる入口は、どちらでしょうか。"
ANSWER = "南側の入口にスロープがあります。"


async def ask(world: World, person: MemberActor, text: str = QUESTION) -> InteractionResult:
    """With the command; the question is posted for the office."""
    home = world.community if person.guild.id == world.community.guild.id else world.others[person.guild.id]
    asked = await world.fill(
        person, await world.slash(person, "ask", home.lounge), question=text, name="shown"
    )
    await world.tick()
    return asked


async def answer(
    world: World, staff: MemberActor, question_id: int = 1, text: str = ANSWER
) -> InteractionResult:
    """From the post in the staff channel."""
    shown = await world.press(staff, post_of(world, question_id), f"question:{question_id}:answer")
    return await world.fill(staff, shown, answer=text)


def post_of(world: World, question_id: int = 1) -> discord.Message:
    """The post of a question that still has its buttons."""
    posts = world.office.history(viewer=world.staff)
    return next(
        post
        for post in posts
        if f"question:{question_id}:answer" in [part["custom_id"] for part in parts_of(post)]
    )


async def plant(world: World, custom_id: str, community: Community | None = None) -> discord.Message:
    """A button as somebody could bring it here: a copied message, a forged custom_id."""
    place = (community or world.community).lounge
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="押す", custom_id=custom_id))
    view.stop()
    await world.bot.get_partial_messageable(place.id).send("カード", view=view)
    await world.env.settle()
    return place.history(viewer=(community or world.community).staff)[-1]


def form_of(shown: InteractionResult) -> dict[str, Any]:
    assert shown.modal is not None
    return dict(shown.modal)

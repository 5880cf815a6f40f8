"""No answer is too long for Discord: it is clipped, or goes on in a second message."""

from __future__ import annotations

import discord
import pytest

from bot.i18n import Text
from cogs.shared.controls import HubButton
from cogs.shared.press import Press
from tests.kit.world import World

SIZES = {"title": 256, "description": 4096, "name": 256, "value": 1024}


def long_embed() -> discord.Embed:
    embed = discord.Embed(title="題" * 300, description="字" * 5000)
    for number in range(30):
        embed.add_field(name="名" * 300, value=f"{number}" + "値" * 1100)
    return embed


class LongButton(HubButton, template="long:{number:d}"):
    number: int

    async def press(self, press: Press) -> None:
        words = Text("{words}", {"words": "長い話。" * 1200})
        say = press.update if self.number == 2 else press.answer
        await say(words, embed=long_embed())


@pytest.mark.parametrize("number", [1, 2])
async def test_an_answer_fits(world: World, number: int) -> None:
    await world.set_up()
    world.bot.add_dynamic_items(LongButton)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="押す", custom_id=f"long:{number}"))
    view.stop()
    await world.bot.get_partial_messageable(world.community.lounge.id).send("カード", view=view)
    await world.env.settle()
    (card,) = world.community.lounge.history(viewer=world.staff)
    result = await world.press(world.person("はる"), card, "押す")
    said = [message for message in (result.response, *result.followups) if message is not None]
    assert said
    assert "長い話。" in said[0].content
    assert any(message.embeds for message in said)
    for message in said:
        assert len(message.content) <= 2000
        assert sum(len(embed) for embed in message.embeds) <= 6000
        for embed in message.embeds:
            assert len(embed.title or "") <= SIZES["title"]
            assert len(embed.description or "") <= SIZES["description"]
            assert len(embed.fields) <= 25
            for field in embed.fields:
                assert len(field.name or "") <= SIZES["name"]
                assert len(field.value or "") <= SIZES["value"]

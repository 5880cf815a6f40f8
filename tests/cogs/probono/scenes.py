"""Short words for the tests of probono in Discord."""

from __future__ import annotations

from typing import Any

import discord
from simcord import InteractionResult, MemberActor

from bot.i18n import C_, Text
from bot.probono.rules import Actor
from bot.sandbox.simulation import Community
from tests.kit.world import Message, World, parts_of

OFFER = "会社の経理を20年担当しました。帳簿の見方をお伝えできます。"
NEED = "会計の締め方が分からず困っています。"
NEW_NEED = {"text": NEED, "needed_by": "3月まで", "organisation": "みなと子ども食堂", "contact": ""}


def ja(sentence: str, context: str | None = None, **values: object) -> str:
    """A label or sentence as people of the Japanese community read it."""
    text = C_(context, sentence, **values) if context else Text(sentence, values)
    return text.to("ja")


async def offer(world: World, person: MemberActor, text: str = OFFER, **boxes: Any) -> InteractionResult:
    """Somebody writes an offer; its panel."""
    form = await world.slash(person, "probono offer")
    return await world.fill(person, form, **{"text": text, "small_only": False, **boxes})


async def need(world: World, person: MemberActor, **boxes: Any) -> InteractionResult:
    """Somebody writes a need; its panel."""
    form = await world.slash(person, "probono need")
    return await world.fill(person, form, **{**NEW_NEED, "wants_call": False, **boxes})


async def forge(world: World, *custom_ids: str) -> discord.Message:
    """Buttons labelled 押す (25 at most), as somebody could bring them where everybody can press them."""
    return await forge_in(world, world.community, *custom_ids)


async def forge_in(world: World, community: Community, *custom_ids: str) -> discord.Message:
    """The same in the lounge of this community."""
    view = discord.ui.View(timeout=None)
    for custom_id in custom_ids:
        view.add_item(discord.ui.Button(label="押す", custom_id=custom_id))
    view.stop()
    await world.bot.get_partial_messageable(community.lounge.id).send("カード", view=view)
    await world.env.settle()
    await world.env.settle()
    return community.lounge.history(viewer=community.staff)[-1]


def menus(shown: InteractionResult) -> list[str]:
    """The custom_ids of the menus in an answer, in order."""
    said: list[Message] = [message for message in (shown.response, *shown.followups) if message is not None]
    return [part["custom_id"] for message in said for part in parts_of(message) if part.get("options")]


async def office_panel(world: World) -> InteractionResult:
    """The panel [Probono] of somebody of the office."""
    return await world.press(world.staff, await world.slash(world.staff, "home"), "probono:0:panel")


async def open_need(world: World, need_id: int = 1) -> None:
    """The office fills it in and begins to look for somebody."""
    probono, guild, staff = (
        world.hub.probono,
        world.community.guild.id,
        Actor(world.staff.id, "事務局", is_staff=True),
    )
    shown = await probono.needs.open(guild, need_id, staff)
    edits = probono.need_edits
    shown = await edits.edit_organisation(
        *(guild, need_id, staff, shown.revision),
        organisation="みなと子ども食堂",
        about="月に2回、夕ごはんを出しています。",
        hides=False,
        field="",
        size="",
    )
    shown = await edits.edit_aim(
        *(guild, need_id, staff, shown.revision),
        kind="advice",
        goal="決算の形が分かる",
        deliverable="",
        first_step="",
    )
    shown = await edits.edit_time(
        *(guild, need_id, staff, shown.revision), hours="1", people="", slots=(), first="", last=""
    )
    await edits.edit_place(
        *(guild, need_id, staff, shown.revision), mode="online", area="", languages=(), causes=()
    )
    await probono.need_moves.ready(guild, need_id, staff)
    await probono.need_moves.look(guild, need_id, staff)

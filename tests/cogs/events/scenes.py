"""Meetings that already stand in the announcement channel, so that a test begins with the press it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
from simcord import InteractionResult, MemberActor

from bot.events.form import EventForm
from bot.events.rules import Event
from bot.i18n import text_of
from bot.sandbox.simulation import Community
from cogs.shared.permissions import StaffOnly
from tests.kit.world import World, parts_of

LINK = "https://meeting.example/j/4711?pwd=planted_secret"
TYPED = {
    "title": "12月の情報交換会",
    "when": "12/17(木) 19:00〜20:30 開場18:30",
    "venue": "みなと市民センター 3階 / 定員2",
    "online": f"{LINK} 定員80",
    "description": "はじめての方も歓迎です。",
}
FORM = EventForm.from_dict(TYPED)


async def announce(world: World, community: Community | None = None, **boxes: Any) -> Event:
    """A meeting with two seats at the venue, posted; other ``boxes`` as given."""
    guild_id = (community or world.community).guild.id
    draft = await world.hub.drafts.start(guild_id, world.staff.id, "事務局", replace(FORM, **boxes))
    event = await world.hub.events.announce(guild_id, draft.id)
    await world.tick()
    return event


async def write(world: World, person: MemberActor, **boxes: str) -> InteractionResult:
    """Fill the form of a new event, and get the preview."""
    shown = await world.slash(person, "event create")
    return await world.fill(person, shown, **{**TYPED, **boxes})


async def answers(world: World, choice: str, *names: str) -> list[InteractionResult]:
    """People press the same button of the newest card, one after another."""
    event_id = _event_id(world.card())
    return [
        await world.press(world.person(name), world.card(), f"rsvp:{event_id}:{choice}") for name in names
    ]


def filenames(result: InteractionResult) -> list[str]:
    """The files that came with an answer."""
    assert result.response is not None
    return [attachment.filename for attachment in result.response.attachments]


def boxes_of(shown: InteractionResult) -> dict[str, str | None]:
    """What stands in the boxes of a form when it opens."""
    assert shown.modal is not None
    fields = [row["component"] for row in shown.modal["components"]]
    return {field["custom_id"]: field.get("value") for field in fields}


async def refill(
    world: World, person: MemberActor, shown: InteractionResult, **changed: str
) -> InteractionResult:
    """Send a filled form as it opened, except for the boxes that were ``changed``."""
    return await world.fill(person, shown, **{**{k: v or "" for k, v in boxes_of(shown).items()}, **changed})


def lose_staff_role(world: World, person: MemberActor) -> None:
    """The buttons this person has are still there; the role is not."""
    world.env.backend.edit_member(world.community.guild.id, person.id, {"role_ids": []})


STAFF_ONLY = text_of(StaffOnly()).to("ja")


def _event_id(message: discord.Message) -> str:
    return next(
        part["custom_id"].split(":")[1]
        for part in parts_of(message)
        if part.get("custom_id", "").startswith("event:")
    )

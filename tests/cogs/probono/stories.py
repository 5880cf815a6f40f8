"""What the stories of suggestions have in common: time that passes, the office's work, presses in a DM."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
from simcord import InteractionResult, MemberActor

from bot.clock import Hands
from bot.i18n import C_, Text
from bot.probono.rules import Actor
from tests.cogs.probono.scenes import forge, need, offer, open_need
from tests.kit.world import Message, World, parts_of

DAY = timedelta(days=1)
VOLUNTEER, ORGANISATION = "白鳥 あかね", "川原 ひなた"


async def tick(world: World, hands: Hands) -> None:
    """Send what is due; new direct messages leave slowly."""
    for _round in range(6):
        await world.hub.tick()
        hands.move(timedelta(minutes=1))
    await world.env.settle()


async def pass_days(world: World, hands: Hands, days: int) -> None:
    """Days go by, with what the scheduler does every hour and what falls due."""
    for _day in range(days):
        hands.move(DAY)
        await world.hub.probono.plan()
        await tick(world, hands)


def said(world: World, sentence: str, context: str | None = None, **values: object) -> str:
    """A sentence as people of this world read it."""
    text = C_(context, sentence, **values) if context else Text(sentence, values)
    return text.to(world.lang)


async def everybody_reads(world: World, *people: MemberActor) -> None:
    """Their messages are in the language of this world too."""
    for person in people:
        await world.hub.members.set_language(person.guild.id, person.id, person.user.global_name, world.lang)


def office(world: World) -> Actor:
    return Actor(world.staff.id, "事務局", is_staff=True)


async def door(world: World, person: MemberActor, custom_id: str) -> InteractionResult:
    """Press a button of this custom_id that stands where everybody can press it."""
    return await world.press(person, await forge(world, custom_id), custom_id)


async def in_dm(person: MemberActor, shown: InteractionResult, custom_id: str) -> InteractionResult:
    """Press a button under an answer to a press in a direct message."""
    return await person.user.click(shown_message(shown), **_found(shown_message(shown), custom_id))


async def fill_in_dm(person: MemberActor, shown: InteractionResult, **values: Any) -> InteractionResult:
    """Send a form that was opened in a direct message."""
    return await person.user.submit_modal(shown, values)


def _found(message: Message, custom_id: str) -> dict[str, str]:
    by_id = custom_id in {part.get("custom_id") for part in parts_of(message)}
    return {"custom_id": custom_id} if by_id else {"label": custom_id}


def shown_message(shown: InteractionResult) -> Message:
    """The message of an answer that has buttons or menus."""
    told = [message for message in (shown.response, *shown.followups) if message is not None]
    return next(message for message in told if message.components)


def options_of(shown: InteractionResult) -> list[dict[str, Any]]:
    """What the menus of an answer offer."""
    return [option for part in parts_of(shown_message(shown)) for option in part.get("options", [])]


async def asked(world: World, suggestion_id: int = 1, need_id: int = 1) -> None:
    """The office looks at the table and asks."""
    here = world.community.guild.id
    await world.hub.probono.proposals.table(here, need_id)
    await world.hub.probono.asks.ask(here, suggestion_id, office(world))


async def fill_project(world: World, need_id: int = 1) -> None:
    """The office fills in a help of several months; it is not ready yet."""
    probono, here, staff = world.hub.probono, world.community.guild.id, office(world)
    edits, shown = probono.need_edits, await probono.needs.open(here, need_id, staff)
    shown = await edits.edit_organisation(
        *(here, need_id, staff, shown.revision),
        organisation="みなと子ども食堂",
        about="月に2回、夕ごはんを出しています。",
        hides=False,
        field="",
        size="",
    )
    shown = await edits.edit_aim(
        *(here, need_id, staff, shown.revision),
        kind="project",
        goal="決算の形が分かる",
        deliverable="決算書のひな形",
        first_step="帳簿を一緒に見る",
    )
    shown = await edits.edit_time(
        *(here, need_id, staff, shown.revision), hours="1", people="", slots=(), first="", last=""
    )
    await edits.edit_place(
        *(here, need_id, staff, shown.revision), mode="online", area="", languages=(), causes=()
    )


async def introduced(
    world: World, hands: Hands, volunteer: MemberActor, asker: MemberActor, *, small: bool = False
) -> discord.Message:
    """From the first form to the private thread; the first post of it."""
    await offer(world, volunteer)
    await need(world, asker)
    await everybody_reads(world, volunteer, asker)
    if small:
        await open_need(world)
    else:
        await fill_project(world)
        here = world.community.guild.id
        await world.hub.probono.need_moves.ready(here, 1, office(world))
        await world.hub.probono.need_moves.look(here, 1, office(world))
    await asked(world)
    await tick(world, hands)
    await world.press(volunteer, world.dms(volunteer)[-1], "suggestion:1:answer:yes")
    await tick(world, hands)
    await world.press(asker, world.dms(asker)[-1], "suggestion:1:meet")
    await tick(world, hands)
    [thread] = world.announcements.threads
    return thread.history(viewer=world.staff)[-1]

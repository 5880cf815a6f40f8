"""A help of several months, from the introduction to the thanks, as both sides and the office press it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from simcord import InteractionResult

from bot.clock import Hands
from bot.settings import Settings
from tests.cogs.probono.scenes import menus, need, offer
from tests.cogs.probono.stories import (
    DAY,
    ORGANISATION,
    VOLUNTEER,
    door,
    everybody_reads,
    fill_in_dm,
    fill_project,
    in_dm,
    introduced,
    office,
    options_of,
    pass_days,
    said,
    tick,
)
from tests.kit.world import World, open_world

GOAL = {
    "goal": "決算を自分たちで締められる",
    "schedule": "月に1回、オンラインで",
    "milestones": "12/17 決算の*ひな形*\n2027-02-01 練習",
}


@pytest.fixture(params=["ja", pytest.param("en", marks=pytest.mark.long)])
async def town(request: pytest.FixtureRequest, settings: Settings, hands: Hands) -> AsyncIterator[World]:
    """The community in one language, then in the other."""
    async with open_world(settings, hands, lang=request.param) as made:
        await made.set_up()
        yield made


async def write_goal(world: World, **typed: str) -> InteractionResult:
    """The office opens the panel and writes the goal; the panel."""
    panel = await door(world, world.staff, "suggestion:1:panel")
    form = await world.press(world.staff, panel, "suggestion:1:goal")
    return await world.fill(world.staff, form, **{**GOAL, **typed})


async def test_from_the_introduction_to_the_thanks(town: World, hands: Hands) -> None:
    world = town
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    welcome = await introduced(world, hands, volunteer, asker)
    assert welcome.content or welcome.embeds

    # the office writes the goal; a refusal keeps what was typed
    panel = await world.press(world.staff, welcome, "suggestion:1:panel")
    form = await world.press(world.staff, panel, "suggestion:1:goal")
    refused = await world.fill(world.staff, form, **{**GOAL, "milestones": "そのうち 決算"})
    assert "そのうち" in world.read(refused)
    form = await world.press(world.staff, refused, said(world, "Correct it"))
    assert "そのうち 決算" in str(form.modal)
    assert GOAL["goal"] in str(form.modal)
    written = await world.fill(world.staff, form, **GOAL)
    assert said(world, "goal on the table", "suggestion") in world.read(written)

    # both agree, the volunteer in the direct message, the organisation in the panel
    await tick(world, hands)
    letter = world.dms(volunteer)[-1]
    assert GOAL["goal"] in letter.content
    agreed = await world.press(volunteer, letter, "suggestion:1:agree")
    assert said(world, "Thank you. As soon as the other side agrees too, you are both told.") in world.read(
        agreed
    )
    panel = await world.press(asker, welcome, "suggestion:1:panel")
    agreed = await world.press(asker, panel, "suggestion:1:agree")
    assert said(world, "agreed", "suggestion") in world.read(agreed)
    await tick(world, hands)
    assert GOAL["goal"] in world.dms(asker)[-1].content
    begun = await world.press(asker, agreed, "suggestion:1:begin")
    assert said(world, "under way", "suggestion") in world.read(begun)

    # the morning of a milestone, ticked in the direct message
    before = len(world.dms(volunteer))
    await pass_days(world, hands, 46)
    milestone = [m for m in world.dms(volunteer)[before:] if "ひな形" in m.content]
    assert len(milestone) == 1
    panel = await world.press(volunteer, milestone[0], "suggestion:1:panel")
    menu = await in_dm(volunteer, panel, "suggestion:1:milestones")
    assert "決算の*ひな形*" in options_of(menu)[0]["label"], "a menu shows what was typed, no markup in it"
    chosen = await volunteer.user.select(menu.response, [options_of(menu)[0]["value"]])
    assert said(world, "under way", "suggestion") in world.read(chosen)
    menu = await door(world, asker, "suggestion:1:milestones")
    assert options_of(menu)[0]["label"].startswith("✓")

    # done, with hours that are read strictly, and the one question
    form = await door(world, asker, "suggestion:1:finish")
    refused = await world.fill(asker, form, hours="たくさん")
    form = await world.press(asker, refused, said(world, "Correct it"))
    assert "たくさん" in str(form.modal)
    done = await world.fill(asker, form, hours="12")
    assert said(world, "done", "suggestion") in world.read(done)
    await tick(world, hands)
    for person in (volunteer, asker):
        thanks = world.dms(person)[-1]
        assert "12" in thanks.content
        answered = await world.press(person, thanks, "suggestion:1:again:yes")
        assert said(
            world, "Thank you for telling us. The office reads it; the other side does not."
        ) in world.read(answered)
    found, _party = await world.hub.probono.looking.one(world.community.guild.id, 1, office(world))
    assert (found.volunteer_again, found.organisation_again) == ("yes", "yes")
    story = await door(world, world.staff, "suggestion:1:history")
    assert said(world, "introduced to each other", "step") in world.read(story)


async def test_a_goal_that_is_written_again_stands_in_the_form_as_it_is(town: World, hands: Hands) -> None:
    world = town
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await introduced(world, hands, volunteer, asker)
    await write_goal(world, milestones="11/20 初稿\n2027-02-01 練習")
    hands.move(30 * DAY)
    form = await door(world, world.staff, "suggestion:1:goal")
    assert "2026-11-20 初稿\\n2027-02-01 練習" in str(form.modal)
    await world.fill(world.staff, form, **{**GOAL, "milestones": "2026-11-20 初稿\n2027-02-01 練習"})
    found, _party = await world.hub.probono.looking.one(world.community.guild.id, 1, office(world))
    assert [each.due_on.year for each in found.milestones] == [2026, 2027], "no day moved to the next year"


async def test_the_table_leads_from_the_panel_and_the_desk_to_the_direct_message(
    town: World, hands: Hands
) -> None:
    """The office opens the need, looks, and asks; each by a press."""
    world = town
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await offer(world, volunteer)
    await need(world, asker)
    await everybody_reads(world, volunteer, asker)
    await fill_project(world)
    panel = await door(world, world.staff, "need:1:panel")
    ready = await world.press(world.staff, panel, "need:1:ready")
    looking = await world.press(world.staff, ready, "need:1:look")
    table = await world.press(world.staff, looking, "need:1:table")
    text = world.read(table)
    assert VOLUNTEER in text
    assert "↔" in text
    assert "%" not in text
    desk = await world.slash(world.staff, "desk")
    again = await world.press(world.staff, desk, "need:1:table")
    chosen = await world.choose(world.staff, again, menus(again)[0], "1")
    done = await world.press(world.staff, chosen, "suggestion:1:ask")
    assert said(world, "asked", "suggestion") in world.read(done)
    twice = await door(world, world.staff, "suggestion:1:ask")
    assert said(world, "asked", "suggestion") in world.read(twice)
    await tick(world, hands)
    [letter] = [m for m in world.dms(volunteer) if "みなと子ども食堂" in m.content]
    assert said(world, "You are the only one who is asked at the moment.") in letter.content


async def test_who_does_not_know_the_other_side_yet_asks_the_office_from_a_direct_message(
    town: World, hands: Hands
) -> None:
    world = town
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await introduced(world, hands, volunteer, asker)
    await write_goal(world)
    await tick(world, hands)
    letter = world.dms(volunteer)[-1]
    form = await world.press(volunteer, letter, "suggestion:1:office")
    sent = await fill_in_dm(volunteer, form, question="もう少し先でもよいですか", name="shown")
    assert said(world, "Your question has reached the office.") in world.read(sent)

"""/home, the pinned panel and /my."""

from __future__ import annotations

import discord
import pytest
from simcord import MemberActor

from bot.events.form import EventForm
from bot.events.rules import Choice
from bot.sandbox.simulation import Community
from tests.kit.world import World, labels, parts_of

LINK = "https://meeting.example/j/planted-secret-4711"
MEMBER_JOBS = {
    "Ask the office",
    "My answers",
    "My settings",
    "My data",
    "How to use",
    "Next events",
    "Post a seed",
    "Probono",
    "Problem seeds",
    "Projects",
}
STAFF_JOBS = {
    "Desk",
    "New event",
    "Series",
    "Outbox",
    "Pin the home panel here",
    "Hand over",
    "The year's table",
    "Note a consultation",
    "How the bot is doing",
}
MANAGER_JOBS = {"Settings of this server"}


async def announce(world: World, title: str = "12月の情報交換会", community: Community | None = None) -> int:
    place = community or world.community
    form = EventForm(
        title=title, when="2026-12-17 19:00-20:30", venue="みなと市民センター 定員1", online=LINK
    )
    draft = await world.hub.drafts.start(place.guild.id, place.staff.id, "事務局 はるか", form)
    return (await world.hub.events.announce(place.guild.id, draft.id)).id


async def answer(world: World, person: MemberActor, event_id: int, choice: Choice) -> None:
    await world.hub.rsvps.rsvp(person.guild.id, person.id, "はる", event_id, choice, sure=True)


def posted(world: World) -> list[str]:
    """What everybody reads in the lounge."""
    return world.read_channel(world.community.lounge, world.person("通りがかり"))


async def pin(world: World) -> None:
    shown = await world.slash(world.staff, "home")
    assert "pinned" in world.read(await world.press(world.staff, shown, "Pin the home panel here"))


@pytest.mark.parametrize(
    ("who", "jobs"),
    [
        ("member", MEMBER_JOBS),
        ("staff", MEMBER_JOBS | STAFF_JOBS),
        ("manager", MEMBER_JOBS | STAFF_JOBS | MANAGER_JOBS),
    ],
)
async def test_the_panel_has_a_button_for_every_job_this_person_may_do(
    world: World, who: str, jobs: set[str]
) -> None:
    await world.set_up()
    people = {"member": world.person("はる"), "staff": world.staff, "manager": world.manager}
    shown = await world.slash(people[who], "home")
    assert set(labels(shown)) == jobs
    for label in sorted(labels(shown)):
        pressed = await world.press(people[who], shown, label)
        assert pressed.modal is not None or world.read(pressed), label


async def test_the_panel_shows_the_next_events_with_my_answer(world: World) -> None:
    await world.set_up()
    event_id = await announce(world)
    haru, midori = world.people("はる", "みどり")
    await answer(world, haru, event_id, Choice.VENUE)
    await answer(world, midori, event_id, Choice.VENUE)
    said = world.read(await world.slash(haru, "home"))
    assert "Thu 17 Dec 2026, 19:00–20:30" in said
    assert "You have a place (Venue)" in said
    assert LINK not in said
    assert "Waiting list (Venue), number 1" in world.read(await world.slash(midori, "home"))
    assert "You have not answered yet" in world.read(await world.slash(world.staff, "home"))


async def test_the_details_are_one_press_away(world: World) -> None:
    await world.set_up()
    event_id = await announce(world)
    haru = world.person("はる")
    await answer(world, haru, event_id, Choice.ONLINE)
    for command in ("home", "my"):
        shown = await world.slash(haru, command)
        details = await world.press(haru, shown, f"event:{event_id}:details")
        assert LINK in world.read(details)


async def test_the_pinned_panel_opens_the_private_one_for_whoever_presses_after_a_restart_too(
    world: World,
) -> None:
    await world.set_up()
    await pin(world)
    (panel,) = world.community.lounge.pinned_messages()
    assert world.env.backend.bot_user.id == panel.author.id
    assert world.community.guild.name in panel.content  # in the community's language, for everybody
    await world.restart()
    haru = world.person("はる")
    shown = await world.press(haru, panel, "home:0:open")
    assert set(labels(shown)) == MEMBER_JOBS
    assert set(labels(await world.press(world.staff, panel, "home:0:open"))) == MEMBER_JOBS | STAFF_JOBS
    assert "not answered" in world.read(await world.press(haru, panel, "home:0:my"))
    assert "/home" in world.read(await world.press(haru, panel, "home:0:help"))
    assert panel.content == world.community.lounge.pinned_messages()[0].content


async def test_buttons_of_a_private_panel_work_after_a_restart(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    shown = await world.slash(haru, "home")
    await world.restart()
    assert "Sector: " in world.read(await world.press(haru, shown, "My settings"))


async def test_a_panel_that_cannot_be_pinned_or_posted_says_which_switch(world: World) -> None:
    await world.set_up()
    shown = await world.slash(world.staff, "home")
    world.env.inject_error("PUT", "/channels/*pins/*", status=403, code=50013, message="Missing Permissions")
    said = world.read(await world.press(world.staff, shown, "Pin the home panel here"))
    assert "posted" in said
    assert "Pin Messages" in said
    assert len(posted(world)) == 1

    guild_id = world.community.guild.id
    looking = discord.Permissions(view_channel=True, read_message_history=True)
    for role in (world.community.bot_role, world.community.guild.default_role):
        world.env.backend.edit_role(guild_id, role.id, {"permissions": looking.value})
    said = world.read(await world.press(world.staff, shown, "Pin the home panel here"))
    assert "Send Messages" in said
    assert len(posted(world)) == 1


async def test_pinning_is_for_staff_and_the_role_is_asked_at_the_press(world: World) -> None:
    await world.set_up()
    shown = await world.slash(world.staff, "home")
    world.env.backend.remove_member_role(
        world.community.guild.id, world.staff.id, world.community.staff_role.id
    )
    said = world.read(await world.press(world.staff, shown, "Pin the home panel here"))
    assert "for the office" in said
    assert posted(world) == []


async def test_my_lists_answers_or_what_could_be_answered(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    assert "No event is announced" in world.read(await world.slash(haru, "my"))
    event_id = await announce(world)
    offered = await world.slash(haru, "my")
    assert "These are announced" in world.read(offered)
    assert labels(offered) == ["Details: 12月の情報交換会"]
    await answer(world, haru, event_id, Choice.MAYBE)
    assert "You are not sure yet" in world.read(await world.slash(haru, "my"))
    await answer(world, haru, event_id, Choice.DECLINED)
    assert "You are not coming" in world.read(await world.slash(haru, "my"))


async def test_twenty_events_with_long_titles_fit(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    for number in range(12):
        event_id = await announce(world, f"{number}" + "長" * 98)
        await answer(world, haru, event_id, Choice.VENUE)
    assert len(labels(await world.slash(haru, "my"))) == 10
    home = await world.slash(haru, "home")
    assert len([part for part in parts_of(home.response) if "details" in part["custom_id"]]) == 5  # type: ignore[arg-type]


async def test_another_server_sees_nothing_of_it(world: World) -> None:
    other = world.add_community("となり町ハブ")
    await world.set_up()
    await world.set_up(other)
    event_id = await announce(world, "みなとだけの会")
    await announce(world, "となりの会", other)
    visitor = other.person("はる")
    said = world.read(await visitor.slash(other.lounge, "home"))
    assert "となりの会" in said
    assert "みなとだけの会" not in said
    assert "みなとだけの会" in world.read(await world.slash(world.person("はる"), "home"))
    assert event_id == 1

"""One bot, two servers, the same minute: nobody reads, moves or gets anything of the other one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import discord
import pytest
from simcord import MemberActor

from bot.events.rules import Event, Mode
from bot.sandbox.burst import press_at_once
from bot.sandbox.simulation import Community
from tests.cogs.events.scenes import announce
from tests.kit.passing import move_until
from tests.kit.world import World, text_of_message

pytestmark = pytest.mark.long  # whole stories; each step has a test of its own that runs every time

PEOPLE = 24
IN_BOTH = 8
SEATS = 2


@dataclass
class Town:
    """A community with a meeting, and words that only its own people may read."""

    community: Community
    event: Event
    people: list[MemberActor]
    words: tuple[str, ...]

    @property
    def guild_id(self) -> int:
        return self.community.guild.id

    def button(self, choice: str) -> str:
        return f"rsvp:{self.event.id}:{choice}"

    def card(self) -> discord.Message:
        history = self.community.announcements.history(viewer=self.community.staff)
        return next(message for message in history if message.components)


async def found(world: World, community: Community, name: str, guests: list[MemberActor]) -> Town:
    await world.set_up(community)
    words = (f"{name}の集まり", f"https://meeting.example/{name}", f"{name}の受付")
    event = await announce(
        world,
        community,
        title=words[0],
        online=f"{words[1]} 定員1",
        contact=words[2],
        names_shown="participants",
    )
    own = community.people(*(f"{name}{number:02}" for number in range(PEOPLE - len(guests))))
    return Town(community, event, [*guests, *own], (*words, name))


@pytest.fixture
async def towns(world: World) -> tuple[Town, Town]:
    """Two towns; some accounts are in both servers."""
    here = await found(world, world.community, "みなと", [])
    other = world.add_community("となりまち")
    guests = [other.guild.add_member(person.user) for person in here.people[:IN_BOTH]]
    there = await found(world, other, "となりまち", guests)
    here.words = (*here.words[:3], "みなと市民ハブ")
    return here, there


async def all_at_once(world: World, towns: tuple[Town, Town], choice: str) -> list[list[str]]:
    """Everybody of both towns presses in the same instant; what each town's people read."""
    presses = [(person, town.card(), town.button(choice)) for town in towns for person in town.people]
    presses = [
        presses[number]
        for pair in zip(range(PEOPLE), range(PEOPLE, 2 * PEOPLE), strict=True)
        for number in pair
    ]
    people, cards, buttons = zip(*presses, strict=True)
    results = await press_at_once(world.env, people, cards, buttons)
    texts = [world.read(result) for result in results]
    return [texts[0::2], texts[1::2]]


def foreign(text: str, town: Town) -> list[str]:
    return [word for word in town.words if word in text]


@pytest.mark.long
async def test_a_burst_in_two_communities_fills_each_of_them_by_itself(
    world: World, towns: tuple[Town, Town]
) -> None:
    read = await all_at_once(world, towns, "venue")
    for own, town, other in zip(read, towns, reversed(towns), strict=True):
        waiting = sorted(
            int(text.split("キャンセル待ち ")[1].split("番目")[0]) for text in own if "キャンセル待ち" in text
        )
        assert waiting == list(range(1, PEOPLE - SEATS + 1))
        assert all(foreign(text, town) for text in own), "the scanner finds the words where they belong"
        assert not any(foreign(text, other) for text in own)
        seats = (await world.hub.events.show(town.guild_id, town.event.id)).seats[Mode.VENUE]
        assert (seats.taken, seats.waiting) == (SEATS, PEOPLE - SEATS)


async def test_one_account_in_both_reads_in_each_only_what_belongs_there(
    world: World, towns: tuple[Town, Town]
) -> None:
    here, there = towns
    await world.press(here.people[0], here.card(), here.button("venue"))
    for command in ("my", "home", "event list"):
        said = world.read(await world.slash(here.people[0], command))
        assert foreign(said, here), "the scanner finds the words where they belong"
        assert not foreign(said, there)
        said, of_a_stranger = [
            world.read(await world.slash(person, command)) for person in (there.people[0], there.people[-1])
        ]
        assert not foreign(said, here), command
        assert said == of_a_stranger, command


@pytest.mark.long
async def test_what_happens_in_one_is_not_told_in_the_other(world: World, towns: tuple[Town, Town]) -> None:
    here, there = towns
    await all_at_once(world, towns, "venue")
    await all_at_once(world, towns, "online")
    await world.hub.events.cancel(here.guild_id, here.event.id, "台風のため")
    await move_until(world, there.event.starts_at + timedelta(hours=1))
    both = world.dms(here.people[0])
    assert both
    for message in both:
        text = text_of_message(message)
        assert bool(foreign(text, here)) != bool(foreign(text, there)), text
        assert ("中止" in text) is bool(foreign(text, here)), text
    for town, other in (towns, reversed(towns)):
        for channel in (town.community.announcements, town.community.office):
            said = "\n".join(world.read_channel(channel, town.community.staff))
            assert not foreign(said, other)


async def test_an_id_of_the_other_one_is_unknown_to_everybody(world: World, towns: tuple[Town, Town]) -> None:
    here, there = towns
    visitor = there.people[-1]
    for person, command, options in (
        (visitor, "rsvp", {"choice": "venue"}),
        (visitor, "event show", {}),
        (there.community.staff, "event cancel", {}),
        (there.community.manager, "event cancel", {}),
    ):
        said = [
            world.read(await world.slash(person, command, event=str(number), **options))
            for number in (here.event.id, 987_654)
        ]
        assert said[0] == said[1], command
    for person in (visitor, there.community.staff):
        for command in ("event list", "my", "home", "help"):
            assert not foreign(world.read(await world.slash(person, command)), here), command
    assert not foreign(world.read(await world.slash(there.community.staff, "outbox")), here)


@pytest.mark.parametrize("button", ["rsvp:{id}:venue", "rsvp:{id}:declined", "event:{id}:details"])
async def test_a_button_of_the_other_one_does_nothing(
    world: World, towns: tuple[Town, Town], button: str
) -> None:
    """Somebody posts the neighbour's button here (a copied message, a forged custom_id)."""
    here, there = towns
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="押す", custom_id=button.format(id=here.event.id)))
    view.stop()
    await world.bot.get_partial_messageable(there.community.lounge.id).send("カード", view=view)
    await world.env.settle()
    (planted,) = there.community.lounge.history(viewer=there.community.staff)
    visitor = there.people[0]  # is in both servers
    said = world.read(await world.press(visitor, planted, "押す"))
    assert not foreign(said, here)
    assert "参加を受け付け" not in said
    seats = (await world.hub.events.show(here.guild_id, here.event.id)).seats[Mode.VENUE]
    assert seats.taken == 0

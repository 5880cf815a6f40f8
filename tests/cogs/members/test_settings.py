"""[My settings]: what is chosen counts at once."""

from __future__ import annotations

from simcord import InteractionResult, MemberActor

from bot.members.rules import Member, Sector
from tests.kit.world import World


async def open_settings(world: World, person: MemberActor) -> InteractionResult:
    return await world.press(person, await world.slash(person, "home"), "My settings")


async def stored(world: World, person: MemberActor) -> Member | None:
    return (await world.hub.members.who(person.guild.id, person.id))[1]


async def test_reading_stores_nothing(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    await open_settings(world, haru)
    assert await stored(world, haru) is None


async def test_the_chosen_language_changes_this_panel_and_the_next_answer(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    shown = await open_settings(world, haru)
    assert "Language: automatic" in world.read(shown)
    await world.choose(haru, shown, "member:0:language", "ja")
    assert "わたしの設定" in world.read(shown)
    assert "使い方" in world.read(await world.slash(haru, "help"))
    await world.choose(haru, shown, "member:0:language", "auto")
    assert "Language: automatic" in world.read(shown)
    assert "How to use" in world.read(await world.slash(haru, "help"))
    assert "How to use" in world.read(await world.slash(world.person("みどり"), "help"))


async def test_a_sector_is_kept(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    shown = await open_settings(world, haru)
    said = world.read(await world.choose(haru, shown, "member:0:sector", "student"))
    assert "Student" in said
    member = await stored(world, haru)
    assert member is not None
    assert (member.sector, member.display_name) == (Sector.STUDENT, "はる")
    assert "Sector: Student" in world.read(await open_settings(world, haru))


async def test_direct_messages_go_off_and_on(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    shown = await open_settings(world, haru)
    assert "Direct messages: yes" in world.read(shown)
    await world.press(haru, shown, "No direct messages")
    member = await stored(world, haru)
    assert member is not None
    assert not member.wants_dm
    assert "Direct messages: no" in world.read(shown)
    assert "at your next press" in world.read(shown)
    await world.press(haru, shown, "Send me direct messages")
    member = await stored(world, haru)
    assert member is not None
    assert member.wants_dm


async def test_wishes_belong_to_one_server(world: World) -> None:
    other = world.add_community("となり町ハブ")
    await world.set_up()
    await world.set_up(other)
    haru = world.person("はる")
    await world.press(haru, await open_settings(world, haru), "No direct messages")
    twin = other.guild.add_member(haru.user)
    shown = await twin.slash(other.lounge, "home")
    assert "Direct messages: yes" in world.read(shown)

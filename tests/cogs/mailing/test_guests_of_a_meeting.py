"""Somebody without Discord in the list of a meeting: whether their mail is confirmed, and who may say so."""

from __future__ import annotations

from datetime import timedelta

from simcord import InteractionResult

from tests.cogs.events.scenes import STAFF_ONLY, announce, lose_staff_role
from tests.kit.world import World, labels, parts_of

ASK = "メールでもう一度お尋ねする"
YES = "メールの同意をいただいた"


async def add_hamada(world: World, mail: str) -> InteractionResult:
    await world.set_up()
    await announce(world)
    shown = await world.slash(world.staff, "event people", event="1")
    form = await world.press(world.staff, shown, "Discordを使わない方を追加")
    typed = {"name": "浜田", "mode": ["venue"], "sector": ["nonprofit"], "from_elsewhere": True}
    return await world.fill(world.staff, form, **typed, mail=mail)


async def person(world: World, shown: InteractionResult) -> InteractionResult:
    assert shown.response is not None
    [menu] = [part for part in parts_of(shown.response) if part.get("options")]
    return await world.choose(world.staff, shown, None, menu["options"][0]["value"])


async def test_asked_again_after_a_day_and_a_yes_on_the_phone_is_entered(world: World):
    listed = await add_hamada(world, "hamada@mail.example")
    assert "メール：返事待ち" in world.read(listed)
    early = await world.press(world.staff, await person(world, listed), ASK)
    assert "メールは送りません" in world.read(early)
    await world.move(timedelta(hours=24))
    shown = await world.slash(world.staff, "event people", event="1")
    assert "もう一度メールでお尋ねします" in world.read(
        await world.press(world.staff, await person(world, shown), ASK)
    )
    shown = await world.slash(world.staff, "event people", event="1")
    done = await world.press(world.staff, await person(world, shown), YES)
    assert "浜田さんに今後メールをお送りします" in world.read(done)
    assert "メール：同意済み" in world.read(done)
    assert not {ASK, YES} & set(labels(await person(world, done)))


async def test_without_an_address_nothing_is_said_of_mail(world: World):
    listed = await add_hamada(world, "")
    assert "メール：" not in world.read(listed)
    assert not {ASK, YES} & set(labels(await person(world, listed)))


async def test_whoever_is_no_longer_staff_cannot_say_yes_for_others(world: World):
    listed = await add_hamada(world, "hamada@mail.example")
    shown = await person(world, listed)
    lose_staff_role(world, world.staff)
    assert STAFF_ONLY in world.read(await world.press(world.staff, shown, YES))
    [roster] = (await world.hub.rosters.people(world.community.guild.id, 1)).people
    assert roster.mail == "asked"

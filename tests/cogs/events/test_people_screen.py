"""[People]: staff accept, refuse, move, take back and add; nobody else can, and the history says it all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from simcord import InteractionResult

from bot.events.rules import Mode, Place
from tests.cogs.events.scenes import STAFF_ONLY, announce, boxes_of, lose_staff_role
from tests.kit.world import World, labels


async def people(world: World) -> InteractionResult:
    return await world.slash(world.staff, "event people", event="1")


async def pick(world: World, shown: InteractionResult, name: str) -> InteractionResult:
    """Choose somebody in the menu of the list."""
    _community, member = await world.hub.members.who(world.community.guild.id, world.person(name).id)
    assert member is not None
    return await world.choose(world.staff, shown, None, str(member.id))


async def seats(world: World):
    return (await world.hub.events.show(world.community.guild.id, 1)).seats


async def test_an_application_is_accepted_and_another_one_refused(world: World):
    await world.set_up()
    await announce(world, needs_approval=True)
    haru, natsu = world.people("はる", "なつ")
    asked = await world.press(haru, world.card(), "rsvp:1:venue")
    assert "事務局からのお返事をお待ちください" in world.read(asked)
    await world.press(natsu, world.card(), "rsvp:1:venue")
    shown = await people(world)
    assert world.read(shown).count("返事待ち") == 2
    done = await world.press(world.staff, await pick(world, shown, "はる"), "承る（会場）")
    assert "ご本人にはDMでお知らせします" in world.read(done)
    refused = await world.press(world.staff, await pick(world, done, "なつ"), "今回はお断りする")
    assert "なつさんの申し込みを取り消しました" in world.read(refused)
    for _ in range(2):  # the first direct messages to people leave one after another
        await world.tick()
        await world.move(timedelta(minutes=1))
    assert "お申し込みを承りました" in world.read_dms(haru)[-1]
    assert "今回はお席をご用意できませんでした" in world.read_dms(natsu)[-1]
    assert (await seats(world))[Mode.VENUE].taken == 1


async def test_over_capacity_is_a_question_first(world: World):
    await world.set_up()
    await announce(world, venue="みなと市民センター 3階 / 定員1")
    await world.press(world.person("はる"), world.card(), "rsvp:1:venue")
    shown = await people(world)
    chooser = await world.press(world.staff, shown, "このサーバーの方を追加")
    chosen = await world.choose(world.staff, chooser, None, world.person("なつ"))
    asked = await world.press(world.staff, chosen, "会場")
    assert "空いている席がありません" in world.read(asked)
    assert (await seats(world))[Mode.VENUE].taken == 1
    done = await world.press(world.staff, asked, "定員を超えて席を用意する")
    assert "なつ" in world.read(done)
    assert (await seats(world))[Mode.VENUE].taken == 2
    await world.tick()
    assert "事務局で参加の申し込みを承りました" in world.read_dms(world.person("なつ"))[-1]


async def test_somebody_without_discord_is_written_down_and_nothing_typed_is_lost(world: World):
    await world.set_up()
    await announce(world)
    shown = await people(world)
    form = await world.press(world.staff, shown, "Discordを使わない方を追加")
    typed = {"name": "浜田", "mode": ["venue"], "sector": ["nonprofit"], "from_elsewhere": True}
    wrong = await world.fill(world.staff, form, **typed, mail="hamada@")
    assert "「hamada@」はメールアドレスとして読み取れません" in world.read(wrong)
    again = await world.press(world.staff, wrong, "直す")
    assert boxes_of(again)["name"] == "浜田"
    done = await world.fill(world.staff, again, **typed, mail="hamada@mail.example")
    assert "直接お知らせください" in world.read(done)
    assert "浜田" in world.read(done)
    assert "Discordなし" in world.read(done)
    history = await world.slash(world.staff, "event history", event="1")
    assert "浜田" in world.read(history)
    assert "事務局" in world.read(history)
    assert "hamada@" not in world.read(history)


async def test_a_seat_is_moved_and_taken_back_after_a_question(world: World):
    await world.set_up()
    await announce(world)
    haru = world.person("はる")
    await world.press(haru, world.card(), "rsvp:1:venue")
    moved = await world.press(
        world.staff, await pick(world, await people(world), "はる"), "オンラインの席を用意する"
    )
    assert "はる：オンラインで参加予定" in world.read(moved)
    question = await world.press(world.staff, await pick(world, moved, "はる"), "申し込みを取り消す")
    assert "取り消しますか" in world.read(question)
    assert (await seats(world))[Mode.ONLINE].taken == 1
    await world.press(world.staff, question, "申し込みを取り消す")
    assert (await seats(world))[Mode.ONLINE].taken == 0
    await world.tick()
    assert "事務局で申し込みを取り消しました" in world.read_dms(haru)[-1]


@pytest.mark.parametrize("button", ["このサーバーの方を追加", "履歴"])
async def test_buttons_outlive_the_role(world: World, button: str):
    await world.set_up()
    await announce(world)
    await world.press(world.person("はる"), world.card(), "rsvp:1:venue")
    shown = await people(world)
    lose_staff_role(world, world.staff)
    assert STAFF_ONLY in world.read(await world.press(world.staff, shown, button))
    assert STAFF_ONLY in world.read(await pick(world, shown, "はる"))


async def test_members_get_neither_the_list_nor_the_history(world: World):
    await world.set_up()
    await announce(world, names_shown="participants", needs_approval=True)
    haru, natsu = world.people("はる", "なつ")
    for command in ("event people", "event history"):
        assert world.read(await world.slash(haru, command, event="1")) == STAFF_ONLY
    await world.press(natsu, world.card(), "rsvp:1:venue")
    await world.press(haru, world.card(), "rsvp:1:venue")
    card = await world.slash(haru, "event show", event="1")
    assert "参加者の管理" not in labels(card)
    assert "なつ" not in world.read(card), "an application is between a person and the office"
    assert [place.place for place in (await _places(world, natsu.id))] == [Place.REQUESTED]


async def _places(world: World, user_id: int):
    return (await world.hub.rsvps.details(world.community.guild.id, user_id, 1)).places

"""Who is asked, who answers, who may not: coming forward, refusals, the plan, people without Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.clock import Hands
from bot.probono.needs import NewNeed
from bot.probono.offers import Guest
from bot.settings import Settings
from tests.cogs.events.scenes import STAFF_ONLY
from tests.cogs.probono.scenes import forge, ja, menus, need, offer, open_need
from tests.cogs.probono.stories import (
    DAY,
    ORGANISATION,
    VOLUNTEER,
    asked,
    in_dm,
    office,
    options_of,
    shown_message,
    tick,
)
from tests.kit.world import World, labels, open_world, parts_of


@pytest.fixture
async def english(settings: Settings, hands: Hands) -> AsyncIterator[World]:
    async with open_world(settings, hands, lang="en") as made:
        yield made


async def test_three_are_asked_at_once_and_the_first_yes_wins(world: World, hands: Hands) -> None:
    await world.set_up()
    people = world.people("はる", "みどり", "あおい")
    [asker] = world.people(ORGANISATION)
    for person in people:
        await offer(world, person)
    await need(world, asker)
    await open_need(world)
    here = world.community.guild.id
    await world.hub.probono.proposals.table(here, 1)
    for number in (1, 2, 3):
        await world.hub.probono.asks.ask(here, number, office(world))
    await tick(world, hands)
    asks = [world.dms(person)[-1] for person in people]
    assert all("同時に3名" in each.content for each in asks)
    await world.press(people[1], asks[1], "suggestion:2:answer:yes")
    late = await world.press(people[0], asks[0], "suggestion:1:answer:yes")
    assert "少し早く" in world.read(late)
    await tick(world, hands)
    assert "ほかの方が先に" in world.dms(people[2])[-1].content


async def test_two_refusals_begin_a_rest_that_one_press_ends(world: World, hands: Hands) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await offer(world, volunteer)
    here = world.community.guild.id
    for number, answer in ((1, "not_now"), (2, "no")):
        await need(world, asker, text=f"会計の締め方が分からず困っています。{number}")
        await open_need(world, number)
        table = await world.hub.probono.proposals.table(here, number)
        await world.hub.probono.asks.ask(here, table.proposed[0].suggestion.id, office(world))
        await tick(world, hands)
        said = await world.press(volunteer, world.dms(volunteer)[-1], f"suggestion:{number}:answer:{answer}")
        hands.move(31 * DAY)
    assert "しばらく休みますか" in world.read(said)
    ended = await in_dm(volunteer, said, "suggestion:2:rest")
    assert "またお声がけします" in world.read(ended)


async def test_somebody_comes_forward_and_the_office_lets_them(world: World, hands: Hands) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await need(world, asker)
    await open_need(world)
    button = await forge(world, "need:1:volunteer")
    first = await world.press(volunteer, button, "need:1:volunteer")
    assert ja("I can help") in labels(first)
    await offer(world, volunteer, text="手先が器用です。編み物が得意です。")
    thanks = await world.press(volunteer, button, "need:1:volunteer")
    assert "ありがとうございます" in world.read(thanks)
    desk = await world.slash(world.staff, "desk")
    assert "手伝えます" in world.read(desk)
    table = await world.press(world.staff, desk, "need:1:table")
    assert "手を挙げた" in world.read(table)
    chosen = await world.choose(world.staff, table, menus(table)[0], "1")
    done = await world.press(world.staff, chosen, "suggestion:1:ask")
    assert ja("said yes", "suggestion") in world.read(done)
    await tick(world, hands)
    assert "手伝いたい" in world.dms(asker)[-1].content


async def test_the_office_chooses_somebody_itself_and_takes_them_off_again(world: World) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await offer(world, volunteer, text="手先が器用です。編み物が得意です。")
    await need(world, asker)
    await open_need(world)
    staff = world.staff
    table = await world.press(staff, await forge(world, "need:1:table"), "need:1:table")
    assert ja("There is no good offer yet.") in world.read(table)
    hand = await world.press(staff, table, ja("Choose somebody yourself"))
    listed = await world.choose(staff, hand, None, "1")
    assert "事務局が選んだ" in world.read(listed)
    assert "need:1:teach" in str(
        [part["custom_id"] for part in parts_of(shown_message(listed)) if "custom_id" in part]
    )
    chosen = await world.choose(staff, listed, menus(listed)[0], "1")
    gone = await world.press(staff, chosen, "suggestion:1:dismiss")
    assert ja("Taken off the list.") in world.read(gone)


async def test_the_plan_is_looked_through_and_approved(world: World, hands: Hands) -> None:
    await world.set_up()
    people = world.people("はる", "みどり")
    [asker] = world.people(ORGANISATION)
    for person in people:
        await offer(world, person)
    for number in (1, 2):
        await need(world, asker, text=f"会計の締め方が分からず困っています。{number}")
        await open_need(world, number)
    staff = world.staff
    plan = await world.slash(staff, "probono plan")
    assert world.read(plan).count("←") == 2
    [menu] = menus(plan)
    pairs = [option["value"] for option in options_of(plan)]
    fewer = await world.choose(staff, plan, menu, pairs[0])
    assert "1名" in world.read(fewer)
    asked_now = await world.press(staff, fewer, ja("Ask those chosen"))
    assert "1名の方に" in world.read(asked_now)
    await tick(world, hands)
    assert sum(bool(world.dms(person)) for person in people) == 1
    again = await world.slash(staff, "probono plan")
    assert world.read(again).count("←") == 1


async def test_what_people_without_discord_say_is_written_down(world: World, hands: Hands) -> None:
    await world.set_up()
    here, staff = world.community.guild.id, world.staff
    hub = world.hub.probono
    await hub.offers.write_for(
        here, Guest("電話の人", "phone@mail.example"), "経理を長く担当しました。帳簿の見方をお伝えできます。"
    )
    await hub.needs.write_for(
        here, Guest("会社の人", "firm@mail.example"), NewNeed("会計の締め方が分からず困っています。")
    )
    await open_need(world)
    await asked(world)
    desk = await world.slash(staff, "desk")
    panel = await world.press(staff, desk, "suggestion:1:panel")
    form = await world.press(staff, panel, "suggestion:1:record:volunteer")
    refused = await world.fill(staff, form, answer="yes", way="phone", day="2026-12-31")
    again = await world.press(staff, refused, ja("Correct it"))
    panel = await world.fill(staff, again, answer="yes", way="phone", day="")
    assert ja("said yes", "suggestion") in world.read(panel)
    early = await world.press(staff, await forge(world, "suggestion:1:mail"), "suggestion:1:mail")
    assert "mail.example" not in world.read(early)
    form = await world.press(staff, panel, "suggestion:1:record:organisation")
    panel = await world.fill(staff, form, answer="yes", way="mail", day="")
    mail = await world.press(staff, panel, "suggestion:1:mail")
    text = world.read(mail)
    assert "phone@mail.example" in text
    assert "firm@mail.example" in text
    sent = await world.press(staff, mail, "suggestion:1:written")
    assert "お引き合わせ済み" in world.read(sent)
    story = await world.press(staff, panel, "suggestion:1:history")
    assert "電話で" in world.read(story)
    assert "メールで" in world.read(story)
    await tick(world, hands)
    assert not world.announcements.threads


OFFICE_ONLY = (
    "need:1:table",
    "suggestion:1:ask",
    "suggestion:1:dismiss",
    "suggestion:1:goal",
    "suggestion:1:record:volunteer",
    "suggestion:1:mail",
    "suggestion:1:written",
    "suggestion:1:history",
    "suggestion:1:renew",
    "probono:0:plan",
)


async def test_what_belongs_to_the_office_is_refused_to_everybody_else(world: World) -> None:
    await world.set_up()
    volunteer, asker, stranger = world.people(VOLUNTEER, ORGANISATION, "通りがかり")
    await offer(world, volunteer)
    await need(world, asker)
    await open_need(world)
    await asked(world)
    board = await forge(world, *OFFICE_ONLY)
    for custom_id in OFFICE_ONLY:
        for person in (volunteer, asker, stranger):
            refused = await world.press(person, board, custom_id)
            assert STAFF_ONLY in world.read(refused), custom_id
    assert STAFF_ONLY in world.read(await world.slash(stranger, "probono plan"))


OF_SIDES = ("panel", "answer:yes", "answer:no", "meet", "decline", "agree", "begin", "date", "finish", "drop",
            "milestones", "rest", "again:yes")  # fmt: skip


async def test_strangers_and_the_wrong_side_learn_nothing(world: World) -> None:
    await world.set_up()
    volunteer, asker, stranger = world.people(VOLUNTEER, ORGANISATION, "通りがかり")
    await offer(world, volunteer)
    await need(world, asker)
    await open_need(world)
    await asked(world)
    board = await forge(world, *(f"suggestion:1:{what}" for what in OF_SIDES))
    for what in OF_SIDES:
        for person in (stranger, asker):
            refused = await world.press(person, board, f"suggestion:1:{what}")
            said = world.read(refused)
            assert VOLUNTEER not in said
            assert any(word in said for word in ("ありません", "できません", "だけができる")), (what, said)
    here = world.community.guild.id
    found, _party = await world.hub.probono.looking.one(here, 1, office(world))
    assert found.state.value == "asked"


async def test_both_sides_and_the_office_in_english(english: World, hands: Hands) -> None:
    world = english
    await world.set_up()
    volunteer, asker = world.people("Akane", "Hinata")
    await offer(world, volunteer)
    await need(world, asker)
    for person, name in ((volunteer, "Akane"), (asker, "Hinata")):
        await world.hub.members.set_language(person.guild.id, person.id, name, "en")
    await open_need(world)
    await asked(world)
    await tick(world, hands)
    ask = world.dms(volunteer)[-1]
    assert "Could you help?" in ask.content
    said = await world.press(volunteer, ask, "Yes, I can help")
    assert "Thank you very much." in world.read(said)
    await tick(world, hands)
    met = await world.press(asker, world.dms(asker)[-1], "Yes, please introduce us")
    assert "private thread" in world.read(met)
    await tick(world, hands)
    here = await world.press(asker, await forge(world, "suggestion:1:panel"), "suggestion:1:panel")
    assert "Volunteer: Akane" in world.read(here)

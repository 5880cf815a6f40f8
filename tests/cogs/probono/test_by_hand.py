"""What the coordinator does by hand: near misses, a plan that meets refusals, people without Discord."""

from __future__ import annotations

from simcord import InteractionResult

from bot.clock import Hands
from bot.i18n import text_of
from bot.probono.needs import NewNeed
from bot.probono.offers import Guest
from bot.probono.refusals import OwnNeed
from tests.cogs.probono.scenes import ja, menus, need, offer, open_need
from tests.cogs.probono.stories import (
    ORGANISATION,
    VOLUNTEER,
    asked,
    door,
    fill_project,
    office,
    options_of,
    tick,
)
from tests.kit.world import World, labels

AGREES = {"way": "phone", "day": ""}
BY_PHONE = {"answer": "yes", **AGREES}


async def recorded(world: World, what: str, **said: str) -> InteractionResult:
    """The office writes down on the panel what somebody told it; the panel."""
    panel = await door(world, world.staff, "suggestion:1:panel")
    form = await world.press(world.staff, panel, f"suggestion:1:record:{what}")
    return await world.fill(world.staff, form, **{**(AGREES if "agrees" in what else BY_PHONE), **said})


async def test_the_whole_way_with_an_organisation_without_discord(world: World, hands: Hands) -> None:
    await world.set_up()
    here, staff, hub = world.community.guild.id, world.staff, world.hub.probono
    volunteer = world.person(VOLUNTEER)
    await offer(world, volunteer)
    await hub.needs.write_for(
        here, Guest("会社の人", "firm@mail.example"), NewNeed("会計の締め方が分からず困っています。")
    )
    await fill_project(world)
    await hub.need_moves.ready(here, 1, office(world))
    await hub.need_moves.look(here, 1, office(world))
    await asked(world)
    await tick(world, hands)
    await world.press(volunteer, world.dms(volunteer)[-1], "suggestion:1:answer:yes")
    panel = await door(world, staff, "suggestion:1:panel")
    assert ja("Write down the organisation's answer") in labels(panel)
    assert ja("Write down the volunteer's answer") not in labels(panel), "they answer in Discord"
    calls = ja(
        "“{title}”: somebody said yes. Please ask the organisation, which has no Discord, and write it down",
        title="会計の締め方が分からず困っています。",
    )
    assert calls in world.read(await world.slash(staff, "desk"))
    panel = await recorded(world, "organisation")
    assert ja("getting to know each other", "suggestion") in world.read(panel)
    desk = await world.slash(staff, "desk")
    mail = await world.press(staff, desk, "suggestion:1:mail")
    assert "firm@mail.example" in world.read(mail)
    assert VOLUNTEER in world.read(mail)
    await world.press(staff, mail, "suggestion:1:written")
    desk = await world.slash(staff, "desk")
    assert ja("The text for the mail") not in labels(desk)

    form = await door(world, staff, "suggestion:1:goal")
    await world.fill(staff, form, goal="決算を締める", schedule="", milestones="12/17 ひな形")
    agreed = await door(world, volunteer, "suggestion:1:agree")
    assert ja("Thank you. As soon as the other side agrees too, you are both told.") in world.read(agreed)
    panel = await recorded(world, "organisation_agrees", way="mail", day="昨日")
    assert ja("agreed", "suggestion") in world.read(panel)
    story = world.read(await door(world, staff, "suggestion:1:history"))
    assert "メールで" in story
    assert "11月1日" in story
    await tick(world, hands)
    assert not world.announcements.threads


async def test_what_somebody_in_discord_says_is_not_written_down_for_them(world: World) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await offer(world, volunteer)
    await need(world, asker)
    await open_need(world)
    await asked(world)
    for what in ("volunteer", "organisation", "volunteer_agrees"):
        form = await door(world, world.staff, f"suggestion:1:record:{what}")
        refused = await world.fill(world.staff, form, **(AGREES if "agrees" in what else BY_PHONE))
        assert ja("Correct it") in labels(refused)
        assert "Discord" in world.read(refused)


async def test_a_volunteer_without_discord_says_no_by_phone(world: World, hands: Hands) -> None:
    await world.set_up()
    here = world.community.guild.id
    asker = world.person(ORGANISATION)
    await world.hub.probono.offers.write_for(
        here, Guest("電話の人", "phone@mail.example"), "経理を長く担当しました。帳簿の見方をお伝えできます。"
    )
    await need(world, asker)
    await open_need(world)
    await asked(world)
    panel = await recorded(world, "volunteer", answer="no", way="in_person")
    assert ja("said no", "suggestion") in world.read(panel)
    await tick(world, hands)
    assert not [m for m in world.dms(asker) if "手伝いたい" in m.content]


async def test_a_near_miss_is_put_on_the_list_and_asked(world: World, hands: Hands) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await offer(world, volunteer)
    await need(world, asker)
    await open_need(world)
    here, staff = world.community.guild.id, office(world)
    shown = await world.hub.probono.needs.open(here, 1, staff)
    await world.hub.probono.need_edits.edit_place(
        *(here, 1, staff, shown.revision), mode="onsite", area="みなと市", languages=(), causes=()
    )
    table = await door(world, world.staff, "need:1:table")
    text = world.read(table)
    assert ja("**Only one condition differs: ask all the same?**") in text
    assert VOLUNTEER in text
    listed = await world.choose(world.staff, table, menus(table)[0], options_of(table)[0]["value"])
    assert ja("　chosen by the office") in world.read(listed)
    chosen = await world.choose(world.staff, listed, menus(listed)[0], "1")
    done = await world.press(world.staff, chosen, "suggestion:1:ask")
    assert ja("asked", "suggestion") in world.read(done)
    await tick(world, hands)
    assert "みなと市" in world.dms(volunteer)[-1].content


async def test_a_plan_says_who_could_not_be_asked(world: World, hands: Hands) -> None:
    await world.set_up()
    people = world.people("はる", "みどり")
    [asker] = world.people(ORGANISATION)
    for person in people:
        await offer(world, person)
    for number in (1, 2):
        await need(world, asker, text=f"会計の締め方が分からず困っています。{number}")
        await open_need(world, number)
    plan = await world.slash(world.staff, "probono plan")
    await asked(world)  # somebody of the office asks one of them meanwhile
    told = await world.press(world.staff, plan, ja("Ask those chosen"))
    text = world.read(told)
    assert "会計の締め方が分からず困っています" in text
    assert "・" in text
    await tick(world, hands)
    asks = [len([m for m in world.dms(person) if "お力を貸して" in m.content]) for person in people]
    assert max(asks) == 1, "nobody is asked twice"


async def test_nobody_is_thought_of_for_their_own_need(world: World) -> None:
    await world.set_up()
    asker = world.person(ORGANISATION)
    await offer(world, asker)
    await need(world, asker)
    await open_need(world)
    table = await door(world, world.staff, "need:1:table")
    assert ja("There is no good offer yet.") in world.read(table)
    plan = await world.slash(world.staff, "probono plan")
    assert "←" not in world.read(plan)
    board = await door(world, asker, "need:1:volunteer")
    assert world.read(board) == text_of(OwnNeed()).to("ja")
    by_hand = await world.press(world.staff, table, ja("Choose somebody yourself"))
    refused = await world.choose(world.staff, by_hand, None, "1")
    assert world.read(refused) == world.read(board)

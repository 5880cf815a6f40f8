"""How it ends, or goes on after a silence: in direct messages, in the server, and by whom it may not be pressed."""

from __future__ import annotations

from bot.clock import Hands
from bot.probono.states import SuggestionState
from tests.cogs.events.scenes import STAFF_ONLY, lose_staff_role
from tests.cogs.probono.scenes import forge_in, ja, menus, need, offer, open_need
from tests.cogs.probono.stories import (
    DAY,
    ORGANISATION,
    VOLUNTEER,
    asked,
    door,
    fill_in_dm,
    in_dm,
    introduced,
    office,
    tick,
)
from tests.kit.world import World, labels


async def state(world: World, suggestion_id: int = 1) -> SuggestionState:
    found, _party = await world.hub.probono.looking.one(
        world.community.guild.id, suggestion_id, office(world)
    )
    return found.state


async def test_it_is_ended_early_from_a_direct_message(world: World, hands: Hands) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await introduced(world, hands, volunteer, asker, small=True)
    form = await door(world, asker, "suggestion:1:date")
    await world.fill(asker, form, when="12/28 19:00")
    await tick(world, hands)
    panel = await world.press(volunteer, world.dms(volunteer)[-1], "suggestion:1:panel")
    question = await in_dm(volunteer, panel, "suggestion:1:drop")
    kept = await in_dm(volunteer, question, ja("No, go on"))
    assert world.read(kept) == ja("Nothing was changed.")
    assert await state(world) is SuggestionState.DATE_AGREED
    question = await in_dm(volunteer, panel, "suggestion:1:drop")
    ended = await in_dm(volunteer, question, ja("Yes, end it"))
    assert world.read(ended) == ja("It has ended. Whoever knew of it is told kindly.")
    await tick(world, hands)
    assert ja("The other side cannot go on with it. Thank you very much for your willingness.") in (
        world.dms(asker)[-1].content
    )
    before = len(world.dms(volunteer))
    hands.move(60 * DAY)
    await tick(world, hands)
    assert len(world.dms(volunteer)) == before, "nobody is reminded of a date that is off"


async def test_the_date_is_set_and_moved_from_a_direct_message(world: World, hands: Hands) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await introduced(world, hands, volunteer, asker, small=True)
    await world.hub.probono.agreements.set_date(world.community.guild.id, 1, office(world), "12/28 19:00")
    await tick(world, hands)
    panel = await world.press(volunteer, world.dms(volunteer)[-1], "suggestion:1:panel")
    form = await in_dm(volunteer, panel, "suggestion:1:date")
    refused = await fill_in_dm(volunteer, form, when="そのうち")
    form = await in_dm(volunteer, refused, ja("Correct it"))
    assert "そのうち" in str(form.modal)
    moved = await fill_in_dm(volunteer, form, when="12/29 19:00")
    assert "12月29日" in world.read(moved)
    await tick(world, hands)
    assert "12月29日" in world.dms(asker)[-1].content
    form = await in_dm(volunteer, moved, "suggestion:1:finish")
    done = await fill_in_dm(volunteer, form, hours="2")
    assert ja("done", "suggestion") in world.read(done)


async def test_two_silent_weeks_are_a_line_on_the_desk_and_it_goes_on(world: World, hands: Hands) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await introduced(world, hands, volunteer, asker)
    silent = ja("“{title}”: nothing new for two weeks. Please ask, let it go on, or end it", title="")[3:]
    hands.move(13 * DAY)
    assert silent not in world.read(await world.slash(world.staff, "desk"))
    hands.move(2 * DAY)
    desk = await world.slash(world.staff, "desk")
    assert silent in world.read(desk)
    renewed = await world.press(world.staff, desk, "suggestion:1:renew")
    assert "続け" in world.read(renewed)
    await tick(world, hands)
    for person in (volunteer, asker):
        letter = world.dms(person)[-1]
        assert ja("Ask the office") in labels(letter)
        assert ja("Where we are") in labels(letter)
    assert silent not in world.read(await world.slash(world.staff, "desk"))
    story = await door(world, world.staff, "suggestion:1:history")
    assert ja("let go on after a silence", "step") in world.read(story)
    panel = await door(world, world.staff, "suggestion:1:panel")
    question = await world.press(world.staff, panel, "suggestion:1:drop")
    await world.press(world.staff, question, ja("Yes, end it"))
    await tick(world, hands)
    told = ja("The office ended it; please ask if you would like to know more.")
    assert all(told in world.dms(person)[-1].content for person in (volunteer, asker))


async def test_a_need_that_is_closed_ends_what_goes_on(world: World, hands: Hands) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await offer(world, volunteer)
    await need(world, asker)
    await open_need(world)
    await asked(world)
    await tick(world, hands)
    ask = world.dms(volunteer)[-1]
    form = await door(world, world.staff, "need:1:close")
    await world.fill(world.staff, form, reason="別の形で解決しました")
    assert await state(world) is SuggestionState.DROPPED
    late = await world.press(volunteer, ask, "suggestion:1:answer:yes")
    assert ja("There is nothing to answer here at the moment. The request was settled or taken back.") in (
        world.read(late)
    )
    assert await state(world) is SuggestionState.DROPPED


async def test_buttons_live_through_a_restart_and_a_second_press(world: World, hands: Hands) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await offer(world, volunteer)
    await need(world, asker)
    await open_need(world)
    await asked(world)
    await tick(world, hands)
    await world.restart()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    ask = world.dms(volunteer)[-1]
    for _press in range(2):
        answer = await world.press(volunteer, ask, "suggestion:1:answer:yes")
        assert "お引き受けくださり" in world.read(answer)
    await tick(world, hands)
    await world.restart()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    found = world.dms(asker)[-1]
    for _press in range(2):
        assert "スレッド" in world.read(await world.press(asker, found, "suggestion:1:meet"))
    await tick(world, hands)
    await tick(world, hands)
    [thread] = world.announcements.threads
    assert len(world.read_channel(thread)) == 1


OF_EVERYBODY = ("panel", "answer:yes", "answer:no", "meet", "decline", "agree", "begin", "date", "finish",
                "drop", "milestones", "rest", "again:yes")  # fmt: skip
OF_THE_OFFICE = ("ask", "dismiss", "goal", "record:volunteer", "record:organisation", "mail", "written",
                 "history", "renew")  # fmt: skip


async def test_another_communitys_ids_are_like_unknown_ones(world: World, hands: Hands) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await introduced(world, hands, volunteer, asker)
    other = world.add_community("みどり市ハブ")
    await world.set_up(other)
    stranger = other.person("となりの人")
    typed = {
        "date": {"when": "12/28 19:00"},
        "finish": {"hours": "2"},
        "goal": {"goal": "目標", "schedule": "", "milestones": ""},
        "record:volunteer": {"answer": "yes", "way": "phone", "day": ""},
        "record:organisation": {"answer": "yes", "way": "phone", "day": ""},
    }
    for what in (*OF_EVERYBODY, *OF_THE_OFFICE):
        told = []
        ids = [f"suggestion:{number}:{what}" for number in (1, 4711)]
        board = await forge_in(world, other, *ids)
        for custom_id in ids:
            for person in (other.staff, *((stranger,) if what in OF_EVERYBODY else ())):
                shown = await world.press(person, board, custom_id)
                if shown.modal is not None:
                    shown = await world.fill(person, shown, **typed[what])
                told.append(world.read(shown))
        assert len(set(told)) == 1, (what, told)
    for number in (1, 4711):
        shown = await world.press(
            other.staff, await forge_in(world, other, f"need:{number}:table"), f"need:{number}:table"
        )
        assert world.read(shown) == ja(
            "This need is not there any more. The list of needs shows what there is."
        )
    assert await state(world) is SuggestionState.INTERVIEW


async def test_who_lost_the_staff_role_reads_no_more(world: World, hands: Hands) -> None:
    await world.set_up()
    volunteer, asker = world.people(VOLUNTEER, ORGANISATION)
    await offer(world, volunteer)
    await need(world, asker)
    await open_need(world)
    staff = world.staff
    table = await door(world, staff, "need:1:table")
    chosen = await world.choose(staff, table, menus(table)[0], "1")
    plan = await world.slash(staff, "probono plan")
    lose_staff_role(world, staff)
    for shown, custom_id in (
        (chosen, "suggestion:1:ask"),
        (chosen, "suggestion:1:dismiss"),
        (plan, ja("Ask those chosen")),
        (table, ja("Choose somebody yourself")),
    ):
        assert STAFF_ONLY in world.read(await world.press(staff, shown, custom_id))
    assert STAFF_ONLY in world.read(await world.choose(staff, table, menus(table)[0], "1"))

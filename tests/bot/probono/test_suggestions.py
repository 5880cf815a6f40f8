"""From a proposal to the thanks: every step, who is told what, and what nobody may do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.probono.asking import AskedLately, EnoughAsked, IsAskedNow, IsResting, LooksAlone
from bot.probono.refusals import HasNoTime, NeedIsNotOpen, NoPlaceLeft, NotTheirTurn
from bot.probono.rules import Again, NoSuchSuggestion
from bot.probono.states import CannotMove, Party, SuggestionState
from tests.bot.probono.agency import (
    KITCHEN,
    ORGANISATION,
    STAFF,
    STRANGE,
    VOLUNTEER_NAME,
    Agency,
    read,
    volunteer,
)
from tests.kit.meetings import COMMUNITY

DAY = timedelta(days=1)
YES, NO, NOT_NOW = SuggestionState.YES, SuggestionState.NO, SuggestionState.NOT_NOW


async def test_the_whole_way_of_a_project(agency: Agency) -> None:
    hub = agency.hub.probono
    suggestion = await agency.introduced()
    await agency.tick()
    [(place, welcome)] = agency.rooms()
    assert set(place.mentions) == {STAFF.user_id, ORGANISATION.user_id, volunteer().user_id}
    assert VOLUNTEER_NAME in read(welcome)
    assert KITCHEN in read(welcome)
    assert suggestion.state is SuggestionState.INTERVIEW
    assert (await agency.suggestion(suggestion.id)).thread_id == 88_000
    assert await agency.need_state(suggestion.need.id) == "in_talks"

    typed = ("決算書を一緒に作る", "月2回、オンライン", "12/10 領収書の整理\n12/20 決算書の案")
    table = await hub.agreements.put_on_the_table(COMMUNITY, suggestion.id, STAFF, typed)
    assert [each.title for each in table.milestones] == ["領収書の整理", "決算書の案"]
    assert (await hub.agreements.agree(COMMUNITY, suggestion.id, volunteer())).state is table.state
    agreed = await hub.agreements.agree(COMMUNITY, suggestion.id, ORGANISATION)
    assert agreed.state is SuggestionState.AGREED
    assert await agency.need_state(suggestion.need.id) == "agreed"

    await agency.pass_time(10 * DAY)
    assert (await agency.suggestion(suggestion.id)).state == "running"
    for who in (volunteer(), ORGANISATION):
        texts = [read(notice) for notice in agency.told(who)]
        assert any("領収書の整理" in text and "節目" in text for text in texts)
    done = await hub.ends.finish(COMMUNITY, suggestion.id, ORGANISATION, "12時間")
    assert (done.state, done.hours) == (SuggestionState.DONE, 12)
    assert await agency.need_state(suggestion.need.id) == "done"
    await agency.tick()
    assert "12" in read(agency.told(volunteer())[-1])
    await hub.ends.say_again(COMMUNITY, suggestion.id, volunteer(), Again.YES)
    await hub.ends.say_again(COMMUNITY, suggestion.id, ORGANISATION, Again.PERHAPS)
    row = await agency.suggestion(suggestion.id)
    assert (row.volunteer_again, row.organisation_again) == ("yes", "perhaps")
    steps = [step.step for step in await hub.looking.history(COMMUNITY, suggestion.id)]
    assert steps == [
        "proposed",
        "approved",
        "asked",
        "yes",
        "interview",
        "introduced",
        "provisional",
        "volunteer_agreed",
        "agreed",
        "running",
        "done",
    ]


async def test_the_short_way_of_an_hour_of_advice(agency: Agency) -> None:
    hub = agency.hub.probono
    suggestion = await agency.introduced(small=True)
    assert suggestion.state is YES
    assert suggestion.is_introduced
    dated = await hub.agreements.set_date(COMMUNITY, suggestion.id, volunteer(), "12/8 19:00")
    assert dated.state is SuggestionState.DATE_AGREED
    assert await agency.need_state(suggestion.need.id) == "agreed"
    await agency.tick()
    assert "12月8日" in read(agency.told(ORGANISATION)[-1])
    await agency.pass_time(7 * DAY)
    assert "12月8日" in read(agency.told(volunteer())[-1]), "the evening before"
    await hub.ends.finish(COMMUNITY, suggestion.id, STAFF, "1")
    assert await agency.need_state(suggestion.need.id) == "done"


async def test_a_date_can_be_moved_and_only_the_new_one_is_reminded_of(agency: Agency) -> None:
    suggestion = await agency.introduced(small=True)
    set_date = agency.hub.probono.agreements.set_date
    await set_date(COMMUNITY, suggestion.id, volunteer(), "12/8 19:00")
    await set_date(COMMUNITY, suggestion.id, ORGANISATION, "12/10 10:00")
    await agency.pass_time(10 * DAY)
    texts = [read(notice) for notice in agency.told(volunteer())]
    assert not any("12月8日" in text for text in texts[1:])
    assert sum("12月10日" in text for text in texts) == 2, "told once, reminded once"


async def test_for_small_help_the_first_yes_wins_and_the_others_are_thanked(agency: Agency) -> None:
    for number in (1, 2, 3):
        await agency.offer(number)
    need = await agency.need(small=True)
    asked = [await agency.ask(need, number) for number in (1, 2, 3)]
    await agency.tick()
    assert "3名" in read(agency.told(volunteer(2))[-1])
    await agency.answer(asked[1], number=2)
    await agency.tick()
    states = [(await agency.suggestion(each.id)).state for each in asked]
    assert states == ["taken", "yes", "taken"]
    thanks = read(agency.told(volunteer(1))[-1])
    assert "ありがとうございます" in thanks
    late = await agency.answer(asked[0])
    assert late.state is SuggestionState.TAKEN, "an old button says that it is settled"
    other = await agency.need(small=True, title="もうひとつ")
    assert (await agency.ask(other, 1)).state is SuggestionState.ASKED, "being second was no ask"


async def test_at_most_three_think_about_one_need_and_for_a_project_one(agency: Agency) -> None:
    for number in (1, 2, 3, 4):
        await agency.offer(number)
    small = await agency.need(small=True)
    for number in (1, 2, 3):
        await agency.ask(small, number)
    with pytest.raises(EnoughAsked):
        await agency.ask(small, 4)
    big = await agency.need()
    await agency.ask(big, 4)
    await agency.offer(5)
    with pytest.raises(EnoughAsked):
        await agency.ask(big, 5)


async def test_nobody_is_asked_too_often(agency: Agency) -> None:
    await agency.offer()
    first = await agency.ask(await agency.need())
    second = await agency.need(title="二つ目")
    with pytest.raises(IsAskedNow):
        await agency.ask(second)
    await agency.answer(first, NO)
    with pytest.raises(AskedLately):
        await agency.ask(second)
    agency.meetings.hands.move(29 * DAY)
    with pytest.raises(AskedLately):
        await agency.ask(second)
    agency.meetings.hands.move(2 * DAY)
    assert (await agency.ask(second)).state is SuggestionState.ASKED


async def test_who_looks_alone_is_never_asked_but_can_come_forward(agency: Agency) -> None:
    hub = agency.hub.probono
    offer = await agency.offer(rhythm="myself")
    need = await agency.need()
    with pytest.raises(LooksAlone):
        await agency.ask(need)
    forward = await hub.proposals.come_forward(COMMUNITY, need, volunteer(), offer)
    assert "probono_forward" in await agency.lines()
    said = await hub.asks.ask(COMMUNITY, forward.id, STAFF)
    assert said.state is YES, "they need not be asked again"
    await agency.tick()
    assert not agency.told(volunteer())
    assert agency.told(ORGANISATION)


async def test_two_refusals_in_a_row_begin_a_rest_that_can_be_ended(agency: Agency) -> None:
    hub = agency.hub.probono
    await agency.offer()
    await agency.answer(await agency.ask(await agency.need()), NO)
    agency.meetings.hands.move(31 * DAY)
    second = await agency.answer(await agency.ask(await agency.need(title="二つ目")), NOT_NOW)
    assert second.offer.resting_until is not None
    agency.meetings.hands.move(31 * DAY)
    third = await agency.need(title="三つ目")
    with pytest.raises(IsResting):
        await agency.ask(third)
    await hub.asks.end_rest(COMMUNITY, second.id, volunteer())
    assert (await agency.ask(third)).state is SuggestionState.ASKED


async def test_a_yes_between_two_refusals_begins_no_rest(agency: Agency) -> None:
    await agency.offer(capacity=3)
    for number, answer in enumerate((NO, YES, NO)):
        said = await agency.answer(await agency.ask(await agency.need(title=f"{number}")), answer)
        assert said.offer.resting_until is None
        agency.meetings.hands.move(31 * DAY)


async def test_silence_is_reminded_then_released_and_the_other_side_told(agency: Agency) -> None:
    await agency.offer()
    suggestion = await agency.ask(await agency.need())  # on Tuesday 1 December, at noon
    await agency.pass_time(2 * DAY)
    texts = [read(notice) for notice in agency.told(volunteer())]
    assert len(texts) == 2, "the ask, and one reminder on Thursday morning"
    await agency.pass_time(DAY - timedelta(hours=1))
    assert (await agency.suggestion(suggestion.id)).state == "asked"
    await agency.pass_time(timedelta(hours=8))  # Friday 18:00 has passed
    assert (await agency.suggestion(suggestion.id)).state == "released"
    assert len(agency.told(volunteer())) == 3
    assert "間に合いません" in read(agency.told(ORGANISATION)[-1])
    with pytest.raises(NotTheirTurn):
        await agency.answer(suggestion)


async def test_a_silent_organisation_frees_the_volunteer(agency: Agency) -> None:
    await agency.offer()
    suggestion = await agency.answer(await agency.ask(await agency.need()))
    await agency.pass_time(7 * DAY)
    assert (await agency.suggestion(suggestion.id)).state == "released"
    assert await agency.need_state(suggestion.need.id) == "open"
    assert len(agency.told(ORGANISATION)) == 3
    assert "お名前" in read(agency.told(volunteer())[-1])


async def test_the_organisation_may_decline_and_the_volunteer_hears_it_kindly(agency: Agency) -> None:
    await agency.offer()
    suggestion = await agency.answer(await agency.ask(await agency.need()))
    await agency.hub.probono.introductions.decline(COMMUNITY, suggestion.id, ORGANISATION)
    await agency.tick()
    assert (await agency.suggestion(suggestion.id)).state == "dropped"
    assert await agency.need_state(suggestion.need.id) == "open"
    assert "ありがとうございました" in read(agency.told(volunteer())[-1])
    with pytest.raises(NotTheirTurn):
        await agency.hub.probono.introductions.meet(COMMUNITY, suggestion.id, ORGANISATION)


async def test_only_the_asked_person_answers_and_strangers_learn_nothing(agency: Agency) -> None:
    hub = agency.hub.probono
    await agency.offer(1)
    await agency.offer(2)
    suggestion = await agency.ask(await agency.need())
    for who in (volunteer(2), ORGANISATION, STAFF):
        with pytest.raises(NotTheirTurn):
            await hub.asks.answer(COMMUNITY, suggestion.id, who, YES)
    with pytest.raises(NoSuchSuggestion):
        await hub.asks.answer(STRANGE, suggestion.id, volunteer(), YES)
    with pytest.raises(NoSuchSuggestion):
        await hub.looking.one(COMMUNITY, suggestion.id, volunteer(2))
    with pytest.raises(NoSuchSuggestion):
        await hub.looking.one(COMMUNITY, suggestion.id, ORGANISATION)
    assert (await hub.looking.one(COMMUNITY, suggestion.id, volunteer()))[1] is Party.VOLUNTEER
    with pytest.raises(NotTheirTurn):
        await hub.introductions.meet(COMMUNITY, suggestion.id, ORGANISATION)
    with pytest.raises(CannotMove):
        await hub.ends.finish(COMMUNITY, suggestion.id, STAFF, "3")
    with pytest.raises(CannotMove):
        await hub.agreements.put_on_the_table(COMMUNITY, suggestion.id, STAFF, ("目標", "", ""))


async def test_a_proposal_is_the_offices_affair(agency: Agency) -> None:
    await agency.offer()
    need = await agency.need()
    [proposed] = await agency.proposed(need)
    with pytest.raises(NoSuchSuggestion):
        await agency.hub.probono.looking.one(COMMUNITY, proposed.id, volunteer())
    assert await agency.hub.probono.looking.mine(COMMUNITY, volunteer().user_id) == []
    dismissed = await agency.hub.probono.proposals.dismiss(COMMUNITY, proposed.id)
    assert dismissed.state is SuggestionState.DROPPED
    assert await agency.proposed(need) == []
    await agency.tick()
    assert not agency.courier.sent


async def test_whoever_can_do_no_more_keeps_their_yes_for_later(agency: Agency) -> None:
    await agency.offer(capacity=1)
    await agency.answer(await agency.ask(await agency.need()))
    agency.meetings.hands.move(31 * DAY)
    need = await agency.need(title="二つ目")
    second = await agency.ask(need)
    with pytest.raises(HasNoTime):
        await agency.answer(second)
    assert (await agency.suggestion(second.id)).state == "asked", "nothing is lost by the refusal"


async def test_a_full_need_asks_nobody_else(agency: Agency) -> None:
    await agency.offer(1)
    await agency.offer(2)
    need = await agency.need()
    await agency.answer(await agency.ask(need))
    with pytest.raises(NoPlaceLeft):
        await agency.ask(need, 2)
    closed = await agency.need(state="closed")
    with pytest.raises(NeedIsNotOpen):
        await agency.ask(closed, 2)


async def test_after_two_silent_weeks_the_desk_asks_and_renewing_tells_both(agency: Agency) -> None:
    suggestion = await agency.introduced()
    await agency.tick()
    agency.meetings.hands.move(13 * DAY)
    assert "probono_silence" not in await agency.lines()
    agency.meetings.hands.move(DAY)
    assert "probono_silence" in await agency.lines()
    before = len(agency.told(volunteer()))
    await agency.hub.probono.ends.renew(COMMUNITY, suggestion.id)
    await agency.tick()
    assert len(agency.told(volunteer())) == before + 1
    assert "probono_silence" not in await agency.lines()
    await agency.hub.probono.ends.drop(COMMUNITY, suggestion.id, STAFF)
    await agency.tick()
    assert "終了" in read(agency.told(ORGANISATION)[-1])
    assert await agency.need_state(suggestion.need.id) == "open"

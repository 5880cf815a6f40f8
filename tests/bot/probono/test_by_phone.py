"""People without Discord: the office asks by phone and writes down what they said, when and how."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.probono.reading import HeardLater
from bot.probono.recording import Told
from bot.probono.refusals import CannotAskByHand, NotIntroducedYet, NotTheirTurn
from bot.probono.rules import ConsentWay
from bot.probono.states import Party, SuggestionState
from tests.bot.probono.agency import KITCHEN, ORGANISATION, STAFF, Agency, volunteer
from tests.kit.meetings import COMMUNITY

PHONE = Told(ConsentWay.PHONE)
YES = SuggestionState.YES


async def test_a_volunteer_without_discord_says_yes_by_phone(agency: Agency) -> None:
    hub = agency.hub.probono
    await agency.offer(has_account=False)
    suggestion = await agency.ask(await agency.need())
    await agency.tick()
    assert not agency.courier.sent
    [line] = (await agency.lines())["probono_call"]
    assert line.is_private
    with pytest.raises(HeardLater):
        await hub.asks.record(COMMUNITY, suggestion.id, STAFF, YES, Told(ConsentWay.MAIL, "2026-12-24"))
    said = await hub.asks.record(COMMUNITY, suggestion.id, STAFF, YES, Told(ConsentWay.PHONE, "11/30"))
    assert said.state is YES
    [step] = [step for step in await hub.looking.history(COMMUNITY, suggestion.id) if step.step == "yes"]
    assert (step.way, step.given_on, step.recorded_by) == (
        ConsentWay.PHONE, date(2026, 11, 30), STAFF.name
    )  # fmt: skip
    assert step.party is Party.VOLUNTEER


async def test_addresses_are_shown_only_after_both_said_yes(agency: Agency) -> None:
    hub = agency.hub.probono
    await agency.offer(has_account=False)
    need = await agency.need(has_account=False, contact="022-000-0000")
    suggestion = await agency.ask(need)
    await hub.asks.record(COMMUNITY, suggestion.id, STAFF, YES, PHONE)
    with pytest.raises(NotIntroducedYet):
        await hub.introductions.contacts(COMMUNITY, suggestion.id)
    await hub.introductions.record(COMMUNITY, suggestion.id, STAFF, PHONE, meets=True)
    contacts = await hub.introductions.contacts(COMMUNITY, suggestion.id)
    assert contacts.volunteer_mail == "guest@mail.example"
    assert contacts.organisation == KITCHEN
    assert contacts.organisation_contact == "guest@mail.example"
    assert "probono_introduce" in await agency.lines()
    await hub.introductions.is_written(COMMUNITY, suggestion.id)
    assert "probono_introduce" not in await agency.lines()
    await agency.tick()
    assert not agency.rooms(), "no thread for whoever cannot be in it"


async def test_both_agree_by_phone(agency: Agency) -> None:
    hub = agency.hub.probono
    await agency.offer(has_account=False)
    suggestion = await agency.ask(await agency.need(has_account=False))
    await hub.asks.record(COMMUNITY, suggestion.id, STAFF, YES, PHONE)
    await hub.introductions.record(COMMUNITY, suggestion.id, STAFF, PHONE, meets=True)
    await hub.agreements.put_on_the_table(COMMUNITY, suggestion.id, STAFF, ("目標", "", ""))
    assert "probono_call" in await agency.lines()
    for party in (Party.VOLUNTEER, Party.ORGANISATION):
        agreed = await hub.agreements.record(COMMUNITY, suggestion.id, STAFF, party, PHONE)
    assert agreed.state is SuggestionState.AGREED
    assert "probono_call" not in await agency.lines()


async def test_nobody_answers_for_somebody_who_can_press(agency: Agency) -> None:
    hub = agency.hub.probono
    await agency.offer()
    suggestion = await agency.ask(await agency.need())
    with pytest.raises(CannotAskByHand):
        await hub.asks.record(COMMUNITY, suggestion.id, STAFF, YES, PHONE)
    await agency.answer(suggestion)
    with pytest.raises(CannotAskByHand):
        await hub.introductions.record(COMMUNITY, suggestion.id, STAFF, PHONE, meets=True)
    with pytest.raises(NotTheirTurn):
        await hub.introductions.meet(COMMUNITY, suggestion.id, volunteer())


async def test_a_phone_call_is_not_released_by_the_clock_but_stays_on_the_desk(agency: Agency) -> None:
    await agency.offer(has_account=False)
    suggestion = await agency.ask(await agency.need())
    await agency.pass_time(timedelta(days=8))
    assert (await agency.suggestion(suggestion.id)).state == "asked"
    [line] = (await agency.lines())["probono_call"]
    assert line.due_at is not None
    assert line.due_at < agency.hub.clock()
    assert not agency.told(ORGANISATION)

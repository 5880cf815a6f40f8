"""Staff act for others: applications, people without Discord, over capacity; and the history that says so."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.desk.lines import DeskLine
from bot.events.on_behalf import Account, Guest, WhenFull
from bot.events.party import OwnNotes
from bot.events.places import Cause
from bot.events.rules import Choice, Event, Mode, ModeNotOffered, NamesShown, NoSuchEvent, Place
from bot.events.terms import NobodyThere
from bot.members.models import MemberRow
from bot.members.rules import Sector
from tests.kit.meetings import Meetings, days

VENUE, ONLINE, DECLINED = Choice.VENUE, Choice.ONLINE, Choice.DECLINED
OFFICE = Account(1, "事務局")


def acts(meetings: Meetings):
    return meetings.hub.on_behalf


async def decide(meetings: Meetings, event: Event, person: int, *, yes: bool, mode: Mode = Mode.VENUE):
    where = meetings.community_id, OFFICE, event.id, await meetings.member_id(person)
    if yes:
        return await acts(meetings).accept(*where, mode)
    return await acts(meetings).refuse(*where)


async def told(meetings: Meetings) -> list[tuple[int | None, str]]:
    return [(person, args["act"]) for person, args in await meetings.planned("event.by_staff")]


async def test_an_application_holds_no_seat_until_the_office_says_yes(meetings: Meetings):
    event = await meetings.announce(venue=1, needs_approval=True)
    for person in (11, 12, 13):
        answered = await meetings.answer(event, person, VENUE)
        assert [place.place for place in answered.mine.places] == [Place.REQUESTED]
        assert answered.mine.link is None
    assert await meetings.seated(event) == []
    await decide(meetings, event, 12, yes=True)
    accepted = await decide(meetings, event, 11, yes=True)
    assert accepted.is_told
    assert await meetings.seated(event) == [12]
    assert await meetings.waiting(event) == [11], "accepted when full: the end of the line"
    await decide(meetings, event, 13, yes=False)
    assert await meetings.at(event, Mode.VENUE, Place.CANCELLED) == [13]
    assert await told(meetings) == [(12, "accepted"), (11, "accepted"), (13, "refused")]
    await meetings.answer(event, 12, DECLINED)
    assert await meetings.seated(event) == [11]


async def test_a_refusal_leaves_the_seat_in_the_other_mode(meetings: Meetings):
    event = await meetings.announce(venue=1, online=3, needs_approval=True)
    await meetings.answer(event, 11, ONLINE)
    await decide(meetings, event, 11, yes=True, mode=Mode.ONLINE)
    await meetings.answer(event, 11, VENUE)
    await decide(meetings, event, 11, yes=False)
    assert await meetings.seated(event, Mode.ONLINE) == [11]
    assert (await meetings.hub.rsvps.details(meetings.community_id, 11, event.id)).choice is ONLINE


async def test_nobody_is_decided_about_twice(meetings: Meetings):
    event = await meetings.announce(venue=3, needs_approval=True)
    await meetings.answer(event, 11, VENUE)
    await decide(meetings, event, 11, yes=True)
    for yes in (True, False):
        with pytest.raises(NobodyThere):
            await decide(meetings, event, 11, yes=yes)
    assert await meetings.seated(event) == [11]


async def test_somebody_without_discord_gets_a_seat_and_no_notice(meetings: Meetings):
    event = await meetings.announce(venue=2)
    guest = Guest("浜田", Sector.NONPROFIT, True, "hamada@mail.example")
    placed = await acts(meetings).add(meetings.community_id, OFFICE, event.id, guest, Mode.VENUE)
    assert placed.person is not None
    assert (placed.person.name, placed.person.has_account, placed.is_told) == ("浜田", False, False)
    assert await told(meetings) == []
    assert await meetings.planned("event.reminder") == []
    async with meetings.hub.db.reading() as tx:
        kept = await tx.execute(
            select(MemberRow.sector, MemberRow.from_elsewhere, MemberRow.mail_address).where(
                MemberRow.display_name == "浜田"
            )
        )
        assert kept.one() == ("nonprofit", True, "hamada@mail.example")
    shown = await meetings.hub.events.show(meetings.community_id, event.id)
    assert shown.seats[Mode.VENUE].taken == 1


async def test_somebody_with_discord_is_told_and_reminded(meetings: Meetings):
    event = await meetings.announce(venue=2)
    await acts(meetings).add(meetings.community_id, OFFICE, event.id, Account(11, "はる"), Mode.VENUE)
    assert await meetings.seated(event) == [11]
    assert await told(meetings) == [(11, "added")]
    assert {person for person, _ in await meetings.planned("event.reminder")} == {11}


async def test_over_capacity_only_after_the_question(meetings: Meetings):
    event = await meetings.announce(venue=1)
    await meetings.answer(event, 11, VENUE)
    where = meetings.community_id, OFFICE, event.id, Account(12, "なつ"), Mode.VENUE
    asked = await acts(meetings).add(*where)
    assert asked.is_full
    assert await meetings.seated(event) == [11]
    assert await meetings.member_id(12) == 0, "nothing is stored by the question"
    await acts(meetings).add(*where, when_full=WhenFull.QUEUE)
    assert await meetings.waiting(event) == [12]
    await acts(meetings).add(*where, when_full=WhenFull.EXCEED)
    assert await meetings.seated(event) == [11, 12]
    await meetings.answer(event, 13, VENUE)
    await meetings.answer(event, 11, DECLINED)
    assert (await meetings.seated(event), await meetings.waiting(event)) == ([12], [13])


async def test_moving_frees_the_seat_for_the_line(meetings: Meetings):
    event = await meetings.announce(venue=1, online=1)
    await meetings.answer(event, 11, VENUE)
    await meetings.answer(event, 12, VENUE)
    moved = await acts(meetings).move(
        meetings.community_id, OFFICE, event.id, await meetings.member_id(11), Mode.ONLINE
    )
    assert not moved.is_full
    assert (await meetings.seated(event, Mode.ONLINE), await meetings.seated(event)) == ([11], [12])
    full = await acts(meetings).move(
        meetings.community_id, OFFICE, event.id, await meetings.member_id(12), Mode.ONLINE
    )
    assert full.is_full
    assert await meetings.seated(event) == [12]


async def test_removing_gives_the_seat_on_and_tells_the_person(meetings: Meetings):
    event = await meetings.announce(venue=1)
    for person in (11, 12):
        await meetings.answer(event, person, VENUE)
    member_id = await meetings.member_id(11)
    await acts(meetings).remove(meetings.community_id, OFFICE, event.id, member_id)
    assert await meetings.seated(event) == [12]
    assert await told(meetings) == [(11, "removed")]
    assert 11 not in {person for person, _ in await meetings.planned("event.reminder")}
    with pytest.raises(NobodyThere):
        await acts(meetings).remove(meetings.community_id, OFFICE, event.id, member_id)


async def test_after_the_deadline_and_without_the_role_staff_still_can(meetings: Meetings):
    event = await meetings.announce(venue=2, deadline="3日前", role_ids=(77,))
    meetings.hands.set(event.starts_at - days(1))
    await acts(meetings).add(meetings.community_id, OFFICE, event.id, Account(11, "はる"), Mode.VENUE)
    assert await meetings.seated(event) == [11]


async def test_another_communitys_ids_are_unknown(meetings: Meetings):
    event = await meetings.announce(venue=2, hall_only=True)
    await meetings.answer(event, 11, VENUE)
    member_id = await meetings.member_id(11)
    await meetings.hub.communities.set_up(
        5, name="隣町", announce_channel_id=6, staff_channel_id=7, staff_role_id=8
    )
    with pytest.raises(NoSuchEvent):
        await acts(meetings).remove(5, OFFICE, event.id, member_id)
    with pytest.raises(NoSuchEvent):
        await meetings.hub.rosters.people(5, event.id)
    with pytest.raises(NoSuchEvent):
        await meetings.hub.rosters.history(5, event.id)
    with pytest.raises(ModeNotOffered):
        await acts(meetings).move(meetings.community_id, OFFICE, event.id, member_id, Mode.ONLINE)


async def test_the_history_says_what_happened_and_who_did_it(meetings: Meetings):
    event = await meetings.announce(venue=1, max_companions=2, needs_approval=True)
    await meetings.answer(event, 11, VENUE)
    await decide(meetings, event, 11, yes=True)
    await acts(meetings).add(
        meetings.community_id, OFFICE, event.id, Guest("浜田"), Mode.VENUE, when_full=WhenFull.QUEUE
    )
    await meetings.answer(event, 11, DECLINED)
    _event, steps = await meetings.hub.rosters.history(meetings.community_id, event.id)
    assert [(step.name, step.after, step.cause, step.actor) for step in reversed(steps)] == [
        ("参加者11", Place.REQUESTED, Cause.ANSWER, None),
        ("参加者11", Place.CONFIRMED, Cause.ACCEPTED, "事務局"),
        ("浜田", Place.WAITLISTED, Cause.STAFF, "事務局"),
        ("参加者11", Place.CANCELLED, Cause.ANSWER, None),
        ("浜田", Place.CONFIRMED, Cause.PROMOTED, None),
    ]


async def test_where_names_are_shown_to_nobody_staff_see_none_either(meetings: Meetings):
    event = await meetings.announce(venue=2, names_shown=NamesShown.NOBODY.value)
    await meetings.answer(event, 11, VENUE)
    notes = OwnNotes(access_needs="手話通訳をお願いします", door_name="みなと", affiliation="みなと商店会")
    await meetings.hub.parties.note(meetings.community_id, 11, event.id, notes)
    [person] = (await meetings.hub.rosters.people(meetings.community_id, event.id)).people
    assert (person.name, person.door_name, person.affiliation) == (None, None, None)
    assert person.access_needs == "手話通訳をお願いします"
    _event, [step] = await meetings.hub.rosters.history(meetings.community_id, event.id)
    assert step.name is None


async def lines(meetings: Meetings, key: str) -> list[DeskLine]:
    view = await meetings.hub.desk.lines(meetings.community_id)
    return [line for line in view.lines if line.key == key]


async def test_applications_and_needs_stand_on_the_desk(meetings: Meetings):
    event = await meetings.announce(venue=5, needs_approval=True)
    assert await lines(meetings, "requests") == []
    for person in (11, 12):
        await meetings.answer(event, person, VENUE)
    [line] = await lines(meetings, "requests")
    assert "2件" in line.what.to("ja")
    assert line.due_at == meetings.hands() + days(3)
    await decide(meetings, event, 11, yes=True)
    await decide(meetings, event, 12, yes=False)
    assert await lines(meetings, "requests") == []
    notes = OwnNotes(access_needs="車いすで行きます")
    await meetings.hub.parties.note(meetings.community_id, 11, event.id, notes)
    [needs] = await lines(meetings, "needs")
    assert needs.due_at == event.starts_at - days(3)
    assert "車いす" not in needs.what.to("ja")
    await meetings.answer(event, 11, DECLINED)
    assert await lines(meetings, "needs") == []

"""Answering a meeting: seats, lines, switching, leaving, what is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.events.models import RsvpHistoryRow
from bot.events.rules import (
    AlreadyCancelled,
    AnswersClosed,
    Choice,
    EventWasCancelled,
    Mode,
    ModeNotOffered,
    NoSuchEvent,
    Place,
    ReasonMissing,
)
from bot.members.models import MemberRow
from tests.kit.meetings import LINK, Meetings, meetings_on

VENUE, ONLINE, MAYBE, DECLINED = Choice.VENUE, Choice.ONLINE, Choice.MAYBE, Choice.DECLINED


async def test_first_come_first_served(meetings: Meetings):
    event = await meetings.announce(venue=2)
    for person in (11, 12, 13, 14):
        await meetings.answer(event, person, VENUE)
    assert await meetings.seated(event) == [11, 12]
    assert await meetings.waiting(event) == [13, 14]


async def test_a_leaving_person_frees_one_seat_for_the_first_in_line(meetings: Meetings):
    event = await meetings.announce(venue=2)
    for person in (11, 12, 13, 14):
        await meetings.answer(event, person, VENUE)
    await meetings.answer(event, 11, DECLINED)
    assert await meetings.seated(event) == [12, 13]
    assert await meetings.waiting(event) == [14]
    assert await meetings.planned("event.promoted") == [(13, {"event_id": event.id, "mode": "venue"})]


async def test_a_newcomer_never_overtakes_the_line(meetings: Meetings):
    event = await meetings.announce(venue=1)
    await meetings.answer(event, 11, VENUE)
    await meetings.answer(event, 12, VENUE)
    await asyncio.gather(
        meetings.answer(event, 11, DECLINED),
        *(meetings.answer(event, person, VENUE) for person in range(20, 30)),
    )
    assert await meetings.seated(event) == [12]
    assert len(await meetings.waiting(event)) == 10


async def test_the_answer_says_where_one_stands(meetings: Meetings):
    event = await meetings.announce(venue=1)
    first = await meetings.answer(event, 11, VENUE)
    assert first.mine.confirmed is not None
    assert first.mine.confirmed.mode is Mode.VENUE
    await meetings.answer(event, 12, VENUE)
    third = await meetings.answer(event, 13, VENUE)
    assert [(mine.mode, mine.number) for mine in third.mine.waiting] == [(Mode.VENUE, 2)]


async def test_the_same_press_twice_changes_nothing(meetings: Meetings):
    event = await meetings.announce(venue=1)
    await meetings.answer(event, 11, VENUE)
    await meetings.answer(event, 12, VENUE)
    before = (await meetings.hub.events.show(meetings.community_id, event.id)).revision
    for person in (11, 12):
        assert not (await meetings.answer(event, person, VENUE)).changed
    after = await meetings.hub.events.show(meetings.community_id, event.id)
    assert after.revision == before
    assert await meetings.count(RsvpHistoryRow) == 2


async def test_switching_to_a_full_mode_keeps_the_old_seat_until_promoted(meetings: Meetings):
    event = await meetings.announce(venue=1, online=1)
    await meetings.answer(event, 11, VENUE)
    await meetings.answer(event, 12, ONLINE)
    switching = await meetings.answer(event, 11, ONLINE)
    assert switching.mine.confirmed is not None
    assert switching.mine.confirmed.mode is Mode.VENUE
    assert [mine.number for mine in switching.mine.waiting] == [1]
    await meetings.answer(event, 13, VENUE)
    await meetings.answer(event, 12, DECLINED)
    assert await meetings.seated(event, Mode.ONLINE) == [11]
    assert await meetings.seated(event, Mode.VENUE) == [13], "the seat left behind goes to the next"
    assert [person for person, _ in await meetings.planned("event.promoted")] == [11, 13]


async def test_pressing_the_old_mode_again_leaves_the_line(meetings: Meetings):
    event = await meetings.announce(venue=1, online=1)
    await meetings.answer(event, 11, VENUE)
    await meetings.answer(event, 12, ONLINE)
    await meetings.answer(event, 11, ONLINE)
    again = await meetings.answer(event, 11, VENUE)
    assert again.changed
    assert again.mine.waiting == ()
    assert await meetings.waiting(event, Mode.ONLINE) == []


async def test_giving_up_a_seat_that_others_wait_for_asks_once(meetings: Meetings):
    event = await meetings.announce(venue=1, online=5)
    await meetings.answer(event, 11, VENUE)
    await meetings.answer(event, 12, VENUE)
    for choice in (DECLINED, MAYBE, ONLINE):
        asked = await meetings.answer(event, 11, choice, sure=False)
        assert asked.asks_before_giving_up is Mode.VENUE
        assert not asked.changed
    assert await meetings.seated(event) == [11]
    gone = await meetings.answer(event, 11, DECLINED, sure=True)
    assert gone.gave_up is Mode.VENUE
    assert await meetings.seated(event) == [12]


async def test_nobody_is_asked_when_nobody_waits(meetings: Meetings):
    event = await meetings.announce(venue=1)
    await meetings.answer(event, 11, VENUE)
    assert (await meetings.answer(event, 11, DECLINED, sure=False)).gave_up is Mode.VENUE


async def test_taking_it_back_goes_to_the_end_of_the_line(meetings: Meetings):
    event = await meetings.announce(venue=1)
    for person in (11, 12, 13):
        await meetings.answer(event, person, VENUE)
    await meetings.answer(event, 11, MAYBE)
    back = await meetings.answer(event, 11, VENUE)
    assert [mine.number for mine in back.mine.waiting] == [2]
    assert await meetings.waiting(event) == [13, 11]


async def test_a_raised_capacity_promotes_at_once_and_a_lowered_one_evicts_nobody(meetings: Meetings):
    event = await meetings.announce(venue=1)
    for person in (11, 12, 13, 14):
        await meetings.answer(event, person, VENUE)
    await meetings.hub.events.change_capacity(meetings.community_id, event.id, {Mode.VENUE: 3})
    assert await meetings.seated(event) == [11, 12, 13]
    await meetings.hub.events.change_capacity(meetings.community_id, event.id, {Mode.VENUE: 1})
    assert await meetings.seated(event) == [11, 12, 13]
    await meetings.answer(event, 11, DECLINED)
    assert await meetings.waiting(event) == [14], "nobody moves up until it fits"
    await meetings.hub.events.change_capacity(meetings.community_id, event.id, {Mode.VENUE: None})
    assert await meetings.waiting(event) == []


async def test_only_those_who_are_confirmed_online_see_the_link(meetings: Meetings):
    event = await meetings.announce(venue=1, online=1)
    online = await meetings.answer(event, 11, ONLINE)
    assert online.mine.link == LINK, "the scanner below finds the link where it is allowed"
    others = [
        (await meetings.answer(event, 12, ONLINE)).mine,
        (await meetings.answer(event, 13, VENUE)).mine,
        (await meetings.answer(event, 14, MAYBE)).mine,
        await meetings.hub.rsvps.details(meetings.community_id, 99, event.id),
    ]
    assert all(LINK not in repr(mine) for mine in others)
    await meetings.answer(event, 11, DECLINED)
    assert LINK not in repr(await meetings.hub.rsvps.details(meetings.community_id, 11, event.id))
    assert (await meetings.hub.rsvps.details(meetings.community_id, 12, event.id)).link == LINK


async def test_room_and_contact_are_for_confirmed_people(meetings: Meetings):
    event = await meetings.announce(venue=1, room="南口から入って3階", contact="事務局 まで")
    assert (await meetings.answer(event, 11, VENUE)).mine.room == "南口から入って3階"
    waiting = (await meetings.answer(event, 12, VENUE)).mine
    assert (waiting.room, waiting.contact) == (None, None)


async def test_answers_close_at_the_start(meetings: Meetings):
    event = await meetings.announce(venue=1)
    meetings.hands.set(event.starts_at - timedelta(seconds=1))
    assert (await meetings.answer(event, 11, VENUE)).changed
    meetings.hands.set(event.starts_at)
    with pytest.raises(AnswersClosed):
        await meetings.answer(event, 12, VENUE)
    with pytest.raises(AnswersClosed):
        await meetings.answer(event, 11, DECLINED)


async def test_a_mode_that_is_not_offered_is_refused(meetings: Meetings):
    event = await meetings.announce(hall_only=True)
    with pytest.raises(ModeNotOffered):
        await meetings.answer(event, 11, ONLINE)


async def test_looking_and_being_refused_make_no_row(meetings: Meetings):
    event = await meetings.announce(hall_only=True)
    people = await meetings.count(MemberRow)
    await meetings.hub.rsvps.details(meetings.community_id, 11, event.id)
    await meetings.hub.rsvps.mine(meetings.community_id, 11)
    with pytest.raises(ModeNotOffered):
        await meetings.answer(event, 11, ONLINE)
    assert await meetings.count(MemberRow) == people
    await meetings.answer(event, 11, VENUE)
    assert await meetings.count(MemberRow) == people + 1


async def test_an_event_of_another_community_is_unknown(meetings: Meetings):
    event = await meetings.announce(venue=1)
    neighbour = Meetings(meetings.hub, meetings.hands, community_id=meetings.community_id + 1000)
    await neighbour.set_up()
    with pytest.raises(NoSuchEvent):
        await neighbour.answer(event, 11, VENUE)
    with pytest.raises(NoSuchEvent):
        await meetings.hub.events.cancel(neighbour.community_id, event.id, "?")
    assert await meetings.hub.events.upcoming(neighbour.community_id) == []
    assert [found.id for found in await meetings.hub.events.upcoming(meetings.community_id)] == [event.id]


async def test_a_rehearsal_is_for_staff_only(meetings: Meetings):
    hub, community = meetings.hub, meetings.community_id
    draft = await hub.drafts.rehearse(community, 1, "事務局")
    event = await hub.events.announce(community, draft.id)
    assert await hub.events.upcoming(community) == []
    assert len(await hub.events.upcoming(community, is_staff=True)) == 1
    with pytest.raises(NoSuchEvent):
        await meetings.answer(event, 11, VENUE)
    with pytest.raises(NoSuchEvent):
        await hub.rsvps.details(community, 11, event.id)
    with pytest.raises(NoSuchEvent):
        await hub.rsvps.set_mention(community, 11, event.id, mention_me=True)
    assert (await hub.rsvps.rsvp(community, 1, "事務局", event.id, VENUE, is_staff=True)).changed
    assert (await hub.rsvps.set_mention(community, 1, event.id, mention_me=True)).mention_me


async def test_cancelling_tells_everyone_concerned_the_line_included(meetings: Meetings):
    event = await meetings.announce(venue=1, online=5)
    for person, choice in ((11, VENUE), (12, VENUE), (13, ONLINE), (14, MAYBE), (15, DECLINED)):
        await meetings.answer(event, person, choice)
    with pytest.raises(ReasonMissing):
        await meetings.hub.events.cancel(meetings.community_id, event.id, "  ")
    cancelled, told = await meetings.hub.events.cancel(meetings.community_id, event.id, "台風のため")
    assert (cancelled.cancel_reason, told) == ("台風のため", 4)
    assert [person for person, _ in await meetings.planned("event.cancelled")] == [11, 12, 13, 14]
    assert await meetings.planned("event.reminder") == []
    with pytest.raises(AlreadyCancelled):
        await meetings.hub.events.cancel(meetings.community_id, event.id, "もう一度")
    with pytest.raises(EventWasCancelled):
        await meetings.answer(event, 16, VENUE)


async def test_a_draft_is_announced_once(meetings: Meetings):
    hub, community = meetings.hub, meetings.community_id
    from bot.events.rules import NoSuchDraft
    from tests.kit.meetings import FORM

    draft = await hub.drafts.start(community, 1, "事務局", FORM)
    done = await asyncio.gather(
        *(hub.events.announce(community, draft.id) for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(result, NoSuchDraft) for result in done) == 2
    assert len(await meetings.planned("event.card")) == 1


async def test_every_step_is_in_the_history(meetings: Meetings):
    event = await meetings.announce(venue=1)
    await meetings.answer(event, 11, VENUE)
    await meetings.answer(event, 12, VENUE)
    await meetings.answer(event, 11, DECLINED)
    query = select(RsvpHistoryRow.before, RsvpHistoryRow.after, RsvpHistoryRow.cause).order_by(
        RsvpHistoryRow.id
    )
    async with meetings.hub.db.reading() as tx:
        steps = [tuple(row) for row in await tx.execute(query)]
    assert steps == [
        (None, Place.CONFIRMED, "answer"),
        (None, Place.WAITLISTED, "answer"),
        (Place.CONFIRMED, Place.CANCELLED, "answer"),
        (Place.WAITLISTED, Place.CONFIRMED, "promoted"),
    ]


async def test_answering_anew_plans_no_reminder_twice(meetings: Meetings):
    event = await meetings.announce(venue=5, online=5)
    for choice in (VENUE, DECLINED, VENUE, ONLINE, VENUE):
        await meetings.answer(event, 11, choice)
    leads = [args["lead"] for _person, args in await meetings.planned("event.reminder")]
    assert sorted(leads) == ["eve", "online_soon", "venue_soon", "week"]


async def test_the_sector_is_asked_once(meetings: Meetings):
    event = await meetings.announce()
    first = await meetings.answer(event, 11, VENUE)
    assert first.ask_sector
    assert not (await meetings.answer(event, 11, ONLINE)).ask_sector


async def test_a_changed_database_outlives_the_process(sqlite_url: str):
    first = meetings_on(sqlite_url)
    await first.set_up()
    event = await first.announce(venue=1)
    await first.answer(event, 11, VENUE)
    await first.hub.close()
    second = meetings_on(sqlite_url)
    try:
        await second.answer(event, 12, VENUE)
        assert (await second.seated(event), await second.waiting(event)) == ([11], [12])
    finally:
        await second.hub.close()

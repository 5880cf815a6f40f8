"""People who bring companions, and what the office is told with an application."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.events.models import RsvpRow
from bot.events.party import OwnNotes
from bot.events.rules import Choice, Event, Mode, Place
from bot.events.terms import AnswerFirst, PartyTooBig, TooManyCompanions
from tests.kit.meetings import Meetings

VENUE, ONLINE, DECLINED = Choice.VENUE, Choice.ONLINE, Choice.DECLINED


async def bring(meetings: Meetings, event: Event, person: int, companions: int):
    notes = OwnNotes(companions=companions)
    noted = await meetings.hub.parties.note(meetings.community_id, person, event.id, notes)
    if noted.problem is not None:
        raise noted.problem
    return noted


async def taken(meetings: Meetings, event: Event, mode: Mode = Mode.VENUE) -> int:
    query = select(func.sum(RsvpRow.seats)).where(
        RsvpRow.event_id == event.id, RsvpRow.mode == mode.value, RsvpRow.place == Place.CONFIRMED.value
    )
    async with meetings.hub.db.reading() as tx:
        return await tx.scalar(query) or 0


async def test_companions_count_as_seats(meetings: Meetings):
    event = await meetings.announce(venue=4, max_companions=3)
    await meetings.answer(event, 11, VENUE)
    await bring(meetings, event, 11, 2)
    assert await taken(meetings, event) == 3
    await meetings.answer(event, 12, VENUE)
    await meetings.answer(event, 13, VENUE)
    assert (await meetings.seated(event), await meetings.waiting(event)) == ([11, 12], [13])
    shown = await meetings.hub.events.show(meetings.community_id, event.id)
    assert (shown.seats[Mode.VENUE].taken, shown.seats[Mode.VENUE].waiting) == (4, 1)


async def test_a_lowered_count_frees_seats_at_once(meetings: Meetings):
    event = await meetings.announce(venue=3, max_companions=3)
    await meetings.answer(event, 11, VENUE)
    await bring(meetings, event, 11, 2)
    for person in (12, 13, 14):
        await meetings.answer(event, person, VENUE)
    await bring(meetings, event, 11, 0)
    assert (await meetings.seated(event), await meetings.waiting(event)) == ([11, 12, 13], [14])


async def test_nobody_with_a_seat_gets_more_than_are_free(meetings: Meetings):
    event = await meetings.announce(venue=3, max_companions=5)
    await meetings.answer(event, 11, VENUE)
    await meetings.answer(event, 12, VENUE)
    with pytest.raises(PartyTooBig) as no:
        await bring(meetings, event, 11, 2)
    assert no.value.args_for_text["free"] == 1
    assert await taken(meetings, event) == 2
    await bring(meetings, event, 11, 1)
    await meetings.answer(event, 13, VENUE)
    with pytest.raises(PartyTooBig):  # a line leaves nothing for those inside
        await bring(meetings, event, 12, 1)


async def test_a_party_too_big_keeps_its_turn_and_is_asked_whether_fewer_come(meetings: Meetings):
    event = await meetings.announce(venue=3, max_companions=5, hall_only=True)
    for person in (11, 12, 13, 14, 15):
        await meetings.answer(event, person, VENUE)
    await bring(meetings, event, 14, 2)
    await meetings.answer(event, 11, DECLINED)
    assert await meetings.seated(event) == [12, 13], "15 does not overtake the party of three"
    assert [person for person, _ in await meetings.planned("event.fewer")] == [14]
    await meetings.answer(event, 12, DECLINED)
    assert [person for person, _ in await meetings.planned("event.fewer")] == [14, 14], "two are free by now"
    noted = await meetings.hub.parties.come_with_fewer(meetings.community_id, 14, event.id, Mode.VENUE)
    assert noted.notes.companions == 1
    assert await meetings.seated(event) == [13, 14]
    assert await meetings.waiting(event) == [15]
    assert await taken(meetings, event) == 3


async def test_a_bigger_party_in_the_line_is_not_overtaken_either(meetings: Meetings):
    event = await meetings.announce(venue=2, max_companions=5, hall_only=True)
    for person in (11, 12, 13, 14):
        await meetings.answer(event, person, VENUE)
    await bring(meetings, event, 13, 1)
    await meetings.answer(event, 11, DECLINED)
    assert await meetings.waiting(event) == [13, 14]
    await meetings.answer(event, 12, DECLINED)
    assert (await meetings.seated(event), await meetings.waiting(event)) == ([13], [14])
    assert await taken(meetings, event) == 2


async def test_when_the_line_stands_still_a_smaller_party_is_seated_by_its_own_press(meetings: Meetings):
    event = await meetings.announce(venue=2, max_companions=5, hall_only=True)
    await meetings.answer(event, 11, VENUE)
    await meetings.answer(event, 12, VENUE)
    await meetings.answer(event, 13, VENUE)
    await bring(meetings, event, 13, 1)
    meetings.hands.set(event.starts_at - timedelta(hours=2))
    await meetings.answer(event, 11, DECLINED)
    await meetings.answer(event, 13, VENUE)
    assert await meetings.waiting(event) == [13], "one seat is not enough for two"
    await bring(meetings, event, 13, 0)
    assert await meetings.seated(event) == [12, 13]


async def test_whoever_leaves_leaves_with_everybody(meetings: Meetings):
    event = await meetings.announce(venue=3, online=3, max_companions=3)
    await meetings.answer(event, 11, VENUE)
    await bring(meetings, event, 11, 2)
    await meetings.answer(event, 11, ONLINE)
    assert await taken(meetings, event) == 0
    assert await taken(meetings, event, Mode.ONLINE) == 3
    await meetings.answer(event, 11, DECLINED)
    await meetings.answer(event, 11, VENUE)
    assert await taken(meetings, event) == 1, "companions are asked for anew"


async def test_only_as_many_as_the_meeting_allows(meetings: Meetings):
    event = await meetings.announce(venue=9)
    await meetings.answer(event, 11, VENUE)
    with pytest.raises(TooManyCompanions):
        await bring(meetings, event, 11, 1)


async def test_notes_need_an_application_and_are_kept_until_they_change(meetings: Meetings):
    event = await meetings.announce(venue=2)
    with pytest.raises(AnswerFirst):
        await bring(meetings, event, 11, 0)
    await meetings.answer(event, 11, DECLINED)
    with pytest.raises(AnswerFirst):
        await bring(meetings, event, 11, 0)
    await meetings.answer(event, 11, VENUE)
    notes = OwnNotes(access_needs="車いすで行きます", door_name="みなと", affiliation="みなと商店会")
    await meetings.hub.parties.note(meetings.community_id, 11, event.id, notes)
    kept = await meetings.hub.parties.notes(meetings.community_id, 11, event.id)
    assert kept.notes == notes
    await meetings.answer(event, 11, ONLINE)
    assert (await meetings.hub.parties.notes(meetings.community_id, 11, event.id)).notes == notes


async def test_a_number_that_cannot_be_keeps_the_notes_all_the_same(meetings: Meetings):
    event = await meetings.announce(venue=2, max_companions=3)
    await meetings.answer(event, 11, VENUE)
    notes = OwnNotes(companions=3, access_needs="車いすで行きます")
    noted = await meetings.hub.parties.note(meetings.community_id, 11, event.id, notes)
    assert isinstance(noted.problem, PartyTooBig)
    assert (noted.notes.companions, noted.notes.access_needs) == (0, "車いすで行きます")
    assert await taken(meetings, event) == 1


async def test_who_comes_with_more_than_are_allowed_by_now_can_still_write_a_note(meetings: Meetings):
    event = await meetings.announce(venue=9, max_companions=3)
    await meetings.answer(event, 11, VENUE)
    await bring(meetings, event, 11, 3)
    edit = await meetings.hub.edits.begin(meetings.community_id, 1, "事務局", event.id)
    await meetings.hub.edits.change(meetings.community_id, edit.id, max_companions=1)
    await meetings.hub.edits.save(meetings.community_id, edit.id)
    notes = OwnNotes(companions=3, access_needs="車いすで行きます")
    noted = await meetings.hub.parties.note(meetings.community_id, 11, event.id, notes)
    assert (noted.problem, noted.notes) == (None, notes)
    assert await taken(meetings, event) == 4


async def test_who_is_not_first_in_the_line_keeps_their_party_when_they_press_the_old_button(
    meetings: Meetings,
):
    event = await meetings.announce(venue=3, max_companions=5, hall_only=True)
    for person in (11, 12, 13, 14, 15):
        await meetings.answer(event, person, VENUE)
    await bring(meetings, event, 14, 2)
    await bring(meetings, event, 15, 2)
    await meetings.answer(event, 11, DECLINED)
    noted = await meetings.hub.parties.come_with_fewer(meetings.community_id, 15, event.id, Mode.VENUE)
    assert noted.notes.companions == 2
    assert await meetings.waiting(event) == [14, 15]

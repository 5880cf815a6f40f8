"""Who left is noticed the day before, stands on the desk, and staff free the seat."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.lines import DeskLine
from bot.events.departures import SILENCES, NothingToFree, departed_lines
from bot.events.models import AnswerRow, RsvpHistoryRow
from bot.events.rules import AnswersClosed, Choice, Event, Mode, NoSuchEvent
from bot.members.communities import load_community
from bot.members.models import MemberRow
from bot.members.presence import NobodyToAsk
from tests.kit.meetings import Meetings


@dataclass
class Door(NobodyToAsk):
    """Says who is in the server, as `Presence`; ``None`` for somebody of whom Discord says nothing."""

    away: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)
    asked: list[int] = field(default_factory=list)

    async def is_here(self, community_id: int, discord_user_id: int) -> bool | None:
        self.asked.append(discord_user_id)
        return None if discord_user_id in self.unknown else discord_user_id not in self.away


async def at_the_eve(meetings: Meetings, event: Event, *, before: timedelta = timedelta(hours=23)) -> None:
    meetings.hands.set(event.starts_at - before)


async def lines(meetings: Meetings) -> list[DeskLine]:
    async with meetings.hub.db.reading() as tx:
        community = await load_community(tx, meetings.community_id)
        return list(await departed_lines(tx, community, meetings.hands()))


async def member(meetings: Meetings, person: int) -> Any:
    async with meetings.hub.db.reading() as tx:
        found = await tx.execute(select(MemberRow.__table__).where(MemberRow.discord_user_id == person))
        return found.one()


async def test_everybody_with_a_place_is_asked_once_the_day_before(meetings: Meetings) -> None:
    event = await meetings.announce(venue=1)
    for person, choice in ((11, Choice.VENUE), (12, Choice.VENUE), (13, Choice.ONLINE), (14, Choice.MAYBE)):
        await meetings.answer(event, person, choice)
    await meetings.answer(event, 13, Choice.VENUE)  # keeps the seat online and waits for the hall
    door = Door(away={12})
    await at_the_eve(meetings, event, before=timedelta(hours=24, seconds=1))
    assert await meetings.hub.departures.look(door) == 0
    await at_the_eve(meetings, event, before=timedelta(hours=24))
    assert await meetings.hub.departures.look(door) == 3
    assert door.asked == [11, 12, 13]
    meetings.hands.move(timedelta(hours=11, minutes=59))
    assert await meetings.hub.departures.look(door) == 0, "asked less than 12 hours ago"
    first_noticed = (await member(meetings, 12)).left_at
    assert (first_noticed is not None, (await member(meetings, 11)).left_at) == (True, None)
    meetings.hands.move(timedelta(minutes=1))
    assert await meetings.hub.departures.look(door) == 3
    assert (await member(meetings, 12)).left_at == first_noticed
    door.away.clear()
    meetings.hands.set(event.starts_at)
    assert await meetings.hub.departures.look(door) == 0, "it has begun"


async def test_somebody_who_is_there_again_counts_as_here(meetings: Meetings) -> None:
    event = await meetings.announce()
    await meetings.answer(event, 11, Choice.VENUE)
    door = Door(away={11})
    await at_the_eve(meetings, event)
    await meetings.hub.departures.look(door)
    assert len(await lines(meetings)) == 1
    door.away.clear()
    meetings.hands.move(timedelta(hours=12))
    await meetings.hub.departures.look(door)
    assert await lines(meetings) == []


async def test_without_an_answer_nothing_is_known_and_discord_is_left_in_peace(meetings: Meetings) -> None:
    event = await meetings.announce()
    people = range(20, 30)
    for person in people:
        await meetings.answer(event, person, Choice.VENUE)
    await at_the_eve(meetings, event)
    door = Door(away=set(people), unknown=set(people))
    assert await meetings.hub.departures.look(door) == 0
    assert len(door.asked) == SILENCES
    assert await lines(meetings) == []
    door = Door(away={29}, unknown={20})  # one odd account stops nobody else from being asked
    assert await meetings.hub.departures.look(door) == 9
    assert (await member(meetings, 20)).checked_at is None
    assert (await member(meetings, 29)).left_at is not None


async def test_nobody_is_asked_for_a_rehearsal_a_cancelled_meeting_or_a_removed_bot(
    meetings: Meetings,
) -> None:
    draft = await meetings.hub.drafts.rehearse(meetings.community_id, 1, "事務局")
    rehearsal = await meetings.hub.events.announce(meetings.community_id, draft.id)
    await meetings.hub.rsvps.rsvp(
        meetings.community_id, 11, "練習", rehearsal.id, Choice.VENUE, is_staff=True
    )
    event = await meetings.announce(when="2026-12-08 19:00")
    await meetings.answer(event, 12, Choice.VENUE)
    meetings.hands.set(min(event.starts_at, rehearsal.starts_at) - timedelta(hours=1))
    door = Door()
    await meetings.hub.farewells.removed(meetings.community_id)
    assert await meetings.hub.departures.look(door) == 0
    await meetings.hub.farewells.welcomed(meetings.community_id)
    assert await meetings.hub.departures.look(door) == 1
    assert door.asked == [12]
    meetings.hands.move(timedelta(minutes=50))
    await meetings.hub.events.cancel(meetings.community_id, event.id, "台風")
    assert await lines(meetings) == []


async def departed(meetings: Meetings, *, away: set[int], **boxes: Any) -> Event:
    """One seat: 11 has it, 12 and 13 wait; ``away`` have left."""
    event = await meetings.announce(venue=1, hall_only=True, **boxes)
    for person in (11, 12, 13):
        await meetings.answer(event, person, Choice.VENUE)
    await at_the_eve(meetings, event)
    await meetings.hub.departures.look(Door(away=away))
    return event


async def test_the_desk_says_how_many_and_staff_free_the_seat_for_the_next(meetings: Meetings) -> None:
    event = await departed(meetings, away={11, 13})
    (line,) = await lines(meetings)
    assert line.what.to("en") == "2 people with a place at “12月の情報交換会” have left the server."
    assert (line.key, line.due_at) == ("departed", event.starts_at)
    assert line.action is not None
    assert (line.action.kind, line.action.row_id, line.action.choice) == ("event", event.id, "departed")
    listed = await meetings.hub.departures.listing(event.community_id, event.id)
    assert [person.name for person in listed.people] == ["参加者11", "参加者13"]

    before = (await meetings.hub.events.show(event.community_id, event.id)).revision
    left = await meetings.hub.departures.free_seat(event.community_id, event.id, listed.people[0].member_id)
    assert [person.name for person in left.people] == ["参加者13"]
    assert (await meetings.seated(event), await meetings.waiting(event)) == ([12], [13])
    assert [person for person, _args in await meetings.planned("event.promoted")] == [12]
    assert 11 not in [person for person, _args in await meetings.planned("event.reminder")]
    assert (await meetings.hub.events.show(event.community_id, event.id)).revision > before
    async with meetings.hub.db.reading() as tx:
        causes = select(RsvpHistoryRow.cause).order_by(RsvpHistoryRow.id)
        assert list(await tx.scalars(causes))[-2:] == ["left", "promoted"]
        answer = select(AnswerRow.choice).where(AnswerRow.member_id == listed.people[0].member_id)
        assert await tx.scalar(answer) == "declined"
    _cancelled, told = await meetings.hub.events.cancel(event.community_id, event.id, "台風")
    assert told == 2


async def test_reminders_of_somebody_who_left_are_withdrawn(meetings: Meetings) -> None:
    event = await departed(meetings, away={11})
    planned = [person for person, _args in await meetings.planned("event.reminder")]
    assert 11 in planned, "there was something to withdraw"
    person_id = (await member(meetings, 11)).id
    await meetings.hub.departures.free_seat(event.community_id, event.id, person_id)
    assert 11 not in [person for person, _args in await meetings.planned("event.reminder")]


async def test_only_seats_of_those_who_left_can_be_freed(meetings: Meetings) -> None:
    event = await departed(meetings, away={11})
    gone, here = (await member(meetings, 11)).id, (await member(meetings, 12)).id
    free = meetings.hub.departures.free_seat
    for member_id in (here, 987_654):
        with pytest.raises(NothingToFree):
            await free(event.community_id, event.id, member_id)
    with pytest.raises(NoSuchEvent):
        await free(event.community_id + 7, event.id, gone)
    assert await meetings.seated(event) == [11]
    await free(event.community_id, event.id, gone)
    with pytest.raises(NothingToFree):
        await free(event.community_id, event.id, gone)
    assert await meetings.seated(event) == [12]
    meetings.hands.set(event.starts_at)
    with pytest.raises(AnswersClosed):
        await free(event.community_id, event.id, gone)


async def test_somebody_who_is_back_keeps_the_seat(meetings: Meetings) -> None:
    event = await departed(meetings, away={11})
    gone = (await member(meetings, 11)).id
    _community, known = await meetings.hub.members.who(event.community_id, 11)
    assert known is not None
    await meetings.hub.rollcall.saw(event.community_id, 11, "参加者11", known, is_at_work=False)
    assert await lines(meetings) == []
    with pytest.raises(NothingToFree):
        await meetings.hub.departures.free_seat(event.community_id, event.id, gone)
    assert await meetings.seated(event) == [11]


async def test_names_are_listed_as_the_meeting_allows(meetings: Meetings) -> None:
    event = await departed(meetings, away={11}, names_shown="nobody")
    listed = await meetings.hub.departures.listing(event.community_id, event.id)
    assert [person.name for person in listed.people] == [None]
    assert listed.people[0].places[0].mode is Mode.VENUE


async def test_another_communitys_people_are_not_on_this_desk(meetings: Meetings) -> None:
    await departed(meetings, away={11})
    assert len(await lines(meetings)) == 1
    meetings.community_id += 10
    await meetings.set_up()
    assert await lines(meetings) == []

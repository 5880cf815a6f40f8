"""Who is told and who is named, decided by the use cases themselves, whatever a screen asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.events.rules import Choice, NamesHidden
from bot.outbox import claim
from bot.outbox.couriers import Address, ToPerson, ToPlace, WayClosed
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Notice, Receipt
from bot.outbox.rules import LEASE
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import Meetings


async def test_every_promotion_is_told_also_the_second_one_of_the_same_person(meetings: Meetings) -> None:
    event = await meetings.announce(venue=1, hall_only=True)
    for person in (11, 12):
        await meetings.answer(event, person, Choice.VENUE)
    await meetings.answer(event, 11, Choice.DECLINED)  # 12 moves up
    await meetings.answer(event, 11, Choice.VENUE)
    await meetings.answer(event, 12, Choice.DECLINED)  # 11 moves up
    await meetings.answer(event, 12, Choice.VENUE)
    await meetings.answer(event, 11, Choice.DECLINED)  # 12 moves up again
    told = [person for person, _args in await meetings.planned("event.promoted")]
    assert told == [12, 11, 12]


@pytest.mark.parametrize(
    ("shown", "staff", "participant", "outsider"),
    [("participants", True, True, False), ("office", True, False, False), ("nobody", False, False, False)],
)
async def test_names_are_for_whom_the_event_says(
    meetings: Meetings, shown: str, staff: bool, participant: bool, outsider: bool
) -> None:
    event = await meetings.announce(names_shown=shown)
    await meetings.answer(event, 11, Choice.VENUE)

    async def sees(person: int, *, is_staff: bool = False) -> bool:
        try:
            people = await meetings.hub.events.attendees(
                meetings.community_id, event.id, person, is_staff=is_staff
            )
        except NamesHidden:
            return False
        assert [each.name for each in people] == ["参加者11"]
        return True

    assert (await sees(99, is_staff=True), await sees(11), await sees(99)) == (staff, participant, outsider)


class ClosedDoors(RecordingCourier):
    """Nobody takes direct messages; posts arrive."""

    async def send(self, address: Address, notice: Notice, *, nonce: str) -> Receipt:
        if isinstance(address, ToPerson):
            raise WayClosed("dm_closed")
        return await super().send(address, notice, nonce=nonce)

    def named(self) -> set[int]:
        return {
            user for sent in self.sent if isinstance(sent.address, ToPlace) for user in sent.address.mentions
        }


async def promoted_behind_a_closed_door(meetings: Meetings, shown: str) -> tuple[ClosedDoors, list[str]]:
    """12 asked to be mentioned and moves up, 13 answered too, then all is cancelled: who was named, who waits."""
    courier = ClosedDoors()
    meetings.hub.use_couriers({"discord": courier})
    event = await meetings.announce(venue=1, hall_only=True, names_shown=shown)
    for person in (11, 12, 13):
        await meetings.answer(event, person, Choice.VENUE)
    await meetings.hub.rsvps.set_mention(meetings.community_id, 12, event.id, True)
    await meetings.hub.tick()
    await meetings.answer(event, 11, Choice.DECLINED)
    await meetings.hub.tick()
    await meetings.hub.events.cancel(meetings.community_id, event.id, "台風のため")
    for _turn in range(3):  # new direct messages are opened slowly
        await meetings.hub.tick()
        meetings.hands.move(timedelta(minutes=1))
    async with meetings.hub.db.reading() as tx:
        query = select(DeliveryRow.kind).where(DeliveryRow.awaits_press, DeliveryRow.member_id.is_not(None))
        return courier, sorted((await tx.scalars(query)).all())


async def test_where_names_are_visible_a_closed_door_is_told_in_the_thread(meetings: Meetings) -> None:
    courier, waiting = await promoted_behind_a_closed_door(meetings, "participants")
    assert courier.named() == {12}
    assert waiting == ["event.cancelled"], "13, who did not ask for it, is told at the next press"


async def test_where_names_are_hidden_nobody_is_named_and_nothing_is_lost(meetings: Meetings) -> None:
    """Even when the wish to be mentioned is there, as from a button of another time."""
    courier, waiting = await promoted_behind_a_closed_door(meetings, "office")
    assert courier.named() == set()
    assert waiting == ["event.cancelled", "event.cancelled", "event.promoted"]


@pytest.mark.parametrize("change", ["the meeting is cancelled", "the person leaves"])
async def test_what_was_on_its_way_is_asked_again_before_it_is_sent(meetings: Meetings, change: str) -> None:
    """Rows that a dying process had taken are out of reach of the change; they are checked when due."""
    event = await meetings.announce()
    await meetings.answer(event, 11, Choice.VENUE)
    courier = RecordingCourier()
    meetings.hub.use_couriers({"discord": courier})
    await meetings.hub.tick()
    meetings.hands.set(event.starts_at - timedelta(hours=24))
    async with meetings.hub.db.transaction() as tx:
        taken = await claim.claim(tx, meetings.hands(), 20)
    assert {row.kind for row in taken} == {"event.reminder", "event.reminder_post"}
    if change == "the meeting is cancelled":
        await meetings.hub.events.cancel(meetings.community_id, event.id, "台風のため")
    else:
        await meetings.answer(event, 11, Choice.DECLINED)
    meetings.hands.move(LEASE)
    await meetings.hub.tick()
    async with meetings.hub.db.reading() as tx:
        query = select(DeliveryRow.kind, DeliveryRow.state, DeliveryRow.last_error)
        ends = {
            row.kind: (row.state, row.last_error)
            for row in await tx.execute(query.where(DeliveryRow.id.in_([row.id for row in taken])))
        }
    assert ends["event.reminder"] == ("cancelled", "no_longer_true")
    post = ends["event.reminder_post"]
    assert post == (("cancelled", "no_longer_true") if "cancelled" in change else ("sent", None))

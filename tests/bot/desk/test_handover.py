"""What /handover reads and writes, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.desk.handover import COLLEAGUES_SHOWN, CONTACT_LENGTH, LATELY, TEST, ContactTooLong
from bot.events.rules import Choice
from bot.members.models import MemberRow
from bot.members.rules import Unknown
from bot.outbox.models import DeliveryRow
from tests.kit.meetings import Meetings

OTHER = 800_000_000_000_000_001


async def worked(meetings: Meetings, person: int, ago: timedelta, community_id: int | None = None) -> None:
    """Somebody did something for the office a while ago."""
    hub, here = meetings.hub, community_id or meetings.community_id
    member = await hub.members.set_wants_dm(here, person, f"職員{person}", True)
    async with hub.db.transaction() as tx:
        await tx.execute(
            update(MemberRow).where(MemberRow.id == member.id).values(staff_seen_at=meetings.hands() - ago)
        )


async def test_colleagues_are_those_of_this_office_who_were_active_lately(meetings: Meetings) -> None:
    await meetings.hub.communities.known(OTHER, "となりのまち")
    await worked(meetings, 1, timedelta(days=3))
    await worked(meetings, 2, timedelta(days=1))
    await worked(meetings, 3, LATELY)
    await worked(meetings, 4, timedelta(days=1), OTHER)
    await meetings.hub.members.set_wants_dm(meetings.community_id, 5, "参加者", True)
    page = await meetings.hub.handover.page(meetings.community_id)
    assert [each.name for each in page.colleagues] == ["職員2", "職員1"]
    assert [each.name for each in (await meetings.hub.handover.page(OTHER)).colleagues] == ["職員4"]
    for person in range(10, 10 + COLLEAGUES_SHOWN):
        await worked(meetings, person, timedelta(hours=1))
    page = await meetings.hub.handover.page(meetings.community_id)
    assert len(page.colleagues) == COLLEAGUES_SHOWN
    with pytest.raises(Unknown):
        await meetings.hub.handover.page(OTHER + 1)


async def test_what_leaves_next_is_counted_by_kind_and_moment(meetings: Meetings) -> None:
    event = await meetings.announce()
    await meetings.hub.communities.known(OTHER, "となりのまち")
    for person in (1, 2, 3):
        await meetings.answer(event, person, Choice.VENUE)
    page = await meetings.hub.handover.page(meetings.community_id)
    moments = [each.due_at for each in page.scheduled]
    assert moments == sorted(moments)
    assert {each.count for each in page.scheduled} == {1, 3}, (
        "the card alone, the reminders of three people together"
    )
    assert (await meetings.hub.handover.page(OTHER)).scheduled == ()


async def test_whom_to_call_is_kept_changed_and_taken_away(meetings: Meetings) -> None:
    hub, here = meetings.hub, meetings.community_id
    await hub.communities.known(OTHER, "となりのまち")
    assert (await hub.handover.page(here)).machine_contact is None
    await hub.handover.set_machine_contact(here, "  佐藤（内線12）\n")
    assert (await hub.handover.page(here)).machine_contact == "佐藤（内線12）"
    assert (await hub.handover.page(OTHER)).machine_contact is None
    await hub.handover.set_machine_contact(here, "あ" * CONTACT_LENGTH)
    with pytest.raises(ContactTooLong):
        await hub.handover.set_machine_contact(here, "あ" * (CONTACT_LENGTH + 1))
    assert (await hub.handover.page(here)).machine_contact == "あ" * CONTACT_LENGTH
    await hub.handover.set_machine_contact(here, " ")
    assert (await hub.handover.page(here)).machine_contact is None


async def test_a_test_goes_to_one_person_once_a_minute(meetings: Meetings) -> None:
    hub = meetings.hub
    for _ in range(2):
        await hub.handover.send_test(meetings.community_id, 1, "職員1")
    assert await sent_tests(meetings) == [1]
    meetings.hands.move(timedelta(minutes=1))
    await hub.handover.send_test(meetings.community_id, 1, "職員1")
    await hub.handover.send_test(meetings.community_id, 2, "職員2")
    assert await sent_tests(meetings) == [1, 1, 2]


async def sent_tests(meetings: Meetings) -> list[int | None]:
    query = (
        select(MemberRow.discord_user_id)
        .join(DeliveryRow, DeliveryRow.member_id == MemberRow.id)
        .where(DeliveryRow.kind == TEST, DeliveryRow.place.is_(None))
        .order_by(DeliveryRow.id)
    )
    async with meetings.hub.db.reading() as tx:
        return list(await tx.scalars(query))

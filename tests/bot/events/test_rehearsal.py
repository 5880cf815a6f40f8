"""A rehearsal does not exist for anybody but the office, whichever door is tried."""

from __future__ import annotations

import pytest

from bot.events.rules import Choice, NoSuchEvent
from tests.kit.meetings import Meetings


async def test_no_door_leads_a_member_to_a_rehearsal(meetings: Meetings) -> None:
    hub, community = meetings.hub, meetings.community_id
    draft = await hub.drafts.rehearse(community, 1, "事務局")
    event = await hub.events.announce(community, draft.id)

    for door in (
        lambda: hub.events.show(community, event.id),
        lambda: hub.rsvps.details(community, 11, event.id),
        lambda: hub.events.attendees(community, event.id, 11),
        lambda: meetings.answer(event, 11, Choice.VENUE),
    ):
        with pytest.raises(NoSuchEvent):
            await door()
    assert await hub.events.upcoming(community) == []
    assert await hub.rsvps.mine(community, 11) == []

    assert (await hub.events.show(community, event.id, is_staff=True)).is_rehearsal
    assert (await hub.rsvps.details(community, 1, event.id, is_staff=True)).event.id == event.id
    assert await hub.events.attendees(community, event.id, 1, is_staff=True) == []
    assert [each.id for each in await hub.events.upcoming(community, is_staff=True)] == [event.id]

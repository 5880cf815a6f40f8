"""What meetings put on the desk, and the presses that take it away."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.lines import DeskLine
from bot.events import desk_lines
from bot.events.rules import (
    AnnouncementStands,
    AnswersClosed,
    Choice,
    EventState,
    EventWasCancelled,
    NoSuchEvent,
)
from bot.members.communities import load_community
from bot.outbox.couriers import ToPlace, WayClosed
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import Action
from bot.series.queries import comes_by_itself
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import COMMUNITY, FORM, Meetings, days

OTHER = COMMUNITY + 100


@pytest.fixture
def courier(meetings: Meetings) -> RecordingCourier:
    made = RecordingCourier()
    meetings.hub.use_couriers({"discord": made})
    return made


async def other_community(meetings: Meetings) -> Meetings:
    """A second community on the same hub."""
    other = Meetings(meetings.hub, meetings.hands, OTHER)
    await other.set_up()
    return other


async def lines(meetings: Meetings) -> Sequence[DeskLine]:
    """Those of meetings only."""
    async with meetings.hub.db.reading() as tx:
        community = await load_community(tx, meetings.community_id)
        return await desk_lines.source(comes_by_itself)(tx, community, meetings.hands())


async def keys(meetings: Meetings) -> list[str]:
    return [line.key for line in await lines(meetings)]


async def buttons(meetings: Meetings) -> list[tuple[str, int, str]]:
    actions = [line.action for line in await lines(meetings)]
    return [(a.kind, a.row_id, a.choice) for a in actions if isinstance(a, Action)]


async def cards(meetings: Meetings) -> list[Any]:
    async with meetings.hub.db.reading() as tx:
        query = select(DeliveryRow.state, DeliveryRow.place).where(DeliveryRow.kind == "event.card")
        return [tuple(row) for row in await tx.execute(query.order_by(DeliveryRow.id))]


async def planned_about(meetings: Meetings, subject: str) -> int:
    async with meetings.hub.db.reading() as tx:
        query = select(DeliveryRow.id).where(DeliveryRow.subject == subject, DeliveryRow.state == "planned")
        return len((await tx.execute(query)).all())


async def lose_card(meetings: Meetings, courier: RecordingCourier, person: int = 11) -> None:
    """Somebody deleted the card; the next answer's edit finds out."""
    event = (await meetings.hub.events.upcoming(meetings.community_id))[0]
    await meetings.answer(event, person, Choice.VENUE)
    meetings.hands.move(timedelta(seconds=6))
    courier.troubles = [WayClosed("unknown_message")]
    await meetings.hub.dispatcher.refresh_cards()
    await meetings.hub.tick()


async def test_a_card_that_is_gone_is_a_line_until_it_is_posted_again(
    meetings: Meetings, courier: RecordingCourier
) -> None:
    other = await other_community(meetings)
    event = await meetings.announce(venue=5, ring="here")
    assert await keys(meetings) == []  # it is on its way
    courier.thread_id = 600
    await meetings.hub.tick()
    assert await keys(meetings) == []
    await lose_card(meetings, courier)
    assert await buttons(meetings) == [("event", event.id, "post_again")]
    desk = await meetings.hub.desk.lines(COMMUNITY)
    assert (desk.lines[0].key, desk.lines[0].due_at) == (
        "event_without_announcement",
        event.starts_at - days(7),
    )
    assert await keys(other) == []
    with pytest.raises(NoSuchEvent):
        await meetings.hub.announcements.post_again(OTHER, event.id)

    told = len(courier.sent)
    await asyncio.gather(*(meetings.hub.announcements.post_again(COMMUNITY, event.id) for _ in range(3)))
    meetings.hands.move(timedelta(seconds=1))
    await meetings.hub.announcements.post_again(COMMUNITY, event.id)  # another press, a moment later
    assert await keys(meetings) == []
    courier.thread_id = 700
    await meetings.hub.tick()
    again = courier.sent[told:]
    assert [sent.notice.layout for sent in again] == ["event_card", "letter"]
    assert [sent.notice.ring for sent in again] == [None, None]  # people have heard of it before
    thread = again[1].address
    assert isinstance(thread, ToPlace)
    assert thread.under_message_id == 70_000 + told + 1  # under the new card, not in the old thread
    with pytest.raises(AnnouncementStands):
        await meetings.hub.announcements.post_again(COMMUNITY, event.id)

    await meetings.answer(event, 12, Choice.VENUE)
    meetings.hands.move(timedelta(seconds=6))
    await meetings.hub.tick()
    assert courier.edits[-1][1] == 70_000 + told + 1


async def test_a_card_that_never_came_is_posted_as_if_for_the_first_time(
    meetings: Meetings, courier: RecordingCourier
) -> None:
    event = await meetings.announce(ring="here")
    courier.troubles = [WayClosed("no_access")]
    await meetings.hub.tick()
    assert await keys(meetings) == ["event_without_announcement"]
    await meetings.hub.announcements.post_again(COMMUNITY, event.id)
    assert [state for state, _place in await cards(meetings)] == ["cancelled", "planned"]  # never two of them
    await meetings.hub.tick()
    assert [sent.notice.ring for sent in courier.sent if sent.notice.layout == "event_card"] == ["here"]
    assert await keys(meetings) == []


async def test_what_is_over_or_cancelled_needs_no_card(meetings: Meetings, courier: RecordingCourier) -> None:
    event = await meetings.announce()
    called_off = await meetings.announce()
    courier.always = WayClosed("no_access")
    await meetings.hub.tick()
    assert await keys(meetings) == ["event_without_announcement"] * 2
    await meetings.hub.events.cancel(COMMUNITY, called_off.id, "台風のため")
    assert await buttons(meetings) == [("event", event.id, "post_again")]
    with pytest.raises(EventWasCancelled):
        await meetings.hub.announcements.post_again(COMMUNITY, called_off.id)
    meetings.hands.set(event.starts_at)
    assert await keys(meetings) == []
    with pytest.raises(AnswersClosed):
        await meetings.hub.announcements.post_again(COMMUNITY, event.id)


async def test_a_draft_that_rests_is_a_line(meetings: Meetings) -> None:
    other = await other_community(meetings)
    hub = meetings.hub
    draft = await hub.drafts.start(COMMUNITY, 1, "事務局", FORM)
    unreadable = await hub.drafts.start(COMMUNITY, 1, "事務局", type(FORM)(title="", when="いつか"))
    await hub.drafts.rehearse(COMMUNITY, 1, "事務局")
    meetings.hands.move(days(3) - timedelta(seconds=1))
    assert await keys(meetings) == []
    meetings.hands.move(timedelta(seconds=1))
    assert [(line.key, line.due_at is None) for line in await lines(meetings)] == [
        ("draft", False),
        ("draft", True),
    ]
    assert await buttons(meetings) == [("draft", draft.id, "open"), ("draft", unreadable.id, "open")]
    assert await keys(other) == []
    await hub.drafts.stop(COMMUNITY, unreadable.id)
    await hub.events.announce(COMMUNITY, draft.id)
    assert await keys(meetings) == []


async def test_a_rehearsal_that_stands_is_finished_without_a_word(
    meetings: Meetings, courier: RecordingCourier
) -> None:
    hub, other = meetings.hub, await other_community(meetings)
    draft = await hub.drafts.rehearse(COMMUNITY, 1, "事務局")
    event = await hub.events.announce(COMMUNITY, draft.id)
    await hub.tick()
    await hub.rsvps.rsvp(COMMUNITY, 1, "事務局", event.id, Choice.VENUE, is_staff=True)
    meetings.hands.move(days(1) - timedelta(seconds=1))
    assert await keys(meetings) == []
    meetings.hands.move(timedelta(seconds=1))
    assert await buttons(meetings) == [("event", event.id, "finish")]
    assert await keys(other) == []

    real = await meetings.announce()
    await hub.tick()
    told = len(courier.sent)
    for community_id, event_id in ((OTHER, event.id), (COMMUNITY, real.id)):
        with pytest.raises(NoSuchEvent):
            await hub.announcements.finish_rehearsal(community_id, event_id)
    for _twice in range(2):
        finished = await hub.announcements.finish_rehearsal(COMMUNITY, event.id)
        assert (finished.state, finished.cancel_reason) == (EventState.CANCELLED, "練習を終えました。")
    assert await keys(meetings) == []
    assert await planned_about(meetings, event.subject) == 0
    assert await planned_about(meetings, real.subject) > 0
    meetings.hands.move(days(10))
    await hub.tick()
    about = [sent for sent in courier.sent[told:] if "練習" in sent.notice.subject.to("ja")]
    assert about == []  # neither reminded nor told
    assert EventState.CANCELLED in [
        getattr(notice.facts, "state", None) for _place, _message, notice in courier.edits
    ]


async def test_a_rehearsal_that_is_over_is_a_line_at_once(
    meetings: Meetings, courier: RecordingCourier
) -> None:
    draft = await meetings.hub.drafts.rehearse(COMMUNITY, 1, "事務局")
    await meetings.hub.drafts.change(COMMUNITY, draft.id, when="12/1 14:00-15:00")
    await meetings.hub.events.announce(COMMUNITY, draft.id)
    await meetings.hub.tick()
    assert await keys(meetings) == []
    meetings.hands.move(timedelta(hours=3))
    assert await keys(meetings) == ["rehearsal"]


async def test_a_week_after_the_last_meeting_the_next_one_is_missing(meetings: Meetings) -> None:
    assert "nothing_ahead" not in await keys(meetings)  # whoever never held one is not pressed
    event = await meetings.announce(venue=1)
    meetings.hands.set(event.ends_at + timedelta(days=7) - timedelta(seconds=1))
    assert "nothing_ahead" not in await keys(meetings)
    meetings.hands.move(timedelta(seconds=1))
    assert await buttons(meetings) == [("events", 0, "new")]
    other = await other_community(meetings)
    assert "nothing_ahead" not in await keys(other)
    draft = await meetings.hub.drafts.start(COMMUNITY, 1, "事務局", replace(FORM, when="来月のどこか"))
    assert "nothing_ahead" not in await keys(meetings)
    await meetings.hub.drafts.stop(COMMUNITY, draft.id)
    assert "nothing_ahead" in await keys(meetings)
    await meetings.hub.drafts.rehearse(COMMUNITY, 1, "事務局")
    assert "nothing_ahead" in await keys(meetings)

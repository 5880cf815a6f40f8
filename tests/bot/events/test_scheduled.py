"""A draft leaves by itself at its moment, exactly once; what cannot leave is told in one line."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.dates import DateInPast, UnreadableDate
from bot.db import Tx
from bot.events.form import TitleMissing
from bot.events.rules import NoSuchDraft
from bot.events.scheduled import AnnouncedTooLate
from bot.i18n import Text
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import COMMUNITY, FORM, Meetings, meetings_on

AT = datetime(2026, 12, 5, 3, tzinfo=UTC)
"""12:00 in Tokyo."""


async def planned(meetings: Meetings, **boxes: str) -> int:
    draft = await meetings.hub.drafts.start(COMMUNITY, 1, "事務局", replace(FORM, **boxes))
    kept = await meetings.hub.scheduled.announce_later(COMMUNITY, draft.id, "12/5 12:00")
    assert kept.announce_at == AT
    return draft.id


async def test_it_leaves_at_its_moment_and_not_before(meetings: Meetings) -> None:
    await planned(meetings)
    meetings.hands.set(AT - timedelta(seconds=1))
    assert await meetings.hub.scheduled.run() == 0
    meetings.hands.set(AT)
    assert await meetings.hub.scheduled.run() == 1
    assert await meetings.hub.scheduled.run() == 0
    (event,) = await meetings.hub.events.upcoming(COMMUNITY)
    assert event.title == FORM.title
    assert len(await meetings.planned("event.card")) == 1


@ON_BOTH_ALWAYS
async def test_two_processes_announce_it_once(database_url: str) -> None:
    meetings, other = meetings_on(database_url), meetings_on(database_url)
    try:
        await meetings.set_up()
        for _draft in range(4):
            await planned(meetings)
        for each in (meetings, other):
            each.hands.set(AT)
            assert len(await each.hub.scheduled._due()) == 4, "both have every reason to announce it"
        left = await asyncio.gather(
            *(each.hub.scheduled.run() for each in (meetings, other) for _ in range(3))
        )
        assert sum(left) == 4
        assert len(await meetings.hub.events.upcoming(COMMUNITY)) == 4
        assert len(await meetings.planned("event.card")) == 4
    finally:
        await meetings.hub.close()
        await other.hub.close()


async def test_after_a_downtime_it_leaves_late_but_leaves(meetings: Meetings) -> None:
    await planned(meetings)
    meetings.hands.set(AT + timedelta(days=3))
    await meetings.hub.tick()
    assert len(await meetings.hub.events.upcoming(COMMUNITY)) == 1


async def test_what_cannot_leave_is_told_in_one_line_and_rests(meetings: Meetings) -> None:
    courier = RecordingCourier()
    meetings.hub.use_couriers({"discord": courier})
    draft_id = await planned(meetings)
    await meetings.hub.drafts.change(COMMUNITY, draft_id, title="")
    meetings.hands.set(AT)
    for _tick in range(3):
        await meetings.hub.tick()
    assert [sent.notice.subject.to("ja") for sent in courier.sent] == [
        "「…」を予定どおりに案内できませんでした。"
    ]
    draft = await meetings.hub.drafts.get(COMMUNITY, draft_id)
    assert (draft.announce_at, type(draft.problem)) == (None, TitleMissing)
    meetings.hands.move(timedelta(days=3))
    desk = await meetings.hub.desk.lines(COMMUNITY)
    assert "draft" in [line.key for line in desk.lines]


async def test_a_meeting_that_is_past_by_then_is_told_too(meetings: Meetings) -> None:
    await planned(meetings, when="2026-12-06 10:00")
    meetings.hands.set(datetime(2026, 12, 7, tzinfo=UTC))
    assert await meetings.hub.scheduled.run() == 0
    assert len(await meetings.planned("draft.not_announced")) == 1


async def test_a_moment_can_be_changed_and_taken_back(meetings: Meetings) -> None:
    draft_id = await planned(meetings)
    kept = await meetings.hub.scheduled.announce_later(COMMUNITY, draft_id, " ")
    assert kept.announce_at is None
    meetings.hands.set(AT + timedelta(days=1))
    assert await meetings.hub.scheduled.run() == 0
    for written, refusal in (
        ("12/1 9:00", AnnouncedTooLate),
        ("2026-12-01 9:00", DateInPast),
        ("いつか", UnreadableDate),
    ):
        with pytest.raises(refusal):
            await meetings.hub.scheduled.announce_later(COMMUNITY, draft_id, written)
    with pytest.raises(NoSuchDraft):
        await meetings.hub.scheduled.announce_later(COMMUNITY + 1, draft_id, "12/8 12:00")


async def test_what_was_taken_back_after_it_was_found_due_stays(meetings: Meetings) -> None:
    draft_id = await planned(meetings)
    meetings.hands.set(AT)
    await meetings.hub.scheduled.announce_later(COMMUNITY, draft_id, "12/10 12:00")
    assert not await meetings.hub.scheduled._announce(COMMUNITY, draft_id)
    await meetings.hub.scheduled.announce_later(COMMUNITY, draft_id, "")
    assert not await meetings.hub.scheduled._announce(COMMUNITY, draft_id)
    assert await meetings.hub.events.upcoming(COMMUNITY) == []


async def test_nothing_leaves_where_the_bot_was_removed(meetings: Meetings) -> None:
    await planned(meetings)
    await meetings.hub.farewells.removed(COMMUNITY)
    meetings.hands.set(AT)
    assert await meetings.hub.scheduled.run() == 0


async def test_it_stands_on_the_page_for_whoever_takes_over(meetings: Meetings) -> None:
    await planned(meetings)
    page = await meetings.hub.handover.page(COMMUNITY)
    assert [
        (each.title.to("ja"), each.due_at) for each in page.scheduled if isinstance(each.title, Text)
    ] == [("「12月の情報交換会」の案内", AT)]


async def test_a_fault_in_one_draft_hinders_no_other(meetings: Meetings) -> None:
    broken, _sound = await planned(meetings), await planned(meetings)

    async def stumble(_tx: Tx, draft_id: int, _event_id: int) -> None:
        if draft_id == broken:
            raise RuntimeError("planted")

    meetings.hub.events.on_announced(stumble)
    meetings.hands.set(AT)
    assert await meetings.hub.scheduled.run() == 1
    assert await meetings.hub.scheduled.run() == 0
    assert (await meetings.hub.drafts.get(COMMUNITY, broken)).announce_at is None
    assert len(await meetings.planned("draft.not_announced")) == 1

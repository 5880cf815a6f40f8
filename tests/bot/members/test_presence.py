"""Who works in the office, how many they are, and who is back: written only when it is news."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.desk.lines import DeskLine
from bot.desk.staff_lines import staff_lines
from bot.members.communities import load_community
from bot.members.models import CommunityRow, MemberRow
from bot.members.presence import NobodyToAsk
from tests.kit.meetings import Meetings

DAY = timedelta(days=1)


class Counter(NobodyToAsk):
    """`Presence` that knows a number, or None."""

    def __init__(self, count: int | None) -> None:
        self.count = count
        self.asked: list[tuple[int, int]] = []

    async def count_role(self, community_id: int, role_id: int) -> int | None:
        self.asked.append((community_id, role_id))
        return self.count


async def lines(meetings: Meetings) -> list[DeskLine]:
    async with meetings.hub.db.reading() as tx:
        community = await load_community(tx, meetings.community_id)
        return list(await staff_lines(tx, community, meetings.hands()))


async def test_the_office_is_counted_once_a_day(meetings: Meetings) -> None:
    presence = Counter(1)
    assert await meetings.hub.rollcall.count_staff(presence) == 1
    assert presence.asked == [(meetings.community_id, meetings.community_id + 3)]
    meetings.hands.move(DAY - timedelta(seconds=1))
    assert await meetings.hub.rollcall.count_staff(presence) == 0
    meetings.hands.move(timedelta(seconds=1))
    assert await meetings.hub.rollcall.count_staff(presence) == 1


@pytest.mark.parametrize(("count", "says"), [(0, "0 people"), (1, "Only 1 person"), (2, None), (7, None)])
async def test_fewer_than_two_are_a_line_on_the_desk(
    meetings: Meetings, count: int, says: str | None
) -> None:
    assert await lines(meetings) == [], "nobody was counted yet"
    await meetings.hub.rollcall.count_staff(Counter(count))
    said = [line.what.to("en") for line in await lines(meetings)]
    assert [text[: len(says or "")] for text in said] == ([says] if says else [])


async def test_no_answer_changes_nothing_and_an_old_number_says_nothing(meetings: Meetings) -> None:
    await meetings.hub.rollcall.count_staff(Counter(1))
    meetings.hands.move(3 * DAY)
    assert await meetings.hub.rollcall.count_staff(Counter(None)) == 0
    assert len(await lines(meetings)) == 1
    meetings.hands.move(timedelta(seconds=1))
    assert await lines(meetings) == []


async def test_a_server_without_the_bot_is_not_asked(meetings: Meetings) -> None:
    await meetings.hub.farewells.removed(meetings.community_id)
    presence = Counter(1)
    assert await meetings.hub.rollcall.count_staff(presence) == 0
    assert presence.asked == []


async def row_of(meetings: Meetings, user: int) -> Any:
    async with meetings.hub.db.reading() as tx:
        found = await tx.execute(select(MemberRow.__table__).where(MemberRow.discord_user_id == user))
        return found.one_or_none()


async def saw(meetings: Meetings, user: int, *, at_work: bool) -> None:
    _community, member = await meetings.hub.members.who(meetings.community_id, user)
    await meetings.hub.rollcall.saw(meetings.community_id, user, "はる", member, is_at_work=at_work)


async def test_somebody_at_work_is_noted_once_a_day(meetings: Meetings) -> None:
    start = meetings.hands()
    await saw(meetings, 5, at_work=True)
    assert (await row_of(meetings, 5)).staff_seen_at == start
    meetings.hands.move(DAY - timedelta(seconds=1))
    await saw(meetings, 5, at_work=True)
    assert (await row_of(meetings, 5)).staff_seen_at == start
    meetings.hands.move(timedelta(seconds=1))
    await saw(meetings, 5, at_work=True)
    assert (await row_of(meetings, 5)).staff_seen_at == start + DAY


async def test_ordinary_presses_store_nobody(meetings: Meetings) -> None:
    await saw(meetings, 6, at_work=False)
    assert await row_of(meetings, 6) is None


async def test_whoever_presses_is_back(meetings: Meetings) -> None:
    for user, at_work in ((5, True), (6, False)):
        async with meetings.hub.db.transaction() as tx:
            known = await meetings.hub.members.ensure(tx, meetings.community_id, user, "はる")
            await tx.execute(
                update(MemberRow).where(MemberRow.id == known.id).values(left_at=meetings.hands())
            )
        await saw(meetings, user, at_work=at_work)
        row = await row_of(meetings, user)
        assert (row.left_at, row.checked_at) == (None, meetings.hands())


async def test_a_number_can_be_kept_when_it_was_asked_elsewhere(meetings: Meetings) -> None:
    await meetings.hub.rollcall.keep_staff_count(meetings.community_id, 3)
    async with meetings.hub.db.reading() as tx:
        found = await tx.execute(select(CommunityRow.staff_count, CommunityRow.staff_counted_at))
        assert tuple(found.one()) == (3, meetings.hands())

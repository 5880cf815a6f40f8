"""A server without the bot: its data waits 90 days. People who left are known for a year."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.events.rules import Choice
from bot.members.models import CommunityRow, MemberRow
from tests.kit.meetings import COMMUNITY, Meetings, meetings_on

OTHER = COMMUNITY + 100
SECOND = timedelta(seconds=1)


@pytest.fixture
async def meetings(database_url: str) -> AsyncIterator[Meetings]:
    """Two communities with a meeting and an answer each."""
    made = meetings_on(database_url)
    try:
        for made.community_id in (OTHER, COMMUNITY):
            await made.set_up()
            await made.answer(await made.announce(), 11, Choice.VENUE)
        yield made
    finally:
        await made.hub.close()


async def removed_at(meetings: Meetings) -> dict[int, datetime | None]:
    async with meetings.hub.db.reading() as tx:
        found = await tx.execute(select(CommunityRow.id, CommunityRow.removed_at))
        return {row.id: row.removed_at for row in found}


async def test_the_first_removal_counts_until_the_bot_is_back(meetings: Meetings) -> None:
    start, farewells = meetings.hands(), meetings.hub.farewells
    await farewells.removed(COMMUNITY)
    meetings.hands.move(timedelta(days=1))
    await farewells.removed(COMMUNITY)
    assert await removed_at(meetings) == {COMMUNITY: start, OTHER: None}
    await farewells.welcomed(COMMUNITY)
    await farewells.welcomed(987_654_321)  # not known yet: nothing is stored before /setup
    assert await removed_at(meetings) == {COMMUNITY: None, OTHER: None}


async def test_what_happened_while_nobody_listened_is_made_up_for(meetings: Meetings) -> None:
    start, farewells = meetings.hands(), meetings.hub.farewells
    await farewells.compare({OTHER, 987_654_321})
    assert await removed_at(meetings) == {COMMUNITY: start, OTHER: None}
    meetings.hands.move(timedelta(days=1))
    await farewells.compare({COMMUNITY})
    assert await removed_at(meetings) == {COMMUNITY: None, OTHER: meetings.hands()}
    await farewells.compare({COMMUNITY, OTHER})
    assert await removed_at(meetings) == {COMMUNITY: None, OTHER: None}


async def test_after_ninety_days_everything_of_it_goes_and_the_others_stay(meetings: Meetings) -> None:
    await meetings.hub.farewells.removed(COMMUNITY)
    meetings.hands.move(timedelta(days=90) - SECOND)
    assert await meetings.hub.farewells.erase_removed() == 0
    assert await meetings.hub.communities.get(COMMUNITY) is not None
    meetings.hands.move(SECOND)
    assert await meetings.hub.farewells.erase_removed() == 1
    assert await meetings.hub.communities.get(COMMUNITY) is None
    async with meetings.hub.db.reading() as tx:
        assert set(await tx.scalars(select(MemberRow.community_id))) == {OTHER}
    assert await meetings.hub.farewells.erase_removed() == 0


async def test_somebody_who_left_a_year_ago_is_forgotten(meetings: Meetings) -> None:
    left = meetings.hands()
    async with meetings.hub.db.transaction() as tx:
        await tx.execute(
            update(MemberRow)
            .where(MemberRow.discord_user_id == 11, MemberRow.community_id == COMMUNITY)
            .values(left_at=left)
        )
    meetings.hands.set(left + timedelta(days=365) - SECOND)
    assert await meetings.hub.farewells.forget_departed() == 0
    meetings.hands.move(SECOND)
    assert await meetings.hub.farewells.forget_departed() == 1
    assert (await meetings.hub.members.who(COMMUNITY, 11))[1] is None
    assert (await meetings.hub.members.who(OTHER, 11))[1] is not None


async def test_whoever_adds_the_bot_again_at_the_last_moment_keeps_everything(meetings: Meetings) -> None:
    """The day's work looks once which servers are due, and deletes them one after the other."""
    await meetings.hub.farewells.removed(COMMUNITY)
    meetings.hands.move(timedelta(days=91))
    before = meetings.hands() - timedelta(days=90)
    await meetings.hub.farewells.welcomed(COMMUNITY)
    assert not await meetings.hub.privacy.erase_community(COMMUNITY, removed_before=before)
    assert await removed_at(meetings) == {COMMUNITY: None, OTHER: None}
    await meetings.hub.farewells.removed(OTHER)
    meetings.hands.move(timedelta(days=91))
    before = meetings.hands() - timedelta(days=90)
    assert await meetings.hub.privacy.erase_community(OTHER, removed_before=before)
    assert await removed_at(meetings) == {COMMUNITY: None}

"""A posted card is published once to the servers that follow, where somebody wants that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.mirrors.board import CANNOT_PUBLISH
from bot.mirrors.models import EventCardRow
from bot.outbox.couriers import TryLater, WayClosed
from tests.bot.mirrors.stage import Beside

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
async def publishing(around: Beside) -> Beside:
    await around.switch(crossposts=True, mirrors_events=False)
    return around


async def test_nothing_is_published_unless_the_setting_says_so(around: Beside) -> None:
    await around.announce()
    await around.follow()
    assert around.board.published == []
    await around.switch(crossposts=True)
    await around.follow()
    assert len(around.board.published) == 1


async def test_it_is_published_once_and_a_new_card_once_more(publishing: Beside) -> None:
    event = await publishing.announce()
    await publishing.follow()
    await publishing.follow()
    (first,) = publishing.board.published
    publishing.board.cards.add(first)
    await publishing.meetings.hub.mirrors.look()
    await publishing.meetings.hub.announcements.post_again(event.community_id, event.id)
    await publishing.meetings.hub.dispatcher.tick()
    await publishing.follow()
    assert len(set(publishing.board.published)) == len(publishing.board.published) == 2


@pytest.mark.parametrize(
    ("trouble", "pause"),
    [
        (TryLater("rate_limited", retry_after=2400), 41 * MINUTE),
        (TryLater("server_503"), 2 * MINUTE),
        (WayClosed("no_permission"), HOUR),
        (ZeroDivisionError(), HOUR),
    ],
)
async def test_what_failed_is_tried_again_and_the_card_knows_nothing_of_it(
    publishing: Beside, trouble: Exception, pause: timedelta
) -> None:
    publishing.board.before.append(trouble)
    await publishing.announce()
    posted = len(publishing.courier.sent)
    await publishing.follow()
    assert await publishing.follow() == 0
    is_refused = isinstance(trouble, WayClosed)
    assert await publishing.keys() == (["card_unpublished"] if is_refused else [])
    publishing.meetings.hands.move(pause)
    await publishing.follow()
    assert len(publishing.board.published) == 1
    assert await publishing.keys() == []
    assert len(publishing.courier.sent) == posted


async def test_a_channel_that_is_no_announcement_channel_is_asked_once(publishing: Beside) -> None:
    publishing.board.before.append(WayClosed(CANNOT_PUBLISH))
    event = await publishing.announce()
    await publishing.follow()
    publishing.meetings.hands.move(HOUR)
    assert await publishing.follow() == 0
    assert await publishing.keys() == []
    assert (await publishing.row(event, EventCardRow)).published_at is None


@pytest.mark.long
async def test_no_more_than_ten_are_published_in_an_hour(publishing: Beside) -> None:
    for number in range(12):
        await publishing.announce(title=f"第{number}回")
    await publishing.follow()
    assert len(publishing.board.published) == 10
    assert await publishing.follow() == 0
    publishing.meetings.hands.move(HOUR + MINUTE)
    await publishing.follow()
    assert len(set(publishing.board.published)) == 12

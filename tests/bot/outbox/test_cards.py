"""Public cards follow the facts: few edits, the last state wins, nothing is lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.outbox.couriers import Doubtful, ToPlace, TryLater, WayClosed
from bot.outbox.notice import Notice, channel, thread_of
from tests.bot.outbox.stage import ANNOUNCE, HUB, OTHER, START, RecordingCourier, Stage, typed


async def post(stage: Stage) -> None:
    await stage.plan("card", to_place=channel(ANNOUNCE))
    await stage.dispatcher.drain()
    stage.later(seconds=5)


def shown(stage: Stage) -> list[str]:
    return [notice.subject.to("en") for _, _, notice in stage.courier.edits]


async def test_the_posting_is_written_with_the_mark(stage: Stage) -> None:
    assert await stage.posting() is None
    await post(stage)
    posting = await stage.posting()
    assert (posting.channel_id, posting.message_id, posting.is_current) == (ANNOUNCE, 70_001, True)
    assert await stage.posting(community_id=OTHER) is None


async def test_many_changes_are_one_edit_and_the_last_state_wins(stage: Stage) -> None:
    await post(stage)
    for seats in range(1, 8):
        stage.facts["seats"] = seats
        await stage.touch(seats)
    assert await stage.dispatcher.refresh_cards() == 1
    assert shown(stage) == ["event:12: 7"]
    assert await stage.dispatcher.refresh_cards() == 0
    place, message_id, _ = stage.courier.edits[0]
    assert (place.channel_id, message_id) == (ANNOUNCE, 70_001)


async def test_one_card_is_edited_at_most_once_in_five_seconds(stage: Stage) -> None:
    await post(stage)
    for seats in (1, 2, 3):
        stage.facts["seats"] = seats
        await stage.touch(seats)
        await stage.dispatcher.refresh_cards()
    assert shown(stage) == ["event:12: 1"]
    assert await stage.outbox.next_due_at() == stage.clock() + timedelta(seconds=5)
    stage.later(seconds=5)
    fresh = stage.second_dispatcher(stage.courier)  # after a restart
    await fresh.tick()
    assert shown(stage) == ["event:12: 1", "event:12: 3"]
    assert await stage.outbox.next_due_at() is None


async def test_a_change_during_the_edit_is_not_lost(one_stage: Stage) -> None:
    await post(one_stage)
    await one_stage.touch(1)

    class Meanwhile(RecordingCourier):
        async def edit(self, place: ToPlace, message_id: int, notice: Notice) -> None:
            await super().edit(place, message_id, notice)
            if len(self.edits) == 1:
                await one_stage.touch(2)

    courier = Meanwhile()
    dispatcher = one_stage.second_dispatcher(courier)
    await dispatcher.refresh_cards()
    assert (await one_stage.posting()).is_current is False
    one_stage.later(seconds=5)
    await dispatcher.refresh_cards()
    assert len(courier.edits) == 2
    assert (await one_stage.posting()).is_current


async def test_a_change_while_the_card_is_being_posted_is_not_lost(stage: Stage) -> None:
    await stage.touch(1)
    await stage.plan("card", to_place=channel(ANNOUNCE))
    courier = RecordingCourier(silence=asyncio.Event())
    passing = asyncio.create_task(stage.second_dispatcher(courier).drain())
    await courier.taken.wait()
    await stage.touch(2)
    assert courier.silence is not None
    courier.silence.set()
    await passing
    stage.later(seconds=5)
    await stage.dispatcher.refresh_cards()
    assert len(stage.courier.edits) == 1


async def test_an_older_revision_does_not_turn_the_card_back(stage: Stage) -> None:
    await post(stage)
    await stage.touch(5)
    await stage.touch(3)
    assert (await stage.posting()).wanted_revision == 5


async def test_a_lost_edit_is_made_again(one_stage: Stage) -> None:
    await post(one_stage)
    await one_stage.touch(1)
    for trouble in (TryLater("503"), Doubtful("connection_lost"), TimeoutError(), RuntimeError()):
        one_stage.courier.troubles = [trouble]
        assert await one_stage.dispatcher.refresh_cards() == 1
        next_at = await one_stage.outbox.next_due_at()
        assert next_at is not None
        assert next_at >= one_stage.clock() + timedelta(seconds=30)
        one_stage.clock.set(next_at)
    await one_stage.dispatcher.refresh_cards()
    assert len(one_stage.courier.edits) == 1
    assert (await one_stage.posting()).is_current


async def test_a_card_deleted_by_hand_is_left_alone_and_no_message_is_made_of_it(stage: Stage) -> None:
    await post(stage)
    for revision in (1, 2):
        await stage.touch(revision)
        stage.courier.troubles = [WayClosed("10008")]
        await stage.dispatcher.tick()
        stage.later(minutes=1)
    assert (await stage.posting()).gone
    assert [row.kind for row in await stage.rows()] == ["card"]
    stage.courier.troubles = []
    await stage.dispatcher.tick()
    assert stage.courier.edits == []


async def test_a_post_in_the_thread_waits_for_the_card_and_makes_the_thread_once(one_stage: Stage) -> None:
    first = await one_stage.plan(to_place=thread_of("event:12"))
    await one_stage.plan("card", to_place=channel(ANNOUNCE), due_at=START + timedelta(seconds=30))
    await one_stage.dispatcher.drain()
    assert ((await one_stage.row(first)).state, (await one_stage.row(first)).attempts) == ("planned", 0)
    one_stage.later(minutes=1)
    one_stage.courier.thread_id = 600
    await one_stage.dispatcher.drain()
    await one_stage.plan(to_place=thread_of("event:12"))
    await one_stage.dispatcher.drain()
    places = [sent.address for sent in one_stage.courier.sent if isinstance(sent.address, ToPlace)]
    assert [(p.channel_id, p.under_message_id, p.thread_id, p.thread_name) for p in places] == [
        (ANNOUNCE, None, None, None),
        (ANNOUNCE, 70_001, 600, None),
        (ANNOUNCE, 70_001, 600, None),
    ]


async def test_card_and_thread_in_one_pass(stage: Stage) -> None:
    await stage.plan(to_place=thread_of("event:12"))
    await stage.plan("card", to_place=channel(ANNOUNCE))
    await stage.dispatcher.run_due()
    assert [row.state for row in await stage.rows()] == ["sent", "sent"]


async def test_a_new_thread_is_named_after_its_card(one_stage: Stage) -> None:
    await post(one_stage)
    one_stage.facts["seats"] = "長" * 200
    await one_stage.plan(to_place=thread_of("event:12"))
    await one_stage.dispatcher.drain()
    address = one_stage.courier.sent[-1].address
    assert isinstance(address, ToPlace)
    assert address.thread_name == ("event:12: " + "長" * 200)[:100]


async def test_a_thread_may_have_a_name_of_its_own(one_stage: Stage) -> None:
    async def compose(tx, community_id, subject, now):
        return Notice(typed("card"))

    async def name(tx, subject):
        return f"thread of {subject}"

    one_stage.outbox.register_card("event", compose, name_thread=name)
    await post(one_stage)
    await one_stage.plan(to_place=thread_of("event:12"))
    await one_stage.dispatcher.drain()
    address = one_stage.courier.sent[-1].address
    assert isinstance(address, ToPlace)
    assert address.thread_name == "thread of event:12"


async def test_a_thread_whose_card_will_never_come_goes_to_the_announcement_channel(one_stage: Stage) -> None:
    lonely = await one_stage.plan(to_place=thread_of("event:99"), subject="event:99")
    await one_stage.dispatcher.drain()
    (follow_up,) = await one_stage.rows(parent_id=lonely)
    assert (follow_up.place, follow_up.state) == (channel(ANNOUNCE), "sent")


async def test_two_communities_have_their_own_cards(stage: Stage) -> None:
    await post(stage)
    async with stage.db.transaction() as tx:
        await stage.outbox.touch(tx, OTHER, "event:12", 9)
    posting = await stage.posting()
    assert (posting.community_id, posting.is_current) == (HUB, True)

"""An entry among Discord's own events follows its meeting, once, whatever happens on the way."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.events.models import EventRow
from bot.events.rules import Choice, Event, Mode
from bot.mirrors.board import GONE
from bot.mirrors.due import due_mirrors
from bot.mirrors.rules import EntriesOff, EntryStands
from bot.outbox.couriers import BotRemoved, Doubtful, TryLater, WayClosed
from tests.bot.mirrors.stage import Beside
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import LINK, days

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def change(around: Beside, event: Event, **columns: object) -> None:
    """What a change of a meeting writes, whoever makes it."""
    async with around.meetings.hub.db.transaction() as tx:
        await tx.execute(
            update(EventRow).where(EventRow.id == event.id).values(revision=EventRow.revision + 1, **columns)
        )


async def test_it_stands_once_the_card_is_posted_and_says_what_everybody_may_know(around: Beside) -> None:
    event = await around.meetings.announce(description="話しましょう", room="南口から右", contact="内線4711")
    await around.follow()
    assert around.board.entries == {}, "without a card nobody could apply"
    await around.meetings.hub.dispatcher.tick()
    await around.follow()
    entry = around.board.only
    assert (entry.name, entry.about) == ("12月の情報交換会", "話しましょう")
    assert entry.place + entry.and_online == "みなと市民センター 3階 / オンライン"
    assert (entry.starts_at, entry.ends_at) == (event.starts_at, event.ends_at)
    assert entry.how_to_apply.endswith(f"/{entry.card_id}")
    for secret in (LINK, "南口から右", "内線4711"):
        assert secret not in repr(entry)
    assert LINK in repr((await around.meetings.answer(event, 1, Choice.ONLINE)).mine), "it is known elsewhere"


async def test_an_answer_edits_nothing_and_a_change_edits_once(around: Beside) -> None:
    event = await around.announce()
    await around.follow()
    await around.meetings.answer(event, 1, Choice.VENUE)
    await around.meetings.hub.events.change_capacity(event.community_id, event.id, {Mode.VENUE: 5})
    await around.follow()
    assert around.board.asked == ["create"]
    await change(
        around, event, title="別の題", starts_at=event.starts_at + HOUR, ends_at=event.ends_at + HOUR
    )
    await around.follow()
    await around.follow()
    assert around.board.asked == ["create", "edit"]
    assert (around.board.only.name, around.board.only.starts_at) == ("別の題", event.starts_at + HOUR)


async def test_a_card_that_was_posted_again_is_where_the_entry_leads(around: Beside) -> None:
    event = await around.announce()
    await around.follow()
    first = around.board.only.card_id
    around.board.cards.add(first)
    await around.meetings.hub.mirrors.look()
    await around.meetings.hub.announcements.post_again(event.community_id, event.id)
    await around.meetings.hub.dispatcher.tick()
    await around.follow()
    assert around.board.only.card_id != first
    assert around.board.count("create") == 1


async def test_cancelled_and_switched_off_it_goes_and_switched_on_it_comes(around: Beside) -> None:
    first, second = await around.announce(title="一つ目"), await around.announce(title="二つ目")
    await around.follow()
    await around.meetings.hub.events.cancel(first.community_id, first.id, "台風のため")
    await around.follow()
    assert around.board.only.name == "二つ目"
    await around.switch(mirrors_events=False)
    await around.follow()
    assert around.board.entries == {}
    with pytest.raises(EntriesOff):
        await around.meetings.hub.mirrors.post_again(second.community_id, second.id)
    await around.switch(mirrors_events=True)
    await around.follow()
    assert around.board.only.name == "二つ目"
    assert await around.follow() == 0


async def test_rehearsals_and_sensitive_meetings_stay_on_their_card(around: Beside) -> None:
    hub = around.meetings.hub
    await around.announce(is_sensitive=True)
    draft = await hub.drafts.rehearse(around.meetings.community_id, 1, "事務局")
    await hub.events.announce(around.meetings.community_id, draft.id)
    await hub.dispatcher.tick()
    await around.switch(crossposts=True)
    assert await around.follow() == 0
    shown = await around.announce(title="ふつうの会")
    await around.follow()
    assert around.board.only.name == "ふつうの会"
    await change(around, shown, is_sensitive=True)
    await around.follow()
    assert around.board.entries == {}


@pytest.mark.parametrize("taken", [True, False])
async def test_a_lost_answer_makes_no_second_entry(around: Beside, taken: bool) -> None:
    event = await around.announce()
    (around.board.after if taken else around.board.before).append(Doubtful("connection_lost"))
    await around.follow()
    assert len(around.board.entries) == taken
    assert await around.follow() == 0, "not asked again at once"
    await change(around, event, title="その間に変わった題")
    around.meetings.hands.move(MINUTE)
    await around.follow()
    assert around.board.only.name == "その間に変わった題"
    assert around.board.count("create") == (1 if taken else 2)


async def test_a_process_that_died_over_it_leaves_no_second_entry(around: Beside) -> None:
    event = await around.announce()
    around.board.after.append(asyncio.CancelledError())
    await around.follow()
    assert (await around.row(event)).scheduled_event_id is None
    after_restart = around.another_process()
    assert await after_restart.bring_up_to_date() == 0, "somebody may still be at it"
    around.meetings.hands.move(5 * MINUTE)
    await after_restart.bring_up_to_date()
    assert around.board.count("create") == len(around.board.entries) == 1


async def test_what_was_lost_and_then_cancelled_goes(around: Beside) -> None:
    event = await around.announce()
    around.board.after.append(Doubtful("timeout"))
    await around.follow()
    await around.meetings.hub.events.cancel(event.community_id, event.id, "台風のため")
    around.meetings.hands.move(MINUTE)
    await around.follow()
    assert around.board.entries == {}


@ON_BOTH_ALWAYS
async def test_two_processes_make_one_entry(around: Beside) -> None:
    await around.announce()
    await asyncio.gather(*(around.another_process().bring_up_to_date() for _ in range(4)))
    assert around.board.count("create") == len(around.board.entries) == 1


async def test_what_another_process_has_done_meanwhile_is_not_done_again(around: Beside) -> None:
    await around.announce()
    async with around.meetings.hub.db.reading() as tx:
        seen_before = await due_mirrors(tx, around.meetings.hands())
    await around.follow()
    for due in seen_before:
        await around.another_process()._mirroring.bring(due, around.board)
    assert (len(seen_before), around.board.count("create")) == (1, 1)


async def test_deleted_by_hand_it_is_a_line_and_comes_back_when_asked(around: Beside) -> None:
    event = await around.announce()
    await around.follow()
    mirrors, community_id = around.meetings.hub.mirrors, event.community_id
    with pytest.raises(EntryStands):
        await mirrors.post_again(community_id, event.id)
    around.board.entries.clear()
    await around.follow()
    assert await around.keys() == [], "nobody has told us"
    await mirrors.look()
    assert await around.keys() == [], "it was seen less than a day ago"
    around.meetings.hands.move(days(1))
    await mirrors.look()
    assert await around.keys() == ["mirror_gone"]
    await change(around, event, title="別の題")
    await around.follow()
    assert around.board.entries == {}, "it comes back only when somebody wants it"
    for _ in range(2):
        await mirrors.post_again(community_id, event.id)
    await around.follow()
    assert around.board.only.name == "別の題"
    assert await around.keys() == []


async def test_deleted_by_hand_it_is_noticed_at_the_next_edit(around: Beside) -> None:
    event = await around.announce()
    await around.follow()
    around.board.entries.clear()
    await change(around, event, title="別の題")
    await around.follow()
    assert await around.keys() == ["mirror_gone"]
    assert (await around.row(event)).scheduled_event_id is None


async def test_a_deleted_card_is_noticed_within_a_day(around: Beside) -> None:
    event = await around.announce()
    await around.follow()
    await around.meetings.hub.mirrors.look()
    around.board.cards.add(around.board.only.card_id)
    around.meetings.hands.move(days(1))
    assert await around.meetings.hub.mirrors.look() == 1
    view = await around.meetings.hub.desk.lines(event.community_id)
    assert "event_without_announcement" in [line.key for line in view.lines]


async def test_what_discord_does_not_say_is_not_called_gone(around: Beside) -> None:
    event = await around.announce()
    await around.follow()
    around.meetings.hands.move(days(1))
    for trouble in (TryLater("server_503"), WayClosed("no_access"), ZeroDivisionError()):
        around.board.always = trouble
        assert await around.meetings.hub.mirrors.look() == 0
    around.board.always = None
    assert await around.keys() == []
    assert (await around.row(event)).gone_at is None
    before = around.board.count("stands")
    assert await around.meetings.hub.mirrors.look() == 0
    assert around.board.count("stands") == before + 1, "it is asked again at the next round"


async def test_a_missing_switch_is_one_line_and_everything_else_goes_on(around: Beside) -> None:
    around.board.always = WayClosed("no_permission")
    first, second = await around.announce(), await around.announce()
    await around.follow()
    (line,) = await around.lines()
    assert line.key == "mirror_no_permission"
    assert "「イベントを作成」" in line.what.to("ja")
    assert len(around.courier.sent) >= 2, "the cards were posted"
    assert await around.follow() == 0
    around.board.always = None
    await around.meetings.hub.mirrors.try_again(first.community_id)
    await around.follow()
    assert await around.keys() == []
    assert {entry.card_id for entry in around.board.entries.values()} == {
        (await around.row(event)).card_id for event in (first, second)
    }


@pytest.mark.parametrize(
    ("trouble", "key"),
    [
        (WayClosed("too_many_events"), "mirror_too_many_events"),
        (WayClosed("refused_50035"), "mirror_refused"),
        (TryLater("rate_limited", retry_after=1800), None),
        (BotRemoved(), None),
        (ZeroDivisionError(), None),
    ],
)
async def test_every_trouble_has_its_time_and_ends(
    around: Beside, trouble: Exception, key: str | None
) -> None:
    event = await around.announce()
    around.board.before.append(trouble)
    await around.follow()
    assert await around.keys() == ([key] if key else [])
    assert await around.follow() == 0
    around.meetings.hands.move(HOUR)
    await around.follow()
    assert await around.keys() == []
    assert around.board.count("create") == 2
    assert (await around.row(event)).next_try_at is None


async def test_what_has_begun_gets_no_entry_and_keeps_its_start(around: Beside) -> None:
    event = await around.announce()
    await around.follow()
    around.meetings.hands.set(event.starts_at + MINUTE)
    await change(around, event, venue="別の会場")
    await around.follow()
    assert (around.board.only.place, around.board.begun) == ("別の会場", [True])
    around.meetings.hands.set(event.ends_at)
    await change(around, event, venue="もう終わった会場")
    assert await around.follow() == 0, "Discord ends it by itself"

    late = await around.announce(when="2026-12-18 19:00-20:30")
    around.meetings.hands.set(late.starts_at - MINUTE)
    assert await around.follow() == 0, "Discord would refuse it"


async def test_a_clock_that_was_far_ahead_puts_nothing_off(around: Beside) -> None:
    hands, right = around.meetings.hands, around.meetings.hands()
    event = await around.announce(when="2028-12-17 19:00-20:30")
    hands.move(days(400))
    around.board.before.append(WayClosed("no_permission"))
    await around.switch(crossposts=True)
    await around.follow()
    await around.meetings.hub.mirrors.look()
    hands.set(right)
    await around.follow()
    assert around.board.only.starts_at == event.starts_at
    around.board.cards.add(around.board.only.card_id)
    assert await around.meetings.hub.mirrors.look() == 1


async def test_control_an_entry_that_is_gone_is_not_the_same_as_a_refusal(around: Beside) -> None:
    event = await around.announce()
    await around.follow()
    around.board.before.append(WayClosed(GONE))
    await change(around, event, title="別の題")
    await around.follow()
    assert (await around.row(event)).gone_at is not None

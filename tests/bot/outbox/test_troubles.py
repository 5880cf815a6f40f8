"""Every way in which a courier can fail has a defined end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.db import Base
from bot.members.models import MemberRow
from bot.outbox.couriers import (
    AllDmsPaused,
    CourierError,
    Doubtful,
    NotYet,
    PlaceIsPublic,
    ToPerson,
    ToPlace,
    TryLater,
    WayClosed,
)
from bot.outbox.notice import Fallback, channel, thread_of
from bot.outbox.rules import NO_THREAD
from tests.bot.outbox.stage import ANNOUNCE, HUB, MINUTE, OTHER, STAFF_ROOM, START, Stage


@pytest.mark.parametrize(
    ("error", "state", "attempts", "due"),
    [
        (WayClosed("dms_closed"), "failed", 1, timedelta()),
        (TryLater("503"), "planned", 1, timedelta(minutes=1)),
        (TryLater("429", retry_after=1200), "planned", 1, timedelta(minutes=20)),
        (NotYet("pacing", retry_after=90), "planned", 0, timedelta(seconds=90)),
        (Doubtful("connection_lost"), "planned", 1, timedelta(seconds=15)),
        (AllDmsPaused("40003"), "planned", 0, timedelta(hours=4)),
        (PlaceIsPublic("public"), "planned", 0, timedelta(hours=1)),
        (CourierError("never_heard_of"), "planned", 1, timedelta(minutes=1)),
        (TimeoutError(), "planned", 1, timedelta(seconds=15)),
        (ValueError("かきつばた"), "failed", 1, timedelta()),
    ],
)
async def test_the_first_trouble(one_stage: Stage, error, state, attempts, due) -> None:
    letter = await one_stage.plan()
    one_stage.courier.troubles = [error]
    await one_stage.dispatcher.run_due()
    row = await one_stage.row(letter)
    assert (row.state, row.attempts, row.lease_until) == (state, attempts, None)
    assert abs(row.due_at - START - due) <= due * 0.1
    assert (row.ended_at == START) is (state == "failed")
    assert "かきつばた" not in row.last_error


async def test_the_ladder_is_climbed_to_its_end_and_then_the_notice_waits_for_a_press(
    one_stage: Stage,
) -> None:
    letter = await one_stage.plan()
    one_stage.courier.always = TryLater("503")
    waits = []
    while (next_at := await one_stage.outbox.next_due_at()) is not None:
        waits.append((next_at - one_stage.clock()) / MINUTE)
        one_stage.clock.set(next_at)
        await one_stage.dispatcher.drain()
    assert [round(wait, -1 if wait > 50 else 0) for wait in waits[:3]] == [0, 1, 5]
    assert all(abs(w - step) <= step / 10 for w, step in zip(waits, (0, 1, 5, 30, 60, 120, 240), strict=True))
    row = await one_stage.row(letter)
    assert (row.state, row.attempts, row.last_error, row.awaits_press) == ("failed", 7, "503", True)


async def test_no_retry_is_planned_past_the_expiry(one_stage: Stage) -> None:
    letter = await one_stage.plan(expires_at=START + timedelta(minutes=10))
    one_stage.courier.always = TryLater("503")
    for _ in range(20):
        await one_stage.dispatcher.drain()
        one_stage.later(minutes=1)
    row = await one_stage.row(letter)
    assert (row.state, row.attempts, row.awaits_press) == ("failed", 3, True)
    assert row.ended_at < START + timedelta(minutes=10)


async def test_no_dm_stops_reminders_but_not_the_notice_of_a_seat(one_stage: Stage) -> None:
    ben = await one_stage.member(HUB, 2, wants_dm=False)
    reminder, seat = (
        await one_stage.plan("reminder", to_member=ben),
        await one_stage.plan("seat", to_member=ben),
    )
    await one_stage.dispatcher.drain()
    first, second = await one_stage.row(reminder), await one_stage.row(seat)
    assert (first.state, first.last_error, first.awaits_press) == ("cancelled", "no_dm_wanted", False)
    assert (second.state, second.last_error, second.awaits_press) == ("failed", "no_dm_wanted", True)
    assert one_stage.courier.tries == 0


async def test_a_reminder_that_reached_nobody_waits_for_the_press_too(one_stage: Stage) -> None:
    reminder = await one_stage.plan("reminder")
    one_stage.courier.always = WayClosed("dms_closed")
    await one_stage.dispatcher.drain()
    assert (await one_stage.row(reminder)).awaits_press


async def test_a_fallback_that_mentions_the_person_is_a_row_of_its_own(stage: Stage) -> None:
    await post_card(stage)
    stage.facts["mention"] = True
    seat = await stage.plan("seat_or_thread", expires_at=START + timedelta(days=1))
    stage.courier.troubles = [WayClosed("dms_closed")]
    await stage.dispatcher.drain()
    row, (follow_up,) = await stage.row(seat), await stage.rows(parent_id=seat)
    assert (row.state, row.awaits_press, row.tell_staff_at) == ("failed", False, None)
    assert (follow_up.state, follow_up.way, follow_up.kind, follow_up.place) == (
        "sent", "place", "public", thread_of("event:12"),
    )  # fmt: skip
    assert (follow_up.expires_at, follow_up.args) == (row.expires_at, row.args)
    sent = stage.courier.sent[-1]
    assert isinstance(sent.address, ToPlace)
    assert (sent.address.mentions, sent.nonce) == ((1,), f"d{follow_up.id}")


async def test_a_fallback_that_names_nobody_is_a_post_and_the_notice_still_waits(one_stage: Stage) -> None:
    await post_card(one_stage)
    one_stage.facts["mention"] = False
    seat = await one_stage.plan("seat_or_thread")
    one_stage.courier.troubles = [WayClosed("dms_closed")]
    await one_stage.dispatcher.drain()
    row, (follow_up,) = await one_stage.row(seat), await one_stage.rows(parent_id=seat)
    assert (row.awaits_press, row.tell_staff_at) == (True, START + timedelta(minutes=10))
    assert (follow_up.state, follow_up.member_id, follow_up.tell_staff_at) == ("sent", None, None)
    sent = one_stage.courier.sent[-1]
    assert isinstance(sent.address, ToPlace)
    assert sent.address.mentions == ()


async def test_where_the_mention_fails_too_the_private_words_wait_for_the_press(one_stage: Stage) -> None:
    await post_card(one_stage)
    one_stage.facts["mention"] = True
    seat = await one_stage.plan("seat_or_thread")
    one_stage.courier.troubles = [
        WayClosed("dms_closed"), WayClosed(NO_THREAD), WayClosed("missing_permission"),
    ]  # fmt: skip
    await one_stage.dispatcher.drain()
    chain = [(row.id == seat, row.state, row.place, row.awaits_press) for row in (await one_stage.rows())[1:]]
    assert chain == [
        (True, "failed", None, True),
        (False, "failed", thread_of("event:12"), False),
        (False, "failed", channel(ANNOUNCE), False),
    ]


async def test_a_fault_while_choosing_another_way_ends_the_notice_without_one(stage: Stage) -> None:
    async def breaks(tx, delivery) -> Fallback | None:
        raise RuntimeError

    kind = stage.outbox.kinds.get("seat_or_thread")
    assert kind is not None
    object.__setattr__(kind, "fallback", breaks)
    seat = await stage.plan("seat_or_thread")
    stage.courier.troubles = [WayClosed("dms_closed")]
    await stage.dispatcher.drain()
    row = await stage.row(seat)
    assert (row.state, row.awaits_press) == ("failed", True)


async def test_without_a_thread_the_post_goes_to_the_announcement_channel(stage: Stage) -> None:
    await post_card(stage)
    post = await stage.plan(to_place=thread_of("event:12"))
    stage.courier.troubles = [WayClosed(NO_THREAD)]
    await stage.dispatcher.drain()
    (follow_up,) = await stage.rows(parent_id=post)
    assert (follow_up.place, follow_up.kind, follow_up.state) == (channel(ANNOUNCE), "letter", "sent")


async def test_what_is_rehearsed_before_staff_does_not_slip_out(one_stage: Stage) -> None:
    await one_stage.plan("card", to_place="staff")
    await one_stage.dispatcher.drain()
    post = await one_stage.plan(to_place=thread_of("event:12"))
    one_stage.courier.troubles = [WayClosed(NO_THREAD)]
    await one_stage.dispatcher.drain()
    (follow_up,) = await one_stage.rows(parent_id=post)
    assert follow_up.place == "staff"
    places = [sent.address for sent in one_stage.courier.sent]
    assert all(isinstance(a, ToPlace) and a.channel_id == STAFF_ROOM and a.staff_only for a in places)


async def test_paused_direct_messages_wait_together_and_posts_go_on(stage: Stage) -> None:
    ben = await stage.member(HUB, 2)
    first = await stage.plan()
    stage.courier.troubles = [AllDmsPaused("40003")]
    await stage.dispatcher.run_due()
    waiting = [await stage.plan(), await stage.plan(to_member=ben)]
    later = await stage.plan(due_at=START + timedelta(hours=1))
    post = await stage.plan(to_place=channel(ANNOUNCE))
    fresh = stage.second_dispatcher(stage.courier)  # the pause outlives a restart
    await fresh.drain()
    assert (await stage.row(post)).state == "sent"
    assert stage.courier.tries == 2
    stage.later(hours=1)
    await fresh.drain()
    until = START + timedelta(hours=4)
    for delivery_id in (first, *waiting, later):
        row = await stage.row(delivery_id)
        assert (row.state, row.due_at, row.attempts) == ("planned", until, 0)
    stage.clock.set(until)
    await fresh.drain()
    assert len(await stage.rows(state="sent")) == 5


async def test_the_pause_moves_what_can_wait_at_once(stage: Stage) -> None:
    can_wait = await stage.plan(due_at=START + MINUTE)
    cannot = await stage.plan(due_at=START + MINUTE, expires_at=START + timedelta(hours=2))
    await stage.plan()
    stage.courier.troubles = [AllDmsPaused("40003", retry_after=3 * 3600)]
    await stage.dispatcher.run_due()
    assert (await stage.row(can_wait)).due_at == START + timedelta(hours=3)
    stage.later(minutes=1)
    await stage.dispatcher.drain()
    row = await stage.row(cannot)
    assert (row.state, row.last_error, row.awaits_press, stage.courier.tries) == (
        "failed",
        "dms_paused",
        True,
        1,
    )


async def test_a_staff_channel_that_everyone_reads_gets_one_line_a_day_and_no_content(stage: Stage) -> None:
    content = await stage.plan(to_place="staff")
    stage.courier.troubles = [PlaceIsPublic("public")]
    await stage.dispatcher.drain()
    stage.later(hours=1)
    stage.courier.troubles = [PlaceIsPublic("public")]
    await stage.dispatcher.drain()
    lines = [s for s in stage.courier.sent if isinstance(s.address, ToPlace)]
    assert [(s.address.channel_id, s.address.staff_only) for s in lines] == [(STAFF_ROOM, False)]  # type: ignore[union-attr]
    assert "everyone" in lines[0].notice.subject.to("en")
    assert (await stage.row(content)).attempts == 0
    stage.later(hours=1)
    await stage.dispatcher.drain()
    assert (await stage.row(content)).state == "sent"
    stage.later(days=1)
    await stage.plan(to_place="staff")
    stage.courier.troubles = [PlaceIsPublic("public")]
    await stage.dispatcher.drain()
    assert len(await stage.rows(kind="staff_channel_open")) == 2


async def test_a_sealed_addressee_is_resolved_when_sending_and_leaves_no_trace(one_stage: Stage) -> None:
    accounts = {"seed:17:author": STRANGER, "seed:19:author": 1}

    async def author(tx, sealed) -> int | None:
        return accounts.get(sealed)

    one_stage.outbox.register_sealed("seed", author)
    async with one_stage.db.transaction() as tx:
        await tx.execute(update(MemberRow).where(MemberRow.id == one_stage.anna).values(language="en"))
    people = await members_of(one_stage)
    stranger, unknown, anna = [await one_stage.plan(to_sealed=f"seed:{n}:author") for n in (17, 18, 19)]
    await one_stage.dispatcher.drain()
    for known in (stranger, anna):
        row = await one_stage.row(known)
        assert (row.state, row.member_id, row.channel_id, row.message_id) == ("sent", None, None, None)
    to_stranger, to_anna = [sent.address for sent in one_stage.courier.sent]
    assert isinstance(to_stranger, ToPerson)
    assert isinstance(to_anna, ToPerson)
    assert (to_stranger.discord_user_id, to_stranger.member_id, to_stranger.lang) == (STRANGER, None, "ja")
    assert (to_anna.discord_user_id, to_anna.member_id, to_anna.lang) == (1, None, "en")
    assert (await one_stage.row(unknown)).state == "cancelled"
    assert await members_of(one_stage) == people, "no row of a person is made or touched"
    assert await tables_holding(one_stage, str(STRANGER)) == set()
    assert await tables_holding(one_stage, "seed:17:author") == {"deliveries"}, "the scanner finds words"


async def test_a_sealed_letter_that_is_refused_says_nothing_about_its_reader(one_stage: Stage) -> None:
    async def author(tx, sealed) -> int | None:
        return STRANGER

    one_stage.outbox.register_sealed("seed", author)
    letter = await one_stage.plan("seat", to_sealed="seed:17:author")
    one_stage.courier.troubles = [WayClosed("dm_closed")]
    await one_stage.dispatcher.drain()
    row = await one_stage.row(letter)
    assert (row.state, row.awaits_press, row.channel_id) == ("sent", False, None), "as if it had arrived"
    assert (row.last_error, row.tell_staff_at) == (None, None)
    assert await tables_holding(one_stage, str(STRANGER)) == set()


STRANGER = 700_000_000_000_000_007


async def members_of(stage: Stage) -> list[Any]:
    async with stage.db.reading() as tx:
        return list((await tx.execute(select(MemberRow.__table__).order_by(MemberRow.id))).all())


async def tables_holding(stage: Stage, word: str) -> set[str]:
    found = set()
    async with stage.db.reading() as tx:
        for table in Base.metadata.sorted_tables:
            if any(word in str(row) for row in await tx.execute(select(table))):
                found.add(table.name)
    return found


async def test_what_fails_in_one_community_is_nothing_to_the_other(one_stage: Stage) -> None:
    await one_stage.plan(to_place="staff")
    one_stage.courier.troubles = [PlaceIsPublic("public")]
    await one_stage.dispatcher.drain()
    there = await one_stage.plan(community_id=OTHER, to_place="staff", to_member=None)
    await one_stage.dispatcher.drain()
    assert {row.community_id for row in await one_stage.rows(kind="staff_channel_open")} == {HUB}
    assert (await one_stage.row(there)).state == "sent"


async def post_card(stage: Stage) -> None:
    await stage.plan("card", to_place=channel(ANNOUNCE))
    await stage.dispatcher.drain()

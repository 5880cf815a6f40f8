from __future__ import annotations

from datetime import timedelta

import pytest

from bot.outbox.notice import NewDelivery
from tests.bot.outbox.stage import HUB, MINUTE, OTHER, START, Stage


def new(stage: Stage, key: str, **values) -> NewDelivery:
    return NewDelivery(
        **{
            "community_id": HUB,
            "kind": "reminder",
            "subject": "event:12",
            "due_at": START + timedelta(days=1),
            "dedupe_key": key,
            "to_member": stage.anna,
        }
        | values
    )


async def test_the_same_key_twice_is_planned_once(stage: Stage) -> None:
    async with stage.db.transaction() as tx:
        await stage.outbox.enqueue_many(tx, [new(stage, "a"), new(stage, "b")], now=START)
        await stage.outbox.enqueue_many(tx, [new(stage, "b"), new(stage, "c")], now=START)
    assert [row.dedupe_key for row in await stage.rows()] == ["a", "b", "c"]


async def test_the_same_key_in_two_communities_is_two_notices(stage: Stage) -> None:
    there = new(stage, "a", community_id=OTHER, to_member=stage.other)
    async with stage.db.transaction() as tx:
        await stage.outbox.enqueue_many(tx, [new(stage, "a"), there], now=START)
    assert [row.community_id for row in await stage.rows()] == [HUB, OTHER]


async def test_enqueue_returns_the_id_and_none_for_a_repeat(stage: Stage) -> None:
    first = await stage.plan(dedupe_key="a")
    async with stage.db.transaction() as tx:
        again = await stage.outbox.enqueue(
            tx, community_id=HUB, kind="letter", subject="event:12", due_at=START, dedupe_key="a",
            to_member=stage.anna, now=START,
        )  # fmt: skip
    assert (await stage.row(first)).state == "planned"
    assert again is None


async def test_nothing_is_told_of_a_use_case_that_was_rolled_back(stage: Stage) -> None:
    async def use_case() -> None:
        async with stage.db.transaction() as tx:
            await stage.outbox.enqueue_many(tx, [new(stage, "a")], now=START)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await use_case()
    assert await stage.rows() == []


async def test_what_a_person_left_and_came_back_to_is_planned_again(stage: Stage) -> None:
    planned = await stage.plan("reminder", dedupe_key="eve", due_at=START + MINUTE)
    async with stage.db.transaction() as tx:
        count = await stage.outbox.cancel_planned(
            tx, subject="event:12", member_id=stage.anna, kinds=["reminder"], now=START
        )
    assert (count, (await stage.row(planned)).state) == (1, "cancelled")
    again = await stage.plan("reminder", dedupe_key="eve", due_at=START + 2 * MINUTE)
    row = await stage.row(planned)
    assert again == planned
    assert (row.state, row.due_at, row.last_error, row.ended_at) == (
        "planned", START + 2 * MINUTE, None, None,
    )  # fmt: skip


async def test_what_staff_cancelled_is_not_planned_again_by_a_planner(stage: Stage) -> None:
    planned = await stage.plan("reminder", dedupe_key="eve")
    await stage.outbox.cancel(HUB, planned)
    async with stage.db.transaction() as tx:
        await stage.outbox.enqueue_many(tx, [new(stage, "eve")], now=START)
    assert (await stage.row(planned)).state == "cancelled"


async def test_taking_back_touches_only_what_it_names(stage: Stage) -> None:
    ben = await stage.member(HUB, 2)
    kept = [
        await stage.plan("reminder", subject="event:13"),
        await stage.plan("reminder", to_member=ben),
        await stage.plan("letter"),
    ]
    gone = await stage.plan("reminder")
    async with stage.db.transaction() as tx:
        await stage.outbox.cancel_planned(
            tx, subject="event:12", member_id=stage.anna, kinds=["reminder"], now=START
        )
    assert {row.id for row in await stage.rows(state="planned")} == set(kept)
    assert (await stage.row(gone)).state == "cancelled"


async def test_what_is_to_be_taken_back_must_be_named(one_stage: Stage) -> None:
    with pytest.raises(ValueError, match="which deliveries"):
        async with one_stage.db.transaction() as tx:
            await one_stage.outbox.cancel_planned(tx, now=START)


@pytest.mark.parametrize("to", [{"to_member": None}, {"to_place": "staff"}])
async def test_a_delivery_has_exactly_one_addressee(one_stage: Stage, to: dict) -> None:
    with pytest.raises(ValueError, match="goes to one"):
        async with one_stage.db.transaction() as tx:
            await one_stage.outbox.enqueue_many(tx, [new(one_stage, "a", **to)], now=START)


async def test_a_row_goes_90_days_after_its_end(stage: Stage) -> None:
    ended, waiting = await stage.plan(), await stage.plan(due_at=START + timedelta(days=200))
    await stage.dispatcher.drain()
    stage.later(days=90)
    assert await stage.outbox.forget_old() == 0
    stage.later(seconds=1)
    assert await stage.outbox.forget_old() == 1
    assert [row.id for row in await stage.rows()] == [waiting]
    assert ended < waiting

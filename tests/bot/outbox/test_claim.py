"""Claims are cheap and exclusive."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter

from sqlalchemy import insert, text

from bot.db import Database
from bot.outbox import claim
from bot.outbox.lane_rules import DISCORD
from bot.outbox.models import DeliveryRow, PostingRow
from tests.bot.outbox.stage import HUB, MINUTE, START, RecordingCourier, Stage
from tests.kit.both import ON_BOTH_ALWAYS

WORKER = """
import asyncio, sys
from datetime import datetime, UTC
from bot.db import Database
from bot.outbox import claim

async def main() -> None:
    db = Database(sys.argv[1])
    now = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    sys.stdin.readline()
    try:
        while True:
            async with db.transaction() as tx:
                taken = await claim.claim(tx, now, 3)
            if not taken:
                break
            print(*(row.id for row in taken), flush=True)
    finally:
        await db.close()

asyncio.run(main())
"""


async def fill(stage: Stage, many: int, *, due: int) -> None:
    async with stage.db.transaction() as tx:
        await tx.execute(
            insert(DeliveryRow),
            [
                {
                    "community_id": HUB,
                    "kind": "letter",
                    "subject": "event:12",
                    "due_at": START if number < due else START + 60 * 24 * MINUTE,
                    "dedupe_key": str(number),
                    "created_at": START,
                    "member_id": stage.anna,
                    "state": "planned" if number % 2 or number < due else "sent",
                }
                for number in range(many)
            ],
        )
        await tx.execute(
            insert(PostingRow),
            [
                {
                    "community_id": HUB,
                    "subject": f"event:{number}",
                    "message_id": number,
                    "next_edit_at": START,
                }
                for number in range(500)
            ],
        )
    async with stage.db.transaction() as tx:
        await tx.execute(text("ANALYZE"))


async def explained(db: Database, statement) -> str:
    sql = statement.compile(
        dialect=db._writer.dialect, compile_kwargs={"literal_binds": True, "render_postcompile": True}
    )
    head = "EXPLAIN QUERY PLAN " if db.is_sqlite else "EXPLAIN "
    async with db.transaction() as tx:
        found = await tx.exec_driver_sql(head + str(sql))
        return "\n".join(str(tuple(row)) for row in found)


async def captured(db: Database, work) -> list:
    """The statements that ``work(tx)`` executes."""
    seen: list = []

    class Listening:
        def __init__(self, tx) -> None:
            self.tx = tx

        async def execute(self, statement, *args):
            seen.append(statement)
            return await self.tx.execute(statement, *args)

    async with db.transaction() as tx:
        await work(Listening(tx))
    return seen


async def test_a_claim_reads_the_partial_index_only(stage: Stage) -> None:
    await fill(stage, 4_000, due=20)
    (statement,) = await captured(stage.db, lambda tx: claim.claim(tx, START, 20))
    plan = await explained(stage.db, statement)
    assert "ix_deliveries_due" in plan
    assert "Seq Scan on deliveries" not in plan
    assert "SCAN deliveries" not in plan.replace("SCAN deliveries USING INDEX", "")


async def test_an_idle_look_reads_the_heads_of_partial_indexes_only(stage: Stage) -> None:
    await fill(stage, 4_000, due=0)
    (statement,) = await captured(stage.db, lambda tx: claim.agenda(tx, DISCORD))
    plan = await explained(stage.db, statement)
    for index in ("ix_deliveries_due", "ix_deliveries_lease", "ix_deliveries_urgent", "ix_postings_stale"):
        assert index in plan, plan
    assert "Seq Scan" not in plan


async def test_the_scanner_of_plans_sees_a_full_scan(stage: Stage) -> None:
    await fill(stage, 4_000, due=20)
    plan = await explained(stage.db, text("SELECT id FROM deliveries WHERE last_error = 'x'"))
    assert "SCAN deliveries" in plan or "Seq Scan on deliveries" in plan


async def test_a_claim_takes_the_earliest_and_not_more_than_asked(stage: Stage) -> None:
    late, early, middle = [await stage.plan(due_at=START - minutes * MINUTE) for minutes in (1, 3, 2)]
    async with stage.db.transaction() as tx:
        taken = await claim.claim(tx, START, 2)
    assert [row.id for row in taken] == [early, middle]
    assert (await stage.row(late)).state == "planned"


@ON_BOTH_ALWAYS
async def test_two_dispatchers_send_each_row_once(stage: Stage) -> None:
    rows = [await stage.plan(to_place=f"channel:{number}") for number in range(30)]
    couriers = [RecordingCourier(), RecordingCourier()]
    await asyncio.gather(*(stage.second_dispatcher(courier).drain() for courier in couriers))
    sent = Counter(sent.nonce for courier in couriers for sent in courier.sent)
    assert sent == Counter(f"d{row}" for row in rows)


async def test_several_processes_claim_each_row_once(postgres_url: str) -> None:
    db = Database(postgres_url)
    try:
        stage = Stage(db)
        await stage.found()
        await fill(stage, 120, due=120)
    finally:
        await db.close()
    workers = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", WORKER, postgres_url,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    answers = await asyncio.gather(*(worker.communicate(b"go\n") for worker in workers))
    assert [worker.returncode for worker in workers] == [0, 0]
    taken = Counter(id_ for answer, _ in answers for id_ in answer.split())
    assert len(taken) == 120
    assert set(taken.values()) == {1}


async def test_a_second_dispatcher_takes_the_next_rows_without_waiting_for_the_first(
    postgres_database: Database,
) -> None:
    stage = Stage(postgres_database)
    await stage.found()
    rows = [await stage.plan(due_at=START - minutes * MINUTE) for minutes in (2, 1)]
    async with postgres_database.transaction() as one, postgres_database.transaction() as two:
        await two.execute(text("SET LOCAL lock_timeout = '1s'"))
        first = await claim.claim(one, START, 1)
        second = await claim.claim(two, START, 1)
    assert [row.id for row in (*first, *second)] == rows

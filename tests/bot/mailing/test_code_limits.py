"""How many codes go to one mailbox and for one person, also when many ask at the same moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.clock import Hands
from bot.db import Tx
from bot.errors import UserError
from bot.hub import build_hub
from bot.mailing import codes
from bot.mailing.opt_in_rules import CODE, MOST_PER_ADDRESS, MOST_PER_PERSON, NoCodeWaiting
from bot.outbox.models import DeliveryRow
from bot.settings import Settings
from tests.bot.outbox.mail_stage import RecordingMail
from tests.kit.meetings import NOON, Meetings

ANNA = 21


@pytest.fixture
async def meetings(database_url: str) -> AsyncIterator[Meetings]:
    """With a mail server that keeps what it is given, on each kind of database."""
    settings = Settings(
        database_url=database_url,
        smtp_url=SecretStr("smtp://127.0.0.1:1"),
        mail_from="hub@city.example",
        seed_key=SecretStr("a planted secret of tests, long enough"),
    )
    hands = Hands(NOON)
    made = Meetings(build_hub(settings, clock=hands), hands)
    await made.set_up()
    yield made
    await made.hub.close()


async def start(meetings: Meetings, account: int, address: str) -> bool:
    """Whether nothing was refused."""
    try:
        await meetings.hub.mailing.opt_in.start(meetings.community_id, account, f"人{account}", address)
    except UserError:
        return False
    return True


async def mails(meetings: Meetings) -> int:
    """How many codes were given to the outbox."""
    query = select(func.count()).select_from(DeliveryRow).where(DeliveryRow.kind == CODE)
    async with meetings.hub.db.reading() as tx:
        return await tx.scalar(query) or 0


async def eight_for_one_mailbox(meetings: Meetings) -> int:
    for account in range(31, 39):  # known before, so that only the limit is tried
        await meetings.hub.members.set_wants_dm(meetings.community_id, account, "人", wants_dm=True)
    await asyncio.gather(*(start(meetings, account, "anna@mail.example") for account in range(31, 39)))
    return await mails(meetings)


async def test_eight_people_at_once_get_three_codes_to_one_mailbox(meetings: Meetings) -> None:
    assert await eight_for_one_mailbox(meetings) == MOST_PER_ADDRESS


async def test_control_without_taking_turns_postgresql_lets_more_through(
    meetings: Meetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has one writer anyway; on PostgreSQL the turn is what keeps the limit."""

    async def nobody_waits(tx: Tx, community_id: int) -> None:
        return None

    count, met = codes.made_today, asyncio.Barrier(8)

    async def count_together(*given: object) -> int:
        counted = await count(*given)  # type: ignore[arg-type]
        await met.wait()
        return counted

    monkeypatch.setattr(codes, "take_turn", nobody_waits)
    async with meetings.hub.db.reading() as tx:
        if tx.dialect.name == "sqlite":
            assert await eight_for_one_mailbox(meetings) == MOST_PER_ADDRESS
            return
    monkeypatch.setattr(codes, "made_today", count_together)
    assert await eight_for_one_mailbox(meetings) > MOST_PER_ADDRESS


async def test_capitals_are_the_same_mailbox(meetings: Meetings) -> None:
    written = ("anna@mail.example", "Anna@mail.example", "ANNA@MAIL.EXAMPLE", "anna@Mail.Example")
    for account, address in enumerate(written, 41):
        assert await start(meetings, account, address), "the answer is the same for all"
    assert await mails(meetings) == MOST_PER_ADDRESS
    await start(meetings, 45, "ben@mail.example")
    assert await mails(meetings) == MOST_PER_ADDRESS + 1


async def test_one_person_pressing_many_times_at_once_gets_ten(meetings: Meetings) -> None:
    await meetings.hub.members.set_wants_dm(meetings.community_id, ANNA, "あんな", wants_dm=True)
    answers = await asyncio.gather(
        *(start(meetings, ANNA, f"a{number}@mail.example") for number in range(MOST_PER_PERSON + 4))
    )
    assert sum(answers) == MOST_PER_PERSON


async def test_leaving_ends_what_waits_and_its_mail_does_not_leave(meetings: Meetings) -> None:
    mail = RecordingMail()
    meetings.hub.use_couriers({"mail": mail})
    await start(meetings, ANNA, "anna@mail.example")
    assert await meetings.hub.mailing.opt_in.leave(meetings.community_id, ANNA)
    assert not await meetings.hub.mailing.opt_in.leave(meetings.community_id, ANNA)
    await meetings.hub.send_mail()
    assert mail.sent == []
    with pytest.raises(NoCodeWaiting):
        await meetings.hub.mailing.opt_in.enter(meetings.community_id, ANNA, "123456")

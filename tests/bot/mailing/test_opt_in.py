"""Double opt-in: six digits by mail, entered in time, a few times, by their owner."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.db import Base
from bot.errors import UserError
from bot.mailing.models import MailCodeRow
from bot.mailing.opt_in_rules import (
    CODE,
    CONSENT,
    MOST_PER_PERSON,
    MOST_TRIES,
    CodeIsUsedUp,
    NoCodeWaiting,
    TooManyCodes,
    WrongCode,
)
from bot.members.models import MemberRow
from bot.members.subscriptions import TEXT_VERSION
from bot.members.wish_rules import Topic, Via
from tests.bot.mailing.with_mail import another, deliveries, digits, meetings_with_mail, send
from tests.bot.outbox.mail_stage import RecordingMail
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import COMMUNITY, Meetings

HARU, NATSU = 21, 22
ADDRESS = "haru@mail.example"


@pytest.fixture
async def story(sqlite_url: str) -> AsyncIterator[tuple[Meetings, RecordingMail]]:
    made, mail = meetings_with_mail(sqlite_url)
    await made.set_up()
    yield made, mail
    await made.hub.close()


@pytest.fixture
def meetings(story: tuple[Meetings, RecordingMail]) -> Meetings:
    return story[0]


async def start(meetings: Meetings, address: str = ADDRESS, person: int = HARU) -> str:
    return await meetings.hub.mailing.opt_in.start(COMMUNITY, person, f"参加者{person}", address)


async def enter(meetings: Meetings, code: str, person: int = HARU) -> str:
    """The name of the refusal, or ``yes``."""
    try:
        await meetings.hub.mailing.opt_in.enter(COMMUNITY, person, code)
    except UserError as no:
        return type(no).__name__
    return "yes"


async def state(meetings: Meetings, person: int = HARU) -> tuple[str | None, str | None, str | None]:
    """Consent, its address, the address that waits."""
    found = await meetings.hub.mailing.opt_in.status(COMMUNITY, person)
    consent = found.consent
    return (
        consent.state if consent else None,
        consent.address if consent else None,
        found.waiting_address,
    )


async def test_the_digits_arrive_by_mail_and_confirm_the_address(story: tuple[Meetings, RecordingMail]):
    meetings, mail = story
    assert await start(meetings, " ｈａｒｕ@mail.example ") == ADDRESS
    assert await state(meetings) == (None, None, ADDRESS)
    await send(meetings)
    [(to, notice)] = mail.sent
    code = await digits(meetings)
    assert notice.mail is not None
    assert to.mail_address == ADDRESS
    assert to.unsubscribe_token is None
    assert code in notice.mail.first[0].to("ja")
    assert code not in notice.subject.to("ja")
    wide = "".join(chr(ord("０") + int(digit)) for digit in code)
    assert await enter(meetings, f"{wide[:3]} {wide[3:]}") == "yes"
    assert await state(meetings) == ("confirmed", ADDRESS, None)
    mine = await meetings.hub.mailing.wishes.mine(COMMUNITY, HARU)
    assert mine.is_mailable
    assert mine.consent is not None
    assert (mine.consent.source, mine.consent.confirmed_at) == ("discord", meetings.hands())
    assert mine.wishes.ways[Topic.REMINDERS] is Via.MAIL
    assert Topic.DIGEST not in mine.wishes.ways
    assert await enter(meetings, code) == NoCodeWaiting.__name__


async def test_five_wrong_tries_end_it_and_then_the_right_digits_too(meetings: Meetings):
    await start(meetings)
    code = await digits(meetings)
    said = [await enter(meetings, another(code)) for _ in range(MOST_TRIES)]
    assert said == [WrongCode.__name__] * (MOST_TRIES - 1) + [CodeIsUsedUp.__name__]
    assert await enter(meetings, code) == NoCodeWaiting.__name__
    assert await state(meetings) == (None, None, None)


async def test_the_fifth_try_may_be_the_right_one_and_nobody_elses_counts(meetings: Meetings):
    await start(meetings)
    code = await digits(meetings)
    for _ in range(MOST_TRIES - 1):
        await enter(meetings, another(code))
        assert await enter(meetings, code, NATSU) == NoCodeWaiting.__name__
    assert await enter(meetings, code) == "yes"


async def test_it_counts_for_48_hours_and_a_late_mail_is_not_sent(story: tuple[Meetings, RecordingMail]):
    meetings, mail = story
    await start(meetings)
    code = await digits(meetings)
    meetings.hands.set(meetings.hands() + timedelta(hours=48))
    await send(meetings)
    assert not mail.sent
    assert await enter(meetings, code) == NoCodeWaiting.__name__
    await start(meetings)
    meetings.hands.set(meetings.hands() + timedelta(hours=48, seconds=-1))
    assert await enter(meetings, await digits(meetings)) == "yes"


async def test_three_a_day_for_an_address_and_ten_for_a_person(meetings: Meetings):
    for person in range(30, 35):
        assert await start(meetings, person=person) == ADDRESS
        assert (await state(meetings, person))[2] == ADDRESS  # the screen says the same to the fourth
    assert len(await deliveries(meetings, CODE)) == 3
    for number in range(MOST_PER_PERSON):
        await start(meetings, f"n{number}@mail.example")
    with pytest.raises(TooManyCodes):
        await start(meetings, "one.more@mail.example")
    meetings.hands.set(meetings.hands() + timedelta(hours=24))
    assert await start(meetings) == ADDRESS


async def test_an_address_that_is_known_looks_like_any_other(meetings: Meetings):
    await start(meetings)
    await enter(meetings, await digits(meetings))
    assert await start(meetings, person=NATSU) == ADDRESS
    known = await state(meetings, NATSU)
    await start(meetings, "unknown@mail.example", person=NATSU)
    assert await state(meetings, NATSU) == (known[0], known[1], "unknown@mail.example")


async def test_the_old_address_counts_until_the_new_one_is_confirmed(meetings: Meetings):
    await start(meetings)
    await enter(meetings, await digits(meetings))
    await start(meetings, "new@mail.example")
    assert await state(meetings) == ("confirmed", ADDRESS, "new@mail.example")
    await enter(meetings, another(await digits(meetings)))
    assert (await state(meetings))[1] == ADDRESS
    assert await enter(meetings, await digits(meetings)) == "yes"
    assert await state(meetings) == ("confirmed", "new@mail.example", None)
    assert await meetings.hub.mailing.opt_in.leave(COMMUNITY, HARU)
    assert not await meetings.hub.mailing.opt_in.leave(COMMUNITY, HARU)
    assert (await state(meetings))[0] == "left"


@ON_BOTH_ALWAYS
async def test_guesses_at_the_same_moment_are_five_at_most(database_url: str):
    meetings, _mail = meetings_with_mail(database_url)
    await meetings.set_up()
    await start(meetings)
    wrong = another(await digits(meetings))
    said = Counter(await asyncio.gather(*(enter(meetings, wrong) for _ in range(12))))
    assert said == {WrongCode.__name__: 4, CodeIsUsedUp.__name__: 1, NoCodeWaiting.__name__: 7}
    await meetings.hub.close()


async def test_control_counting_after_a_look_lets_more_through(meetings: Meetings):
    await start(meetings)
    looked = asyncio.Barrier(12)

    async def naive_try() -> bool:
        async with meetings.hub.db.reading() as tx:
            tries = await tx.scalar(select(MailCodeRow.tries)) or 0
        await looked.wait()
        async with meetings.hub.db.transaction() as tx:
            await tx.execute(update(MailCodeRow).values(tries=tries + 1))
        return tries < MOST_TRIES

    assert sum(await asyncio.gather(*(naive_try() for _ in range(12)))) == 12


async def test_the_digits_stand_in_no_column_and_no_log(
    story: tuple[Meetings, RecordingMail], caplog: pytest.LogCaptureFixture
):
    meetings, mail = story
    with caplog.at_level(logging.DEBUG):
        await start(meetings)
        code = await digits(meetings)
        await send(meetings)
        await enter(meetings, another(code))
        await enter(meetings, code)
    assert len(mail.sent) == 1
    assert await places_of(meetings, code) == []
    assert not re.search(rf"\b{code}\b", caplog.text)
    async with meetings.hub.db.transaction() as tx:
        await tx.execute(update(MemberRow).values(display_name=f"planted {code}"))
    assert await places_of(meetings, code) == ["members"]


async def places_of(meetings: Meetings, word: str) -> list[str]:
    """The tables in which a number stands by itself."""
    found = []
    async with meetings.hub.db.reading() as tx:
        for table in Base.metadata.sorted_tables:
            rows = (await tx.execute(select(table))).all()
            if any(re.search(rf"(?<![0-9a-f.]){word}(?![0-9a-f])", repr(tuple(row))) for row in rows):
                found.append(table.name)
    return found


def test_another_consent_text_has_another_version():
    written = {1: "aae8dbe5c62681ee"}
    assert hashlib.sha256(CONSENT.msgid.encode()).hexdigest()[:16] == written[TEXT_VERSION]

"""People without Discord: one mail asks, only a yes goes on, and staff ask three times at most."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.events.on_behalf import Account, Guest
from bot.events.roster import MailStanding
from bot.events.rules import Mode
from bot.mailing.guests import CONFIRM, AskedEnough, NotToBeAsked, ask
from bot.members import subscriptions
from bot.members.rules import Unknown
from bot.members.wish_rules import Topic
from tests.bot.mailing.with_mail import deliveries, meetings_with_mail, send
from tests.bot.outbox.mail_stage import RecordingMail
from tests.kit.meetings import COMMUNITY, Meetings

OFFICE = Account(1, "事務局")
DAY = timedelta(hours=24)


@pytest.fixture
async def story(sqlite_url: str) -> AsyncIterator[tuple[Meetings, RecordingMail]]:
    made, mail = meetings_with_mail(sqlite_url)
    await made.set_up()
    yield made, mail
    await made.hub.close()


async def add(meetings: Meetings, address: str | None = "hamada@mail.example") -> int:
    event = await meetings.announce(venue=5)
    placed = await meetings.hub.on_behalf.add(
        COMMUNITY, OFFICE, event.id, Guest("浜田", None, None, address), Mode.VENUE
    )
    assert placed.person is not None
    return placed.person.member_id


async def standing(meetings: Meetings) -> MailStanding | None:
    return (await meetings.hub.rosters.people(COMMUNITY, 1)).people[0].mail


async def refusal(meetings: Meetings, member_id: int) -> type[UserError] | None:
    try:
        await meetings.hub.mailing.guests.ask_again(COMMUNITY, member_id)
    except UserError as no:
        return type(no)
    return None


async def test_exactly_one_mail_goes_out_until_the_yes_and_then_reminders(
    story: tuple[Meetings, RecordingMail],
):
    meetings, mail = story
    guest = await add(meetings)
    await send(meetings)
    [(to, notice)] = mail.sent
    assert (to.mail_address, to.unsubscribe_token) == ("hamada@mail.example", None)
    assert notice.mail is not None
    assert notice.mail.answers == ("yes",)
    assert "「はい」とだけ書いて返信" in "".join(line.to("ja") for line in notice.mail.first)
    assert await standing(meetings) is MailStanding.ASKED
    meetings.hands.set(meetings.hands() + timedelta(days=15, hours=6, minutes=1))  # 18:01 on the eve
    await send(meetings)
    assert len(mail.sent) == 1
    await meetings.hub.mailing.guests.note_yes(COMMUNITY, guest)
    assert await standing(meetings) is MailStanding.CONFIRMED
    await send(meetings)
    assert len(mail.sent) == 2, "the confirmation of the seat"
    meetings.hands.set(meetings.hands() + timedelta(hours=22))  # 16:01 on the day
    await send(meetings)
    assert len(mail.sent) == 3
    assert mail.sent[1][0].unsubscribe_token is not None
    async with meetings.hub.db.reading() as tx:
        consent = await subscriptions.subscription_of(tx, guest)
    assert consent is not None
    assert consent.source == "staff"


async def test_asked_again_after_a_day_and_three_times_in_all(story: tuple[Meetings, RecordingMail]):
    meetings, mail = story
    guest = await add(meetings)
    assert await refusal(meetings, guest) is AskedEnough
    for _ in range(2):
        meetings.hands.set(meetings.hands() + DAY)
        assert await refusal(meetings, guest) is None
        assert await refusal(meetings, guest) is AskedEnough
    meetings.hands.set(meetings.hands() + DAY)
    assert await refusal(meetings, guest) is AskedEnough
    await send(meetings)
    assert len(mail.sent) == 3


async def test_whoever_left_is_not_asked_again_and_another_community_knows_nobody(
    story: tuple[Meetings, RecordingMail],
):
    meetings, _mail = story
    guest = await add(meetings)
    async with meetings.hub.db.transaction() as tx:
        await subscriptions.leave(tx, COMMUNITY, guest, meetings.hands())
    meetings.hands.set(meetings.hands() + DAY)
    assert await refusal(meetings, guest) is NotToBeAsked
    assert await standing(meetings) is MailStanding.LEFT
    async with meetings.hub.db.transaction() as tx:  # written down once more, for something else
        await ask(meetings.hub.outbox, tx, COMMUNITY, guest, meetings.hands(), Topic.PROBONO)
    assert await standing(meetings) is MailStanding.LEFT
    with pytest.raises(Unknown):
        await meetings.hub.mailing.guests.note_yes(COMMUNITY + 1, guest)


async def test_nobody_is_asked_without_an_address_or_without_a_mail_server(
    story: tuple[Meetings, RecordingMail],
):
    meetings, _mail = story
    await add(meetings, None)
    assert await standing(meetings) is None
    meetings.hub.outbox.kinds.has_mail = False
    await add(meetings)
    assert not await deliveries(meetings, CONFIRM)

"""[Remind me later], wishes and reminders of a person, and the question to guests."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.events.on_behalf import Account, Guest
from bot.events.rules import Choice, Mode
from bot.events.snoozing import Later, NoTimeLeft, NotYourReminder
from bot.events.telling import SNOOZED
from bot.mailing.guests import AskedEnough
from bot.members.rules import Sector, Unknown
from bot.outbox.models import DeliveryRow
from tests.bot.events.mailed import read
from tests.bot.outbox.mail_stage import RecordingMail
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import Meetings

OFFICE = Account(1, "事務局")
TOKYO = ZoneInfo("Asia/Tokyo")


async def due_times(mailed: Meetings, kind: str) -> list[str]:
    async with mailed.hub.db.reading() as tx:
        found = await tx.scalars(
            select(DeliveryRow.due_at)
            .where(DeliveryRow.kind == kind, DeliveryRow.state == "planned")
            .order_by(DeliveryRow.due_at)
        )
        return [f"{due.astimezone(TOKYO):%d %H:%M}" for due in found.all()]


async def test_pressing_twice_is_once_and_another_moment_counts_instead(mailed: Meetings):
    event = await mailed.announce(venue=3)
    await mailed.answer(event, 11, Choice.VENUE)
    mailed.hands.set(event.starts_at - timedelta(hours=25, minutes=-3))  # 18:03 on the eve
    snoozing, here = mailed.hub.snoozing, mailed.community_id
    assert set(await snoozing.offers(here, 11, event.id)) == {Later.HOUR, Later.MORNING}
    for _press in range(2):
        await snoozing.snooze(here, 11, event.id, Later.HOUR)
        assert await due_times(mailed, SNOOZED) == ["16 19:03"]
    await snoozing.snooze(here, 11, event.id, Later.MORNING)
    assert await due_times(mailed, SNOOZED) == ["17 08:00"]
    courier = RecordingCourier()
    mailed.hub.use_couriers({"discord": courier})
    mailed.hands.move(timedelta(hours=14))
    await mailed.hub.tick()
    said = [
        sent.notice.subject.to("ja") for sent in courier.sent if "もう一度" in sent.notice.subject.to("ja")
    ]
    assert len(said) == 1


async def test_never_past_the_start_and_only_for_those_who_come(mailed: Meetings):
    event = await mailed.announce(venue=3)
    await mailed.answer(event, 11, Choice.VENUE)
    await mailed.answer(event, 12, Choice.MAYBE)
    snoozing, here = mailed.hub.snoozing, mailed.community_id
    mailed.hands.set(event.starts_at - timedelta(hours=2))
    assert set(await snoozing.offers(here, 11, event.id)) == {Later.HOUR}
    mailed.hands.set(event.starts_at - timedelta(minutes=50))
    with pytest.raises(NoTimeLeft):
        await snoozing.snooze(here, 11, event.id, Later.HOUR)
    for somebody in (12, 99):
        with pytest.raises(NotYourReminder):
            await snoozing.offers(here, somebody, event.id)


async def test_who_withdraws_is_not_reminded_once_more(mailed: Meetings):
    event = await mailed.announce(venue=3)
    await mailed.answer(event, 11, Choice.VENUE)
    mailed.hands.set(event.starts_at - timedelta(hours=25))
    await mailed.hub.snoozing.snooze(mailed.community_id, 11, event.id, Later.HOUR)
    await mailed.answer(event, 11, Choice.DECLINED)
    courier = RecordingCourier()
    mailed.hub.use_couriers({"discord": courier})
    mailed.hands.move(timedelta(hours=1))
    await mailed.hub.tick()
    assert "もう一度" not in str([sent.notice.subject.to("ja") for sent in courier.sent])


async def test_a_guest_is_asked_by_one_mail_and_a_yes_to_the_office_counts(
    mailed: Meetings,
    mail: RecordingMail,
):
    event = await mailed.announce(venue=2)
    who = Guest("浜田", Sector.NONPROFIT, None, "hamada@mail.example")
    placed = await mailed.hub.on_behalf.add(mailed.community_id, OFFICE, event.id, who, Mode.VENUE)
    assert placed.person is not None
    member_id, guests = placed.person.member_id, mailed.hub.mailing.guests
    [(address, notice)] = await read(mailed, mail)
    assert (address.mail_address, address.unsubscribe_token) == ("hamada@mail.example", None)
    assert notice.mail is not None
    assert notice.mail.answers == ("yes",)
    with pytest.raises(AskedEnough):
        await guests.ask_again(mailed.community_id, member_id)
    for _day in range(2):
        mailed.hands.move(timedelta(days=1, minutes=1))
        await guests.ask_again(mailed.community_id, member_id)
        assert len(await read(mailed, mail)) == 1
    mailed.hands.move(timedelta(days=2))
    with pytest.raises(AskedEnough):
        await guests.ask_again(mailed.community_id, member_id)
    await guests.note_yes(mailed.community_id, member_id)
    assert (await guests.of(mailed.community_id, member_id)).state == "confirmed"
    with pytest.raises(Unknown):
        await guests.note_yes(mailed.community_id + 1, member_id)
    [(_address, confirmation)] = await read(mailed, mail)
    assert confirmation.mail is not None
    assert confirmation.mail.invitation is not None, "what they signed up for, for their calendar"
    mailed.hands.set(event.starts_at - timedelta(hours=25))
    assert len(await read(mailed, mail)) == 1


async def test_without_a_mail_server_nobody_is_asked(mailed: Meetings):
    mailed.hub.outbox.kinds.has_mail = False
    event = await mailed.announce(venue=2)
    who = Guest("浜田", Sector.NONPROFIT, None, "hamada@mail.example")
    await mailed.hub.on_behalf.add(mailed.community_id, OFFICE, event.id, who, Mode.VENUE)
    assert await mailed.planned("mail.confirm") == []

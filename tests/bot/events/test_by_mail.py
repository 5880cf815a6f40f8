"""What people without Discord are told of a meeting by mail: place, link, how to cancel, the calendar."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, select, update

from bot.events.mail_parts import cancel_line
from bot.events.models import EventRow
from bot.events.on_behalf import Account, Guest, WhenFull
from bot.events.receipts import RECEIPT
from bot.events.rules import Choice, Mode
from bot.members import subscriptions
from bot.members.models import MemberRow, MemberWayRow
from bot.members.rules import Sector
from bot.members.wish_rules import Topic, Via
from bot.outbox.notice import Notice
from tests.bot.events.mailed import read
from tests.bot.events.test_editing import edit
from tests.bot.outbox.mail_stage import RecordingMail
from tests.kit.meetings import LINK, Meetings, days

OFFICE = Account(1, "事務局")


def lines(notice: Notice) -> list[str]:
    assert notice.mail is not None
    return [line.to("ja") for line in (*notice.mail.first, *notice.mail.paragraphs)]


async def consents(mailed: Meetings, member_id: int) -> None:
    async with mailed.hub.db.transaction() as tx:
        await subscriptions.confirm(tx, mailed.community_id, member_id, mailed.hands(), source="staff")


async def guest(mailed: Meetings, event_id: int, mode: Mode = Mode.VENUE) -> int:
    """Somebody without Discord, added by the office, who has said yes to mail."""
    who = Guest("浜田", Sector.NONPROFIT, None, "hamada@mail.example")
    placed = await mailed.hub.on_behalf.add(mailed.community_id, OFFICE, event_id, who, mode)
    assert placed.person is not None
    await consents(mailed, placed.person.member_id)
    return placed.person.member_id


async def mail_reader(mailed: Meetings, account: int) -> int:
    """Somebody in Discord who wants what concerns their mailed by mail."""
    async with mailed.hub.db.transaction() as tx:
        member = await mailed.hub.members.ensure(tx, mailed.community_id, account, f"参加者{account}")
        await tx.execute(
            update(MemberRow).where(MemberRow.id == member.id).values(mail_address="reader@mail.example")
        )
        await tx.execute(
            insert(MemberWayRow).values(
                member_id=member.id,
                topic=Topic.CHANGES.value,
                via="mail",
                community_id=mailed.community_id,
            )
        )
    await consents(mailed, member.id)
    return member.id


async def test_the_reminder_has_place_and_how_to_cancel_and_the_calendar(
    mailed: Meetings, mail: RecordingMail
):
    event = await mailed.announce(venue=2, room="2階の奥です")
    await guest(mailed, event.id)
    mailed.hands.set(event.starts_at - timedelta(hours=25))  # 18:00 on the eve
    [(address, notice)] = await read(mailed, mail)
    assert address.mail_address == "hamada@mail.example"
    first = [line.to("ja") for line in notice.mail.first] if notice.mail else []
    assert first[0].endswith("2026年12月17日（木）19:00〜20:30")
    assert "みなと市民センター" in first[1]
    assert first[2] == cancel_line().to("ja")
    assert any("2階の奥です" in line for line in lines(notice))
    assert LINK not in str(lines(notice))
    assert notice.mail is not None
    assert notice.mail.invitation is not None
    assert not notice.mail.invitation.is_off


async def test_the_link_is_in_the_mail_of_those_who_come_online(mailed: Meetings, mail: RecordingMail):
    event = await mailed.announce()
    await guest(mailed, event.id, Mode.ONLINE)
    mailed.hands.set(event.starts_at - timedelta(hours=25))
    [(_address, notice)] = await read(mailed, mail)
    assert LINK in lines(notice)[1]
    assert notice.mail is not None
    assert notice.mail.invitation is not None
    assert notice.mail.invitation.location == LINK


async def test_nothing_is_mailed_to_a_guest_who_has_not_said_yes(mailed: Meetings, mail: RecordingMail):
    event = await mailed.announce(venue=2)
    who = Guest("浜田", Sector.NONPROFIT, None, "hamada@mail.example")
    await mailed.hub.on_behalf.add(mailed.community_id, OFFICE, event.id, who, Mode.VENUE)
    assert len(await mailed.planned("event.reminder")) > 0, "they may still say yes"
    mailed.hands.set(event.starts_at - timedelta(hours=25))
    assert [notice for _address, notice in await read(mailed, mail) if "12月" in str(notice)] == []


async def test_an_answer_is_confirmed_and_taken_back_with_growing_numbers(
    mailed: Meetings, mail: RecordingMail
):
    event = await mailed.announce(venue=2)
    await mail_reader(mailed, 21)
    numbers = []
    for choice, is_off in ((Choice.VENUE, False), (Choice.DECLINED, True), (Choice.VENUE, False)):
        await mailed.answer(event, 21, choice)
        [(_address, notice)] = await read(mailed, mail)
        assert notice.mail is not None
        invitation = notice.mail.invitation
        assert invitation is not None
        assert invitation.is_off is is_off
        numbers.append(invitation.sequence)
        assert invitation.uid.startswith(event.calendar_uid)
    assert numbers == sorted(set(numbers))


async def test_who_reads_discord_gets_no_receipt(mailed: Meetings, mail: RecordingMail):
    event = await mailed.announce(venue=2)
    await mailed.answer(event, 22, Choice.VENUE)
    assert await mailed.planned(RECEIPT) == []
    await mail_reader(mailed, 21)
    await mailed.answer(event, 21, Choice.VENUE)
    assert len(await mailed.planned(RECEIPT)) == 1


async def test_who_keeps_discord_for_it_gets_no_receipt_although_mail_may_be_sent(
    mailed: Meetings, mail: RecordingMail
):
    event = await mailed.announce(venue=2)
    member_id = await mail_reader(mailed, 21)
    async with mailed.hub.db.transaction() as tx:
        await subscriptions.set_way(tx, mailed.community_id, member_id, Topic.CHANGES, Via.DM)
    await mailed.answer(event, 21, Choice.VENUE)
    assert await mailed.planned(RECEIPT) == []


async def test_two_answers_in_a_row_make_one_mail_of_the_last(mailed: Meetings, mail: RecordingMail):
    event = await mailed.announce(venue=2)
    await mail_reader(mailed, 21)
    await mailed.answer(event, 21, Choice.VENUE)
    await mailed.answer(event, 21, Choice.ONLINE)
    [(_address, notice)] = await read(mailed, mail)
    assert LINK in str(lines(notice))


async def test_a_cancelled_meeting_leaves_the_calendar(mailed: Meetings, mail: RecordingMail):
    event = await mailed.announce(venue=2)
    await guest(mailed, event.id)
    await mailed.hub.events.cancel(mailed.community_id, event.id, "会場の都合")
    [(_address, notice)] = await read(mailed, mail)
    assert notice.mail is not None
    assert notice.mail.invitation is not None
    assert notice.mail.invitation.is_off
    assert any("会場の都合" in line for line in lines(notice))


async def test_a_sensitive_meeting_is_not_named_in_the_calendar(mailed: Meetings, mail: RecordingMail):
    event = await mailed.announce(venue=2)
    await guest(mailed, event.id)
    async with mailed.hub.db.transaction() as tx:
        await tx.execute(update(EventRow).values(is_sensitive=True))
    mailed.hands.set(event.starts_at - timedelta(hours=25))
    [(address, notice)] = await read(mailed, mail)
    assert address.hides_subject
    assert notice.mail is not None
    assert notice.mail.invitation is not None
    entry = notice.mail.invitation
    assert event.title not in f"{entry.summary} {entry.description}"
    assert event.title in notice.subject.to("ja"), "the words themselves are in the mail"


async def test_the_next_in_line_without_discord_is_told_by_mail(mailed: Meetings, mail: RecordingMail):
    event = await mailed.announce(venue=1, hall_only=True)
    await mailed.answer(event, 22, Choice.VENUE)
    who = Guest("浜田", Sector.NONPROFIT, None, "hamada@mail.example")
    placed = await mailed.hub.on_behalf.add(
        mailed.community_id, OFFICE, event.id, who, Mode.VENUE, when_full=WhenFull.QUEUE
    )
    assert placed.person is not None
    await consents(mailed, placed.person.member_id)
    await read(mailed, mail)
    await mailed.answer(event, 22, Choice.DECLINED)
    [(address, notice)] = await read(mailed, mail)
    assert address.member_id == placed.person.member_id
    assert notice.mail is not None
    assert notice.mail.first[2].to("ja") == cancel_line().to("ja")


async def test_another_date_is_mailed_with_the_new_one(mailed: Meetings, mail: RecordingMail):
    event = await mailed.announce(venue=2)
    member_id = await guest(mailed, event.id)
    mailed.hands.move(days(1))
    async with mailed.hub.db.reading() as tx:
        assert await tx.scalar(select(MemberRow.id).where(MemberRow.id == member_id)) == member_id
    await edit(mailed, event, when="12/24 19:00-20:30")
    mails = await read(mailed, mail)
    [(_address, notice)] = mails
    assert "12月24日" in lines(notice)[0]
    assert notice.mail is not None
    assert notice.mail.invitation is not None
    assert notice.mail.invitation.starts_at.day == 24

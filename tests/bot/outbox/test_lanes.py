"""Which way a notice takes, and what becomes of it when that way does not reach the person."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.db import Database
from bot.members.models import MailSubscriptionRow
from bot.members.wish_rules import Topic
from bot.outbox.couriers import (
    AddressIsDead,
    AllMailPaused,
    Doubtful,
    NotYet,
    ToMail,
    ToPerson,
    TryLater,
    WayClosed,
)
from bot.outbox.lane_rules import MAIL
from bot.outbox.models import MailTokenRow
from tests.bot.outbox.mail_stage import MailStage, RecordingMail
from tests.bot.outbox.stage import START

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
async def stage(database: Database) -> MailStage:
    stage = MailStage(database)
    await stage.found()
    return stage


@pytest.fixture
async def one_stage(sqlite_database: Database) -> MailStage:
    stage = MailStage(sqlite_database)
    await stage.found()
    return stage


async def test_mail_goes_to_those_who_wish_it_and_the_rest_to_discord(stage: MailStage) -> None:
    reader = await stage.reader(21)
    await stage.wish(reader, Topic.REMINDERS, "mail")
    by_mail, by_dm = await stage.plan("eve", to_member=reader), await stage.plan("eve")
    await stage.both()
    assert [(row.state, row.way, row.attempts) for row in await stage.rows()] == [
        ("sent", "mail", 1),
        ("sent", "dm", 1),
    ]
    [(address, _notice)] = stage.mail.sent
    assert (address.mail_address, address.delivery_id) == ("21@mail.example", by_mail)
    assert [sent.nonce for sent in stage.courier.sent] == [f"d{by_dm}"]


@pytest.mark.parametrize(
    ("consent", "suspended_until"),
    [
        ("asked", None),
        ("left", None),
        ("suppressed", None),
        ("confirmed", START + HOUR),
    ],
)
async def test_without_standing_consent_no_mail_leaves(
    one_stage: MailStage, consent: str, suspended_until: object
) -> None:
    reader = await one_stage.reader(21, consent=consent, suspended_until=suspended_until)
    await one_stage.wish(reader, Topic.REMINDERS, "mail")
    row = await one_stage.plan("eve", to_member=reader)
    await one_stage.both()
    assert one_stage.mail.sent == []
    assert ((await one_stage.row(row)).state, (await one_stage.row(row)).way) == ("sent", "dm")


async def test_consent_that_ends_while_the_mail_waits_counts_at_once(one_stage: MailStage) -> None:
    guest = await one_stage.reader(None)
    row = await one_stage.plan("eve", to_member=guest)
    await one_stage.dispatcher.tick()
    assert ((await one_stage.row(row)).state, (await one_stage.row(row)).lane) == ("planned", "mail")
    async with one_stage.db.transaction() as tx:
        await tx.execute(update(MailSubscriptionRow).values(state="left"))
    await one_stage.both()
    assert one_stage.mail.sent == []
    assert ((await one_stage.row(row)).state, (await one_stage.row(row)).last_error) == (
        "cancelled",
        "no_consent",
    )


async def test_closed_dms_are_followed_by_a_mail_with_the_same_words(stage: MailStage) -> None:
    reader = await stage.reader(21)
    row = await stage.plan("seat", to_member=reader)
    stage.courier.troubles = [WayClosed("dms_closed")]
    await stage.both()
    first, second = await stage.rows()
    assert (first.id, first.state, first.awaits_press) == (row, "failed", False)
    assert (second.parent_id, second.state, second.way, second.kind) == (row, "sent", "mail", "seat")
    assert (first.tell_staff_at, second.tell_staff_at) == (None, None)


async def test_a_mail_that_fails_for_good_is_followed_by_a_dm_and_that_by_the_thread(
    stage: MailStage,
) -> None:
    reader = await stage.reader(21)
    await stage.wish(reader, Topic.CHANGES, "mail")
    stage.facts["mention"] = True
    await stage.plan("seat_or_thread", to_member=reader)
    stage.mail.troubles = [WayClosed("smtp_552")]
    stage.courier.troubles = [WayClosed("dms_closed")]
    await stage.both()
    mail, dm, post, *_again = await stage.rows()  # there is no card, so it goes on to the channel
    assert [(row.way, row.state) for row in (mail, dm)] == [("mail", "failed"), ("dm", "failed")]
    assert (dm.parent_id, post.parent_id, post.kind) == (mail.id, dm.id, "public")
    assert post.place == "thread:event:12"


async def test_where_no_way_is_left_the_last_one_waits_for_the_press(one_stage: MailStage) -> None:
    reader = await one_stage.reader(21)
    await one_stage.plan("seat", to_member=reader)
    one_stage.courier.troubles = [WayClosed("dms_closed")]
    one_stage.mail.troubles = [WayClosed("smtp_552")]
    await one_stage.both()
    dm, mail = await one_stage.rows()
    assert (dm.awaits_press, mail.awaits_press, mail.state) == (False, True, "failed")
    assert mail.tell_staff_at is not None


async def test_a_dead_address_is_never_written_to_again(one_stage: MailStage) -> None:
    reader = await one_stage.reader(21)
    await one_stage.wish(reader, Topic.REMINDERS, "mail")
    await one_stage.plan("eve", to_member=reader)
    one_stage.mail.troubles = [AddressIsDead("smtp_5.1.1")]
    await one_stage.both()
    assert ((await one_stage.consent(reader)).state, (await one_stage.consent(reader)).reason) == (
        "suppressed",
        "smtp_5.1.1",
    )
    await one_stage.plan("eve", to_member=reader)
    await one_stage.both()
    assert one_stage.mail.sent == []
    assert Counter(row.way for row in await one_stage.rows()) == {"dm": 2, "mail": 1}


async def test_a_refusal_of_the_whole_way_pauses_it_for_all_tells_staff_once_and_blames_nobody(
    stage: MailStage,
) -> None:
    people = [await stage.reader(user) for user in (21, 22)]
    for person in people:
        await stage.wish(person, Topic.REMINDERS, "mail")
    rows = [await stage.plan("eve", to_member=person) for person in people]
    await stage.dispatcher.tick()
    stage.mail.always = AllMailPaused("smtp_535")
    await stage.both()
    stage.later(minutes=30)
    await stage.both()
    told = [sent for sent in stage.courier.sent if not isinstance(sent.address, ToPerson)]
    assert len(told) == 1
    assert "smtp_535" in told[0].notice.subject.to("en")
    assert [(await stage.row(row)).attempts for row in rows] == [0, 0]
    assert {(await stage.consent(person)).state for person in people} == {"confirmed"}
    stage.mail.always = None
    stage.later(minutes=31)
    await stage.both()
    assert {(await stage.row(row)).state for row in rows} == {"sent"}


async def test_the_ladder_of_mail_waits_minutes_and_hours_and_then_another_way_is_taken(
    one_stage: MailStage,
) -> None:
    reader = await one_stage.reader(21)
    await one_stage.wish(reader, Topic.CHANGES, "mail")
    row = await one_stage.plan("letter", to_member=reader)
    one_stage.mail.always = TryLater("smtp_450")
    waits = []
    for _step in range(5):
        await one_stage.both()
        waits.append((await one_stage.row(row)).due_at - one_stage.clock())
        one_stage.clock.set((await one_stage.row(row)).due_at)
    await one_stage.both()
    for wait, minutes in zip(waits, (5, 30, 60, 120, 240), strict=True):
        assert 0.9 * minutes * MINUTE <= wait <= 1.1 * minutes * MINUTE
    failed, follow_up = await one_stage.rows()
    assert (failed.state, failed.attempts, follow_up.way) == ("failed", 6, "dm")


async def test_a_server_that_is_down_costs_no_attempt(one_stage: MailStage) -> None:
    guest = await one_stage.reader(None)
    row = await one_stage.plan("letter", to_member=guest)
    one_stage.mail.always = NotYet("smtp_unreachable", retry_after=600)
    for _day in range(3 * 24):
        await one_stage.both()
        one_stage.later(hours=1)
    assert ((await one_stage.row(row)).state, (await one_stage.row(row)).attempts) == ("planned", 0)
    told = [sent.notice.subject.to("en") for sent in one_stage.courier.sent]
    assert len(told) == 4, "staff hear of it once a day by their calendar"
    assert all("smtp_unreachable" in words for words in told)
    one_stage.mail.always = None
    await one_stage.both()
    assert (await one_stage.row(row)).state == "sent"


async def test_a_doubtful_mail_is_sent_once_more_after_half_an_hour(one_stage: MailStage) -> None:
    guest = await one_stage.reader(None)
    row = await one_stage.plan("eve", to_member=guest)
    one_stage.mail.troubles = [Doubtful("dropped_after_data")]
    await one_stage.both()
    assert (await one_stage.row(row)).due_at == START + MAIL.resend_after_doubt
    one_stage.later(minutes=30)
    await one_stage.both()
    assert ((await one_stage.row(row)).state, len(one_stage.mail.sent)) == ("sent", 1)


async def test_a_doubtful_digest_is_not_sent_again_and_staff_can_see_it(one_stage: MailStage) -> None:
    reader = await one_stage.reader(21)
    await one_stage.wish(reader, Topic.DIGEST, "mail")
    row = await one_stage.plan("weekly", to_member=reader)
    one_stage.mail.troubles = [Doubtful("dropped_after_data")]
    await one_stage.both()
    one_stage.later(days=1)
    await one_stage.both()
    assert ((await one_stage.row(row)).state, one_stage.mail.sent) == ("unknown", [])


async def test_a_doubtful_reminder_is_not_repeated_past_the_start(one_stage: MailStage) -> None:
    guest = await one_stage.reader(None)
    row = await one_stage.plan("eve", to_member=guest, expires_at=START + 20 * MINUTE)
    one_stage.mail.troubles = [Doubtful("dropped_after_data")]
    await one_stage.both()
    assert (await one_stage.row(row)).state == "unknown"


async def test_two_mail_dispatchers_send_each_row_once(stage: MailStage) -> None:
    guest = await stage.reader(None)
    rows = [await stage.plan("letter", to_member=guest) for _number in range(20)]
    await stage.dispatcher.tick()
    couriers = [RecordingMail(), RecordingMail()]
    await asyncio.gather(*(stage.second_mail_dispatcher(courier).tick() for courier in couriers))
    sent = Counter(address.delivery_id for courier in couriers for address, _notice in courier.sent)
    assert sent == Counter(rows)


async def test_each_mail_has_a_token_of_its_own_of_which_only_the_hash_stays(one_stage: MailStage) -> None:
    guest = await one_stage.reader(None)
    for _number in range(2):
        await one_stage.plan("letter", to_member=guest)
    await one_stage.both()
    plain = [address.unsubscribe_token or "" for address, _notice in one_stage.mail.sent]
    async with one_stage.db.reading() as tx:
        stored = (await tx.execute(select(MailTokenRow.token_hash, MailTokenRow.member_id))).all()
    assert sorted(hashlib.sha256(token.encode()).hexdigest() for token in plain) == sorted(
        row.token_hash for row in stored
    )
    assert {row.member_id for row in stored} == {guest}
    assert len(set(plain)) == 2


async def test_the_mail_that_asks_for_consent_goes_without_it_and_cannot_be_left(
    one_stage: MailStage,
) -> None:
    guest = await one_stage.reader(None, consent="asked")
    await one_stage.plan("asks", to_member=guest)
    await one_stage.both()
    [(address, _notice)] = one_stage.mail.sent
    assert (address.mail_address, address.unsubscribe_token) == ("asked@mail.example", None)


async def test_sealed_addressees_are_never_mailed(one_stage: MailStage) -> None:
    reader = await one_stage.reader(21)
    await one_stage.wish(reader, Topic.CHANGES, "mail")

    async def resolve(_tx: object, _sealed: str) -> int:
        return 21

    one_stage.outbox.register_sealed("seed", resolve)
    one_stage.courier.troubles = [WayClosed("dms_closed")]
    await one_stage.plan("letter", to_sealed="seed:1:author")
    await one_stage.both()
    assert one_stage.mail.sent == []
    assert len(await one_stage.rows()) == 1


async def test_without_a_mail_server_nothing_waits_for_one(one_stage: MailStage) -> None:
    reader = await one_stage.reader(21)
    await one_stage.wish(reader, Topic.REMINDERS, "mail")
    row = await one_stage.plan("eve", to_member=reader)
    await one_stage.dispatcher.tick()
    assert await one_stage.outbox.give_back_mail() == 0
    one_stage.outbox.kinds.has_mail = False
    assert await one_stage.outbox.give_back_mail() == 1
    await one_stage.dispatcher.tick()
    assert ((await one_stage.row(row)).way, (await one_stage.row(row)).state) == ("dm", "sent")


async def test_reminders_keep_the_quiet_hours_and_news_of_ones_own_seat_does_not(
    one_stage: MailStage,
) -> None:
    one_stage.clock.set(START.replace(hour=13))  # 22:00 in Japan
    night = one_stage.clock()
    reminder = await one_stage.plan("eve")
    seat = await one_stage.plan("seat")
    soon = await one_stage.plan("eve", expires_at=night + 2 * HOUR)
    await one_stage.both()
    assert ((await one_stage.row(seat)).state, (await one_stage.row(soon)).state) == ("sent", "sent")
    waiting = await one_stage.row(reminder)
    assert (waiting.state, waiting.due_at, waiting.attempts) == ("planned", night + 10 * HOUR, 0)
    one_stage.later(hours=10)
    await one_stage.both()
    assert (await one_stage.row(reminder)).state == "sent"


async def test_quiet_hours_of_ones_own_and_none_at_all(one_stage: MailStage) -> None:
    one_stage.clock.set(START.replace(hour=13))  # 22:00 in Japan
    await one_stage.quiet(one_stage.anna, "00:00", "00:00")
    row = await one_stage.plan("eve")
    await one_stage.both()
    assert (await one_stage.row(row)).state == "sent"


async def test_switched_off_is_not_sent_by_any_way(one_stage: MailStage) -> None:
    reader = await one_stage.reader(21)
    for topic in (Topic.REMINDERS, Topic.DIGEST):
        await one_stage.wish(reader, topic, "off")
    rows = [await one_stage.plan(kind, to_member=reader) for kind in ("eve", "weekly")]
    await one_stage.both()
    assert [(await one_stage.row(row)).last_error for row in rows] == ["not_wanted", "not_wanted"]
    assert (one_stage.mail.sent, one_stage.courier.sent) == ([], [])


async def test_hidden_subjects_are_hidden_in_mail_too_and_the_words_are_there(one_stage: MailStage) -> None:
    reader = await one_stage.reader(21, hides_subjects=True)
    await one_stage.wish(reader, Topic.CHANGES, "mail")
    await one_stage.plan("letter", to_member=reader)
    await one_stage.both()
    [(address, notice)] = one_stage.mail.sent
    assert isinstance(address, ToMail)
    assert address.hides_subject
    assert notice.subject.to("ja").startswith("letter")

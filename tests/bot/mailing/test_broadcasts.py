"""A message of the office to many: counted, tested, taken back, sent once, and only as wished."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.events.rules import Choice
from bot.hub import build_hub
from bot.mailing.broadcast_rules import (
    AlreadyPlanned,
    AlreadySent,
    Broadcast,
    BroadcastState,
    ChangedMeanwhile,
    Counts,
    NobodyChosen,
    NobodyThere,
    NoSuchBroadcast,
    NothingWritten,
    NotPlanned,
    Progress,
)
from bot.mailing.broadcasts import Aim, Broadcasts
from bot.mailing.models import BroadcastRow
from bot.members.wish_rules import Topic
from bot.outbox.couriers import Doubtful, WayClosed
from bot.outbox.models import DeliveryRow
from bot.outbox.notice import NewDelivery
from bot.settings import Settings
from tests.bot.mailing.post_office import PostOffice
from tests.bot.mailing.readers import choose, reader
from tests.kit.meetings import COMMUNITY

CHANNEL = COMMUNITY + 1
FIVE = timedelta(minutes=5)
TITLE = "年末の大掃除のお手伝い"
BODY = "12月20日に会場をみんなで掃除します。"


def desk(many: PostOffice) -> Broadcasts:
    return many.hub.to_many.broadcasts


async def draft(many: PostOffice, aim: Aim | None = None) -> Broadcast:
    made = await desk(many).write(many.community_id, 1, "事務局", TITLE, BODY)
    return await desk(many).aim(many.community_id, made.id, aim or Aim(CHANNEL))


async def people(many: PostOffice) -> None:
    """Two by mail, one by direct message, and four who are not to be told."""
    meetings = many.meetings
    await reader(meetings, 11, Topic.NEW_EVENTS, "mail", consent="confirmed")
    await reader(meetings, 12, Topic.NEW_EVENTS, "mail", consent="confirmed")
    await reader(meetings, 13, Topic.NEW_EVENTS, "dm", consent="confirmed")
    await reader(meetings, 14, consent="confirmed")
    await reader(meetings, 15, Topic.NEW_EVENTS, "off", consent="confirmed")
    await reader(meetings, 16, Topic.NEW_EVENTS, "mail", consent="asked")
    await reader(meetings, 17, Topic.NEW_EVENTS, "dm", wants_dm=False, consent="confirmed")


async def test_the_preview_counts_each_way_and_exactly_these_get_it(many: PostOffice) -> None:
    await people(many)
    made = await draft(many)
    assert made.counts == Counts(channel=1, mail=2, dm=1)
    await desk(many).plan(many.community_id, made.id)
    many.hands.move(FIVE)
    letters = await many.leaves(TITLE)
    assert sorted((letter.way, str(letter.to)) for letter in letters) == [
        ("dm", "13"),
        ("mail", "reader11@mail.example"),
        ("mail", "reader12@mail.example"),
        ("place", str(CHANNEL)),
    ]
    assert all(BODY in letter.text for letter in letters)
    sent = await desk(many).get(many.community_id, made.id)
    assert sent.state is BroadcastState.SENT
    assert sent.progress == {"place": Progress(sent=1), "mail": Progress(sent=2), "dm": Progress(sent=1)}


@pytest.mark.parametrize(
    ("aim", "counts"),
    [
        (Aim(CHANNEL, by_mail=False, by_dm=False), Counts(channel=1)),
        (Aim(None, by_mail=True, by_dm=False), Counts(mail=2)),
        (Aim(None, by_mail=False, by_dm=True), Counts(dm=1)),
    ],
)
async def test_each_way_can_be_left_out(many: PostOffice, aim: Aim, counts: Counts) -> None:
    await people(many)
    made = await draft(many, aim)
    assert made.counts == counts
    await desk(many).plan(many.community_id, made.id)
    many.hands.move(FIVE)
    assert len(await many.leaves(TITLE)) == counts.total


async def test_nothing_leaves_before_five_minutes_are_over_or_once_it_was_taken_back(
    many: PostOffice,
) -> None:
    await people(many)
    made = await draft(many)
    planned = await desk(many).plan(many.community_id, made.id)
    assert planned.leaves_at == many.hands() + FIVE
    many.hands.move(FIVE - timedelta(seconds=1))
    assert await many.leaves(TITLE) == []
    taken = await desk(many).take_back(many.community_id, made.id)
    assert taken.state is BroadcastState.TAKEN_BACK
    many.hands.move(FIVE)
    assert await many.leaves(TITLE) == []
    await desk(many).plan(many.community_id, made.id)  # and can be sent after all
    many.hands.move(FIVE)
    assert len(await many.leaves(TITLE)) == 4
    with pytest.raises(AlreadySent):
        await desk(many).take_back(many.community_id, made.id)


async def test_it_leaves_at_the_moment_that_was_written_but_never_at_once(many: PostOffice) -> None:
    await people(many)
    made = await draft(many)
    planned = await desk(many).plan(many.community_id, made.id, "12/3 10:00")
    assert planned.leaves_at is not None
    assert f"{planned.leaves_at:%Y-%m-%dT%H:%M}" == "2026-12-03T01:00"
    soon = await draft(many)
    planned = await desk(many).plan(many.community_id, soon.id, "12/1 12:02")
    assert planned.leaves_at == many.hands() + FIVE


async def test_two_processes_write_it_out_once(many: PostOffice, sqlite_url: str) -> None:
    await people(many)
    made = await draft(many)
    await desk(many).plan(many.community_id, made.id)
    many.hands.move(FIVE)
    other = build_hub(Settings(database_url=sqlite_url), clock=many.hands)
    other.outbox.kinds.has_mail = True
    try:
        left = await asyncio.gather(*(each.to_many.broadcasts.run() for each in (many.hub, other) * 3))
    finally:
        await other.close()
    assert sum(left) == 1
    assert len(await many.leaves(TITLE)) == 4
    assert await many.meetings.count(DeliveryRow) == 4


async def test_wishes_count_when_it_leaves_and_when_it_is_sent(many: PostOffice) -> None:
    member_id = await reader(many.meetings, 11, Topic.NEW_EVENTS, "dm")
    await reader(many.meetings, 12, Topic.NEW_EVENTS, "dm")
    made = await draft(many, Aim(CHANNEL))
    await desk(many).plan(many.community_id, made.id)
    late = await reader(many.meetings, 13, Topic.NEW_EVENTS, "dm")
    moved = await reader(many.meetings, 14, Topic.NEW_EVENTS, "dm", consent="confirmed")
    await reader(many.meetings, 15, Topic.NEW_EVENTS, "dm")
    many.hands.move(FIVE)
    assert await desk(many).run() == 1
    await choose(many.meetings, member_id, Topic.NEW_EVENTS, "off")
    await choose(many.meetings, late, Topic.NEW_EVENTS, "thread")
    await choose(many.meetings, moved, Topic.NEW_EVENTS, "mail")
    assert sorted(str(each.to) for each in await many.leaves(TITLE)) == ["12", "15", str(CHANNEL)]
    progress = (await desk(many).get(many.community_id, made.id)).progress
    assert progress == {"place": Progress(sent=1), "dm": Progress(sent=2, dropped=3)}


async def test_a_test_goes_to_the_one_who_presses_alone(many: PostOffice) -> None:
    await people(many)
    made = await draft(many)
    await desk(many).test(many.community_id, made.id, 1, "事務局")
    (letter,) = await many.leaves(TITLE)
    assert (letter.way, letter.to) == ("dm", 1)
    assert letter.text.startswith("【テスト】")
    assert (await desk(many).get(many.community_id, made.id)).state is BroadcastState.DRAFT


async def test_a_doubtful_one_is_never_sent_twice(many: PostOffice) -> None:
    await people(many)
    made = await draft(many, Aim(None, by_dm=False))
    await desk(many).plan(many.community_id, made.id)
    many.hands.move(FIVE)
    many.mail.troubles = [Doubtful("connection_lost")]
    assert len(await many.leaves(TITLE)) == 1
    many.hands.move(timedelta(hours=2))
    assert await many.leaves(TITLE) == []
    progress = (await desk(many).get(many.community_id, made.id)).progress
    assert progress == {"mail": Progress(sent=1, unknown=1)}


async def test_a_failed_direct_message_does_not_become_a_mail(many: PostOffice) -> None:
    await reader(many.meetings, 13, Topic.NEW_EVENTS, "dm", consent="confirmed")
    made = await draft(many, Aim(None))
    await desk(many).plan(many.community_id, made.id)
    many.hands.move(FIVE)
    many.discord.always = WayClosed("dm_closed")
    assert await many.leaves(TITLE) == []
    assert (await desk(many).get(many.community_id, made.id)).progress == {"dm": Progress(failed=1)}


async def test_the_people_of_a_meeting_are_told_personally_and_in_no_channel(many: PostOffice) -> None:
    event = await many.meetings.announce()
    for person, choice in (
        (21, Choice.VENUE),
        (22, Choice.ONLINE),
        (23, Choice.MAYBE),
        (24, Choice.DECLINED),
    ):
        await many.meetings.answer(event, person, choice)
    await people(many)
    await many.leaves()
    made = await draft(many, Aim(CHANNEL, event_id=event.id))
    assert made.counts == Counts(dm=3)
    assert made.channel_id is None
    await desk(many).plan(many.community_id, made.id)
    many.hands.move(FIVE)
    assert sorted(str(each.to) for each in await many.leaves(TITLE)) == ["21", "22", "23"]


async def test_without_its_meeting_a_message_goes_to_nobody_and_not_to_all(many: PostOffice) -> None:
    event = await many.meetings.announce()
    await many.meetings.answer(event, 21, Choice.VENUE)
    await people(many)
    made = await draft(many, Aim(event_id=event.id))
    await desk(many).plan(many.community_id, made.id)
    async with many.hub.db.transaction() as tx:
        await tx.execute(update(BroadcastRow).values(event_id=None))  # ON DELETE SET NULL
    many.hands.move(FIVE)
    [told] = await many.leaves(TITLE)
    assert (told.way, told.to) == ("place", COMMUNITY + 2), "the office alone hears that it did not leave"
    assert "送れませんでした" in told.text
    assert (await desk(many).get(many.community_id, made.id)).state is BroadcastState.TAKEN_BACK


async def test_a_fault_brings_it_back_to_the_office_instead_of_being_repeated_for_ever(
    many: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await draft(many)
    await desk(many).plan(many.community_id, made.id)
    tries = []

    async def breaks(*_args: object, **_more: object) -> list[NewDelivery]:
        tries.append(1)
        raise RuntimeError("かきつばた")

    monkeypatch.setattr(desk(many)._audience, "deliveries", breaks)
    many.hands.move(FIVE)
    [told] = await many.leaves(TITLE)
    assert "不具合" in told.text
    assert "かきつばた" not in told.text
    assert await many.leaves() == []
    assert len(tries) == 1
    assert (await desk(many).get(many.community_id, made.id)).state is BroadcastState.TAKEN_BACK


async def test_words_that_somebody_changed_meanwhile_are_not_sent_unread(many: PostOffice) -> None:
    at, read = many.community_id, await draft(many)
    await desk(many).rewrite(at, read.id, "別の題名", BODY)
    with pytest.raises(ChangedMeanwhile):
        await desk(many).plan(at, read.id, read=read)
    now = await desk(many).get(at, read.id)
    assert now.state is BroadcastState.DRAFT
    assert (await desk(many).plan(at, read.id, read=now)).state is BroadcastState.PLANNED


async def test_what_cannot_be_done_is_refused_and_changes_nothing(many: PostOffice) -> None:
    at = many.community_id
    made = await draft(many, Aim(None, by_mail=False, by_dm=False))
    with pytest.raises(NobodyChosen):
        await desk(many).plan(at, made.id)
    await desk(many).aim(at, made.id, Aim(None))
    with pytest.raises(NobodyThere):
        await desk(many).plan(at, made.id)
    with pytest.raises(NothingWritten):
        await desk(many).write(at, 1, "事務局", "題名だけ", "  \n")
    with pytest.raises(NotPlanned):
        await desk(many).take_back(at, made.id)
    with pytest.raises(NoSuchBroadcast):
        await desk(many).get(at + 1, made.id)
    with pytest.raises(NoSuchBroadcast):
        await desk(many).plan(at + 1, made.id)
    await desk(many).aim(at, made.id, Aim(CHANNEL))
    await desk(many).plan(at, made.id)
    for late in (
        desk(many).plan(at, made.id),
        desk(many).rewrite(at, made.id, "別の題名", BODY),
        desk(many).aim(at, made.id, Aim(CHANNEL + 1)),
        desk(many).drop(at, made.id),
    ):
        with pytest.raises(AlreadyPlanned):
            await late
    assert (await desk(many).get(at, made.id)).title == TITLE

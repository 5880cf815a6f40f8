"""What goes to many is true when it leaves, and what did not leave is found again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.desk.lines import DeskLine
from bot.events.rules import Choice
from bot.mailing.broadcasts import Aim
from bot.mailing.desk_lines import broadcast_lines
from bot.members.communities import load_community
from bot.members.wish_rules import Topic
from bot.outbox.couriers import WayClosed
from bot.outbox.models import DeliveryRow
from tests.bot.mailing.post_office import PostOffice
from tests.bot.mailing.readers import reader
from tests.bot.mailing.test_broadcasts import FIVE, TITLE, desk, draft
from tests.bot.mailing.test_digest import SEVEN, monday
from tests.bot.seeds.garden import Garden
from tests.kit.meetings import NOON

LOST = "うせものの種"


async def test_a_digest_that_could_not_leave_is_told_in_the_next_one_and_only_there(many: PostOffice) -> None:
    await reader(many.meetings, 21, Topic.DIGEST, "mail", consent="confirmed")
    await Garden(many.hub.db).plant(LOST, "本文")
    many.hands.set(NOON + SEVEN)
    assert await many.hub.to_many.digests.plan() == 1
    many.hands.move(timedelta(hours=60))  # everything stood still until Wednesday
    assert await many.leaves("今週のまとめ") == []
    assert [LOST in letter.text for letter in await monday(many, weeks=1)] == [True]
    assert await monday(many, weeks=2) == []


async def test_who_withdrew_before_it_came_hears_nothing_for_the_people_of_a_meeting(
    many: PostOffice,
) -> None:
    event = await many.meetings.announce()
    for number in (31, 32):
        await reader(many.meetings, number)
        await many.meetings.answer(event, number, Choice.VENUE)
    made = await draft(many, Aim(event_id=event.id))
    await desk(many).plan(many.community_id, made.id)
    many.hands.move(FIVE)
    await desk(many).run()
    await many.meetings.answer(event, 31, Choice.DECLINED)
    assert [letter.to for letter in await many.leaves(TITLE)] == [32]


async def due_dates(many: PostOffice) -> list[datetime]:
    query = (
        select(DeliveryRow.due_at).where(DeliveryRow.kind == "event.reminder").order_by(DeliveryRow.due_at)
    )
    async with many.hub.db.reading() as tx:
        return list(await tx.scalars(query))


async def test_who_was_told_by_a_later_reminder_was_reached(many: PostOffice) -> None:
    event = await many.meetings.announce()
    await reader(many.meetings, 51)
    await many.meetings.answer(event, 51, Choice.VENUE)
    await many.leaves()
    first, second, *_rest = await due_dates(many)
    many.hands.set(first)
    many.discord.always = WayClosed("dm_closed")
    await many.leaves()
    missed = [line.kind for line in await many.hub.unreached.about(many.community_id, event.id)]
    assert missed == ["event.reminder"]
    many.discord.always = None
    many.hands.set(second)
    assert [letter.way for letter in await many.leaves("明日です") if letter.to == 51] == ["dm"]
    assert await many.hub.unreached.about(many.community_id, event.id) == ()


async def on_the_desk(many: PostOffice) -> list[DeskLine]:
    async with many.hub.db.reading() as tx:
        community = await load_community(tx, many.community_id)
        return list(await broadcast_lines(tx, community, many.hands()))


async def test_the_desk_shows_one_line_while_something_is_going_to_leave(many: PostOffice) -> None:
    made = await draft(many)
    assert await on_the_desk(many) == []
    planned = await desk(many).plan(many.community_id, made.id)
    (line,) = await on_the_desk(many)
    assert (line.key, line.due_at) == ("broadcast", planned.leaves_at)
    assert "broadcast" in {each.key for each in (await many.hub.desk.lines(many.community_id)).lines}
    await desk(many).take_back(many.community_id, made.id)
    assert await on_the_desk(many) == []

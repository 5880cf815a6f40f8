"""The week in one message: what stands in it, what must not, once a week, nothing twice and nothing lost."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from sqlalchemy import select, update

from bot.clock import zone
from bot.events.models import EventRow
from bot.hub import build_hub
from bot.mailing.digest import DIGEST
from bot.mailing.digest_rules import monday_of
from bot.members.models import MemberWishRow
from bot.members.wish_rules import Topic
from bot.seeds.models import SeedRow
from bot.settings import Settings
from tests.bot.mailing.post_office import Letter, PostOffice
from tests.bot.mailing.readers import choose, reader
from tests.bot.probono.exchange import put_need
from tests.bot.seeds.garden import Garden
from tests.kit.meetings import FORM, LINK, NOON, days

SEVEN = days(5 + 19 / 24)
"""From `NOON` (Tuesday) to Monday 7:00, when the digest is planned."""
HOUR = timedelta(hours=1)
PRIVATE = (
    "稽古のための会",
    "ひみつの相談",
    "まだ見ていない種",
    "会員77",
    "あかねさす機工",
    "下書きの募集",
    LINK,
)
PUBLIC = ("公開の種", "チラシの相談", "12月の情報交換会")


async def monday(many: PostOffice, *, weeks: int = 0) -> list[Letter]:
    """Move to that Monday 7:00, plan, and read what leaves at 8:00."""
    many.hands.set(NOON + SEVEN + timedelta(weeks=weeks))
    await many.hub.to_many.digests.plan()
    assert await many.leaves("今週のまとめ") == []
    many.hands.move(HOUR)
    return await many.leaves("今週のまとめ")


async def fill(many: PostOffice) -> int:
    """A seed, a need and a meeting for everybody, and what only some may know; the seed's number."""
    hub, garden = many.hub, Garden(many.hub.db)
    await many.meetings.announce()
    draft = await hub.drafts.start(many.community_id, 1, "事務局", FORM, is_rehearsal=True)
    rehearsal = await hub.events.announce(many.community_id, draft.id)
    async with hub.db.transaction() as tx:
        await tx.execute(update(EventRow).where(EventRow.id == rehearsal.id).values(title="稽古のための会"))
    await reader(many.meetings, 77)  # the author
    seed = await garden.plant("公開の種", "会員77が書きました")
    await garden.plant("ひみつの相談", readers="staff")
    await garden.plant("まだ見ていない種", state="received", published_at=None)
    await put_need(hub, many.community_id, "2026-12-01", **OPEN | {"title": "チラシの相談"})
    await put_need(hub, many.community_id, "2026-12-01", **OPEN | {"title": "下書きの募集", "state": "draft"})
    return seed


OPEN = {
    "state": "open",
    "organisation": "あかねさす機工",
    "hides_organisation": True,
    "opened_at": NOON,
}


async def test_everybody_who_chose_it_gets_one_with_all_that_is_public_and_nothing_else(
    many: PostOffice,
) -> None:
    await reader(many.meetings, 11, Topic.DIGEST, "dm")
    await reader(many.meetings, 12, Topic.DIGEST, "mail", consent="confirmed")
    await reader(many.meetings, 13)
    await fill(many)
    letters = await monday(many)
    assert {(letter.way, letter.to) for letter in letters} == {("dm", 11), ("mail", "reader12@mail.example")}
    for letter in letters:
        for word in PUBLIC:
            assert word in letter.text
        for word in PRIVATE:
            assert word not in letter.text
    by_dm = next(letter for letter in letters if letter.way == "dm")
    assert {action.kind for action in by_dm.notice.actions} == {"event", "seed", "need"}


async def test_the_planted_words_are_there_to_be_found(many: PostOffice) -> None:
    """The same words, made public, do appear: the scanner above would find them."""
    await reader(many.meetings, 11, Topic.DIGEST, "dm")
    await fill(many)
    async with many.hub.db.transaction() as tx:
        await tx.execute(update(EventRow).values(is_rehearsal=False))
        await tx.execute(update(SeedRow).values(readers="everyone", state="published", published_at=NOON))
    await put_need(many.hub, many.community_id, "2026-12-01", **OPEN | {"title": "下書きの募集"})
    (letter,) = await monday(many)
    for word in ("稽古のための会", "ひみつの相談", "まだ見ていない種", "下書きの募集"):
        assert word in letter.text


async def test_a_sensitive_meeting_keeps_its_title(many: PostOffice) -> None:
    await reader(many.meetings, 11, Topic.DIGEST, "dm")
    event = await many.meetings.announce()
    async with many.hub.db.transaction() as tx:
        await tx.execute(update(EventRow).where(EventRow.id == event.id).values(is_sensitive=True))
    (letter,) = await monday(many)
    assert "12月17日" in letter.text
    assert "情報交換会" not in letter.text


async def test_an_empty_one_is_not_sent_and_claims_nothing(many: PostOffice) -> None:
    member_id = await reader(many.meetings, 11, Topic.DIGEST, "dm")
    assert await monday(many) == []
    assert await mark(many, member_id) is None
    assert await many.meetings.planned(DIGEST, state="cancelled") == []


async def test_each_item_stands_in_exactly_one_week(many: PostOffice) -> None:
    await reader(many.meetings, 11, Topic.DIGEST, "dm")
    garden = Garden(many.hub.db)
    await garden.plant("一週目の種")
    first = await monday(many)
    await garden.plant("境い目の種", published_at=NOON + SEVEN + HOUR)
    second = await monday(many, weeks=1)
    third = await monday(many, weeks=2)
    assert ["一週目の種" in letter.text for letter in first] == [True]
    assert ["一週目の種" in letter.text for letter in second] == [False]
    assert ["境い目の種" in letter.text for letter in (*first, *second)] == [False, True]
    assert third == []


async def test_what_changed_is_told_once_with_its_state(many: PostOffice) -> None:
    await reader(many.meetings, 11, Topic.DIGEST, "dm")
    seed = await Garden(many.hub.db).plant("直した種", published_at=NOON - days(60))
    async with many.hub.db.transaction() as tx:
        await tx.execute(update(SeedRow).where(SeedRow.id == seed).values(edited_on=date(2026, 12, 3)))
    (letter,) = await monday(many)
    assert "直した種" in letter.text
    assert await monday(many, weeks=1) == []


async def test_planned_every_hour_by_two_it_leaves_once_a_week(many: PostOffice, sqlite_url: str) -> None:
    await reader(many.meetings, 11, Topic.DIGEST, "dm")
    await many.meetings.announce()
    other = build_hub(Settings(database_url=sqlite_url), clock=many.hands)
    try:
        many.hands.set(NOON + SEVEN)
        counts = await asyncio.gather(many.hub.to_many.digests.plan(), other.to_many.digests.plan())
        assert sorted(counts) == [0, 1]
        sent = 0
        for _hour in range(48):
            many.hands.move(HOUR)
            await many.hub.to_many.digests.plan()
            await other.to_many.digests.plan()
            sent += len(await many.leaves("今週のまとめ"))
        assert sent == 1
    finally:
        await other.close()


async def test_what_was_withdrawn_before_it_left_is_not_in_it(many: PostOffice) -> None:
    await reader(many.meetings, 11, Topic.DIGEST, "dm")
    garden = Garden(many.hub.db)
    gone, stays = await garden.plant("消えた種"), await garden.plant("残る種")
    many.hands.set(NOON + SEVEN)
    await many.hub.to_many.digests.plan()
    async with many.hub.db.transaction() as tx:
        await tx.execute(update(SeedRow).where(SeedRow.id == gone).values(state="withdrawn"))
    many.hands.move(HOUR)
    (letter,) = await many.leaves("今週のまとめ")
    assert "消えた種" not in letter.text
    assert f"#{stays}" in letter.text


async def test_whoever_no_longer_wants_it_when_it_leaves_does_not_get_it(many: PostOffice) -> None:
    member_id = await reader(many.meetings, 11, Topic.DIGEST, "dm")
    await many.meetings.announce()
    many.hands.set(NOON + SEVEN)
    assert await many.hub.to_many.digests.plan() == 1
    await choose(many.meetings, member_id, Topic.DIGEST, "off")
    many.hands.move(HOUR)
    assert await many.leaves("今週のまとめ") == []


def test_it_is_planned_from_monday_seven_to_the_end_of_tuesday() -> None:
    tz, seven = zone("Asia/Tokyo"), NOON + SEVEN
    assert monday_of(seven - timedelta(minutes=1), tz) is None
    planned = monday_of(seven, tz)
    assert planned is not None
    assert (planned.week, planned.due_at) == ("2026-W50", seven + HOUR)
    assert monday_of(seven + timedelta(hours=40, minutes=59), tz) == planned
    assert monday_of(seven + timedelta(hours=41), tz) is None


async def mark(many: PostOffice, member_id: int) -> object:
    async with many.hub.db.reading() as tx:
        return await tx.scalar(select(MemberWishRow.digest_until).where(MemberWishRow.member_id == member_id))

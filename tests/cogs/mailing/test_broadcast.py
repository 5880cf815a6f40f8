"""/broadcast as the office meets it: written, aimed, tested, sent in five minutes, taken back, copied."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from simcord import InteractionResult, MemberActor
from sqlalchemy import insert, select

from bot.clock import Hands
from bot.events.rules import Choice
from bot.mailing.models import BroadcastRow
from bot.members.models import MemberWayRow
from bot.members.wish_rules import Topic
from bot.settings import Settings
from tests.cogs.admin.test_outbox import announce, answer
from tests.kit.world import World, labels, open_world, parts_of


@pytest.fixture
async def world(settings: Settings, hands: Hands) -> AsyncIterator[World]:
    """In Japanese, as the office reads it."""
    async with open_world(settings, hands) as made:
        yield made


TITLE = "年末の大掃除"
BODY = "@everyone 12月20日に *みんなで* 掃除します。"
SEND = "送る（5分後に送信）"


async def written(world: World) -> InteractionResult:
    """The panel of a new draft."""
    await world.set_up()
    shown = await world.slash(world.staff, "broadcast")
    assert "一斉連絡はまだありません" in world.read(shown)
    form = await world.press(world.staff, shown, "新しく書く")
    return await world.fill(world.staff, form, title=TITLE, body=BODY)


async def wants_dm(world: World, person: MemberActor) -> None:
    async with world.hub.db.transaction() as tx:
        member = await world.hub.members.ensure(tx, person.guild.id, person.id, None)
        await tx.execute(
            insert(MemberWayRow).values(
                member_id=member.id, topic=Topic.NEW_EVENTS.value, via="dm", community_id=person.guild.id
            )
        )


def menu(shown: InteractionResult, kind: int) -> str:
    """The custom_id of the menu of channels (8) or of strings (3)."""
    assert shown.response is not None
    return next(part["custom_id"] for part in parts_of(shown.response) if part["type"] == kind)


async def test_from_the_form_to_the_post_and_nobody_is_rung(world: World) -> None:
    await world.set_up()
    await wants_dm(world, world.person("はる"))
    panel = await written(world)
    assert "チャンネル0件・メール0通・DM1通" in world.read(panel)
    await world.choose(world.staff, panel, menu(panel, 8), world.announcements)
    assert "チャンネル1件・メール0通・DM1通" in world.read(panel)
    await world.press(world.staff, panel, SEND)
    assert "それまでは取り消せます" in world.read(panel)
    await world.tick()
    assert world.announcements.history(viewer=world.staff) == []
    await world.move(timedelta(minutes=5))
    await world.tick()
    (post,) = world.announcements.history(viewer=world.staff)
    assert TITLE in world.read_channel(world.announcements)[0]
    assert not post.mention_everyone
    assert TITLE in world.read_dms(world.person("はる"))[0]
    assert world.read_dms(world.person("みどり")) == []
    await world.press(world.staff, panel, "もう一度見る")
    assert "送信済み1件、送信待ち0件、失敗0件" in world.read(panel)


async def test_in_the_five_minutes_it_can_be_taken_back(world: World) -> None:
    panel = await written(world)
    await world.choose(world.staff, panel, menu(panel, 8), world.announcements)
    await world.press(world.staff, panel, SEND)
    await world.press(world.staff, panel, "取り消す")
    assert "どなたにも送られていません" in world.read(panel)
    await world.move(timedelta(minutes=10))
    await world.tick()
    assert world.announcements.history(viewer=world.staff) == []
    assert SEND in labels(panel)  # it is a draft again in all but name


async def test_a_second_one_of_the_office_is_told_what_happened_meanwhile(world: World) -> None:
    panel = await written(world)
    await world.choose(world.staff, panel, menu(panel, 8), world.announcements)
    mine = await world.slash(world.manager, "broadcast")
    await world.choose(world.manager, mine, menu(mine, 3), "1")
    await world.press(world.staff, panel, SEND)
    refused = await world.press(world.manager, mine, SEND)
    assert "送信の予約が済んでいます" in world.read(refused)


async def test_a_test_goes_to_the_presser_and_the_text_can_be_copied_as_it_was_typed(world: World) -> None:
    panel = await written(world)
    await world.press(world.staff, panel, "自分にテストを送る")
    await world.tick()
    (letter,) = world.read_dms(world.staff)
    assert TITLE in letter
    copied = await world.press(world.staff, panel, "コピー用の文章")
    assert f"{TITLE}\n\n{BODY}" in world.read(copied)


async def test_it_is_written_anew_and_leaves_at_a_chosen_moment(world: World) -> None:
    panel = await written(world)
    form = await world.press(world.staff, panel, "直す")
    await world.fill(world.staff, form, title="新しい題名", body="新しい本文")
    await world.choose(world.staff, panel, menu(panel, 8), world.announcements)
    form = await world.press(world.staff, panel, "日時を決めて送る")
    await world.fill(world.staff, form, when="11/3 10:00")
    await world.move(timedelta(days=1, minutes=59))
    await world.tick()
    assert world.announcements.history(viewer=world.staff) == []
    await world.move(timedelta(minutes=1))
    await world.tick()
    assert "新しい題名" in world.read_channel(world.announcements)[0]


async def test_the_people_of_one_event_instead(world: World) -> None:
    panel = await written(world)
    event_id = await announce(world)
    await answer(world, world.person("はる"), event_id, Choice.VENUE)
    shown = await world.slash(world.staff, "broadcast")
    await world.choose(world.staff, shown, menu(shown, 3), "1")
    await world.choose(world.staff, shown, menu(shown, 3), str(event_id))
    said = world.read(shown)
    assert "「12月の情報交換会」の参加者の皆さん" in said
    assert "チャンネル0件・メール0通・DM1通" in said
    assert panel


async def test_nobody_else_may(world: World) -> None:
    await written(world)
    answer = await world.slash(world.person("はる"), "broadcast")
    assert TITLE not in world.read(answer)
    async with world.hub.db.reading() as tx:
        assert len((await tx.scalars(select(BroadcastRow.id))).all()) == 1

"""Buttons outlive everything: a membership, a role, a meeting. Each press is judged anew, by what is so now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.events.rules import Event
from bot.i18n import text_of
from cogs.shared.permissions import NotInServer
from tests.cogs.events.scenes import LINK, STAFF_ONLY, announce, boxes_of, lose_staff_role
from tests.kit.passing import move_until
from tests.kit.world import World, labels

pytestmark = pytest.mark.long  # whole stories; each step has a test of its own that runs every time


@pytest.fixture
async def event(world: World) -> Event:
    await world.set_up()
    return await announce(world)


async def reminded(world: World, event: Event, name: str) -> None:
    """This person comes online and has the reminder of the evening before."""
    await world.press(world.person(name), world.card(), f"rsvp:{event.id}:online")
    await move_until(world, event.starts_at - timedelta(hours=24))
    assert "明日です" in world.read_dms(world.person(name))[-1]


@pytest.mark.parametrize("custom_id", ["event:{}:details", "rsvp:{}:declined"])
@pytest.mark.parametrize(("client", "lang"), [("ja", "ja"), ("en-US", "en")])
async def test_who_left_the_server_gets_an_answer_and_no_link(
    world: World, event: Event, custom_id: str, client: str, lang: str
) -> None:
    await reminded(world, event, "はる")
    haru = world.person("はる")
    world.speaks(haru, client)
    reminder = world.dms(haru)[-1]
    assert LINK in world.read(await world.press(haru, reminder, f"event:{event.id}:details"))

    world.community.leaves(haru)
    said = world.read(await world.press(haru, reminder, custom_id.format(event.id)))
    assert said == text_of(NotInServer()).to(lang)
    kept = await world.hub.events.show(event.community_id, event.id)
    assert sum(seats.taken for seats in kept.seats.values()) == 1, "a refused press changes nothing"


async def test_a_press_in_a_dm_asks_discord_and_not_the_cache(world: World, event: Event) -> None:
    await reminded(world, event, "はる")
    haru = world.person("はる")
    before = len(world.env.http_requests)
    await world.press(haru, world.dms(haru)[-1], f"event:{event.id}:details")
    asked = [(call.method, call.path) for call in world.env.http_requests[before:]]
    guild = f"/guilds/{event.community_id}"
    assert any(method == "GET" and path.endswith(f"{guild}/members/{haru.id}") for method, path in asked)
    assert any(method == "GET" and path.endswith(guild) for method, path in asked)

    before = len(world.env.http_requests)
    await world.press(haru, world.card(), f"event:{event.id}:details")
    assert not any("/members/" in call.path for call in world.env.http_requests[before:])


async def test_the_staff_role_counts_in_a_dm_as_it_is_now(world: World) -> None:
    """A rehearsal is for staff only; its reminder is pressed after the role is gone."""
    await world.set_up()
    draft = await world.hub.drafts.rehearse(world.community.guild.id, world.staff.id, "事務局")
    event = await world.hub.events.announce(world.community.guild.id, draft.id)
    await world.tick()
    [card] = [message for message in world.office.history(viewer=world.staff) if message.components]
    await world.press(world.staff, card, f"rsvp:{event.id}:venue")
    await move_until(world, event.starts_at - timedelta(hours=1))
    reminder = world.dms(world.staff)[-1]
    assert "会場の席をご用意しました" in world.read(
        await world.press(world.staff, reminder, f"event:{event.id}:details")
    )
    lose_staff_role(world, world.staff)
    said = world.read(await world.press(world.staff, reminder, f"event:{event.id}:details"))
    assert said == "該当するイベントが見つかりません。一覧からお選びください。"


async def test_staff_buttons_ask_for_the_role_at_every_press(world: World, event: Event) -> None:
    home = await world.slash(world.staff, "home")
    shown = await world.slash(world.staff, "event show", event=str(event.id))
    begin = await world.press(world.staff, home, "events:0:new")
    lose_staff_role(world, world.staff)
    for screen, button in (
        (home, "events:0:new"),
        (home, "admin:0:outbox"),
        (home, "home:0:pin"),
        (shown, f"event:{event.id}:seats"),
        (shown, f"event:{event.id}:cancel"),
        (begin, "新しく書く"),
        (begin, "前回の内容から始める"),
    ):
        refused = await world.press(world.staff, screen, button)
        assert refused.modal is None, button
        assert STAFF_ONLY in world.read(refused), button
    assert {"イベントを作る", "送信箱"} <= set(labels(home))
    assert not {"イベントを作る", "送信箱"} & set(labels(await world.slash(world.staff, "home")))


async def test_a_cancelled_meeting_is_no_longer_answered_from_an_old_dm(world: World, event: Event) -> None:
    await reminded(world, event, "はる")
    reminder = world.dms(world.person("はる"))[-1]
    await world.hub.events.cancel(event.community_id, event.id, "大雪のため")
    for custom_id in (f"rsvp:{event.id}:declined", f"event:{event.id}:details"):
        said = world.read(await world.press(world.person("はる"), reminder, custom_id))
        assert "「12月の情報交換会」は中止になりました" in said
        assert LINK not in said


async def test_a_newcomer_who_only_looks_is_not_stored(world: World, event: Event) -> None:
    haru = world.person("はる")
    await world.press(haru, world.card(), f"event:{event.id}:details")
    for command in ("home", "my", "help", "event list"):
        await world.slash(haru, command)
    assert (await world.hub.members.who(event.community_id, haru.id))[1] is None
    await world.press(haru, world.card(), f"rsvp:{event.id}:maybe")
    assert (await world.hub.members.who(event.community_id, haru.id))[1] is not None


async def test_the_rejected_form_is_kept_for_its_writer_alone(world: World) -> None:
    """The link that was typed is read by nobody else, and it is still there in the form that opens again."""
    await world.set_up()
    shown = await world.slash(world.staff, "event create")
    rejected = await world.fill(
        world.staff, shown, title="会", when="いつか", venue="", online=LINK, description=""
    )
    assert LINK in world.read(rejected)
    for reader in (world.person("はる"), world.manager):
        assert world.read_channel(world.community.lounge, reader) == []
    assert LINK in world.read_channel(world.community.lounge, world.staff)[-1], "its writer sees it there"
    again = await world.press(world.staff, rejected, "draft:1:change")
    assert boxes_of(again)["online"] == LINK

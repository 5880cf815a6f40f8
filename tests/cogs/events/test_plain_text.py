"""/event text and [Text for mail and web]: what staff copy, in the language in which it will be read."""

from __future__ import annotations

import pytest

from cogs.events.mirror_buttons import MirrorAgainButton, TryAgainButton
from cogs.events.plain_text import PlainTextButton
from cogs.shared.controls import HubButton
from cogs.shared.permissions import Right
from tests.cogs.events.scenes import LINK, STAFF_ONLY, announce, filenames
from tests.kit.world import World, labels, parts_of


async def test_staff_copy_the_text_in_both_languages(world: World) -> None:
    await world.set_up()
    event = await announce(world, fee="無料", contact="内線4711", room="南口から右")
    shown = await world.slash(world.staff, "event text", event=str(event.id))
    said = world.read(shown)
    assert said.count("```") == 2
    card = f"https://discord.com/channels/{event.community_id}/{world.announcements.id}/{world.card().id}"
    for part in (
        "【ご案内】12月の情報交換会",
        "2026年12月17日（木）19:00〜20:30（日本時間）",
        "参加費：無料",
        card,
    ):
        assert part in said
    english = world.read(await world.press(world.staff, shown, "English"))
    assert "Invitation: 12月の情報交換会" in english
    for secret in (LINK, "内線4711", "南口から右"):
        assert secret not in said + english


async def test_the_button_stands_under_the_meeting_for_staff_only(world: World) -> None:
    await world.set_up()
    event = await announce(world)
    shown = await world.slash(world.staff, "event show", event=str(event.id))
    assert "告知文を出す" in labels(shown)
    assert "【ご案内】" in world.read(await world.press(world.staff, shown, f"event:{event.id}:text"))
    seen = await world.slash(world.person("はる"), "event show", event=str(event.id))
    assert "告知文を出す" not in labels(seen)
    refused = await world.slash(world.person("はる"), "event text", event=str(event.id))
    assert STAFF_ONLY in world.read(refused)


async def test_what_a_code_block_cannot_hold_comes_as_a_file(world: World) -> None:
    await world.set_up()
    for number, description in enumerate(("```囲み```", "困りごとを話します。" * 200)):
        await announce(world, title=f"第{number}回", description=description)
        shown = await world.slash(world.staff, "event text", event=str(number + 1))
        assert filenames(shown) == ["announcement.txt"]
        assert "```" not in world.read(shown)


@pytest.mark.parametrize("button", [PlainTextButton, MirrorAgainButton, TryAgainButton])
def test_every_new_button_is_for_staff(button: type[HubButton]) -> None:
    assert button.right is Right.STAFF


async def test_the_answer_leads_to_google_calendar_without_the_link(world: World) -> None:
    await world.set_up()
    event = await announce(world, contact="内線4711")
    haru = world.person("はる")
    answer = await world.press(haru, world.card(), f"rsvp:{event.id}:online")
    details = await world.press(haru, world.card(), f"event:{event.id}:details")
    for shown in (answer, details):
        assert LINK in world.read(shown), "it stands in the words beside"
        assert shown.response is not None
        (url,) = [part["url"] for part in parts_of(shown.response) if "url" in part]
        assert url.startswith("https://calendar.google.com/calendar/render?action=TEMPLATE")
        for secret in ("meeting.example", "planted", "4711", "%E5%86%85%E7%B7%9A"):
            assert secret not in url
    unsure = await world.press(world.person("なつ"), world.card(), f"rsvp:{event.id}:maybe")
    assert unsure.response is not None
    assert [part for part in parts_of(unsure.response) if "url" in part] == []


async def test_a_cancelled_meeting_still_gives_the_file_that_takes_it_out(world: World) -> None:
    await world.set_up()
    event = await announce(world)
    haru = world.person("はる")
    await world.press(haru, world.card(), f"rsvp:{event.id}:venue")
    await world.hub.events.cancel(event.community_id, event.id, "台風のため")
    shown = await world.press(haru, world.card(), f"event:{event.id}:details")
    assert filenames(shown) == ["event.ics"]
    nobody = await world.press(world.person("なつ"), world.card(), f"event:{event.id}:details")
    assert filenames(nobody) == []

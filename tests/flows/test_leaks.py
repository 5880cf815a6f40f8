"""The secret link reaches those who are confirmed online, and nobody and nothing else."""

from __future__ import annotations

import logging
from datetime import timedelta

import discord
import pytest

from bot import log
from bot.events.rules import Event
from bot.settings import Settings
from tests.cogs.events.scenes import LINK, announce
from tests.kit.leaks import spoken
from tests.kit.passing import move_until
from tests.kit.world import World

pytestmark = pytest.mark.long  # whole stories; each step has a test of its own that runs every time

SECRET = "planted_secret"
CONTACT = "当日の連絡先 内線4711"
ROOM = "南口から入って右の奥"


@pytest.fixture
async def event(world: World) -> Event:
    await world.set_up()
    assert SECRET in LINK
    return await announce(
        world, online=f"{LINK} 定員1", contact=CONTACT, room=ROOM, names_shown="participants"
    )


async def live_a_month(world: World, event: Event) -> None:
    """Everybody presses everything, reminders go out, one DM is closed, a meeting is cancelled at the end."""
    for name, choice in (
        ("あおい", "online"),
        ("いつき", "online"),
        ("うみ", "venue"),
        ("えま", "maybe"),
        ("おと", "declined"),
    ):
        person = world.person(name)
        await world.press(person, world.card(), f"rsvp:{event.id}:{choice}")
        await world.press(person, world.card(), f"event:{event.id}:details")
        await world.slash(person, "my")
        await world.slash(person, "home")
        await world.slash(person, "event list")
        await world.slash(person, "event show", event=str(event.id))
    await world.slash(world.staff, "event show", event=str(event.id))
    await world.slash(world.staff, "outbox")
    await move_until(world, event.starts_at - timedelta(minutes=5))
    await world.hub.events.cancel(world.community.guild.id, event.id, "台風のため")
    await move_until(world, event.starts_at + timedelta(hours=1))


async def test_what_is_for_confirmed_people_is_never_public(world: World, event: Event):
    await live_a_month(world, event)
    for word in (SECRET, CONTACT, ROOM):
        found = spoken(world.env).holding(word)
        assert found["private"], f"the scanner finds {word} where it is allowed"
        assert found["public"] == [], word


async def test_only_the_confirmed_person_reads_the_link(world: World, event: Event):
    for name, choice, may_read in (
        ("あおい", "online", True),
        ("いつき", "online", False),
        ("うみ", "venue", False),
    ):
        person = world.person(name)
        said = world.read(await world.press(person, world.card(), f"rsvp:{event.id}:{choice}"))
        details = world.read(await world.press(person, world.card(), f"event:{event.id}:details"))
        assert (SECRET in said) is may_read, name
        assert (SECRET in details) is may_read, name


@pytest.mark.long
async def test_no_direct_message_holds_the_link_itself(world: World, event: Event):
    """It may be rotated; the button shows the one of the moment."""
    await live_a_month(world, event)
    assert spoken(world.env).direct, "direct messages were sent"
    assert spoken(world.env).holding(SECRET)["direct"] == []


async def test_no_log_line_at_any_level_holds_a_secret_or_a_name(
    world: World,
    event: Event,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    log.configure(settings.model_copy(update={"log_level": "DEBUG"}))
    try:
        logging.getLogger("bot.test").info("probe %s", "harmless")
        assert "harmless" in capsys.readouterr().err, "the scanner reads what is logged"

        async def breaks(*_args: object, **_kwargs: object) -> None:
            raise RuntimeError(f"{LINK} あおい {CONTACT}")

        with monkeypatch.context() as patched:
            patched.setattr(world.hub.rsvps, "rsvp", breaks)
            said = world.read(
                await world.press(world.person("あおい"), world.card(), f"rsvp:{event.id}:online")
            )
        assert SECRET not in said
        assert "RuntimeError" not in said
        await live_a_month(world, event)
        logged = capsys.readouterr().err
        assert "RuntimeError" in logged
        for word in (SECRET, LINK, CONTACT, ROOM, "あおい"):
            assert word not in logged, word
    finally:
        logging.getLogger().handlers.clear()
    assert spoken(world.env).holding("RuntimeError")["public"] == []


async def test_names_are_hidden_where_the_office_hides_them(world: World):
    await world.set_up()
    event = await announce(world, names_shown="nobody")
    await world.press(world.person("あおい"), world.card(), f"rsvp:{event.id}:venue")
    staff = world.read(await world.slash(world.staff, "event show", event=str(event.id)))
    assert "あおい" not in staff
    shown = await announce(world, names_shown="participants", title="名前が見える会")
    await world.press(world.person("あおい"), world.card(), f"rsvp:{shown.id}:venue")
    assert "あおい" in world.read(await world.slash(world.staff, "event show", event=str(shown.id)))
    assert "あおい" in world.read(
        await world.slash(world.person("あおい"), "event show", event=str(shown.id))
    )
    outsider = world.read(await world.slash(world.person("よそ"), "event show", event=str(shown.id)))
    assert "あおい" not in outsider
    assert spoken(world.env).holding("あおい")["public"] == []


async def test_what_people_type_pings_nobody_and_is_shown_as_typed(world: World):
    await world.set_up()
    title = "@everyone <@1> **太字** [ここ](https://evil.example)"
    event = await announce(world, title=title, co_hosts="`code` @here")
    await world.press(world.person("あおい"), world.card(), f"rsvp:{event.id}:venue")
    await move_until(world, event.starts_at)
    written = [*world.announcements.history(viewer=world.staff), *world.dms(world.person("あおい"))]
    for message in [each for each in written if each.type is discord.MessageType.default]:
        assert not message.mention_everyone
        assert message.mentions == []
        for text in (message.content, *(embed.title or "" for embed in message.embeds)):
            assert "@everyone" not in text.replace("@\u200beveryone", "")
            assert "**太字**" not in text

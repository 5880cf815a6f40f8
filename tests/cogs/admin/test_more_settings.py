"""[More settings]: every setting, and what happens with what cannot be read."""

from __future__ import annotations

from datetime import date

from simcord import InteractionResult

from bot.members.rules import Community, Leads
from tests.kit.world import World, parts_of

TIMES = {"week": "12:00", "eve": "18:00", "venue": "180", "online": "15", "promotion": "3"}


async def open_settings(world: World) -> InteractionResult:
    shown = await world.slash(world.manager, "setup", world.announcements)
    await world.press(world.manager, shown, "More settings")
    return shown


async def stored(world: World) -> Community:
    community = await world.hub.communities.get(world.community.guild.id)
    assert community is not None
    return community


def menu_of(shown: InteractionResult, number: int) -> str:
    assert shown.response is not None
    return [part["custom_id"] for part in parts_of(shown.response) if part["type"] != 2][number]


def typed_in(form: InteractionResult) -> dict[str, str]:
    """What stands in the boxes of a form that was shown."""
    assert form.modal is not None
    boxes = [row["component"] for row in form.modal["components"]]
    return {box["custom_id"]: box.get("value", "") for box in boxes}


async def test_settings_can_be_made_before_the_start_and_do_not_start_anything(world: World) -> None:
    shown = await open_settings(world)
    assert "Asia/Tokyo" in world.read(shown)
    assert "18:00" in world.read(shown)
    await world.choose(world.manager, shown, menu_of(shown, 0), "en")
    assert (await stored(world)).language == "en"
    assert not (await stored(world)).is_set_up
    assert "not set up yet" in world.read(await world.slash(world.staff, "home"))
    await world.press(world.manager, shown, "Back")
    assert "Three choices" in world.read(shown)


async def test_the_role_to_ring_is_chosen_and_taken_away(world: World) -> None:
    members = world.community.guild.create_role("会員")
    shown = await open_settings(world)
    await world.choose(world.manager, shown, menu_of(shown, 1), members)
    assert (await stored(world)).ring_role_id == members.id
    assert f"<@&{members.id}>" in world.read(shown)
    await world.press(world.manager, shown, "No role to ring")
    assert (await stored(world)).ring_role_id is None
    await world.choose(world.manager, shown, menu_of(shown, 1), world.community.guild.default_role)
    assert (await stored(world)).ring_role_id is None  # @everyone is not a role that can be rung


async def test_times_are_read_as_people_write_them(world: World) -> None:
    shown = await open_settings(world)
    form = await world.press(world.manager, shown, "Times of reminders")
    assert typed_in(form) == TIMES
    await world.fill(
        world.manager,
        form,
        week="１２時半",
        eve="午後6時",
        venue="3時間",
        online="30分",
        promotion="２時間前",
    )
    assert (await stored(world)).promotion_stops_hours == 2
    assert (await stored(world)).leads == Leads("12:30", "18:00", 180, 30)
    assert "12:30" in world.read(shown)


async def test_times_that_cannot_be_read_are_told_and_kept(world: World) -> None:
    shown = await open_settings(world)
    form = await world.press(world.manager, shown, "Times of reminders")
    for wrong, told in (
        ({"eve": "夕方"}, "夕方"),
        ({"week": "25:00"}, "time of the day"),
        ({"venue": "すこし前"}, "すこし前"),
        ({"online": "0"}, "length of time"),
        ({"promotion": "100"}, "0 to 72"),
    ):
        typed = {**TIMES, "online": "20", **wrong}
        await world.fill(world.manager, form, **typed)
        assert told in world.read(shown)
        assert (await stored(world)).leads == Leads()
        form = await world.press(world.manager, shown, "Correct it")
        assert typed_in(form) == typed
    await world.fill(world.manager, form, **{**TIMES, "online": "20"})
    assert (await stored(world)).leads == Leads(online_minutes=20)


async def test_a_time_zone_and_closed_days_are_kept(world: World) -> None:
    shown = await open_settings(world)
    form = await world.press(world.manager, shown, "Time zone and closed days")
    assert typed_in(form)["zone"] == "Asia/Tokyo"
    await world.fill(world.manager, form, zone="europe/berlin", closed="2026-12-29\n12月30日（水）\n1/3\n")
    community = await stored(world)
    assert community.timezone == "Europe/Berlin"
    assert community.closed_days == (date(2026, 12, 29), date(2026, 12, 30), date(2027, 1, 3))
    assert "29 Dec 2026" in world.read(shown)

    form = await world.press(world.manager, shown, "Time zone and closed days")
    await world.fill(world.manager, form, zone="日本時間", closed="")
    assert (await stored(world)).timezone == "Asia/Tokyo"
    assert (await stored(world)).closed_days == ()


async def test_the_offices_addresses_are_kept_and_a_wrong_one_is_told(world: World) -> None:
    shown = await open_settings(world)
    form = await world.press(world.manager, shown, "Office's addresses")
    assert typed_in(form) == {"mail": "", "post": ""}
    typed = {"mail": "office@", "post": "みどり町1-2-3  市民センター内"}
    await world.fill(world.manager, form, **typed)
    assert "office@" in world.read(shown)
    again = await world.press(world.manager, shown, "Correct it")
    assert typed_in(again) == typed
    await world.fill(world.manager, again, mail="office@city.example", post=typed["post"])
    community = await stored(world)
    assert (community.office_mail, community.postal_address) == (
        "office@city.example",
        "みどり町1-2-3 市民センター内",
    )
    assert "office@city.example" in world.read(shown)
    form = await world.press(world.manager, shown, "Office's addresses")
    await world.fill(world.manager, form, mail="", post="")
    assert (await stored(world)).office_mail is None


async def test_a_wrong_zone_or_day_is_told_and_kept(world: World) -> None:
    shown = await open_settings(world)
    form = await world.press(world.manager, shown, "Time zone and closed days")
    for zone, closed, told in (
        ("Asia/Minato", "", "Asia/Minato"),
        ("Asia/Tokyo", "12/29\n年末", "年末"),
        ("Asia/Tokyo", "12/30(木)", "weekday"),
    ):
        await world.fill(world.manager, form, zone=zone, closed=closed)
        assert told in world.read(shown)
        assert (await stored(world)).timezone == "Asia/Tokyo"
        assert (await stored(world)).closed_days == ()
        form = await world.press(world.manager, shown, "Correct it")
        assert typed_in(form) == {"zone": zone, "closed": closed}


async def test_a_form_sent_after_the_right_was_lost_changes_nothing(world: World) -> None:
    shown = await open_settings(world)
    form = await world.press(world.manager, shown, "Times of reminders")
    guild = world.community.guild
    world.env.backend.remove_member_role(guild.id, world.manager.id, world.community.organisers.id)
    sent = await world.fill(world.manager, form, **{**TIMES, "online": "20"})
    assert "Manage Server" in world.read(sent)
    assert (await stored(world)).leads == Leads()

"""/handover as the one who leaves and the one who comes see it."""

from __future__ import annotations

from datetime import timedelta

from bot.settings import Settings
from cogs.desk.handover import HANDOVER_CONTROLS
from cogs.shared.controls import HubButton
from cogs.shared.permissions import Right
from tests.cogs.events.scenes import LINK, STAFF_ONLY, announce, boxes_of, lose_staff_role
from tests.kit.leaks import spoken
from tests.kit.world import World, labels, open_world

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.GplAnt.ed-secret-that-nobody-may-ever-read-00"
DM_CLOSED = {"status": 403, "code": 50007, "message": "Cannot send messages to this user"}


async def look(world: World) -> str:
    return world.read(await world.slash(world.staff, "handover"))


async def test_one_page_holds_what_a_successor_needs(world: World) -> None:
    await world.set_up()
    said = await look(world)
    assert "まだ書かれていません" in said
    event = await announce(world)
    for name in ("あおい", "いつき", "うみ"):
        person = world.person(name)
        await world.press(person, world.card(), f"rsvp:{event.id}:venue")
    await world.hub.back_up()
    said = await look(world)
    for told in (
        f"<#{world.announcements.id}>",
        f"<#{world.office.id}>",
        f"<@&{world.community.staff_role.id}>",
        "日本語",
        "Asia/Tokyo",
        "18:00",
        "いま1人です",
        "・事務局 さん（最後に使われたのは2026年11月2日（月）09:00）",
        "2026年12月17日（木）19:00 12月の情報交換会：会場 2／2席（キャンセル待ち1人）／オンライン 0／80席",
        "12月16日（水）18:00 開催前のお知らせ（3件）",
        "今週の仕事"
        if (await world.hub.desk.lines(event.community_id)).lines
        else "していただく仕事はありません",
        "最後に取った控え: 2026年11月2日（月）",
        "サーバー設定 → ロール",
    ):
        assert told in said, told


async def test_it_names_only_those_who_still_hold_the_role(world: World) -> None:
    await world.set_up()
    former = world.person("前任 さくら")
    guild_id, role_id = world.community.guild.id, world.community.staff_role.id
    world.env.backend.add_member_role(guild_id, former.id, role_id)
    await world.slash(former, "desk")
    said = await look(world)
    assert "前任 さくら さん" in said
    assert "いま2人です" in said
    lose_staff_role(world, former)
    said = await look(world)
    assert "前任" not in said
    assert "いま1人です" in said
    world.env.inject_error("GET", "/guilds/*/members/*", status=500, code=0, times=None)
    world.env.inject_error("GET", "/guilds/*/roles/member-counts", status=403, code=50013, times=None)
    said = await look(world)
    assert "前任 さくら さん（いまもお持ちかどうか" in said
    assert "いま1人です" in said, "what Discord said last"


async def test_it_is_for_staff_alone_at_every_press(world: World) -> None:
    await world.set_up()
    shown = await world.slash(world.staff, "handover")
    form = await world.press(world.staff, shown, "handover:0:contact")
    assert world.read(await world.slash(world.person("はる"), "handover")) == STAFF_ONLY
    lose_staff_role(world, world.staff)
    for button in ("handover:0:rehearse", "handover:0:test", "handover:0:contact", "desk:0:open"):
        assert world.read(await world.press(world.staff, shown, button)) == STAFF_ONLY, button
    assert STAFF_ONLY in world.read(await world.fill(world.staff, form, contact="だれか"))
    assert (await world.hub.handover.page(world.community.guild.id)).machine_contact is None
    assert all(issubclass(each, HubButton) and each.right is Right.STAFF for each in HANDOVER_CONTROLS)


async def test_whom_to_call_is_written_in_a_form_and_shown_as_typed(world: World) -> None:
    await world.set_up()
    shown = await world.slash(world.staff, "handover")
    form = await world.press(world.staff, shown, "handover:0:contact")
    await world.fill(world.staff, form, contact="佐藤 **内線12** @everyone")
    said = world.read(shown)
    assert r"佐藤 \*\*内線12\*\*" in said
    assert "@everyone" not in said
    form = await world.press(world.staff, shown, "handover:0:contact")
    assert boxes_of(form) == {"contact": "佐藤 **内線12** @everyone"}


async def test_the_three_buttons_of_the_newcomer(world: World) -> None:
    await world.set_up()
    await announce(world)
    home = await world.slash(world.staff, "home")
    shown = await world.press(world.staff, home, "handover:0:open")
    assert labels(shown)[:3] == ["見てまわる", "練習用イベントを作る", "自分だけに試し送りする"]
    await world.restart()

    around = world.read(await world.press(world.staff, shown, "home:0:open"))
    assert "12月の情報交換会" in around

    rehearsal = await world.press(world.staff, shown, "handover:0:rehearse")
    assert "練習" in world.read(rehearsal)
    before = len(world.announcements.history(viewer=world.staff))

    told = world.read(await world.press(world.staff, shown, "handover:0:test"))
    assert "あなただけに" in told
    assert world.read_dms(world.staff) == []
    await world.tick()
    (message,) = world.read_dms(world.staff)
    assert "試し送り" in message
    assert world.read_dms(world.manager) == []
    assert len(world.announcements.history(viewer=world.staff)) == before
    assert not [line for line in world.read_channel(world.office) if "試し送り" in line]


async def test_a_test_that_cannot_arrive_is_read_at_the_next_press(world: World) -> None:
    await world.set_up()
    world.env.inject_error("POST", "/channels/*/messages", times=None, **DM_CLOSED)
    await world.press(world.staff, await world.slash(world.staff, "handover"), "handover:0:test")
    await world.tick()
    assert "試し送りです" in await look(world)


async def test_no_secret_is_on_the_page_whoever_reads_it(settings: Settings, hands: object) -> None:
    """The link of a meeting, the token and the place of the files; the scanner finds the link where it may be."""
    secret = Settings(**{**settings.model_dump(), "discord_token": TOKEN})
    async with open_world(secret, hands) as world:  # pyright: ignore[reportArgumentType]
        await world.set_up()
        event = await announce(world, contact="当日の連絡先 内線4711", room="南口から入って右の奥")
        person = world.person("あおい")
        await world.press(person, world.card(), f"rsvp:{event.id}:online")
        await world.hub.back_up()
        await world.move(timedelta(hours=1))
        said = await look(world)
        assert "12月の情報交換会" in said
        words = (
            LINK,
            "planted_secret",
            "内線4711",
            "南口",
            TOKEN,
            "GplAnt",
            str(settings.data_dir),
            "hub.db",
        )
        assert [word for word in words if word in said] == []
        assert spoken(world.env).holding("planted_secret")["private"], "the scanner finds what was told"

"""/seed search and /seed export as people see them: a member, and somebody of the office, in both languages."""

from __future__ import annotations

import csv
import io

from simcord import InteractionResult
from sqlalchemy import insert

from bot.i18n import text_of
from bot.outbox.models import PostingRow
from bot.seeds.rules import SeedState
from bot.seeds.seed import NoSuchSeed
from tests.bot.seeds.garden import Garden
from tests.cogs.events.scenes import STAFF_ONLY, lose_staff_role
from tests.kit.world import World, labels


def garden_of(world: World) -> Garden:
    return Garden(world.hub.db, world.community.guild.id)


async def files_of(result: InteractionResult) -> dict[str, str]:
    assert result.response is not None
    return {file.filename: (await file.read()).decode("utf-8-sig") for file in result.response.attachments}


async def test_a_member_looks_turns_pages_and_opens_one(world: World) -> None:
    await world.set_up()
    garden = garden_of(world)
    haru = world.person("はる")
    community_id = world.community.guild.id
    others = [await garden.plant(f"夜の道{n}", "街灯が*切れて*いる") for n in range(9)]
    shown = await garden.plant("孤立する人", "となりの人が[夜](x)の町で孤立している", state="digging")
    hidden = await garden.plant("孤立", "秘密の相談", readers="office")
    category = await garden.category("孤立・居場所", shown)
    async with world.hub.db.transaction() as tx:
        await tx.execute(
            insert(PostingRow).values(
                community_id=community_id, subject=f"seed:{shown}", channel_id=11, message_id=12
            )
        )

    found = await world.slash(haru, "seed search", words="孤立")
    said = world.read(found)
    assert f"#{shown} 孤立する人" in said
    assert "孤立・居場所" in said
    assert f"https://discord.com/channels/{community_id}/11/12" in said
    assert "町で**孤立**している" in said
    assert "(x)" not in said.replace("\\[夜](x)", "")
    assert "秘密" not in said
    assert labels(found) == ["別の言葉でさがす"]

    home = await world.slash(haru, "home")
    garden = await world.press(haru, home, "seed:0:panel")
    every = await world.press(haru, garden, "seeds:0:search")
    first = world.read(every)
    assert "10件" in first
    assert f"#{shown} " in first
    assert f"#{others[0]} " not in first
    turned = await world.press(haru, every, "次へ")
    assert f"#{others[0]} " in world.read(turned)
    opened = await world.choose(haru, turned, None, str(others[0]))
    assert "街灯が\\*切れて\\*いる" in world.read(opened)

    form = await world.press(haru, every, "別の言葉でさがす")
    assert f"#{shown} " in world.read(await world.fill(haru, form, words="となり"))
    assert "見つかりませんでした" in world.read(await world.slash(haru, "seed search", words="ありえない"))
    assert "孤立する人" in world.read(await world.slash(haru, "seed search", words=f"#{shown}"))
    no_such = text_of(NoSuchSeed()).to("ja")
    assert world.read(await world.slash(haru, "seed search", words=f"#{hidden}")) == no_such
    assert world.read(await world.slash(haru, "seed search", words="#999")) == no_such
    assert f"#{shown} " in world.read(await world.slash(haru, "seed search", category=str(category)))
    assert "一覧から選" in world.read(await world.slash(haru, "seed search", category="ない分類"))
    filtered = await world.slash(haru, "seed search", state="digging", year=2026, order="newest")
    assert "1件" in world.read(filtered)

    lounge = world.community.lounge
    offered = await haru.autocomplete(lounge, "seed search", "words", "孤立")
    assert [each["value"] for each in offered] == [f"#{shown}"]
    offered = await world.staff.autocomplete(lounge, "seed search", "words", "孤立")
    assert [each["value"] for each in offered] == [f"#{hidden}", f"#{shown}"]
    offered = await haru.autocomplete(lounge, "seed search", "category", "孤立")
    assert [each["value"] for each in offered] == [str(category)]


async def test_the_office_finds_more_and_says_which_words_mean_the_same(world: World) -> None:
    await world.set_up()
    garden = garden_of(world)
    hidden = await garden.plant("宵の相談", "役場", readers="office")
    found = await world.slash(world.staff, "seed search", words="夜更け")
    assert "見つかりませんでした" in world.read(found)
    form = await world.press(world.staff, found, "同じ意味の言葉")
    assert form.modal is not None
    assert "サードプレイス" in str(dict(form.modal))
    refused = await world.fill(world.staff, form, words="夜更け")
    assert "1行目" in world.read(refused)
    again = await world.press(world.staff, refused, "直す")
    assert "1行" in world.read(await world.fill(world.staff, again, words="夜更け、宵"))
    later = await world.slash(world.staff, "seed search", words="夜更け")
    assert f"#{hidden} 宵の相談" in world.read(later)
    assert world.read(await world.press(world.staff, later, "公開中の種をファイルにする"))
    lose_staff_role(world, world.staff)
    for label in ("同じ意味の言葉", "公開中の種をファイルにする"):
        assert world.read(await world.press(world.staff, later, label)) == STAFF_ONLY
    assert "宵の相談" not in world.read(await world.slash(world.staff, "seed search", words="夜更け"))


async def test_the_files_hold_what_everybody_can_read(world: World) -> None:
    await world.set_up()
    garden = garden_of(world)
    author = await garden.member(501, "港 わたる")
    secret = await garden.member(502, "久我山 じゅん")
    named = await garden.plant("=1+1 夜", "# 道\n街灯が切れて、暗い", is_anonymous=False, author_id=author)
    anonymous = await garden.plant("孤立", "名は出さない", author_id=secret)
    await garden.plant("宵の相談", "役場だけ", readers="office", is_anonymous=False, author_id=author)
    await garden.category("防災", named)
    for person in (author, secret):
        await garden.support(anonymous, person, "affected")
        await garden.support(named, person, "me_too")

    answer = await world.slash(world.staff, "seed export")
    assert "2件" in world.read(answer)
    files = await files_of(answer)
    rows = list(csv.reader(io.StringIO(files["seeds.csv"], newline="")))
    assert rows[1] == [
        str(named), "'=1+1 夜", "# 道\n街灯が切れて、暗い", "防災", SeedState.PUBLISHED.label.to("ja"), "2026-11-30", "港 わたる", "2", "", "0", "0",
    ]  # fmt: skip
    assert rows[2][5:] == ["2026-11-30", "", "0", "", "0", "0"]
    page = files["seeds.md"]
    assert "\n\\# 道\n" in page
    assert "港 わたる" in page
    for content in files.values():
        assert "港 わたる" in content, "the scanner finds a name where it may stand"
        assert "久我山" not in content
        assert "宵の相談" not in content
    assert world.read(await world.slash(world.person("はる"), "seed export")) == STAFF_ONLY


async def test_in_english(world: World) -> None:
    await world.set_up()
    for person in (world.person("はる"), world.staff):
        world.speaks(person, "en-US")
    garden = garden_of(world)
    seed = await garden.plant("No bus after eight", "The last bus leaves early")
    said = world.read(await world.slash(world.person("はる"), "seed search", words="BUS"))
    assert "1 seed\n" in said
    assert f"**#{seed} No bus after eight** (Open, 0 supporters)" in said
    assert "The last **bus** leaves early" in said
    files = await files_of(await world.slash(world.staff, "seed export"))
    assert files["seeds.csv"].startswith("Number,Title,Text,Categories,State,Published on,")

"""Staff note, correct, list and delete consultations on their screens; nobody else sees or does any of it."""

from __future__ import annotations

import discord
from simcord import InteractionResult

from bot.consultations.models import ConsultationRow
from bot.seeds.rules import SeedState
from tests.bot.reports.past_desk import put_seeds
from tests.cogs.events.scenes import STAFF_ONLY, boxes_of, lose_staff_role
from tests.kit.meetings import Meetings
from tests.kit.world import World, labels, parts_of

TYPED = {"held_on": "11/1", "channel": "phone", "categories": ["tax", "accounting"], "note": "決算の*書き方*"}


def stored(world: World) -> Meetings:
    return Meetings(world.hub, world.hands, world.community.guild.id)


async def note(world: World, **boxes: object) -> InteractionResult:
    shown = await world.slash(world.staff, "consultation add")
    return await world.fill(world.staff, shown, **{**TYPED, **boxes})


def boxes(shown: InteractionResult) -> dict[str, object]:
    """What is written and chosen in a form when it opens."""
    assert shown.modal is not None
    written: dict[str, object] = dict(boxes_of(shown))
    for row in shown.modal["components"]:
        if options := row["component"].get("options"):
            chosen = [option["value"] for option in options if option.get("default")]
            written[row["component"]["custom_id"]] = chosen
    return written


async def put_buttons(world: World, *names: str) -> None:
    """Buttons that everybody can press, as somebody may once have put them there."""
    view = discord.ui.View(timeout=None)
    for name in names:
        view.add_item(discord.ui.Button(custom_id=f"consultation:{name}", label=name))
    view.stop()
    await world.bot.get_partial_messageable(world.announcements.id).send("x", view=view)
    await world.env.settle()


async def test_a_consultation_from_home_to_its_end(world: World) -> None:
    await world.set_up()
    home = await world.slash(world.staff, "home")
    shown = await world.press(world.staff, home, "相談を記録する")
    assert shown.modal is not None
    assert "個人名・連絡先は書かないでください" in str(shown.modal)
    assert (
        len(
            next(
                row["component"]["options"]
                for row in shown.modal["components"]
                if row["component"]["custom_id"] == "categories"
            )
        )
        == 13
    )

    refused = await world.fill(world.staff, shown, **{**TYPED, "held_on": "11/3（日）"})
    assert "2025年11月3日は月曜日で、日曜日ではありません" in world.read(refused)
    again = await world.press(world.staff, refused, "直す")
    assert boxes(again) == {
        **TYPED,
        "held_on": "11/3（日）",
        "channel": ["phone"],
        "categories": ["accounting", "tax"],
    }
    noted = await world.fill(world.staff, again, **TYPED)
    said = world.read(noted)
    assert "記録しました：2026年11月1日・電話：会計、税務" in said
    assert "決算の\\*書き方\\*" in said
    assert "⚠️" not in said
    assert labels(noted) == ["直す", "削除する", "相談を記録する", "相談の一覧"]

    form = await world.press(world.staff, noted, "consultation:1:correct")
    assert boxes(form) == {
        **TYPED,
        "held_on": "2026-11-01",
        "channel": ["phone"],
        "categories": ["accounting", "tax"],
    }
    changed = await world.fill(
        world.staff, form, held_on="", channel="visit", categories=["other"], note="0450000000 に電話する"
    )
    said = world.read(changed)
    assert "直しました：2026年11月2日・来所：その他" in said
    assert "⚠️ メモに" in said

    await put_buttons(world, "1:correct", "1:delete")
    card = world.card()
    asked = await world.press(world.staff, card, "consultation:1:delete")
    assert "元には戻せません" in world.read(asked)
    assert "変更はありません" in world.read(await world.press(world.staff, asked, "戻る"))
    assert await stored(world).count(ConsultationRow) == 1
    asked = await world.press(world.staff, card, "consultation:1:delete")
    deleted = await world.press(world.staff, asked, "消す")
    assert "削除しました" in world.read(deleted)
    assert await stored(world).count(ConsultationRow) == 0
    assert "もうありません" in world.read(await world.press(world.staff, card, "consultation:1:correct"))
    assert "まだありません" in world.read(await world.press(world.staff, deleted, "相談の一覧"))


async def test_the_list_page_by_page_with_seeds_to_count(world: World) -> None:
    await world.set_up()
    assert "まだありません" in world.read(await world.slash(world.staff, "consultation list"))
    here = stored(world)
    for day in range(1, 13):
        await here.hub.consultations.note(
            here.community_id, world.staff.id, "事務局", held_on=f"10/{day}", channel="mail",
            categories=["labour"], note="@everyone 相談" if day == 12 else "",
        )  # fmt: skip
    await put_seeds(here, SeedState.PRIVATE, SeedState.REFERRED, community_id=here.community_id)
    shown = await world.slash(world.staff, "consultation list")
    said = world.read(shown)
    assert "相談 12件" in said
    assert "2ページ中1ページ" in said
    assert "2026年10月12日・メール：労務" in said
    assert "2026年10月2日" not in said
    following = await world.press(world.staff, shown, "次へ")
    assert "2026年10月2日・メール：労務" in world.read(following)
    assert "2026年10月12日" in world.read(await world.press(world.staff, following, "前へ"))

    shown = await world.slash(world.staff, "consultation list")
    menus = [part["custom_id"] for part in parts_of(shown.response) if part["type"] == 3]  # pyright: ignore[reportArgumentType]
    opened = await world.choose(world.staff, shown, menus[0], "12")
    assert "2026年10月12日の相談" in world.read(opened)
    assert "事務局さん" in world.read(opened)
    listed = await world.slash(world.staff, "consultation list")
    menus = [part["custom_id"] for part in parts_of(listed.response) if part["type"] == 3]  # pyright: ignore[reportArgumentType]
    form = await world.choose(world.staff, listed, menus[1], "1")
    assert boxes(form)["channel"] == ["discord"]
    assert boxes(form)["held_on"] == "2026-11-20"
    counted = await world.fill(
        world.staff, form, held_on="10/20", channel="discord", categories=["other"], note=""
    )
    assert "課題の種" in world.read(counted)
    listed = await world.slash(world.staff, "consultation list")
    assert "（種 1）" in world.read(listed)
    to_open, to_note = (part for part in parts_of(listed.response) if part["type"] == 3)  # pyright: ignore[reportArgumentType]
    assert [option["value"] for option in to_note["options"]] == ["2"]

    lose_staff_role(world, world.staff)
    assert STAFF_ONLY in world.read(await world.press(world.staff, listed, "次へ"))
    assert STAFF_ONLY in world.read(await world.choose(world.staff, listed, to_open["custom_id"], "13"))
    assert STAFF_ONLY in world.read(await world.choose(world.staff, listed, to_note["custom_id"], "2"))


async def test_nobody_else_notes_or_reads_anything(world: World) -> None:
    await world.set_up()
    noted = await note(world)
    form = await world.press(world.staff, noted, "consultation:1:correct")
    asked = await world.press(world.staff, noted, "consultation:1:delete")
    haru = world.person("はる")
    names = ("0:note", "0:list", "1:open", "1:correct", "1:delete", "1:seed")
    await put_buttons(world, *names)
    for order in ("consultation add", "consultation list"):
        assert world.read(await world.slash(haru, order)) == STAFF_ONLY
    for name in names:
        assert world.read(await world.press(haru, world.card(), f"consultation:{name}")) == STAFF_ONLY
    home = await world.slash(haru, "home")
    assert "相談を記録する" not in labels(home)

    lose_staff_role(world, world.staff)
    assert STAFF_ONLY in world.read(await world.fill(world.staff, form, **TYPED))
    assert STAFF_ONLY in world.read(await world.press(world.staff, asked, "消す"))
    assert await stored(world).count(ConsultationRow) == 1


async def test_in_english(world: World) -> None:
    await world.set_up()
    await world.hub.members.set_language(world.community.guild.id, world.staff.id, "Office", "en")
    noted = await note(world, note="call haru@mail.example")
    said = world.read(noted)
    assert "Noted: 1 Nov 2026 By phone: Accounting, Tax" in said
    assert "The note seems to hold a mail address" in said
    assert labels(noted) == ["Correct", "Delete", "Note a consultation", "All consultations"]

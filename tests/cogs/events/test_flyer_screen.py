"""[Flyer]: chosen in a form, refused without losing anything, shown on the card, replaced and taken away."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from tests.cogs.events.scenes import STAFF_ONLY, announce, answers, lose_staff_role, write
from tests.kit.leaks import spoken
from tests.kit.world import World, text_of_message

FILE = "みなと太郎の自宅.png"


def picture(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(made, "PNG")
    return made.getvalue()


def flyer_on(message: Any) -> tuple[int, str, str | None]:
    """The one file of a message, which its embed shows: id, name and words for those who cannot see it."""
    [file] = message.attachments
    [embed] = message.embeds
    assert embed.image.url is not None
    assert file.filename in embed.image.url
    return file.id, file.filename, file.description


async def test_a_flyer_from_the_draft_to_the_card_and_off_it_again(world: World) -> None:
    await world.set_up()
    preview = await write(world, world.staff)
    form = await world.press(world.staff, preview, "draft:1:flyer")
    assert "away" not in str(form.modal), "there is none to take away yet"
    refused = await world.fill(world.staff, form, flyer=("みなと祭り.png", b"%PDF-1.7 not a picture"))
    assert "PDFの場合は、画像として保存し直して" in world.read(refused)
    heavy = await world.press(world.staff, preview, "draft:1:flyer")
    refused = await world.fill(world.staff, heavy, flyer=(FILE, picture("red") + bytes(8 * 1024 * 1024)))
    assert "画像が8MBを超えています" in world.read(refused)
    draft = await world.hub.drafts.get(world.community.guild.id, 1)
    assert (draft.form.title, draft.form.flyer_id) == ("12月の情報交換会", None), "nothing is lost"
    await world.restart()
    form = await world.press(world.staff, preview, "draft:1:flyer")
    shown = await world.fill(world.staff, form, flyer=(FILE, picture("red")))
    assert shown.response is not None
    _id, _name, alt = flyer_on(shown.response)
    assert alt == "「12月の情報交換会」のチラシ"
    await world.press(world.staff, shown, "draft:1:announce")
    await world.tick()
    first = flyer_on(world.card())
    assert first[2] == alt
    before = text_of_message(world.card())
    await answers(world, "venue", "はる")
    await _a_moment_later(world)
    assert text_of_message(world.card()) != before, "the card was edited"
    assert flyer_on(world.card()) == first, "the same file, not another one"
    assert await _edited(world, 1, flyer=(FILE, picture("blue"))) == "お知らせせずに直すところ：チラシ"
    second = flyer_on(world.card())
    assert second[:2] != first[:2]
    await _edited(world, 2, away=True)
    assert world.card().attachments == []
    assert world.card().embeds[0].image.url is None
    said = spoken(world.env)
    assert said.holding("みなと太郎")["public"] == [], "the name of the file goes nowhere"
    assert said.holding("flyer-")["public"], "the scanner finds names of files"


async def _a_moment_later(world: World) -> None:
    """Cards are edited every few seconds at most."""
    await world.move(timedelta(seconds=10))
    await world.tick()


async def _edited(world: World, edit_id: int, **fields: Any) -> str:
    """Change the flyer of the event with /event edit, or take it away; the line that says what changes."""
    panel = await world.slash(world.staff, "event edit", event="1")
    form = await world.press(world.staff, panel, "チラシ")
    looked = await world.fill(world.staff, form, **fields)
    said = world.read(looked)
    await world.press(world.staff, looked, f"edit:{edit_id}:now:save")
    await _a_moment_later(world)
    return next(line for line in said.splitlines() if line.startswith("お知らせせずに"))


@pytest.mark.parametrize("custom_id", ["draft:1:flyer", "edit:1:flyer"])
async def test_whoever_is_not_staff_any_more_opens_no_form(world: World, custom_id: str) -> None:
    await world.set_up()
    if custom_id.startswith("draft"):
        shown = await write(world, world.staff)
    else:
        await announce(world)
        shown = await world.slash(world.staff, "event edit", event="1")
    lose_staff_role(world, world.staff)
    refused = await world.press(world.staff, shown, custom_id)
    assert refused.modal is None
    assert STAFF_ONLY in world.read(refused)

"""Lists page by page, and questions before something that cannot be taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord
from discord import app_commands
from discord.ext import commands
from hypothesis import given, strategies as st

from bot.i18n import Text
from cogs.shared.commands import on_press
from cogs.shared.confirm import ConfirmView
from cogs.shared.paging import pages_of, show_pages
from cogs.shared.press import Press
from tests.cogs.shared.stage import Stage, read, stage


def typed(words: str) -> Text:
    return Text("{words}", {"words": words})


class ScreensCog(commands.Cog):
    def __init__(self) -> None:
        super().__init__()
        self.deleted = 0

    @app_commands.command(name="names", description="names")
    @on_press()
    async def names(self, press: Press, count: int) -> None:
        await show_pages(press, typed("参加者"), [f"{n}番 はる" for n in range(1, count + 1)])

    @app_commands.command(name="delete", description="delete")
    @on_press()
    async def delete(self, press: Press) -> None:
        async def do(press: Press) -> None:
            self.deleted += 1
            await press.update(typed("消しました"))

        view = ConfirmView(press, typed("消す"), typed("やめる"), do)
        await press.answer(typed("消しますか"), view=view)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path, cogs=[ScreensCog()]) as made:
        yield made


async def opened(here: Stage, command: str, **options: int) -> simcord.ResponseMessage:
    shown = (await here.person.slash(here.place, command, **options)).response
    assert shown is not None
    assert shown.ephemeral
    return shown


async def test_a_short_list_has_no_buttons(here: Stage) -> None:
    shown = await opened(here, "names", count=20)
    assert shown.components == []
    assert (shown.embeds[0].description or "").count("\n") == 19


async def test_a_long_list_is_turned_in_place(here: Stage) -> None:
    shown = await opened(here, "names", count=45)
    assert shown.embeds[0].footer.text == "Page 1 of 3"
    await here.person.click(shown, label="Next")
    await here.person.click(shown, label="Next")
    assert shown.embeds[0].footer.text == "Page 3 of 3"
    assert (shown.embeds[0].description or "").endswith("45番 はる")
    with pytest.raises(simcord.SetupError, match="disabled"):
        await here.person.click(shown, label="Next")
    await here.person.click(shown, label="Previous")
    assert shown.embeds[0].footer.text == "Page 2 of 3"


async def test_a_question_is_asked_once(here: Stage) -> None:
    cog = here.bot.get_cog("ScreensCog")
    assert isinstance(cog, ScreensCog)
    shown = await opened(here, "delete")
    assert cog.deleted == 0
    answer = await here.person.click(shown, label="消す")
    assert shown.content == "消しました"
    assert answer.followups == []
    assert shown.components == []
    assert cog.deleted == 1


async def test_no_means_nothing_happened(here: Stage) -> None:
    cog = here.bot.get_cog("ScreensCog")
    assert isinstance(cog, ScreensCog)
    shown = await opened(here, "delete")
    await here.person.click(shown, label="やめる")
    assert shown.content == "Nothing was changed."
    assert shown.components == []
    assert cog.deleted == 0


async def test_nobody_to_list(here: Stage) -> None:
    assert read(await here.person.slash(here.place, "names", count=0)).strip() == "参加者"


@given(st.lists(st.text(max_size=5000).map(lambda s: s.replace("\n", " ")), max_size=30), st.integers(1, 30))
def test_pages_fit_and_keep_the_order(lines: list[str], per_page: int) -> None:
    pages = pages_of(lines, per_page)
    assert pages
    assert all(len(page) <= 4096 for page in pages)
    shown = "\n".join(pages).split("\n") if lines else []
    assert len(shown) == len(lines)
    assert all(a[:100] == b[:100] for a, b in zip(shown, lines, strict=True))

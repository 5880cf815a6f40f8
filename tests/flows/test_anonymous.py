"""Whoever posts without a name is found nowhere: in no channel, notice, log, traceback, export or file."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path

import pytest
from simcord import MemberActor

from bot import log
from bot.seeds.rules import SeedState
from bot.seeds.tools import Actor
from bot.settings import Settings
from tests.cogs.seeds.scenes import (
    found_forum,
    key_in,
    open_with,
    post,
    review,
    until_the_office_sees_it,
)
from tests.kit.leaks import spoken
from tests.kit.world import World

NAME = "かきつばた"
TEXT = "ゆきのした団地の灯りが足りません"


async def live(world: World, author: MemberActor) -> str:
    """Post, be asked, answer, be published, be supported, be notified, rewrite, join, figures, exports."""
    key = key_in(world, await post(world, author, TEXT))
    own = await open_with(world, author, key)
    await world.press(author, own, "お知らせを受け取る")
    await until_the_office_sees_it(world)
    form = await world.press(world.staff, await review(world, 1), "公開前にたずねる")
    await world.fill(world.staff, form, reason="どの棟ですか。")
    await world.move(timedelta(minutes=1))
    await world.tick()
    own = await open_with(world, author, key)
    await world.fill(author, await world.press(author, own, "事務局に書く"), words="三号棟です。")
    await until_the_office_sees_it(world)
    actor = Actor(world.staff.id, "事務局 はるか")
    await world.hub.seeds.reviews.move(world.community.guild.id, 1, SeedState.PUBLISHED, actor, None)
    await world.tick()
    own = await open_with(world, author, key)
    form = await world.press(author, own, "書き直す")
    await world.fill(author, form, text=f"{TEXT}。夜がこわいです。", title="")
    await until_the_office_sees_it(world)
    for command in ("desk", "seed search", "seed export", "figures seeds", "outbox", "status"):
        await world.slash(world.staff, command)
    await world.slash(world.staff, "seed show", seed="1")
    await world.move(timedelta(days=8))
    await world.tick()
    return key


def everything_said_to_others(world: World, author: MemberActor) -> str:
    """All REST calls but those that answer the author's own presses or write to them directly."""
    own_tokens = set()
    mine = str(author.user.dm_channel.id)
    told = []
    for call in world.env.http_requests:
        if call.path.startswith(("/interactions/", "/webhooks/")):
            own_tokens.add(call.path)
            continue
        if mine in call.path or call.path == "/users/@me/channels":
            continue
        told.append(json.dumps(call.json, ensure_ascii=False, default=str))
    return "\n".join(told)


@pytest.mark.long
async def test_the_author_is_nowhere(
    world: World, settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    log.configure(settings.model_copy(update={"log_level": "DEBUG"}))
    try:
        logging.getLogger("bot.test").info("probe %s", "harmless")
        forum = await found_forum(world)
        author = world.person(NAME)
        key = await live(world, author)
        assert world.read_dms(author), "the notices went out: the sealed link works"
        code = key.partition("-")[2].replace("-", "")
        planted = (NAME, str(author.id), code, key)
        said = everything_said_to_others(world, author)
        assert TEXT in said, "the scanner reads what was said"
        for word in planted:
            assert word not in said, word
        for place in (world.office, world.announcements, world.community.lounge, *forum.threads):
            for message in place.history():
                if not message.flags.ephemeral:
                    assert NAME not in message.content
        logged = capsys.readouterr().err
        assert "harmless" in logged, "the scanner reads what is logged"
        for word in (*planted, TEXT, "三号棟"):
            assert word not in logged, word
        found = {word: files_holding(tmp_path, word) for word in (*planted, TEXT)}
        assert found.pop(TEXT), "the scanner reads the database's files"
        assert found == {word: set() for word in planted}
        assert author.id.to_bytes(8, "big") not in b"".join(files(tmp_path).values())
        sealed = await world.hub.members.who(world.community.guild.id, author.id)
        assert sealed[1] is None, "no row of theirs was made"
        named = world.person("そら")
        await post(world, named, "名前のある話", named=True)
        await world.tick()
        assert "そら" in everything_said_to_others(world, author), "where a name is allowed it is found"
        assert (await world.hub.members.who(world.community.guild.id, named.id))[1] is not None
    finally:
        logging.getLogger().handlers.clear()


@pytest.mark.long
async def test_a_fault_on_an_anonymous_path_says_nothing_about_anybody(
    world: World,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log.configure(settings.model_copy(update={"log_level": "DEBUG"}))
    try:
        await found_forum(world)
        author = world.person(NAME)

        async def breaks(*args: object, **_more: object) -> None:
            planted = f"{NAME} {args} ASCII-WORDS {TEXT}"
            raise RuntimeError(planted)

        with monkeypatch.context() as patched:
            patched.setattr(world.hub.seeds.posting, "post_anonymous", breaks)
            said = world.read(await post(world, author, f"{TEXT} ASCII-WORDS"))
        assert "ASCII-WORDS" not in said.replace(TEXT, "").partition("問い合わせ番号")[2]
        logged = capsys.readouterr().err
        assert "RuntimeError" in logged, "the scanner reads the fault"
        assert "cogs/seeds/posting.py" in logged
        for word in (NAME, str(author.id), "ASCII-WORDS", TEXT):
            assert word not in logged, word
        await world.tick()
        assert not [text for text in world.read_channel(world.office) if "不具合" in text], "not at once"
        await until_the_office_sees_it(world)
        [line] = [text for text in world.read_channel(world.office) if "不具合" in text]
        for word in (NAME, str(author.id), "ASCII-WORDS", TEXT):
            assert word not in line
        assert not spoken(world.env).holding("ASCII-WORDS")["public"]
    finally:
        logging.getLogger().handlers.clear()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def files_holding(folder: Path, word: str) -> set[str]:
    return {name for name, content in files(folder).items() if word.encode() in content}

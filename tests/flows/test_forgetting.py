"""Somebody wishes to be forgotten, and no file remembers their name."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from simcord import MemberActor

from bot import log
from bot.outbox.carrying import Carrier
from bot.outbox.couriers import Courier
from bot.outbox.notice import Delivery
from bot.settings import Settings
from tests.cogs.events.scenes import announce
from tests.cogs.questions.scenes import ask
from tests.kit.passing import move_until
from tests.kit.world import World, labels, text_of_message

pytestmark = pytest.mark.long  # whole stories; each step has a test of its own that runs every time

NAME = "藪椿之介"
TYPED = "鳶色の車いすで入れますか"


def spellings(word: str) -> dict[str, bytes]:
    """How a word may stand in a file."""
    return {
        "UTF-8": word.encode(),
        "UTF-16LE": word.encode("utf-16-le"),
        "UTF-16BE": word.encode("utf-16-be"),
        "escaped": json.dumps(word)[1:-1].encode(),
    }


def account(person: MemberActor) -> dict[str, bytes]:
    """How SQLite and everybody else write a Discord id."""
    return {"as a number": person.id.to_bytes(8, "big"), "in digits": str(person.id).encode()}


def holding(files: Iterable[Path], *words: dict[str, bytes]) -> list[str]:
    """Which files hold which word, and how it is spelled there."""
    return [
        f"{file.name}: {how}"
        for file in files
        for spelled in words
        for how, what in spelled.items()
        if what in file.read_bytes()
    ]


def files_below(folder: Path) -> set[Path]:
    return {file for file in folder.rglob("*") if file.is_file()}


def test_the_scanner_finds_every_spelling(tmp_path: Path):
    for number, what in enumerate(spellings(NAME).values()):
        (tmp_path / f"{number}").write_bytes(b"\x00before" + what + b"after\xff")
    assert len(holding(tmp_path.iterdir(), spellings(NAME))) == 4


async def live(world: World, person: MemberActor) -> None:
    """A meeting that is over, one that lies ahead with somebody waiting, a question, notices, a draft."""
    await world.set_up()
    past = await announce(world, title="終わった会")
    await world.press(person, world.card(), f"rsvp:{past.id}:venue")
    await move_until(world, past.starts_at + timedelta(hours=3))
    coming = await announce(world, title="これからの会", when="2027-01-21 19:00-20:30", venue="集会室 定員1")
    for each in (person, world.person("みどり")):
        await world.press(each, world.card(), f"rsvp:{coming.id}:venue")
    await ask(world, person, TYPED)
    await world.hub.drafts.rehearse(person.guild.id, person.id, NAME)
    await world.move(timedelta(seconds=10))
    await world.tick()


async def test_no_file_remembers_who_is_forgotten(
    world: World, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    log.configure(settings.model_copy(update={"log_level": "DEBUG"}))
    try:
        person = world.person(NAME)
        await live(world, person)
        planted = spellings(NAME), spellings(TYPED), account(person)
        old = await asyncio.to_thread(world.hub.backups.make)
        assert await world.hub.db.wipe()
        database = settings.database_file
        assert database is not None
        for words in planted:
            assert holding([database], words), "the scanner finds it where it still stands"

        shown = await world.slash(person, "privacy")
        asked = await world.press(person, shown, "privacy:0:forget")
        said = world.read(asked)
        assert "これからの会" in said
        assert "終わった会" not in said
        assert "すべて消しました" in world.read(await world.press(person, asked, "すべて消す"))

        world.hands.move(timedelta(days=1))
        new = await asyncio.to_thread(world.hub.backups.make)
        other = world.person("みどり")
        copy = await world.hub.privacy.export(other.guild.id, other.id, "ja")
        (tmp_path / "copy.json").write_text(json.dumps(copy, ensure_ascii=False), encoding="utf-8")
        logging.getLogger("bot.test").info("probe %s", "harmless")
        (tmp_path / "stderr.log").write_text(capsys.readouterr().err, encoding="utf-8")
        assert "harmless" in (tmp_path / "stderr.log").read_text(encoding="utf-8")

        files = files_below(tmp_path)
        assert {database, new.path, old.path, tmp_path / "stderr.log"} <= files
        log_and_rest = files - {old.path}
        assert holding(log_and_rest, planted[0], planted[1]) == []
        assert holding(log_and_rest - {tmp_path / "stderr.log"}, planted[2]) == []
        assert holding([old.path], planted[0]), "backups keep it for 14 days, and the screen says so"
    finally:
        logging.getLogger().handlers.clear()
    assert await world.hub.questions.open_questions(person.guild.id) == []


async def test_the_seat_goes_to_the_next_who_reads_it_and_the_card_follows(world: World):
    await live(world, world.person(NAME))
    person, next_one = world.person(NAME), world.person("みどり")
    before = world.read_dms(next_one)
    assert "キャンセル待ち" in text_of_message(world.card())
    asked = await world.press(person, await world.slash(person, "privacy"), "privacy:0:forget")
    await world.press(person, asked, "すべて消す")
    await world.tick()
    new = world.read_dms(next_one)[len(before) :]
    assert [text for text in new if "席が空き、参加できるようになりました" in text]
    await world.move(timedelta(seconds=10))
    await world.tick()
    assert "キャンセル待ち" not in text_of_message(world.card())
    posts = "\n".join(world.read_channel(world.office))
    assert TYPED not in posts, "the post of the question no longer says it"


async def test_forgotten_between_taking_a_notice_and_sending_it(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """It ends quietly, and the press that shows unread notices still works."""
    person = world.person(NAME)
    await live(world, person)
    event = (await world.hub.events.upcoming(person.guild.id))[0]
    await world.hub.events.cancel(person.guild.id, event.id, "台風のため")
    forgetting: list[asyncio.Task[bool]] = []
    carry = Carrier.carry

    async def forget_first(carrier: Carrier, delivery: Delivery, courier: Courier) -> None:
        if not forgetting:
            forget = world.hub.privacy.forget(person.guild.id, person.id)
            forgetting.append(asyncio.create_task(forget))
        assert await forgetting[0]
        await carry(carrier, delivery, courier)

    monkeypatch.setattr(Carrier, "carry", forget_first)
    before = len(world.read_dms(person))
    await world.tick()
    assert forgetting
    assert len(world.read_dms(person)) == before
    assert any("中止" in text for text in world.read_dms(world.person("みどり")))
    assert "わたしの情報" in labels(await world.slash(person, "home"))
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert (await world.hub.members.who(person.guild.id, person.id))[1] is None

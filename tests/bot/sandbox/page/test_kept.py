"""A rehearsal is kept in a file, and a file that is none is left alone."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from bot.sandbox.page import kept
from bot.sandbox.page.changes import Changes
from bot.sandbox.page.town import open_town
from tests.bot.sandbox.page.conftest import Visitor
from tests.conftest import SEED_KEY


def test_a_new_file_begins_with_a_key_of_its_own(tmp_path: Path):
    one, two = kept.read(tmp_path / "a.db", 1, "ja"), kept.read(tmp_path / "b.db", 1, "ja")
    assert one.moment is None
    assert len(one.seed_key) >= 32
    assert one.seed_key != two.seed_key


def test_what_is_kept_comes_back_and_only_its_owner_reads_it(tmp_path: Path):
    notes = kept.Kept(SEED_KEY, 7, "en", "2026-09-09T01:00:00+00:00", 2)
    kept.write(tmp_path / "a.db", notes)
    assert kept.read(tmp_path / "a.db", 1, "ja") == notes
    assert notes.stopped_at is not None
    assert stat.S_IMODE(kept.kept_beside(tmp_path / "a.db").stat().st_mode) == 0o600


def test_somebody_elses_database_is_left_alone(tmp_path: Path):
    file = tmp_path / "hub.db"
    file.write_bytes(b"a real community")
    with pytest.raises(kept.NotARehearsal):
        kept.read(file, 1, "ja")
    assert file.read_bytes() == b"a real community"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("written", ["", "{", "[]", '{"another": "shape"}'])
def test_notes_that_are_not_ours_are_left_alone(tmp_path: Path, written: str):
    kept.kept_beside(tmp_path / "hub.db").write_text(written, "utf-8")
    with pytest.raises(kept.NotARehearsal):
        kept.read(tmp_path / "hub.db", 1, "ja")


def test_a_folder_is_made_and_one_that_cannot_be_is_named(tmp_path: Path):
    kept.write(tmp_path / "new" / "a.db", kept.Kept(SEED_KEY, 1, "ja"))
    assert kept.read(tmp_path / "new" / "a.db", 9, "en").seed == 1
    (tmp_path / "file").write_text("no folder", "utf-8")
    with pytest.raises(kept.CannotKeep):
        kept.write(tmp_path / "file" / "a.db", kept.Kept(SEED_KEY, 1, "ja"))


def test_what_is_taken_away_is_the_rehearsals_own(tmp_path: Path):
    own = [tmp_path / name for name in ("a.db", "a.db-wal", "a.db-shm", "a.db.try.json")]
    others = [tmp_path / name for name in ("a.db-copy", "a.db.old", "b.db")]
    for file in (*own, *others):
        file.write_text("x", "utf-8")
    kept.discard(tmp_path / "a.db")
    assert sorted(tmp_path.iterdir()) == sorted(others)


async def test_people_and_answers_are_the_same_when_it_is_opened_again(sqlite_url: str):
    from bot.sandbox import scenes
    from bot.sandbox.page.opening import quiet_story

    database = Path(sqlite_url.partition(":///")[2])
    notes = kept.Kept(SEED_KEY, 5, "ja")
    async with open_town(database, notes, Changes()) as town:
        await town.sim.set_up()
        await scenes.announce(quiet_story(town))
        await Visitor(town, town.cast.people[0]).presses("会場で参加する")
        newcomer = town.joins()
        town.keep()
        before = [(each.name, each.actor.id) for each in town.residents]
        stopped = town.passing.now
    async with open_town(database, kept.read(database, 1, "en"), Changes()) as town:
        assert (town.lang, town.has_begun) == ("ja", True)
        assert town.passing.now == stopped
        assert [(each.name, each.actor.id) for each in town.residents] == before
        assert town.residents[-1].name == newcomer.name
        await town.passes(town.passing.moment)
        me = Visitor(town, town.cast.people[0])
        answer = await town.deed(lambda: me.acts.command("my", {}))
        await town.rest()
        assert "9月の情報交換会" in str(
            [each for each in me.messages() if each["id"] == answer["go"]["message"]]
        )
        assert town.trouble is None


async def test_the_seed_chooses_the_people(tmp_path: Path, sqlite_template: Path):
    names = []
    for number, seed in enumerate((1, 1, 2)):
        file = Path(shutil.copyfile(sqlite_template, tmp_path / f"{number}.db"))
        async with open_town(file, kept.Kept(SEED_KEY, seed, "en"), Changes()) as town:
            names.append([each.name for each in town.residents])
    assert names[0] == names[1] != names[2]

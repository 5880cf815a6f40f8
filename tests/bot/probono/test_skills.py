"""Changing the dictionary of skills: what the next text is understood by, and for whom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.matching.tagging import skills_of_word
from bot.matching.taxonomy import shipped
from bot.probono.rules import NoSuchNeed
from bot.probono.skills_rules import (
    Nearness,
    NoNeighbourOfItself,
    NoSuchSkill,
    SureAboutWord,
    WordMoves,
    WordRefused,
    nearness_of,
)
from tests.bot.probono.exchange import NAME, STRANGE, Exchange, open_exchange
from tests.kit.both import ON_BOTH_ALWAYS
from tests.kit.meetings import COMMUNITY

TAX, BOOKS = "tax", "bookkeeping"
NEW = "なないろ帳簿術"


@pytest.fixture
async def exchange(database_url: str) -> AsyncIterator[Exchange]:
    """Two communities on a fresh SQLite file, and again on a fresh PostgreSQL."""
    async with open_exchange(database_url) as made:
        yield made


async def understood(exchange: Exchange, word: str, community_id: int = COMMUNITY) -> tuple[str, ...]:
    async with exchange.hub.db.reading() as tx:
        return skills_of_word(await exchange.hub.probono.tools.lexicon.of(tx, community_id), word)


async def test_a_new_word_is_understood_here_only(exchange: Exchange) -> None:
    skills = exchange.hub.probono.skills
    entry = await skills.add_word(COMMUNITY, TAX, f"  {NEW} ")
    assert NEW in entry.words
    assert entry.added == (NEW,)
    assert entry.is_changed
    assert await understood(exchange, NEW) == (TAX,)
    assert TAX not in await understood(exchange, NEW, STRANGE)
    assert not (await skills.entry(STRANGE, TAX)).is_changed


async def test_it_can_be_taken_out_and_put_back(exchange: Exchange) -> None:
    skills = exchange.hub.probono.skills
    word = shipped().skills[TAX].words[0]
    without = await skills.take_out(COMMUNITY, TAX, word)
    assert word not in without.words
    assert without.taken_out == (word,)
    assert await skills.take_out(COMMUNITY, TAX, word) == without, "the same press twice changes nothing"
    back = await skills.add_word(COMMUNITY, TAX, word)
    assert word in back.words
    assert not back.is_changed
    await skills.add_word(COMMUNITY, TAX, NEW)
    assert not (await skills.take_out(COMMUNITY, TAX, NEW)).is_changed


async def test_a_sign_can_be_taken_out(exchange: Exchange) -> None:
    signs = {skill.id: skill.signs[0] for skill in shipped().skills.values() if skill.signs}
    for skill_id, sign in list(signs.items())[:1]:
        entry = await exchange.hub.probono.skills.take_out(COMMUNITY, skill_id, sign)
        assert sign not in entry.signs
        assert sign in entry.taken_out


@pytest.mark.parametrize("word", ["", "。", "あ", "税務", "あ" * 41])
async def test_words_that_help_nobody_are_refused_even_when_insisted(exchange: Exchange, word: str) -> None:
    for insists in (False, True):
        with pytest.raises(WordRefused):
            await exchange.hub.probono.skills.add_word(COMMUNITY, TAX, word, insists=insists)
    assert not (await exchange.hub.probono.skills.entry(COMMUNITY, TAX)).is_changed


async def test_a_word_for_everything_needs_a_second_press(exchange: Exchange) -> None:
    skills = exchange.hub.probono.skills
    with pytest.raises(SureAboutWord):
        await skills.add_word(COMMUNITY, TAX, "サポート")
    assert not (await skills.entry(COMMUNITY, TAX)).is_changed
    assert "サポート" in (await skills.add_word(COMMUNITY, TAX, "サポート", insists=True)).words


async def test_a_word_of_another_skill_moves_when_insisted(exchange: Exchange) -> None:
    skills = exchange.hub.probono.skills
    word = shipped().skills[BOOKS].words[0]
    with pytest.raises(WordMoves):
        await skills.add_word(COMMUNITY, TAX, word)
    assert word in (await skills.add_word(COMMUNITY, TAX, word, insists=True)).words
    assert word not in (await skills.entry(COMMUNITY, BOOKS)).words
    assert await understood(exchange, word) == (TAX,)
    home = await skills.add_word(COMMUNITY, BOOKS, word, insists=True)
    assert not home.is_changed
    assert not (await skills.entry(COMMUNITY, TAX)).is_changed


async def test_an_added_word_that_moves_on_is_in_one_skill(exchange: Exchange) -> None:
    skills = exchange.hub.probono.skills
    await skills.add_word(COMMUNITY, TAX, NEW)
    await skills.add_word(COMMUNITY, BOOKS, NEW, insists=True)
    assert (await skills.entry(COMMUNITY, TAX)).added == ()
    assert (await skills.entry(COMMUNITY, BOOKS)).added == (NEW,)


async def test_neighbours_count_in_both_directions(exchange: Exchange) -> None:
    skills = exchange.hub.probono.skills
    far = next(skill for skill in shipped().skills if not shipped().nearness(TAX, skill))
    entry = await skills.change_neighbour(COMMUNITY, TAX, far, Nearness.FAIRLY)
    assert (far, Nearness.FAIRLY) in {(each.id, each.nearness) for each in entry.neighbours}
    other = await skills.change_neighbour(COMMUNITY, far, TAX, Nearness.NEAR)
    assert (TAX, Nearness.NEAR) in {(each.id, each.nearness) for each in other.neighbours}
    parted = await skills.change_neighbour(COMMUNITY, TAX, far, Nearness.NOT)
    assert far not in {each.id for each in parted.neighbours}
    with pytest.raises(NoNeighbourOfItself):
        await skills.change_neighbour(COMMUNITY, TAX, TAX, Nearness.NEAR)


def test_every_weight_has_a_word() -> None:
    assert [nearness_of(weight) for weight in (0, 0.1, 0.3, 0.4, 0.5, 0.7, 0.9)] == [
        Nearness.NOT,
        Nearness.A_LITTLE,
        Nearness.A_LITTLE,
        Nearness.FAIRLY,
        Nearness.FAIRLY,
        Nearness.NEAR,
        Nearness.NEAR,
    ]
    for nearness in Nearness:
        assert nearness_of(nearness.tenths / 10) is nearness


async def test_everything_can_be_as_shipped_again(exchange: Exchange) -> None:
    skills = exchange.hub.probono.skills
    before = await skills.entry(COMMUNITY, TAX)
    word = before.words[0]
    await skills.add_word(COMMUNITY, TAX, NEW)
    await skills.take_out(COMMUNITY, TAX, before.words[1])
    await skills.add_word(COMMUNITY, BOOKS, word, insists=True)
    await skills.change_neighbour(COMMUNITY, TAX, BOOKS, Nearness.NOT)
    await skills.add_word(STRANGE, TAX, NEW)
    assert await skills.as_shipped(COMMUNITY, TAX) == before
    assert not (await skills.entry(COMMUNITY, BOOKS)).is_changed
    assert (await skills.entry(STRANGE, TAX)).added == (NEW,), "another community keeps its own"


async def test_unknown_skills_are_told(exchange: Exchange) -> None:
    skills = exchange.hub.probono.skills
    for act in (
        skills.entry(COMMUNITY, "nothing"),
        skills.add_word(COMMUNITY, "nothing", NEW),
        skills.take_out(COMMUNITY, "nothing", NEW),
        skills.as_shipped(COMMUNITY, "nothing"),
        skills.change_neighbour(COMMUNITY, TAX, "nothing", Nearness.NEAR),
    ):
        with pytest.raises(NoSuchSkill):
            await act


async def test_every_skill_can_be_chosen_from_menus(exchange: Exchange) -> None:
    shelves = await exchange.hub.probono.skills.shelves(COMMUNITY)
    assert len(shelves) <= 25
    assert max(len(shelf.skills) for shelf in shelves) <= 25
    assert {skill_id for shelf in shelves for skill_id, _name in shelf.skills} == set(shipped().skills)


async def test_a_need_teaches_its_unknown_words(exchange: Exchange) -> None:
    need_id = await exchange.need("2026-11-20", text=f"{NAME}です。ホゲホゲ染色の見本がありません。")
    learning = exchange.hub.probono.learning
    lesson = await learning.lesson(COMMUNITY, need_id)
    assert "ホゲホゲ" in lesson.words
    assert not any(word in NAME for word in lesson.words), "a name is no skill"
    await exchange.hub.probono.skills.add_word(COMMUNITY, TAX, "ホゲホゲ")
    assert "ホゲホゲ" not in (await learning.lesson(COMMUNITY, need_id)).words
    for foreign in (learning.lesson(STRANGE, need_id), learning.lesson(COMMUNITY, need_id + 100)):
        with pytest.raises(NoSuchNeed):
            await foreign


@ON_BOTH_ALWAYS
async def test_two_coordinators_at_once_write_a_word_once(exchange: Exchange) -> None:
    skills = exchange.hub.probono.skills
    done = await asyncio.gather(
        *(skills.add_word(COMMUNITY, skill_id, NEW) for skill_id in (TAX, TAX, BOOKS, BOOKS)),
        return_exceptions=True,
    )
    assert sum(not isinstance(each, BaseException) for each in done) == 1
    assert all(isinstance(each, WordRefused | WordMoves) for each in done if isinstance(each, BaseException))
    assert len(await understood(exchange, NEW)) == 1

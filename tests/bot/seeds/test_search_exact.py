"""What the search finds is what stands there: compared with looking for parts of texts, one by one."""

from __future__ import annotations

import random

import pytest

from bot.bigrams import fold
from bot.seeds.search_index import unindex_seed
from bot.seeds.search_rules import Order
from tests.bot.seeds.garden import Garden
from tests.kit.meetings import COMMUNITY, Meetings

QUERIES = 1_500
PIECES = (
    "孤立", "居場所", "子ども食堂", "介護", "の", "が足りない", "ヤングケアラー", "ｻｰﾄﾞﾌﾟﾚｲｽ", "NPO-法人", "ＳＮＳ", "Zoom会議",
    "ゴミ出し", "AND", "OR", '"引用"', "①番", "㍿", "がっこう", "バス停", "100円", "a_b", "café", "😊", "・", "！", "、", "。",
    "とても", "困って", "います", "夜間", "障がい", "障害", "𠮷野", "か\u3099", "\u200b", "straße", "%", "it's", "\\", "*", "—",
)  # fmt: skip


def texts(dice: random.Random, count: int) -> list[tuple[str, str]]:
    def some(most: int) -> str:
        return "".join(
            dice.choice(PIECES) + (" " if dice.random() < 0.1 else "") for _ in range(dice.randint(1, most))
        )

    return [(some(4), some(14)) for _ in range(count)]


def query(dice: random.Random, planted: list[tuple[str, str]]) -> str:
    """A part of a text in three of four cases, sometimes two; else anything."""
    words = []
    for _ in range(dice.choice((1, 1, 1, 2))):
        text = dice.choice(dice.choice(planted)) if dice.random() < 0.75 else "".join(dice.sample(PIECES, 2))
        at = dice.randrange(len(text))
        words.append(text[at : at + dice.randint(1, 5)])
    return " ".join(words)


def truth(planted: dict[int, tuple[str, str]], typed: str) -> list[int]:
    words = fold(typed).split()
    folded = {seed_id: [fold(part) for part in parts] for seed_id, parts in planted.items()}
    return sorted(
        (seed_id for seed_id, parts in folded.items() if all(any(w in p for p in parts) for w in words)),
        reverse=True,
    )


async def everything(meetings: Meetings, typed: str, order: Order) -> list[int]:
    found, number = [], 1
    while True:
        page = await meetings.hub.seed_search.search(COMMUNITY, typed, order=order, page=number)
        found += [each.id for each in page.found]
        if not page.has_more:
            assert page.total == len(found)
            return found
        number += 1


async def differences(meetings: Meetings, garden: Garden, queries: int, seed: int) -> tuple[list[str], int]:
    """The queries that find something else than what stands there, and how many find anything."""
    dice = random.Random(seed)
    planted = texts(dice, 60)
    ids = await garden.plant_all(planted)
    await meetings.hub.seed_synonyms.replace(COMMUNITY, "ありえない語、ありえぬ語")
    by_id = dict(zip(ids, planted, strict=True))
    wrong, hits = [], 0
    for number in range(queries):
        typed = query(dice, planted)
        wanted = truth(by_id, typed)
        found = await everything(meetings, typed, Order.NEWEST if number % 2 else Order.BEST)
        right = found == wanted if number % 2 else sorted(found, reverse=True) == wanted
        if not right:
            wrong.append(f"{typed!r}: {found} instead of {wanted}")
        hits += bool(wanted)
    return wrong, hits


async def test_some_queries_find_exactly_what_stands_there(meetings: Meetings, garden: Garden) -> None:
    seed = random.randrange(1_000_000)
    wrong, hits = await differences(meetings, garden, 40, seed)
    assert wrong == [], f"dice {seed}"
    assert hits >= 20, f"dice {seed}"


@pytest.mark.long
async def test_many_queries_find_exactly_what_stands_there(meetings: Meetings, garden: Garden) -> None:
    seed = random.randrange(1_000_000)
    wrong, hits = await differences(meetings, garden, QUERIES, seed)
    assert wrong == [], f"dice {seed}"
    assert hits >= QUERIES / 2, f"dice {seed}"


async def test_control_an_index_that_lacks_a_seed_is_noticed(meetings: Meetings, garden: Garden) -> None:
    [first, second] = await garden.plant_all([("孤立する人", "夜が長い"), ("孤立", "")])
    assert await everything(meetings, "孤立", Order.BEST) == [second, first]
    async with garden.db.transaction() as tx:
        await unindex_seed(tx, first)
    assert await everything(meetings, "孤立", Order.BEST) == [second]

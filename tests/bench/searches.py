"""Finding seeds among very many: the whole use case, with counts, categories and places, as a press waits for it.

The texts are made of two-sign words of which few are very common, as in any language; queries are parts of those
texts, so that every length and every commonness occurs. The partner looks through all texts of the same file.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from bot.bigrams import fold, indexed
from bot.hub import Hub
from bot.seeds.search_rules import Order
from tests.bench.figures import Benchmark, Figure, Size, Target
from tests.bench.search_partners import LookThrough
from tests.kit.databases import make_tables
from tests.kit.meetings import COMMUNITY, meetings_on

DICE = 20261127
KANJI = [chr(0x4E00 + at * 7) for at in range(1_200)]
PARTICLES = "のにをはがでともからまで"
WEIGHTS = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(KANJI))))


def run(size: Size) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder) / "hub.db", size))


async def _measure(file: Path, size: Size) -> list[Figure]:
    url = f"sqlite+aiosqlite:///{file}"
    await make_tables(url)
    meetings = meetings_on(url)
    try:
        await meetings.set_up()
        dice = random.Random(DICE)
        texts = _fill(file, dice, size.seeds)
        queries = [_part(dice, dice.choice(texts)) for _ in range(size.searches)]
        ours = await _search(meetings.hub, queries)
        likest = await _similar(meetings.hub, [text[:20] for text in dice.sample(texts, len(queries))])
    finally:
        await meetings.hub.close()
    with closing(LookThrough(str(file), COMMUNITY)) as partner:
        theirs = [partner.seconds(query) for query in queries]
    name = f"{size.seeds:,} seeds"
    like = "sqlite3: LIKE over all texts"
    return [
        Figure(f"search, {name}, p50", "ms", _ms(ours, 50), like, _ms(theirs, 50)),
        Figure(
            f"search, {name}, p95",
            "ms",
            _ms(ours, 95),
            like,
            _ms(theirs, 95),
            target=Target("≤", 100, "value"),
        ),
        Figure(f"similar, {name}, p95", "ms", _ms(likest, 95), like, _ms(theirs, 95)),
    ]


def _text(dice: random.Random, words: int) -> str:
    return "".join(
        "".join(dice.choices(KANJI, cum_weights=WEIGHTS, k=2)) + dice.choice(PARTICLES) for _ in range(words)
    )


def _part(dice: random.Random, text: str) -> str:
    at = dice.randrange(len(text) - 4)
    return text[at : at + dice.choice((1, 2, 2, 2, 3, 4))]


def _fill(file: Path, dice: random.Random, count: int) -> list[str]:
    """``count`` published seeds, written past the service; their texts."""
    texts: list[str] = []

    def rows() -> Iterator[tuple[str, str]]:
        for _ in range(count):
            texts.append(_text(dice, dice.randint(15, 60)))
            yield _text(dice, 5), texts[-1]

    with closing(sqlite3.connect(file)) as connection:
        for number, (title, text) in enumerate(rows(), 1):
            connection.execute(
                "INSERT INTO seeds (id, community_id, state, origin, readers, is_anonymous, title, text,"
                " submitted_on, shown_to_staff_at, published_at, active_on) VALUES (?, ?, 'published', 'form',"
                " 'everyone', 1, ?, ?, '2026-11-01', '2026-11-01', '2026-11-02 00:00:00.000000', '2026-11-01')",
                (number, COMMUNITY, title, text),
            )
            plain = fold(title), fold(text)
            connection.execute(
                "INSERT INTO seed_index (rowid, title, whole, plain_title, plain_text) VALUES (?, ?, ?, ?, ?)",
                (number, " ".join(indexed(plain[0])), " ".join(indexed("\n".join(plain))), *plain),
            )
        connection.commit()
    return texts


async def _search(hub: Hub, queries: list[str]) -> list[float]:
    taken = []
    for number, query in enumerate(queries):
        start = perf_counter()
        order = Order.NEWEST if number % 2 else Order.BEST
        page = await hub.seed_search.search(COMMUNITY, query, order=order)
        taken.append(perf_counter() - start)
        assert page.found, "every query is a part of a text"
    return taken


async def _similar(hub: Hub, titles: list[str]) -> list[float]:
    taken = []
    for title in titles:
        start = perf_counter()
        await hub.seed_search.similar(COMMUNITY, title, "")
        taken.append(perf_counter() - start)
    return taken


def _ms(seconds: list[float], percentile: int) -> float:
    return quantiles(seconds, n=100, method="inclusive")[percentile - 1] * 1000


BENCHMARK = Benchmark("searches", __doc__ or "", run, (LookThrough,))

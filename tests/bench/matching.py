"""Finding offers for a need: how good the order is, and how long it takes among very many.

The order is measured on the development set, where people graded offers for each request; the partner has the
same conditions and pairs of signs instead of skills. The many offers are made of words of the taxonomy.
"""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import mean, quantiles
from time import perf_counter

from bot.matching.matcher import Index, Matcher
from bot.matching.rank_file import Case, read_file
from bot.matching.rules import NeedFacts, NeedMode, OfferFacts, OfferMode, Slot, obstacles
from bot.matching.taxonomy import shipped
from tests.bench.figures import Benchmark, Figure, Size, Target
from tests.bench.matching_partners import LookThroughOffers, PairsAlone

FILE = Path(__file__).parents[1] / "data" / "matching-dev.json"
DICE = 20261128
TODAY = date(2026, 11, 28)
TOP = 5
AREAS = ("仙台市", "名取市", "石巻市", "塩竈市", "多賀城市")
FILLERS = ("をお手伝いできます。", "が得意です。", "の経験が10年あります。", "のご相談に乗ります。", "、")

Rank = Callable[[NeedFacts], list[str]]


def run(size: Size) -> list[Figure]:
    return [*_quality(), *_speed(size)]


def _quality() -> list[Figure]:
    case = read_file(FILE, shipped())
    relevance = json.loads(FILE.read_text("utf-8"))["relevance"]
    ours, theirs = _ranker(Matcher(shipped()).index(case.offers)), PairsAlone(case.offers)
    mine = _judged(case, relevance, ours)
    partner = _judged(case, relevance, lambda need: theirs.rank(need, TOP))
    name = "BM25 over pairs alone"
    return [
        Figure("nDCG@5, development set", "", mine[0], name, partner[0], target=Target("≥", 0.9, "value")),
        Figure("MRR", "", mine[1], name, partner[1]),
        Figure("recall@5", "", mine[2], name, partner[2], target=Target("≥", 0.95, "value")),
        Figure("shown offers that can meet the need", "", _kept(case, ours), target=Target("≥", 1, "value")),
    ]


def _ranker(index: Index) -> Rank:
    def rank(need: NeedFacts) -> list[str]:
        assert need.starts_on is not None
        return [str(match.offer_id) for match in index.rank(need, need.starts_on, TOP).matches]

    return rank


def _judged(case: Case, relevance: dict[str, dict[str, int]], rank: Rank) -> tuple[float, float, float]:
    """Mean nDCG@5, MRR and recall@5."""
    rows = []
    for need in case.needs:
        grades = relevance[str(need.need_id)]
        found = [grades.get(offer, 0) for offer in rank(need)]
        first = next((place for place, grade in enumerate(found, 1) if grade), 0)
        rows.append(
            (
                _gain(found) / _gain(sorted(grades.values(), reverse=True)),
                1 / first if first else 0.0,
                sum(map(bool, found)) / min(TOP, len(grades)),
            )
        )
    ndcg, reciprocal, recall = zip(*rows, strict=True)
    return mean(ndcg), mean(reciprocal), mean(recall)


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades[:TOP], 1))


def _kept(case: Case, rank: Rank) -> float:
    offers = {str(offer.offer_id): offer for offer in case.offers}
    shown = [(offers[offer_id], need) for need in case.needs for offer_id in rank(need)]
    return mean(not obstacles(offer, need, need.starts_on or TODAY) for offer, need in shown)


def many_offers(count: int) -> list[OfferFacts]:
    """Offers with two to four skills each, in words of the taxonomy, and all kinds of conditions."""
    dice = random.Random(DICE)
    skills = list(shipped().skills.values())
    return [
        OfferFacts(
            number,
            "".join(
                dice.choice(skill.words) + dice.choice(FILLERS)
                for skill in dice.sample(skills, dice.randint(2, 4))
            ),
            hours=dice.choice((2, 4, 8)),
            mode=dice.choice(list(OfferMode)),
            areas=frozenset(dice.sample(AREAS, 2)),
            slots=frozenset(dice.sample(list(Slot), 2)),
            active=int(dice.random() < 0.2),
        )
        for number in range(count)
    ]


def many_needs(count: int) -> list[NeedFacts]:
    dice = random.Random(DICE + 1)
    skills = list(shipped().skills.values())
    return [
        NeedFacts(
            number,
            f"{dice.choice(skill.words)}を手伝ってくれる方",
            f"{dice.choice(skill.signs)}て困っています。{dice.choice(other.words)}のことも教えてください。",
            hours=dice.choice((1, 3, 6)),
            mode=dice.choice(list(NeedMode)),
            area=dice.choice(AREAS),
            slots=frozenset(dice.sample(list(Slot), 1)),
            starts_on=TODAY,
            languages=frozenset({"ja"}),
        )
        for number, (skill, other) in enumerate(
            (dice.choice(skills), dice.choice(skills)) for _ in range(count)
        )
    ]


def _speed(size: Size) -> list[Figure]:
    offers, needs = many_offers(size.seeds // 10), many_needs(size.searches)
    ours = _taken(needs, _ranker(Matcher(shipped()).index(offers)))
    partner = LookThroughOffers(offers)
    theirs = _taken(needs, lambda need: partner.rank(need, TOP))
    name, like = f"{len(offers):,} offers", "looking through all of them"
    return [
        Figure(f"one need, {name}, p50", "ms", _ms(ours, 50), like, _ms(theirs, 50)),
        Figure(
            f"one need, {name}, p95",
            "ms",
            _ms(ours, 95),
            like,
            _ms(theirs, 95),
            target=Target("≤", 50, "value"),
        ),
        Figure(f"process, {name}", "MB", _megabytes(len(offers)), target=Target("≤", 200, "value")),
    ]


def _taken(needs: list[NeedFacts], rank: Rank) -> list[float]:
    taken = []
    for need in needs:
        start = perf_counter()
        rank(need)
        taken.append(perf_counter() - start)
    return taken


def _ms(seconds: list[float], percentile: int) -> float:
    return quantiles(seconds, n=100, method="inclusive")[percentile - 1] * 1000


def _megabytes(count: int) -> float:
    """The most that a process of its own needs (Linux) which holds the index and answers one need."""
    code = (
        "from bot.matching.matcher import Matcher\n"
        "from bot.matching.taxonomy import shipped\n"
        "from tests.bench.matching import TODAY, many_needs, many_offers\n"
        f"index = Matcher(shipped()).index(many_offers({count}))\n"
        "index.rank(many_needs(1)[0], TODAY, 5)\n"
        "status = open('/proc/self/status').read()\n"
        "print(status.split('VmHWM:')[1].split()[0])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


BENCHMARK = Benchmark("matching", __doc__ or "", run, (PairsAlone, LookThroughOffers))

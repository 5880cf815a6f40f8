"""What a benchmark hands back: figures beside their partners, and the partners' code."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any, Literal, Self


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: a ratio to the partner, or (``of="value"``) the figure itself."""

    direction: Literal["≥", "≤"]
    number: float
    of: Literal["ratio", "value"] = "ratio"

    def is_reached(self, figure: Figure) -> bool:
        measured = figure.ours if self.of == "value" else figure.ratio
        if measured is None:
            return False
        return measured >= self.number if self.direction == "≥" else measured <= self.number


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. ``ratio`` is ours / partner, where rounds are paired the median of theirs."""

    name: str
    unit: str
    ours: float
    partner_name: str = ""
    partner: float | None = None
    paired_ratio: float | None = None
    target: Target | None = None

    @property
    def ratio(self) -> float | None:
        if self.paired_ratio is not None:
            return self.paired_ratio
        return self.ours / self.partner if self.partner else None

    @property
    def reached(self) -> bool | None:
        """None where nothing was to be reached."""
        return self.target.is_reached(self) if self.target else None


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured. ``make bench`` takes the defaults, the smoke test `TINY`."""

    rounds: int = 7
    people: int = 400
    presses: int = 200
    singles: int = 60
    deliveries: int = 400
    planned: tuple[int, ...] = (0, 1_000, 100_000)
    looks: int = 300
    starts: int = 5
    seeds: int = 100_000
    searches: int = 200
    overdue: int = 10_000


TINY = Size(
    rounds=1,
    people=25,
    presses=5,
    singles=3,
    deliveries=25,
    planned=(0, 50),
    looks=5,
    starts=1,
    seeds=60,
    searches=5,
    overdue=60,
)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """``partners`` are the functions and classes whose source stands under the table."""

    name: str
    about: str
    run: Callable[[Size], list[Figure]]
    partners: tuple[Any, ...]


def paired(
    name: str,
    unit: str,
    ours: Iterable[float],
    partner_name: str,
    partner: Iterable[float],
    target: Target | None = None,
) -> Figure:
    """A figure of interleaved rounds: medians, and the median of the ratios within each round."""
    mine, theirs = list(ours), list(partner)
    ratio = median(a / b for a, b in zip(mine, theirs, strict=True))
    return Figure(name, unit, median(mine), partner_name, median(theirs), ratio, target)


class Stopwatch:
    """``with Stopwatch() as watch: …``, then ``watch.seconds``. Garbage of earlier rounds is swept before.

    Collection stays switched on meanwhile: it is a part of what a press costs, for both sides.
    """

    seconds: float

    def __enter__(self) -> Self:
        gc.collect()
        self._start = perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = perf_counter() - self._start

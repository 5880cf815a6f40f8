"""The benchmarks still run, at a size that measures nothing."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import BENCHMARKS
from tests.bench.figures import TINY, Benchmark, Figure, Target

pytestmark = pytest.mark.long


@pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda benchmark: benchmark.name)
def test_a_benchmark_runs(benchmark: Benchmark) -> None:
    figures = benchmark.run(TINY)
    assert figures
    assert all(figure.ours > 0 for figure in figures)
    assert all(figure.partner is None or figure.partner > 0 for figure in figures)
    assert any(figure.target for figure in figures)
    assert benchmark.partners


def test_a_target_can_be_missed() -> None:
    slow = Figure("x", "/s", ours=50, partner_name="y", partner=100, target=Target("≥", 0.6))
    assert (slow.ratio, slow.reached) == (0.5, False)
    assert Figure("x", "s", ours=0.9, target=Target("≤", 1, of="value")).reached
    assert not Figure("x", "s", ours=1.1, target=Target("≤", 1, of="value")).reached
    assert Figure("x", "s", ours=1.1).reached is None

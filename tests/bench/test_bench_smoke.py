"""The benchmarks still run, at a size that measures nothing."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import BENCHMARKS
from tests.bench.figures import TINY, Benchmark, Figure, Target
from tests.bench.overdue_partners import bare_posts
from tests.kit.loopback_limited import LimitedLoopback

pytestmark = pytest.mark.long


@pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda benchmark: benchmark.name)
def test_a_benchmark_runs(benchmark: Benchmark) -> None:
    figures = benchmark.run(TINY)
    assert figures
    assert all(figure.ours > 0 or figure.reached for figure in figures)
    assert all(figure.partner is None or figure.partner > 0 for figure in figures)
    assert any(figure.target for figure in figures)
    assert benchmark.partners


def test_a_target_can_be_missed() -> None:
    slow = Figure("x", "/s", ours=50, partner_name="y", partner=100, target=Target("≥", 0.6))
    assert (slow.ratio, slow.reached) == (0.5, False)
    assert Figure("x", "s", ours=0.9, target=Target("≤", 1, of="value")).reached
    assert not Figure("x", "s", ours=1.1, target=Target("≤", 1, of="value")).reached
    assert Figure("x", "s", ours=1.1).reached is None


async def test_the_limited_server_refuses_what_comes_too_fast() -> None:
    """Otherwise “0 answers of 429” would say nothing."""
    server = LimitedLoopback()
    await server.start()
    try:
        await bare_posts(server.base, 10_000, 80)
        assert server.refused > 0
        assert len(server.nonces) + server.refused == 80
    finally:
        await server.down()

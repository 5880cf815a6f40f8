"""A server that cannot be reached is left alone for a while, twice as long each time, and never for ever."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, strategies as st

from bot.clock import Hands
from bot.outbox.mail.breaker import FIRST_REST, LONGEST_REST, Breaker
from tests.bot.outbox.mail.post import START


@given(steps=st.lists(st.one_of(st.integers(-10_000, 10_000), st.sampled_from(["failed", "succeeded"]))))
def test_whatever_the_clock_does_the_rest_is_short(steps: list[int | str]):
    clock = Hands(START)
    breaker = Breaker(clock)
    for step in steps:
        if step == "failed":
            assert FIRST_REST <= breaker.failed() <= LONGEST_REST
            assert breaker.rest() > timedelta()
        elif step == "succeeded":
            breaker.succeeded()
            assert breaker.rest() == timedelta()
        else:
            assert isinstance(step, int)
            clock.move(timedelta(seconds=step))
        assert timedelta() <= breaker.rest() <= LONGEST_REST


def test_a_thousand_failures_are_no_longer_than_the_longest_rest():
    breaker = Breaker(Hands(START))
    assert [breaker.failed() for _ in range(1000)][-1] == LONGEST_REST

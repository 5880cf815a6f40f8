from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from bot.outbox import rules
from bot.outbox.rules import RETRY_LADDER, Standing, judge

NOW = datetime(2026, 12, 1, tzinfo=UTC)
FRESH = Standing(attempts=0, doubtful_since=None, expires_at=None)


def test_the_ladder_is_climbed_step_by_step_and_then_ends() -> None:
    waits = [rules.retry_delay(attempt, 0.5) for attempt in range(1, 8)]
    assert waits == [timedelta(minutes=m) for m in (1, 5, 30, 60, 120, 240)] + [None]


@given(attempt=st.integers(1, 6), roll=st.floats(0, 1, exclude_max=True))
def test_jitter_is_a_tenth_of_the_step(attempt: int, roll: float) -> None:
    wait, step = rules.retry_delay(attempt, roll), RETRY_LADDER[attempt - 1]
    assert wait is not None
    assert 0.9 * step <= wait <= 1.1 * step


@given(
    attempts=st.integers(0, 9),
    minutes=st.integers(1, 600),
    roll=st.floats(0, 1, exclude_max=True),
    after=st.one_of(st.none(), st.integers(0, 100_000)),
    trouble=st.sampled_from(["later", "not_yet", "paused", "public"]),
)
def test_nothing_is_planned_at_or_past_its_expiry(attempts, minutes, roll, after, trouble) -> None:
    standing = Standing(attempts, None, NOW + timedelta(minutes=minutes))
    retry_after = timedelta(seconds=after) if after is not None else None
    verdict = judge(trouble, standing, now=NOW, reason="x", roll=roll, retry_after=retry_after)
    if verdict.state == "planned":
        assert verdict.due_at is not None
        assert NOW < verdict.due_at < NOW + timedelta(minutes=minutes)
    else:
        assert (verdict.state, verdict.no_way_left) == ("failed", True)


def test_the_server_may_ask_for_more_patience_than_the_ladder_but_not_for_less() -> None:
    long = judge("later", FRESH, now=NOW, reason="429", retry_after=timedelta(minutes=20))
    short = judge("later", FRESH, now=NOW, reason="429", retry_after=timedelta(seconds=1))
    assert long.due_at == NOW + timedelta(minutes=20)
    assert short.due_at == NOW + timedelta(minutes=1)


@pytest.mark.parametrize("trouble", ["not_yet", "paused", "public"])
def test_our_own_waiting_costs_no_attempt(trouble) -> None:
    verdict = judge(trouble, Standing(3, None, None), now=NOW, reason="x")
    assert (verdict.state, verdict.attempts) == ("planned", 3)


def test_doubt_is_resent_once_and_then_stays_open() -> None:
    first = judge("doubtful", FRESH, now=NOW, reason="timeout")
    second = judge("doubtful", Standing(1, first.doubtful_since, None), now=NOW, reason="timeout")
    assert (first.state, first.doubtful_since) == ("planned", NOW)
    assert (second.state, second.no_way_left) == ("unknown", False)


def test_a_refusal_after_a_doubt_keeps_the_doubt_in_mind() -> None:
    verdict = judge("later", Standing(1, NOW, None), now=NOW, reason="503")
    assert (verdict.state, verdict.doubtful_since) == ("planned", NOW)


def test_the_resend_comes_while_discord_still_knows_the_nonce() -> None:
    assert timedelta(minutes=5) > rules.LEASE + rules.RESEND_AFTER_DOUBT
    assert rules.LEASE >= 3 * rules.SEND_TIMEOUT

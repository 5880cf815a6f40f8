"""Supporting, joining, taking back, deleting in any order: counts are those of distinct people, nothing is moved."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pydantic import SecretStr

from bot.clock import Hands
from bot.errors import UserError
from bot.hub import build_hub
from bot.seeds.rules import UNDO_FOR, SupportKind
from bot.settings import Settings
from tests.bot.seeds.plot import AUTHOR, HERE, OTHERS, STAFF, Plot
from tests.conftest import MORNING, SEED_KEY
from tests.kit.databases import make_tables

SEEDS = st.integers(0, 3)
PEOPLE = st.integers(1, 4)


class MergeMachine(RuleBasedStateMachine):
    """``supporters`` is what was pressed under each seed, ``into`` which was joined with which, and when."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._loop = asyncio.new_event_loop()
        self._hands = Hands(MORNING)

    def run(self, awaitable):
        return self._loop.run_until_complete(awaitable)

    def teardown(self) -> None:
        self.run(self.plot.hub.close())
        self._loop.close()
        self._folder.cleanup()

    @initialize()
    def plant(self) -> None:
        url = f"sqlite+aiosqlite:///{Path(self._folder.name)}/hub.db"

        async def start() -> Plot:
            await make_tables(url)
            made = Settings(database_url=url, data_dir=Path(self._folder.name), seed_key=SecretStr(SEED_KEY))
            plot = Plot(build_hub(made, clock=self._hands), self._hands)
            await plot.found()
            return plot

        self.plot = self.run(start())
        self.ids = [self.run(self.plot.published(f"種{at}", account=AUTHOR)).id for at in range(4)]
        self.supporters: dict[int, set[int]] = {seed_id: set() for seed_id in self.ids}
        self.into: dict[int, int] = {}
        self.joined_at = {}
        self.deleted: set[int] = set()

    @rule(seed=SEEDS, person=PEOPLE)
    def support(self, seed: int, person: int) -> None:
        seed_id = self.ids[seed]
        try:
            self.run(
                self.plot.seeds.supporters.support(
                    HERE, seed_id, OTHERS + person, f"人{person}", SupportKind.ME_TOO
                )
            )
        except UserError:
            assert seed_id in self.deleted
            return
        self.supporters[self.into.get(seed_id, seed_id)].add(person)

    @rule(seed=SEEDS, person=PEOPLE)
    def take_back(self, seed: int, person: int) -> None:
        seed_id = self.ids[seed]
        self.run(self.plot.seeds.supporters.take_back(HERE, seed_id, OTHERS + person))
        self.supporters[seed_id].discard(person)

    @rule(seed=SEEDS, other=SEEDS)
    def merge(self, seed: int, other: int) -> None:
        seed_id, into = self.ids[seed], self.ids[other]
        gone = {seed_id, into} & self.deleted
        possible = not gone and seed_id != into and seed_id not in self.into and into not in self.into
        possible = possible and seed_id not in self.into.values()
        try:
            self.run(self.plot.seeds.merging.merge(HERE, seed_id, into, STAFF, None))
        except UserError:
            assert not possible
            return
        assert possible
        self.into[seed_id] = into
        self.joined_at[seed_id] = self._hands()

    @rule(seed=SEEDS)
    def undo(self, seed: int) -> None:
        seed_id = self.ids[seed]
        possible = seed_id in self.into and self._hands() <= self.joined_at[seed_id] + UNDO_FOR
        try:
            self.run(self.plot.seeds.merging.undo(HERE, seed_id, STAFF))
        except UserError:
            assert not possible
            return
        assert possible
        del self.into[seed_id]

    @rule(seed=SEEDS)
    def delete(self, seed: int) -> None:
        seed_id = self.ids[seed]
        try:
            self.run(self.plot.seeds.authors.delete(HERE, seed_id, AUTHOR))
        except UserError:
            assert seed_id in self.deleted
            return
        self.deleted.add(seed_id)
        self.supporters[seed_id] = set()
        self.into = {a: b for a, b in self.into.items() if seed_id not in (a, b)}

    @rule(days=st.sampled_from([1, 20]))
    def pass_time(self, days: int) -> None:
        self._hands.move(timedelta(days=days))

    @invariant()
    def people_are_counted_once_and_nothing_is_moved(self) -> None:
        for seed_id in self.ids:
            if seed_id in self.deleted:
                continue
            together = set(self.supporters[seed_id])
            for other, into in self.into.items():
                together |= self.supporters[other] if into == seed_id else set()
            facts = self.run(self.plot.seeds.supporters.show(HERE, seed_id))
            assert facts.counts.people == len(together)
            assert facts.seed.merged_into_id == self.into.get(seed_id)
            assert set(facts.joined) == {a for a, b in self.into.items() if b == seed_id}

    @invariant()
    def there_are_no_chains(self) -> None:
        assert not set(self.into) & set(self.into.values())


TestMerging = MergeMachine.TestCase
TestMerging.settings = settings(
    max_examples=4,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


TestMergingLong = pytest.mark.long(type("TestMergingLong", (MergeMachine.TestCase,), {}))
TestMergingLong.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

"""A month of arbitrary presses against a real database: the promises about seats hold after every step."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from bot.events.models import RsvpHistoryRow, RsvpRow
from bot.events.on_behalf import Account
from bot.events.party import OwnNotes
from bot.events.rules import Choice, EventWasCancelled, Mode, Place
from bot.events.terms import AnswerFirst, NobodyThere, PartyTooBig
from bot.members.models import MemberRow
from bot.outbox.models import DeliveryRow
from tests.kit.databases import make_tables
from tests.kit.meetings import Meetings, meetings_on

PEOPLE = st.integers(10, 17)


class SeatMachine(RuleBasedStateMachine):
    """Join, leave, switch, bring companions, be accepted or refused, change the capacity, come close to the
    start, crash, cancel; a model of who arrived when stands beside.
    """

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._loop = asyncio.new_event_loop()
        self._url = f"sqlite+aiosqlite:///{Path(self._folder.name)}/hub.db"
        self._cancelled = False

    def run(self, awaitable):
        return self._loop.run_until_complete(awaitable)

    def teardown(self) -> None:
        self.run(self.meetings.hub.close())
        self._loop.close()
        self._folder.cleanup()

    @initialize(venue=st.integers(1, 4), online=st.integers(1, 2), needs_approval=st.booleans())
    def open(self, venue: int, online: int, needs_approval: bool) -> None:
        async def start() -> Meetings:
            await make_tables(self._url)
            meetings = meetings_on(self._url)
            await meetings.set_up()
            return meetings

        self.meetings = self.run(start())
        self.event = self.run(
            self.meetings.announce(
                venue=venue, online=online, max_companions=2, needs_approval=needs_approval
            )
        )
        self.needs_approval = needs_approval
        self.capacity: dict[Mode, int | None] = {Mode.VENUE: venue, Mode.ONLINE: online}
        self.places: dict[Mode, tuple[list[int], list[int]]] = {mode: ([], []) for mode in Mode}

    @rule(person=PEOPLE, choice=st.sampled_from(list(Choice)))
    def answer(self, person: int, choice: Choice) -> None:
        before = self._seats_of(person)
        if self._cancelled:
            try:
                self.run(self.meetings.answer(self.event, person, choice))
            except EventWasCancelled:
                return
            raise AssertionError("a cancelled meeting took an answer")
        self.run(self.meetings.answer(self.event, person, choice))
        if choice.mode is not None and before:
            assert self._seats_of(person), "answering with a mode lost the seat the person had"

    @rule(person=PEOPLE, companions=st.integers(0, 2))
    @precondition(lambda self: not self._cancelled)
    def bring(self, person: int, companions: int) -> None:
        before = self._parties()
        notes = OwnNotes(companions=companions)
        try:
            noted = self.run(
                self.meetings.hub.parties.note(self.meetings.community_id, person, self.event.id, notes)
            )
        except AnswerFirst:
            assert person not in {who for who, _mode, _place in before}
            return
        if noted.problem is not None:
            assert isinstance(noted.problem, PartyTooBig)
            assert self._parties() == before
        else:
            assert {seats for (who, _m, _p), seats in self._parties().items() if who == person} == {
                companions + 1
            }

    @rule(person=PEOPLE, mode=st.sampled_from(list(Mode)), yes=st.booleans())
    @precondition(lambda self: not self._cancelled and self.needs_approval)
    def decide(self, person: int, mode: Mode, yes: bool) -> None:
        """A yes gives a seat or the end of the line; a no leaves what is held in the other mode."""
        held = self._seats_of(person)
        asked = self.run(self.meetings.at(self.event, mode, Place.REQUESTED))
        acts, office = self.meetings.hub.on_behalf, Account(1, "事務局")
        where = self.meetings.community_id, office, self.event.id
        member_id = self.run(self.meetings.member_id(person))
        try:
            if yes:
                self.run(acts.accept(*where, member_id, mode))
            else:
                self.run(acts.refuse(*where, member_id))
        except NobodyThere:
            assert not yes or person not in asked
            return
        if yes:
            assert person in self.run(self.meetings.seated(self.event, mode)) + self.run(
                self.meetings.waiting(self.event, mode)
            )
        else:
            assert self._seats_of(person) == held

    @rule()
    @precondition(lambda self: not self._cancelled)
    def come_close_to_the_start(self) -> None:
        self.meetings.hands.set(self.event.starts_at - timedelta(hours=2))

    @rule(person=PEOPLE, choice=st.sampled_from([Choice.VENUE, Choice.ONLINE]))
    @precondition(lambda self: not self._cancelled)
    def crash_in_the_middle(self, person: int, choice: Choice) -> None:
        """The process dies before the commit: everything is as before, and the database opens again."""
        before = self._snapshot()
        original = self.meetings.hub.outbox.touch

        async def dies(*_args: object) -> None:
            raise KeyboardInterrupt

        self.meetings.hub.outbox.touch = dies  # type: ignore[method-assign]
        try:
            self.run(self.meetings.answer(self.event, person, choice))
        except KeyboardInterrupt:
            self.run(self.meetings.hub.close())
            self.meetings = meetings_on(self._url)
            assert self._snapshot() == before
        else:
            self.meetings.hub.outbox.touch = original  # type: ignore[method-assign]

    @rule(mode=st.sampled_from(list(Mode)), seats=st.none() | st.integers(1, 5))
    @precondition(lambda self: not self._cancelled)
    def change_capacity(self, mode: Mode, seats: int | None) -> None:
        seated = {m: set(self.run(self.meetings.seated(self.event, m))) for m in Mode}
        community = self.meetings.community_id
        self.run(self.meetings.hub.events.change_capacity(community, self.event.id, {mode: seats}))
        self.capacity[mode] = seats
        for person in seated[Mode.VENUE] | seated[Mode.ONLINE]:
            assert self._seats_of(person), "a change of capacity took somebody's seat"

    @rule()
    @precondition(lambda self: not self._cancelled)
    def cancel(self) -> None:
        self.run(self.meetings.hub.events.cancel(self.meetings.community_id, self.event.id, "台風"))
        self._cancelled = True

    @invariant()
    def no_seat_is_given_twice(self) -> None:
        """Beyond the capacity only where it was lowered below what was taken; nobody was added since."""
        if not hasattr(self, "event"):
            return
        seated, waiting = self._snapshot()
        for mode in Mode:
            old_seated, _old_waiting = self.places[mode]
            limit = self.capacity[mode]
            if limit is not None and self._taken(mode) > limit:
                assert set(seated[mode]) <= set(old_seated), "somebody got a seat that is not there"
            self.places[mode] = (seated[mode], waiting[mode])

    @invariant()
    def no_empty_seat_beside_a_waiting_person(self) -> None:
        """Unless the first in line needs more of them, or the line stands still."""
        if not hasattr(self, "event") or self._cancelled or self._stands_still():
            return
        _seated, waiting = self._snapshot()
        parties = self._parties()
        for mode in Mode:
            limit = self.capacity[mode]
            if waiting[mode]:
                assert limit is not None
                needed = parties[waiting[mode][0], mode.value, Place.WAITLISTED.value]
                assert self._taken(mode) + needed > limit

    @invariant()
    def an_application_holds_no_seat(self) -> None:
        if not hasattr(self, "event"):
            return
        asked = {who for who, _mode, place in self._parties() if place == Place.REQUESTED}
        assert self.needs_approval or not asked

    @invariant()
    def nobody_holds_two_seats(self) -> None:
        if not hasattr(self, "event"):
            return
        seated, _waiting = self._snapshot()
        assert not set(seated[Mode.VENUE]) & set(seated[Mode.ONLINE])

    @invariant()
    def first_come_first_served_and_one_notice_per_step(self) -> None:
        if not hasattr(self, "event"):
            return
        promoted, arrived, notices = self.run(self._promotions())
        for person, mode, order in promoted:
            earlier = [other for other, other_mode, line in arrived if other_mode == mode and line[0] < order]
            ahead = [
                other
                for other, other_mode, (joined, left) in arrived
                if other_mode == mode
                and other != person
                and joined < self._joined(arrived, person, mode, order)
                and left > order
            ]
            assert not ahead, f"{person} overtook {ahead} (of {earlier})"
        assert notices == Counter(person for person, _mode, _order in promoted)

    @staticmethod
    def _joined(arrived, person: int, mode: str, order: int) -> int:
        return max(line[0] for other, m, line in arrived if other == person and m == mode and line[0] < order)

    async def _promotions(self):
        query = (
            select(MemberRow.discord_user_id, RsvpHistoryRow)
            .join(MemberRow, MemberRow.id == RsvpHistoryRow.member_id)
            .order_by(RsvpHistoryRow.id)
        )
        async with self.meetings.hub.db.reading() as tx:
            steps = (await tx.execute(query)).all()
            told = await tx.execute(
                select(MemberRow.discord_user_id)
                .join(DeliveryRow, DeliveryRow.member_id == MemberRow.id)
                .where(DeliveryRow.kind == "event.promoted")
            )
            notices = Counter(row[0] for row in told)
        promoted = [
            (step.discord_user_id, step.mode, step.id)
            for step in steps
            if step.cause == "promoted" and step.after == Place.CONFIRMED
        ]
        arrived = []
        waiting_since: dict[tuple[int, str], int] = {}
        for step in steps:
            key = (step.discord_user_id, step.mode)
            if step.cause == "party" and step.before == step.after:
                continue  # other companions keep their turn
            if step.after == Place.WAITLISTED:
                waiting_since[key] = step.id
            elif key in waiting_since:
                arrived.append((*key, (waiting_since.pop(key), step.id)))
        arrived += [(*key, (since, 10**9)) for key, since in waiting_since.items()]
        return promoted, arrived, notices

    def _seats_of(self, person: int) -> list[Mode]:
        return [mode for mode in Mode if person in self.run(self.meetings.seated(self.event, mode))]

    def _stands_still(self) -> bool:
        return self.meetings.hands() >= self.event.starts_at - timedelta(hours=3)

    def _taken(self, mode: Mode) -> int:
        return sum(
            seats for (_who, m, place), seats in self._parties().items()
            if (m, place) == (mode.value, Place.CONFIRMED.value)
        )  # fmt: skip

    def _parties(self) -> dict[tuple[int | None, str, str], int]:
        """The seats of everybody with a place, by person, mode and place."""
        query = (
            select(MemberRow.discord_user_id, RsvpRow.mode, RsvpRow.place, RsvpRow.seats)
            .join(MemberRow, MemberRow.id == RsvpRow.member_id)
            .where(RsvpRow.place != Place.CANCELLED.value)
        )

        async def read():
            async with self.meetings.hub.db.reading() as tx:
                return {(row[0], row[1], row[2]): row[3] for row in await tx.execute(query)}

        return self.run(read())

    def _snapshot(self):
        seated = {mode: self.run(self.meetings.seated(self.event, mode)) for mode in Mode}
        waiting = {mode: self.run(self.meetings.waiting(self.event, mode)) for mode in Mode}
        return seated, waiting


SeatMachine.TestCase.settings = settings(
    max_examples=5,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
test_seats_keep_their_promises = SeatMachine.TestCase


class LongerSeatMachine(SeatMachine):
    """The same for many more months."""


LongerSeatMachine.TestCase.settings = settings(SeatMachine.TestCase.settings, max_examples=40)
test_seats_keep_their_promises_for_years = pytest.mark.long(LongerSeatMachine.TestCase)

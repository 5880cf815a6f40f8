"""What must be true of the tour, judged from the messages people received and from nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Span
from bot.i18n import Text, _, _n, joined
from bot.sandbox.ledger import Heard, Ledger, Way
from bot.sandbox.people import Cast
from bot.sandbox.signs import NOTICES, Reader, Sign

TOKYO = ZoneInfo("Asia/Tokyo")
OLD_DATE, NEW_DATE = (
    Span(datetime(2026, 10, day, 19, 0, tzinfo=TOKYO), datetime(2026, 10, day, 20, 30, tzinfo=TOKYO), TOKYO)
    for day in (15, 22)
)
MOVED_PEOPLE = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that must be true: whether it is, and what it was seen from."""

    holds: bool
    claim: Text
    evidence: Text


class Checks:
    """The invariants over one ledger."""

    def __init__(
        self, ledger: Ledger, reader: Reader, cast: Cast, *, capacity: int, link: str, seed: str
    ) -> None:
        self._ledger = ledger
        self._reader = reader
        self._cast = cast
        self._capacity = capacity
        self._link = link
        self._seed = seed

    def all(self) -> list[Verdict]:
        """Every verdict, in the order in which they are read."""
        return [
            self.seats(),
            self.line(),
            self.link(),
            self.names(),
            self.once(),
            self.complete(),
            self.moved(),
            self.nameless(),
        ]

    def seats(self) -> Verdict:
        """Replays who believed to have a seat in the hall; at no moment more than there are."""
        most, last = 0, 0
        for holders in self._holders():
            most, last = max(most, len(holders)), len(holders)
        return Verdict(
            most == last == self._capacity,
            _("Never more people with a seat than seats, and no seat left empty while people wait."),
            _(
                "At most {most} people had been told “you have a seat” at the same time; in the end "
                "{last} of {capacity}.",
                most=most,
                last=last,
                capacity=self._capacity,
            ),
        )

    def line(self) -> Verdict:
        """Seats that became free went to those who had been told the smallest numbers, in that order."""
        numbers: dict[int, int] = {}
        promoted: list[int] = []
        for heard in self._alone():
            number = self._reader.waiting_number(heard)
            if number is not None and heard.reader is not None:
                numbers.setdefault(heard.reader, number)
            if heard.reader is not None and self._reader.says(heard, Sign.PROMOTED):
                promoted.append(numbers.get(heard.reader, 0))
        return Verdict(
            bool(promoted) and promoted == sorted(numbers.values())[: len(promoted)],
            _("First come, first served."),
            _(
                "Seats that became free went to the waiting numbers {numbers}, in this order.",
                numbers=joined(*(str(number) for number in promoted)),
            ),
        )

    def link(self) -> Verdict:
        """The online link stands in private answers and nowhere else that many can read."""
        private = [heard for heard in self._alone() if self._link in heard.everything]
        public = [heard for heard in self._ledger.public() if self._link in heard.everything]
        public_names = [name for name in self._ledger.names_of_places() if self._link in name]
        return Verdict(
            bool(private) and not public and not public_names,
            _("The online link never stands where everybody reads."),
            _(
                "Found {private} times in private answers and {public} times in {posts} public messages.",
                private=len(private),
                public=len(public) + len(public_names),
                posts=len(self._ledger.public()),
            ),
        )

    def nameless(self) -> Verdict:
        """Whatever anybody else reads about the seed, its author is not in it, by name or by number."""
        author = self._cast.author
        own, others = [], []
        for heard in self._ledger:
            if self._seed in heard.everything:
                (own if heard.reader == author.id else others).append(heard)
        told = [
            each for each in others if _any_in([self._cast.name(author.id), str(author.id)], each.everything)
        ]
        return Verdict(
            bool(own) and bool(others) and not told,
            _("Nobody reads who wrote the seed without a name, not even the office."),
            _(
                "{others} messages to others speak of it; the author is in {told} of them.",
                others=len(others),
                told=len(told),
            ),
        )

    def names(self) -> Verdict:
        """This meeting shows names to the office only."""
        names = [self._cast.name(person.id) for person in self._cast.people]
        public = [heard for heard in self._ledger.public() if _any_in(names, heard.everything)]
        listed = max(
            (
                sum(name in heard.text for name in names)
                for heard in self._ledger.read_by(self._cast.staff.id)
            ),
            default=0,
        )
        return Verdict(
            listed >= self._capacity // 2 and not public,  # the list comes in pages
            _("Nobody's name stands where everybody reads; the office has the list."),
            _(
                "Names in {public} public messages, {listed} names on one private page of the office.",
                public=len(public),
                listed=listed,
            ),
        )

    def once(self) -> Verdict:
        """Nobody got the same notice twice, in whatever way, and no thread did."""
        told = Counter(
            (heard.reader, heard.way if heard.reader is None else None, sign)
            for heard in self._ledger
            if not heard.is_edit and heard.way is not Way.CHANNEL
            for sign in NOTICES
            if self._reader.says(heard, sign)
        )
        twice = [who for who, times in told.items() if times > 1]
        return Verdict(
            bool(told) and not twice,
            _("Each notice came once."),
            _("{notices} notices, {twice} of them repeated.", notices=len(told), twice=len(twice)),
        )

    def complete(self) -> Verdict:
        """Everybody with a seat was told the day before and on the day, and who got one later knows it."""
        wanted = [(person, sign) for person in self._seated() for sign in (Sign.EVE, Sign.TODAY)]
        wanted += [(person, sign) for person in self._online() for sign in (Sign.EVE, Sign.SOON)]
        missing = [
            self._cast.name(person)
            for person, sign in wanted
            if not any(self._reader.says(heard, sign) for heard in self._ledger.read_by(person))
        ]
        return Verdict(
            bool(wanted) and not missing,
            _("Nobody who comes was forgotten, not even with closed direct messages."),
            _(
                "{wanted} reminders were owed the day before and on the day, {missing} are missing.",
                wanted=len(wanted),
                missing=len(missing),
            ),
        )

    def moved(self) -> Verdict:
        """Whoever answered the meeting that was moved read both dates, in one message."""
        news = self._reader.words(_("When: {old} → {new}", old=OLD_DATE, new=NEW_DATE))
        told = Counter(heard.reader for heard in self._alone() if heard.way is Way.DM and news in heard.text)
        return Verdict(
            len(told) == MOVED_PEOPLE and set(told.values()) == {1},
            _("Another date is told once to everybody whom it concerns, old and new together."),
            _n(
                "{count} person of {wanted} read it.",
                "{count} people of {wanted} read it.",
                count=len(told),
                wanted=MOVED_PEOPLE,
            ),
        )

    def _alone(self) -> list[Heard]:
        return [heard for heard in self._ledger if heard.reader is not None]

    def _holders(self) -> Iterable[frozenset[int]]:
        holders: set[int] = set()
        for heard in self._alone():
            assert heard.reader is not None
            signs = self._reader.signs(heard)
            if Sign.GAVE_UP in signs:
                holders.discard(heard.reader)
            if Sign.SEATED in signs or {Sign.PROMOTED, Sign.TO_VENUE} <= signs:
                holders.add(heard.reader)
            yield frozenset(holders)

    def _seated(self) -> frozenset[int]:
        last: frozenset[int] = frozenset()
        for last in self._holders():  # noqa: B007  (the state after the last message is what counts)
            pass
        return last

    def _online(self) -> frozenset[int]:
        return frozenset(
            heard.reader
            for heard in self._alone()
            if heard.reader is not None and self._reader.says(heard, Sign.ONLINE)
        )


def _any_in(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)

"""What must be true of asking and introducing people, judged from what they received."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from simcord import MemberActor

from bot.i18n import Text, _
from bot.sandbox.checks import Verdict
from bot.sandbox.ledger import Heard, Ledger, Way
from bot.sandbox.people import Cast
from bot.sandbox.signs import Reader

WANTED = 1
"""So many people the group asks for."""


class ProbonoChecks:
    """The invariants around the request with this title."""

    def __init__(self, ledger: Ledger, reader: Reader, cast: Cast, title: Text) -> None:
        self._ledger = ledger
        self._cast = cast
        self._ask = reader.words(_("Could you help? “{title}”", title=title))
        self._taken = reader.words(_("Thank you for thinking about “{title}”", title=title))

    def all(self) -> list[Verdict]:
        """Every verdict, in the order in which they are read."""
        return [self.strangers(), self.asked_once(), self.places()]

    def strangers(self) -> Verdict:
        """What both sides read before the private thread, and in it, as proof that names are seen."""
        volunteers, asking = self._cast.volunteers, [self._cast.asking]
        before, room = self._until_introduced()
        to_group = [each for each in before if each.way.is_public or self._is_for(each, asking)]
        to_volunteers = [each for each in before if each.way.is_public or self._is_for(each, volunteers)]
        told = [each for each in to_group if self._names(each, volunteers)]
        told += [each for each in to_volunteers if self._names(each, asking)]
        seen = [each for each in room if self._names(each, volunteers) and self._names(each, asking)]
        return Verdict(
            bool(to_group and to_volunteers and seen) and not told,
            _("Neither side reads who the other one is before both have said yes."),
            _(
                "{count} messages to both sides before that, names in {told} of them; "
                "then they stand in the thread.",
                count=len(to_group) + len(to_volunteers),
                told=len(told),
            ),
        )

    def asked_once(self) -> Verdict:
        """Each person got the same request once."""
        told = Counter(each.reader for each in self._direct(self._ask))
        return Verdict(
            bool(told) and set(told.values()) == {1},
            _("Nobody is asked twice."),
            _("{asks} requests went to {people} people.", asks=told.total(), people=len(told)),
        )

    def places(self) -> Verdict:
        """One place, one introduction; whoever else was asked reads that it is settled."""
        _before, room = self._until_introduced()
        met = [
            person for person in self._cast.volunteers if any(self._names(each, [person]) for each in room)
        ]
        asked = {each.reader for each in self._direct(self._ask)}
        settled = {each.reader for each in self._direct(self._taken)}
        return Verdict(
            len(met) == WANTED and settled == asked - {person.id for person in met},
            _("Never more people introduced than are wanted, and nobody waits for nothing."),
            _(
                "{wanted} wanted, {asked} asked, {met} introduced, {settled} thanked at once.",
                wanted=WANTED,
                asked=len(asked),
                met=len(met),
                settled=len(settled),
            ),
        )

    def _until_introduced(self) -> tuple[list[Heard], list[Heard]]:
        """All messages before the first one in a private thread, and those in such threads."""
        heard = list(self._ledger)
        first = next((at for at, each in enumerate(heard) if each.way is Way.ROOM), len(heard))
        return heard[:first], [each for each in heard if each.way is Way.ROOM]

    def _direct(self, sentence: str) -> Iterable[Heard]:
        return [
            each for each in self._ledger if each.way is Way.DM and not each.is_edit and sentence in each.text
        ]

    def _is_for(self, heard: Heard, people: Collection[MemberActor]) -> bool:
        return heard.reader in {person.id for person in people}

    def _names(self, heard: Heard, people: Collection[MemberActor]) -> bool:
        words = [word for person in people for word in (self._cast.name(person.id), str(person.id))]
        return any(word in heard.everything for word in words)

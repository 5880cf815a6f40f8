"""Whose notice it is, as far as staff may know it: names only where the subject shows them to the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.errors import UserError
from bot.events.rules import NamesShown
from bot.outbox.trays import Line
from cogs.shared.press import Press


@dataclass(frozen=True, slots=True)
class Subjects:
    """Titles of what the lines are about, and the names that may stand beside them."""

    titles: Mapping[str, str]
    _named: frozenset[str]
    _names: Mapping[int, str]

    def name_for(self, line: Line) -> str | None:
        """The display name, or None where it may not be shown or is not known."""
        return self._names.get(line.member_id or 0) if line.subject in self._named else None


async def subjects_of(press: Press, lines: Iterable[Line], more: Iterable[str] = ()) -> Subjects:
    """Read what a page of the outbox needs, and the titles of ``more`` subjects.

    A subject of another kind than a meeting shows no names.
    """
    titles: dict[str, str] = {}
    named: set[str] = set()
    of_lines = list(lines)
    for subject in {line.subject for line in of_lines} | set(more):
        prefix, _colon, row_id = subject.partition(":")
        if prefix != "event":
            continue
        try:
            event = await press.hub.events.show(press.community_id, int(row_id), is_staff=True)
        except UserError:
            continue
        titles[subject] = event.title
        if event.names_shown is not NamesShown.NOBODY:
            named.add(subject)
    wanted = {line.member_id for line in of_lines if line.member_id is not None and line.subject in named}
    names = await press.hub.members.names(press.community_id, wanted) if wanted else {}
    return Subjects(titles, frozenset(named), names)

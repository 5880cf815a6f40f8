"""Who has read how far, and which private answers were put away: what a Discord client remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Reading:
    """Message ids grow with time, so the newest one that was read stands for all before it."""

    put_away: set[tuple[int, int]] = field(default_factory=set)
    """Person and message."""
    _until: dict[tuple[int, int], int] = field(default_factory=dict)
    _all_until: int = 0

    def catch_up(self, backend: Any) -> None:
        """Everybody has read everything that is there now."""
        self._all_until = max((each for of in backend.messages.values() for each in of), default=0)

    def looked(self, person_id: int, place_id: int, backend: Any) -> bool:
        """This person has the place before their eyes; whether there was anything new."""
        newest = max(backend.messages.get(place_id, {}), default=0)
        before = self._seen(person_id, place_id)
        self._until[person_id, place_id] = max(newest, before)
        return newest > before

    def unread(self, person_id: int, place_id: int, backend: Any) -> int:
        """How many messages of others are newer than what was read."""
        seen = self._seen(person_id, place_id)
        return sum(
            message.id > seen and message.author_id != person_id and message.visible_to(person_id)
            for message in backend.messages.get(place_id, {}).values()
        )

    def _seen(self, person_id: int, place_id: int) -> int:
        return max(self._all_until, self._until.get((person_id, place_id), 0))

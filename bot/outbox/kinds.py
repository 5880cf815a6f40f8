"""What the outbox can carry: kinds of notices, cards and sealed addressees, registered by the features."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.db import Tx
from bot.i18n import Text
from bot.outbox.notice import ComposeCard, Kind, ResolveRoom, ResolveSealed

NameThread = Callable[[Tx, str], Awaitable[Text | str]]
"""The name of the thread under the card of a subject."""


class Kinds:
    """The registry; the composition root fills it once at start.

    ``has_mail``: a mail server is set, so people can be reached by mail.
    """

    def __init__(self) -> None:
        self.has_mail = False
        self._kinds: dict[str, Kind] = {}
        self._cards: dict[str, ComposeCard] = {}
        self._threads: dict[str, NameThread] = {}
        self._sealed: dict[str, ResolveSealed] = {}
        self._rooms: dict[str, ResolveRoom] = {}

    def register(self, *kinds: Kind) -> None:
        for kind in kinds:
            if kind.name in self._kinds:
                raise ValueError(f"the kind {kind.name} is registered twice")
            self._kinds[kind.name] = kind

    def register_card(
        self, prefix: str, compose: ComposeCard, *, name_thread: NameThread | None = None
    ) -> None:
        """Cards of subjects ``<prefix>:<id>``; their threads are named by their first line otherwise."""
        self._cards[prefix] = compose
        if name_thread is not None:
            self._threads[prefix] = name_thread

    def register_sealed(self, prefix: str, resolve: ResolveSealed) -> None:
        """Sealed addressees ``<prefix>:…`` are resolved by the feature that owns them."""
        self._sealed[prefix] = resolve

    def register_room(self, prefix: str, resolve: ResolveRoom) -> None:
        """Private threads of subjects ``<prefix>:<id>`` are described by the feature that owns them."""
        self._rooms[prefix] = resolve

    def get(self, name: str) -> Kind | None:
        return self._kinds.get(name)

    def of_cards(self) -> list[str]:
        """The kinds whose posts are public cards."""
        return [kind.name for kind in self._kinds.values() if kind.card]

    def card(self, subject: str) -> ComposeCard | None:
        return self._cards.get(subject.partition(":")[0])

    def thread_name(self, subject: str) -> NameThread | None:
        return self._threads.get(subject.partition(":")[0])

    def sealed(self, sealed: str) -> ResolveSealed | None:
        return self._sealed.get(sealed.partition(":")[0])

    def room(self, subject: str) -> ResolveRoom | None:
        return self._rooms.get(subject.partition(":")[0])

    def tell_staff_at(self, name: str, due_at: datetime) -> datetime | None:
        """When staff are told of a notice that has not arrived by then."""
        kind = self._kinds.get(name)
        if kind is None or kind.tell_staff_after_minutes is None:
            return None
        return due_at + timedelta(minutes=kind.tell_staff_after_minutes)

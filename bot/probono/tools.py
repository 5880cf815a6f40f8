"""What every use case of probono works with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock
from bot.db import Database, Tx
from bot.members.service import Members
from bot.outbox.service import Outbox
from bot.probono.lexicon import Lexicon
from bot.probono.states import Party
from bot.public_holidays import PublicHolidays

OnEnded = Callable[[Tx, int, Party, datetime], Awaitable[None]]
"""Is told the id of an offer or a need that ended, and who ended it."""
OnChanged = Callable[[Tx, int, datetime], Awaitable[None]]
"""Is told the id of an offer or a need that is new or another one now."""


@dataclass(slots=True)
class ProbonoTools:
    """The four lists are called, in their order, inside the transaction in which it happened.

    Whoever is called holds the locks of `queries`: a need that ended, an offer that ended and, before it,
    the needs for which it was suggested.
    """

    db: Database
    clock: Clock
    members: Members
    outbox: Outbox
    lexicon: Lexicon = field(default_factory=Lexicon)
    holidays: PublicHolidays = field(default_factory=PublicHolidays)
    on_offer_ended: list[OnEnded] = field(default_factory=list)
    on_offer_changed: list[OnChanged] = field(default_factory=list)
    on_need_ended: list[OnEnded] = field(default_factory=list)
    on_need_opened: list[OnChanged] = field(default_factory=list)

    async def offer_ended(self, tx: Tx, offer_id: int, party: Party, now: datetime) -> None:
        """An offer was withdrawn: what it was suggested for must end too."""
        for hear in self.on_offer_ended:
            await hear(tx, offer_id, party, now)

    async def offer_changed(self, tx: Tx, offer_id: int, now: datetime) -> None:
        """An offer is new, or says something else."""
        for hear in self.on_offer_changed:
            await hear(tx, offer_id, now)

    async def need_ended(self, tx: Tx, need_id: int, party: Party, now: datetime) -> None:
        """A need was closed: what was suggested for it must end too."""
        for hear in self.on_need_ended:
            await hear(tx, need_id, party, now)

    async def need_opened(self, tx: Tx, need_id: int, now: datetime) -> None:
        """From now on somebody is looked for."""
        for hear in self.on_need_opened:
            await hear(tx, need_id, now)

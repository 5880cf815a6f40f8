"""All use cases of probono, by who uses them."""

from __future__ import annotations

from bot.clock import Clock
from bot.db import Database
from bot.members.service import Members
from bot.outbox.service import Outbox
from bot.probono import need_notices, offer_holds
from bot.probono.agreeing import Agreements
from bot.probono.batch import Plans
from bot.probono.chips import Chips
from bot.probono.consenting import Asks
from bot.probono.deadlines import Deadlines
from bot.probono.ending import Ends
from bot.probono.hearings import HearingRoom
from bot.probono.introducing import Introductions
from bot.probono.keeping import Keeping
from bot.probono.learning import Learning
from bot.probono.looking import Looking
from bot.probono.need_edits import NeedEdits
from bot.probono.need_moves import NeedMoves
from bot.probono.needs import NeedRoom
from bot.probono.offer_edits import OfferEdits
from bot.probono.offer_holds import OfferHolds
from bot.probono.offers import OfferRoom
from bot.probono.proposing import Proposals
from bot.probono.settings import ProbonoRules
from bot.probono.skills import Skills
from bot.probono.suggestion_notices import SuggestionNotices
from bot.probono.tools import ProbonoTools


class Probono:
    """Put together once; each part has its own file.

    ``proposals`` and ``plans`` are the coordinator's; ``asks``, ``introductions``, ``agreements`` and
    ``ends`` belong to both sides; ``looking`` shows a suggestion to whoever takes part in it.
    """

    def __init__(self, db: Database, clock: Clock, members: Members, outbox: Outbox) -> None:
        self.tools = tools = ProbonoTools(db, clock, members, outbox)
        self.chips = Chips(tools)
        self.offers = OfferRoom(tools)
        self.offer_edits = OfferEdits(tools)
        self.offer_holds = OfferHolds(tools)
        self.needs = NeedRoom(tools)
        self.need_edits = NeedEdits(tools)
        self.need_moves = NeedMoves(tools)
        self.hearings = HearingRoom(tools)
        self.looking = Looking(tools)
        self.proposals = Proposals(tools)
        self.asks = Asks(tools)
        self.introductions = Introductions(tools)
        self.agreements = Agreements(tools)
        self.ends = Ends(tools)
        self.plans = Plans(tools, self.asks)
        self.settings = ProbonoRules(tools)
        self.skills = Skills(tools)
        self.learning = Learning(tools)
        self.keeping = Keeping(tools)
        self._deadlines = Deadlines(tools)
        tools.on_offer_ended.append(self.ends.offer_ended)
        tools.on_need_ended.append(self.ends.need_ended)
        offer_holds.register(outbox)
        need_notices.register(outbox)
        SuggestionNotices(tools, self.introductions).register()

    async def plan(self) -> None:
        """Once an hour and at the start: what still holds, who did not answer, who could be asked."""
        await self.tools.lexicon.warm_up()
        await self.offer_holds.plan()
        await self._deadlines.run()
        await self.proposals.refresh_all()

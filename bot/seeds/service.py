"""All use cases of seeds, by who uses them."""

from __future__ import annotations

import random

from bot.clock import Clock
from bot.db import Database
from bot.members.service import Members
from bot.outbox.service import Outbox
from bot.seeds import notices
from bot.seeds.cards import SeedCards
from bot.seeds.following import Followers
from bot.seeds.helping import Helpers
from bot.seeds.keeping import PastSeeds
from bot.seeds.merging import Merging
from bot.seeds.own import Authors
from bot.seeds.planner import SeedPlanner
from bot.seeds.posting import Posting
from bot.seeds.quota import ASKED_WRITERS, DailyQuota
from bot.seeds.reports import Reports
from bot.seeds.review import Reviews
from bot.seeds.sealing import Sealer
from bot.seeds.settings import SeedRules
from bot.seeds.supporting import Supporters
from bot.seeds.surfacing import Surfacing
from bot.seeds.tools import SeedTools


class Seeds:
    """``sealer`` holds the secret of the environment; ``dice`` give the random delays."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        members: Members,
        outbox: Outbox,
        sealer: Sealer,
        dice: random.Random,
    ) -> None:
        self.tools = SeedTools(db, clock, members, outbox, sealer, dice)
        self.cards = SeedCards()
        self.rules = SeedRules(db, clock)
        self.posting = Posting(self.tools)
        self.reviews = Reviews(self.tools)
        self.merging = Merging(self.tools)
        self.authors = Authors(self.tools)
        self.supporters = Supporters(self.tools, self.cards)
        self.followers = Followers(self.tools)
        self.helpers = Helpers(self.tools)
        self.reports = Reports(self.tools)
        self.planner = SeedPlanner(self.tools)
        self.surfacing = Surfacing(self.tools)
        self.past = PastSeeds(self.tools)
        self.asked_writers = DailyQuota(ASKED_WRITERS)
        notices.register(self.tools, self.cards)

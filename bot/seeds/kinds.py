"""The names of the notices of seeds."""

from __future__ import annotations

CARD = "seed.card"
REVIEW = "seed.review"
TOLD = "seed.told"
ASKED = "seed.asked"
ANSWERED = "seed.answered"
EDITED = "seed.edited"
OFFERED = "seed.offered"
KNOWN = "seed.known"
HELPER = "seed.helper"
JOINED = "seed.joined"
REPORTED = "seed.reported"
WAS_IT_HELP = "seed.was_it_help"

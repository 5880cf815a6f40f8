"""What the volunteer of a suggestion is sent, composed when due from the facts of that moment.

Before both said yes these texts are made of `strangers` only: nothing here names the volunteer to the
organisation, nor an organisation that hides its name to the volunteer.
"""

from __future__ import annotations

from datetime import datetime

from bot.clock import to_local
from bot.db import Tx
from bot.i18n import Text, _, _n, joined
from bot.matching.matcher import Matcher
from bot.matching.reasons import RelatedSkill, SharedSkill
from bot.outbox.notice import Delivery, Notice
from bot.probono.facts import facts_of_need, facts_of_offer
from bot.probono.notice_parts import (
    answer_buttons,
    answer_by,
    ask_office,
    is_asked,
)
from bot.probono.states import SuggestionState
from bot.probono.stranger_texts import need_lines
from bot.probono.strangers import open_need
from bot.probono.suggestion_queries import of_need
from bot.probono.suggestion_texts import shown_title
from bot.probono.suggestion_views import Suggestion
from bot.probono.tools import ProbonoTools


class ToVolunteer:
    """Each method composes one kind of notice; None when it is no longer true."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def ask(self, tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
        if not is_asked(it, delivery):
            return None
        return Notice(
            _("Could you help? “{title}”", title=shown_title(it)),
            (
                *await self._ask_lines(tx, it, now),
                Text(""),
                await self._how_many(tx, it),
                answer_by(it),
                _(
                    "You decide freely, and a no needs no reason. "
                    "Your name is told only once you have both said yes."
                ),
            ),
            actions=answer_buttons(it),
        )

    async def ask_reminder(self, tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
        if not is_asked(it, delivery):
            return None
        return Notice(
            _("May we ask once more? “{title}”", title=shown_title(it)),
            (
                *await self._ask_lines(tx, it, now),
                Text(""),
                answer_by(it),
                _("If it does not suit you, that is fine: please say so with a press, it needs no reason."),
            ),
            actions=answer_buttons(it),
        )

    async def _ask_lines(self, tx: Tx, it: Suggestion, now: datetime) -> list[Text]:
        taxonomy = await self._tools.lexicon.of(tx, it.community_id)
        lines = need_lines(open_need(it.need), taxonomy)
        reasons = why(Matcher(taxonomy), it, now)
        return [*lines, _("Why we think of you: {reasons}", reasons=reasons)] if reasons else lines

    async def _how_many(self, tx: Tx, it: Suggestion) -> Text:
        around = await of_need(tx, it.need.id, (SuggestionState.ASKED,))
        if not it.is_small or len(around) < 2:
            return _("You are the only one who is asked at the moment.")
        return _n(
            "{count} person is asked at the same time. We ask whoever answers first.",
            "{count} people are asked at the same time. We ask whoever answers first.",
            count=len(around),
        )

    async def taken(self, tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
        if it.state is not SuggestionState.TAKEN:
            return None
        return Notice(
            _("Thank you for thinking about “{title}”", title=shown_title(it)),
            (
                _(
                    "Somebody else has just answered, so this is settled and you need not do anything. "
                    "It does not count as a request to you: we will gladly ask you another time."
                ),
            ),
        )

    async def released(self, tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
        if it.state is not SuggestionState.RELEASED:
            return None
        return Notice(
            _("“{title}”: we go on looking", title=shown_title(it)),
            (
                _(
                    "We did not hear from you in time and ask somebody else now. That is quite all right; "
                    "you need not do anything. If you would still like to, please tell the office."
                ),
            ),
            actions=(ask_office(it),),
        )

    async def not_meeting(self, tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
        return Notice(
            _("“{title}”: it did not come to a meeting this time", title=shown_title(it)),
            (
                _(
                    "Thank you very much for your yes. The organisation decided otherwise this time, for "
                    "reasons of its own; your name was not told. Your offer stays open."
                ),
            ),
        )


def why(matcher: Matcher, it: Suggestion, now: datetime) -> Text | None:
    """The skills for which somebody is asked, as a clause; None where a person chose them by hand.

    Shared words are left out: they may be the name of an organisation that hides it.
    """
    today = to_local(now, it.need.tz).date()
    ranking = matcher.index([facts_of_offer(it.offer)]).rank(facts_of_need(it.need), today, 1)
    found = [*ranking.matches, *(miss.match for miss in ranking.near_misses)]
    reasons = [r for match in found for r in match.reasons if isinstance(r, SharedSkill | RelatedSkill)]
    names = list(dict.fromkeys(r.name if isinstance(r, SharedSkill) else r.offer_name for r in reasons))
    if not names:
        return _("the office thought of you")
    return _("what you offer: {skills}", skills=joined(*names))

"""What the organisation of a suggestion is sent, composed when due from the facts of that moment.

Before both said yes these texts are made of `strangers` only: nothing here names the volunteer to the
organisation, nor an organisation that hides its name to the volunteer.
"""

from __future__ import annotations

from datetime import datetime

from bot.db import Tx
from bot.i18n import Text, _
from bot.outbox.notice import Delivery, Notice
from bot.probono.notice_parts import (
    answer_by,
    meeting_buttons,
)
from bot.probono.states import Party, SuggestionState
from bot.probono.stranger_texts import volunteer_lines
from bot.probono.strangers import unknown_volunteer
from bot.probono.suggestion_texts import shown_title
from bot.probono.suggestion_views import Suggestion
from bot.probono.tools import ProbonoTools


class ToOrganisation:
    """Each method composes one kind of notice; None when it is no longer true."""

    def __init__(self, tools: ProbonoTools) -> None:
        self._tools = tools

    async def found(self, tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
        if it.state is not SuggestionState.YES or it.is_introduced:
            return None
        return Notice(
            _("Somebody would like to help with “{title}”", title=it.need.title),
            (
                *await self._volunteer(tx, it),
                Text(""),
                answer_by(it),
                _(
                    "If you say yes too, you are introduced to each other together with the office; "
                    "only then names are told."
                ),
            ),
            actions=meeting_buttons(it),
        )

    async def found_reminder(
        self, tx: Tx, it: Suggestion, delivery: Delivery, now: datetime
    ) -> Notice | None:
        if it.state is not SuggestionState.YES or it.is_introduced:
            return None
        return Notice(
            _("Somebody is waiting for your answer about “{title}”", title=it.need.title),
            (*await self._volunteer(tx, it), Text(""), answer_by(it)),
            actions=meeting_buttons(it),
        )

    async def _volunteer(self, tx: Tx, it: Suggestion) -> list[Text]:
        taxonomy = await self._tools.lexicon.of(tx, it.community_id)
        return volunteer_lines(unknown_volunteer(it.offer, it.offer.skills), taxonomy)

    async def looking_on(self, tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
        """To the side that did answer, or that waits."""
        if delivery.args["silent"] == Party.VOLUNTEER.value:
            if it.need.state.is_over:
                return None
            return Notice(
                _("“{title}”: we go on looking", title=it.need.title),
                (
                    _(
                        "The person we asked could not answer in time. "
                        "The office is looking on and will tell you as soon as somebody is found."
                    ),
                ),
            )
        return Notice(
            _("“{title}”: the organisation has not answered", title=shown_title(it)),
            (
                _(
                    "Thank you very much for your yes. The organisation did not answer in time, so you are "
                    "free again; your name was not told. The office asks them what happened."
                ),
            ),
        )

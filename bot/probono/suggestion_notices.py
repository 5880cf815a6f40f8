"""The notices of suggestions, made known to the outbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.db import Tx
from bot.i18n import _
from bot.members.wish_rules import Topic
from bot.outbox import notice as outbox_notice
from bot.outbox.notice import Delivery, Kind, Notice
from bot.probono import notices_to_both as to_both, suggestion_kinds as kinds
from bot.probono.introducing import Introductions
from bot.probono.notices_to_organisation import ToOrganisation
from bot.probono.notices_to_volunteer import ToVolunteer
from bot.probono.rules import NoSuchSuggestion
from bot.probono.suggestion_queries import find
from bot.probono.suggestion_views import Suggestion
from bot.probono.tools import ProbonoTools

Compose = Callable[[Tx, Suggestion, Delivery, datetime], Awaitable[Notice | None]]


class SuggestionNotices:
    """Composes; ``register`` makes them known to the outbox."""

    def __init__(self, tools: ProbonoTools, introductions: Introductions) -> None:
        self._tools = tools
        self._introductions = introductions

    def register(self) -> None:
        to_volunteer, to_group = ToVolunteer(self._tools), ToOrganisation(self._tools)
        made = (
            (kinds.ASK, to_volunteer.ask, _("Can you help? (probono)"), False),
            (kinds.ASK_REMINDER, to_volunteer.ask_reminder, _("Can you help? (reminder)"), True),
            (kinds.TAKEN, to_volunteer.taken, _("Somebody else answered first (probono)"), False),
            (kinds.RELEASED, to_volunteer.released, _("No answer in time (probono)"), False),
            (
                kinds.LOOKING_ON,
                to_group.looking_on,
                _("The other side did not answer (probono)"),
                False,
            ),
            (kinds.FOUND, to_group.found, _("Somebody was found (probono)"), False),
            (kinds.FOUND_REMINDER, to_group.found_reminder, _("Somebody was found (reminder)"), True),
            (kinds.NOT_MEETING, to_volunteer.not_meeting, _("It did not come to a meeting (probono)"), False),
            (
                kinds.PROVISIONAL,
                to_both.provisional,
                _("Goal and schedule to agree to (probono)"),
                False,
            ),
            (kinds.AGREED, to_both.agreed, _("Goal and schedule are agreed (probono)"), False),
            (kinds.DATE, to_both.date, _("A date was set (probono)"), False),
            (kinds.DATE_REMINDER, to_both.date_reminder, _("Tomorrow's date (probono)"), True),
            (kinds.MILESTONE, to_both.milestone, _("A milestone is due (probono)"), True),
            (kinds.ENDED, to_both.ended, _("It ended early (probono)"), False),
            (kinds.RENEWED, to_both.renewed, _("It goes on (probono)"), False),
            (kinds.THANKS, to_both.thanks, _("Thanks and one question (probono)"), False),
        )
        outbox = self._tools.outbox
        outbox.register(
            *(
                Kind(name, _of(compose), title=title, optional=is_optional, topic=_topic_of(name))
                for name, compose, title, is_optional in made
            ),
            Kind(
                kinds.INTRODUCTION,
                _of(to_both.introduction),
                title=_("Introduction of two sides (probono)"),
                tell_staff_after_minutes=60,
                on_sent=self._introductions.room_opened,
            ),
        )
        outbox.register_room("suggestion", self._introductions.room)


def _topic_of(name: str) -> Topic:
    """Who wants no more questions still hears what becomes of what they agreed to."""
    return Topic.PROBONO if name in (kinds.ASK, kinds.ASK_REMINDER) else Topic.CHANGES


def _of(compose: Compose) -> outbox_notice.Compose:
    """With the suggestion the delivery is about; None once it is gone."""

    async def made(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        try:
            it = await find(tx, delivery.community_id, delivery.args["suggestion_id"])
        except NoSuchSuggestion:
            return None
        return await compose(tx, it, delivery, now)

    return made

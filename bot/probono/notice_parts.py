"""Buttons and lines that several notices of suggestions share. Pure."""

from __future__ import annotations

from bot.clock import Moment
from bot.i18n import C_, Text, _
from bot.outbox.notice import Action, Delivery
from bot.probono.states import SuggestionState
from bot.probono.suggestion_views import Suggestion


def answer_buttons(it: Suggestion) -> tuple[Action, ...]:
    return (
        Action("suggestion", it.id, "answer:yes", C_("probono answer", "Yes, I can help"), "success"),
        Action("suggestion", it.id, "answer:not_now", C_("probono answer", "Not now")),
        Action("suggestion", it.id, "answer:no", C_("probono answer", "No, not this one")),
    )


def meeting_buttons(it: Suggestion) -> tuple[Action, ...]:
    return (
        Action("suggestion", it.id, "meet", _("Yes, please introduce us"), "success"),
        Action("suggestion", it.id, "decline", _("Not this time")),
    )


def date_button(it: Suggestion) -> Action:
    return Action("suggestion", it.id, "date", _("Set the date"), "success")


def panel_button(it: Suggestion) -> Action:
    return Action("suggestion", it.id, "panel", _("Where we are"), "primary")


def ask_office(it: Suggestion) -> Action:
    return Action("suggestion", it.id, "office", _("Ask the office"))


def answer_by(it: Suggestion) -> Text:
    if it.answer_due_at is None:
        return Text("")
    return _("Please answer by {when}.", when=Moment(it.answer_due_at, it.need.tz))


def volunteer_name(it: Suggestion) -> str:
    names = [name for name in (it.offer.organisation, it.offer.name) if name]
    return " / ".join(names) or "-"


def is_asked(it: Suggestion, delivery: Delivery) -> bool:
    return it.state is SuggestionState.ASKED and it.asks == delivery.args["ask"]

"""What both sides of a suggestion are sent once they know each other, and when it ends."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Moment
from bot.db import Tx
from bot.i18n import C_, Text, _, _n
from bot.outbox.notice import Action, Delivery, Notice
from bot.probono.notice_parts import (
    ask_office,
    date_button,
    panel_button,
    volunteer_name,
)
from bot.probono.rules import Again
from bot.probono.states import Party, SuggestionState
from bot.probono.suggestion_texts import agreement_lines, shown_title
from bot.probono.suggestion_views import Suggestion


async def introduction(tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
    if not it.is_introduced or it.state.is_over:
        return None
    next_step = (
        _("Next: please agree on a day and a time here, and press “Set the date”.")
        if it.is_small
        else _("Next: the office arranges a first talk. Please write here when it would suit you.")
    )
    return Notice(
        _("Welcome: “{title}”", title=it.need.title),
        (
            _("Both of you said yes; thank you. May we introduce you:"),
            _(
                "・{organisation} ({person})",
                organisation=it.need.organisation or "-",
                person=it.need.name or "-",
            ),
            _("・{volunteer}: {offer}", volunteer=volunteer_name(it), offer=it.offer.text),
            Text(""),
            next_step,
            _("The office reads along in this thread and helps if anything is unclear."),
        ),
        actions=(*((date_button(it),) if it.is_small else ()), panel_button(it)),
    )


async def provisional(tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
    if it.state is not SuggestionState.PROVISIONAL:
        return None
    return Notice(
        _("Is this right? Goal and schedule for “{title}”", title=it.need.title),
        (
            *agreement_lines(it),
            Text(""),
            _("If it is right, please agree. If something should be different, please write to the office."),
        ),
        actions=(
            Action("suggestion", it.id, "agree", _("I agree"), "success"),
            ask_office(it),
            panel_button(it),
        ),
    )


async def agreed(tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
    if it.state not in (SuggestionState.AGREED, SuggestionState.RUNNING):
        return None
    return Notice(
        _("Agreed: “{title}”", title=it.need.title),
        (
            *agreement_lines(it),
            Text(""),
            _("You are reminded of the milestones in the morning of their days."),
        ),
        actions=(panel_button(it),),
    )


async def date(tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
    if it.state is not SuggestionState.DATE_AGREED or it.meets_at is None:
        return None
    return Notice(
        _("“{title}”: the date is {when}", title=it.need.title, when=Moment(it.meets_at, it.need.tz)),
        (_("If that does not suit you, please set another date, or write to the other side."),),
        actions=(panel_button(it),),
    )


async def date_reminder(tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
    if it.state is not SuggestionState.DATE_AGREED or it.meets_at is None or it.meets_at <= now:
        return None
    return Notice(
        _("“{title}”: {when}", title=it.need.title, when=Moment(it.meets_at, it.need.tz)),
        (_("We look forward to it. If something comes up, please tell the other side."),),
        actions=(panel_button(it),),
    )


async def milestone(tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
    found = [each for each in it.milestones if each.id == delivery.args["milestone_id"]]
    if not found or found[0].is_done or it.state.is_over:
        return None
    return Notice(
        _("“{title}”: today's milestone is “{milestone}”", title=it.need.title, milestone=found[0].title),
        (_("If it was reached, please tick it. If it takes longer, a word to the other side is enough."),),
        actions=(panel_button(it),),
    )


async def ended(tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
    to_volunteer = delivery.args["party"] == Party.VOLUNTEER.value
    title = it.need.title if it.is_introduced or not to_volunteer else shown_title(it)
    by_office = delivery.args["by"] == Party.COORDINATOR.value
    return Notice(
        _("“{title}” has ended", title=title),
        (
            _("The office ended it; please ask if you would like to know more.")
            if by_office
            else _("The other side cannot go on with it. Thank you very much for your willingness."),
            _("Your offer stays open.")
            if to_volunteer
            else _("The office looks for somebody else, unless you closed the need."),
        ),
        actions=(ask_office(it),),
    )


async def renewed(tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
    if it.state.is_over:
        return None
    to_volunteer = delivery.args["party"] == Party.VOLUNTEER.value
    title = it.need.title if it.is_introduced or not to_volunteer else shown_title(it)
    return Notice(
        _("How is “{title}” getting on?", title=title),
        (
            _(
                "The office has not heard anything for two weeks and has let it go on. "
                "If something is difficult, please write to the office."
            ),
        ),
        actions=(ask_office(it), panel_button(it)),
    )


async def thanks(tx: Tx, it: Suggestion, delivery: Delivery, now: datetime) -> Notice | None:
    if it.state is not SuggestionState.DONE:
        return None
    to_volunteer = delivery.args["party"] == Party.VOLUNTEER.value
    question = (
        C_("volunteer", "Would you help again?")
        if to_volunteer
        else C_("organisation", "Would you ask for help in this way again?")
    )
    return Notice(
        _("Thank you: “{title}” is done", title=it.need.title),
        (
            _n(
                "{count} hour of work came together. Thank you very much.",
                "{count} hours of work came together. Thank you very much.",
                count=it.hours or 0,
            ),
            question,
        ),
        actions=tuple(Action("suggestion", it.id, f"again:{again.value}", again.label) for again in Again),
    )

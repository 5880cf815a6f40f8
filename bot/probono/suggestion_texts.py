"""Short words for a suggestion that several notices and screens share. Pure."""

from __future__ import annotations

from bot.clock import LocalDate
from bot.i18n import Text, _
from bot.probono.strangers import open_need
from bot.probono.suggestion_views import Suggestion


def room_name(suggestion: Suggestion) -> Text:
    """The name of the private thread. Its number makes it the only one of that name."""
    return _("Introduction {number}: {title}", number=str(suggestion.id), title=suggestion.need.title)


def shown_title(suggestion: Suggestion) -> str:
    """What the need is called for a volunteer who does not know yet who the organisation is."""
    return open_need(suggestion.need).title


def agreement_lines(it: Suggestion) -> list[Text]:
    """What is on the table."""
    made = [_("Goal: {text}", text=it.goal or "-")]
    if it.schedule:
        made.append(_("Schedule: {text}", text=it.schedule))
    made += [_("・{day}: {title}", day=LocalDate(each.due_on), title=each.title) for each in it.milestones]
    return made

"""Every step of every place of a meeting, for staff, the newest first."""

from __future__ import annotations

from bot.clock import Moment
from bot.events.notice_lines import mode_name
from bot.events.places import Cause
from bot.events.roster import Step
from bot.events.rules import Event, Place
from bot.i18n import C_, Text, _
from cogs.shared.paging import show_pages
from cogs.shared.permissions import Right
from cogs.shared.press import Press

_PLACES = {
    Place.CONFIRMED: C_("history", "seat"),
    Place.WAITLISTED: C_("history", "waiting list"),
    Place.REQUESTED: C_("history", "applied"),
    Place.CANCELLED: C_("history", "given up"),
}
_CAUSES = {
    Cause.ANSWER: C_("history", "own press"),
    Cause.PROMOTED: C_("history", "moved up"),
    Cause.LEFT: C_("history", "left the server"),
    Cause.PARTY: C_("history", "other number of people"),
    Cause.STAFF: C_("history", "the office"),
    Cause.ACCEPTED: C_("history", "accepted"),
    Cause.REFUSED: C_("history", "refused"),
    Cause.COURSE: C_("history", "places of the course given out"),
}


async def show_history(press: Press, event_id: int) -> None:
    """Answer with the list, page by page."""
    event, steps = await press.hub.rosters.history(press.community_id, event_id)
    lines = [press.say(_line(event, step)) for step in steps]
    title = _("History of “{title}”", title=event.title)
    await show_pages(press, title, lines or [press.say(_("Nothing has happened yet."))], right=Right.STAFF)


def _line(event: Event, step: Step) -> Text:
    return _(
        "{moment} {name} ({mode}): {step}, {cause}",
        moment=Moment(step.happened_at, event.tz),
        name=step.name or _("(name not shown)"),
        mode=mode_name(step.mode),
        step=_step(step),
        cause=_cause(step),
    )


def _step(step: Step) -> Text:
    seats = "" if step.seats is None or step.seats == 1 else f"×{step.seats}"
    after = Text("{place}{seats}", {"place": _PLACES[step.after], "seats": seats})
    if step.before is None or step.before is Place.CANCELLED or step.before is step.after:
        return after
    return Text("{before} → {after}", {"before": _PLACES[step.before], "after": after})


def _cause(step: Step) -> Text:
    if step.actor is None:
        return _CAUSES[step.cause]
    return _("{cause}: {name}", cause=_CAUSES[step.cause], name=step.actor)

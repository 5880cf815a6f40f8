"""The posted card of a course: all its sessions, each with its seats, as a layout of the outbox."""

from __future__ import annotations

from functools import partial

import discord

from bot.clock import Span
from bot.events.notice_lines import mode_name
from bot.events.rules import Event, EventState, ModeSeats
from bot.i18n import Text, _, _n
from bot.outbox.notice import Notice
from bot.series.course_notices import decided_on
from bot.series.course_rules import Course
from cogs.series.course_views import course_buttons
from cogs.shared import limits
from cogs.shared.controls import HubView
from cogs.shared.renderers import MessageParts, escape, fitted, headline, register

OPEN_COLOUR = 0x2E7D6B
CLOSED_COLOUR = 0x7A7A7A


def register_layouts() -> None:
    """Let the courier post the cards of courses, while sessions lie ahead and afterwards."""
    register("course_card", _render)
    register("course_card_closed", partial(_render, closed=True))


def _render(
    notice: Notice,
    *,
    lang: str,
    timezone: str,
    community_name: str | None = None,
    closed: bool = False,
) -> MessageParts:
    course: Course = notice.facts
    return fitted(
        MessageParts(
            content=headline(notice.subject, lang, community_name),
            embed=course_embed(course, lang, closed=closed),
            view=HubView(*course_buttons(course, lang, closed=closed), timeout=None),
        )
    )


def course_embed(course: Course, lang: str, *, closed: bool = False) -> discord.Embed:
    """The card in ``lang``, within Discord's limits; what people typed comes escaped."""
    embed = discord.Embed(
        title=escape(course.title),
        description=escape(course.description) or None,
        colour=CLOSED_COLOUR if closed else OPEN_COLOUR,
    )
    if not closed:
        embed.add_field(name=_("Applying").to(lang), value=_terms(course).to(lang, escape), inline=False)
    for session in course.sessions:
        name = _("{span} {title}", span=_span(session), title=session.title)
        lines = [line.to(lang, escape) for line in _session(session)]
        embed.add_field(name=name.to(lang, escape), value="\n".join(lines), inline=False)
    embed.set_footer(text=course.sessions[0].names_shown.label.to(lang))
    return limits.fit_embed(embed)


def _span(session: Event) -> Span:
    return Span(session.starts_at, session.ends_at, session.tz)


def _terms(course: Course) -> Text:
    first_come = _(
        "Apply for the whole course in one step, or for single evenings, in the order of the presses."
    )
    return decided_on(course) or first_come


def _session(session: Event) -> list[Text]:
    if session.state is EventState.CANCELLED:
        return [_("This event was cancelled")]
    return [
        _("{mode}: {seats}", mode=mode_name(mode), seats=_seats(seats))
        for mode, seats in session.seats.items()
    ]


def _seats(seats: ModeSeats) -> Text:
    """``8 of 20 seats taken``, ``full, 3 people waiting``, while it is collected ``5 applications``."""
    if seats.requested:
        return _n("{count} application so far", "{count} applications so far", count=seats.requested)
    if seats.waiting:
        waiting = _n("{count} person waiting", "{count} people waiting", count=seats.waiting)
        return _("full, {waiting}", waiting=waiting)
    if seats.capacity is None:
        return _n("{count} person so far, no limit", "{count} people so far, no limit", count=seats.taken)
    return _("{taken} of {capacity} seats taken", taken=seats.taken, capacity=seats.capacity)

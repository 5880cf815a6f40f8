"""The card of a meeting: facts in, embed out. Pure; no name, no link and no contact is ever on it."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from bot.clock import Span
from bot.events.notice_lines import doors_line
from bot.events.rules import Event, EventState, Mode, ModeSeats
from bot.i18n import Raw, Text, _, _n
from cogs.events.terms_texts import terms_lines
from cogs.shared import limits
from cogs.shared.renderers import escape

OPEN_COLOUR = 0x2E7D6B
CLOSED_COLOUR = 0x7A7A7A


def card_embed(
    event: Event, lang: str, *, closed: bool = False, late: bool = False, theme: tuple[Text, ...] = ()
) -> discord.Embed:
    """The card in ``lang``, within Discord's limits.

    ``closed``: the meeting has begun; ``late``: its deadline is over; ``theme``: where its theme comes from.
    """
    cancelled = event.state is EventState.CANCELLED
    embed = discord.Embed(
        title=escape(event.title),
        description=escape(event.description) or None,
        colour=CLOSED_COLOUR if cancelled or closed else OPEN_COLOUR,
    )
    for name, lines in _sections(event, closed=closed, late=late, theme=theme):
        value = "\n".join(line if isinstance(line, str) else line.to(lang, escape) for line in lines)
        embed.add_field(name=name.to(lang, escape), value=value, inline=False)
    embed.set_footer(text=" / ".join(part.to(lang) for part in _footer(event)))
    return limits.fit_embed(embed)


def _sections(
    event: Event, *, closed: bool, late: bool, theme: tuple[Text, ...]
) -> Iterator[tuple[Text, list[Text | str]]]:
    """Headings and lines; what people typed comes escaped."""
    if event.state is EventState.CANCELLED:
        yield _("This event was cancelled"), [_("Reason: {reason}", reason=event.cancel_reason or "")]
    elif closed:
        yield _("Answers are closed"), [_("The event has begun.")]
    if theme:
        yield _("Theme"), list(theme)
    yield _("Date and time"), _when(event)
    for mode, seats in event.seats.items():
        yield _place(event, mode, seats)
    terms = terms_lines(event, late=late)
    if terms and event.state is EventState.ANNOUNCED and not closed:
        yield _("Applying"), [_("・{line}", line=line) for line in terms]
    if event.co_hosts:
        yield _("Co-hosts"), [escape(event.co_hosts)]
    if event.fee:
        yield _("Fee"), [escape(event.fee)]
    if event.welcome:
        yield _("Come as you are"), [_("・{line}", line=welcome.label) for welcome in event.welcome]


def _when(event: Event) -> list[Text | str]:
    span = Span(event.starts_at, event.ends_at, event.tz)
    relative = Raw(discord.utils.format_dt(event.starts_at, "R"))
    lines: list[Text | str] = [_("{span} ({relative})", span=span, relative=relative)]
    if event.doors_at:
        lines.append(doors_line(event.doors_at, event.tz))
    return lines


def _place(event: Event, mode: Mode, seats: ModeSeats) -> tuple[Text, list[Text | str]]:
    if mode is Mode.VENUE:
        return _("Venue"), [escape(event.venue or ""), seats_line(seats)]
    return _("Online"), [_("The link is shown after you answer."), seats_line(seats)]


def seats_line(seats: ModeSeats) -> Text:
    """Taken and capacity, and how many wait."""
    if seats.capacity is None:
        taken = _n("{count} person so far, no limit", "{count} people so far, no limit", count=seats.taken)
    elif seats.taken > seats.capacity:
        taken = _(
            "{taken} people for {capacity} seats; nobody loses theirs",
            taken=seats.taken,
            capacity=seats.capacity,
        )
    else:
        taken = _("{taken} of {capacity} seats taken", taken=seats.taken, capacity=seats.capacity)
    if not seats.waiting:
        return taken
    waiting = _n("{count} person waiting", "{count} people waiting", count=seats.waiting)
    return _("{taken}, {waiting}", taken=taken, waiting=waiting)


def _footer(event: Event) -> Iterator[Text]:
    if event.is_rehearsal:
        yield _("Rehearsal: only the office can see this")
    yield event.names_shown.label

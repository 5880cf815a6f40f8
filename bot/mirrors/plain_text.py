"""A meeting as plain text, to be copied into a mail, a post or a blog. Pure; an `Event` holds no secret."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.clock import Moment, format_span
from bot.events.notice_lines import doors_line
from bot.events.rules import Event, EventState, Mode, ModeSeats
from bot.i18n import Text, _, _n


def plain_text(event: Event, community_name: str, card: str | None, lang: str, now: datetime) -> str:
    """The announcement in ``lang``: the fixed local date, and how to apply at ``card`` (its address)."""
    parts = (
        "\n".join(_to(lang, _facts(event, lang))),
        event.description.strip(),
        "\n".join(_("・{line}", line=welcome.label).to(lang) for welcome in event.welcome),
        "\n".join(_to(lang, _how_to_apply(event, community_name, card, now))),
    )
    return "\n\n".join((_heading(event).to(lang), *(part for part in parts if part)))


def _to(lang: str, lines: Iterator[Text]) -> Iterator[str]:
    return (line.to(lang) for line in lines)


def _heading(event: Event) -> Text:
    if event.state is EventState.CANCELLED:
        return _("Cancelled: {title}", title=event.title)
    return _("Invitation: {title}", title=event.title)


def _facts(event: Event, lang: str) -> Iterator[Text]:
    # whoever takes part online may read it in another zone, so then the zone is named
    span = format_span(event.starts_at, event.ends_at, event.tz, lang, with_zone=event.online)
    yield _("When: {span}", span=span)
    if event.doors_at:
        yield doors_line(event.doors_at, event.tz)
    for mode, seats in event.seats.items():
        if mode is Mode.VENUE:
            yield _("Where: {venue}{seats}", venue=event.venue or "", seats=_capacity(seats))
        else:
            yield _("Online: the link is told to those who take part{seats}", seats=_capacity(seats))
    if event.fee:
        yield _("Fee: {fee}", fee=event.fee)
    if event.co_hosts:
        yield _("Co-hosts: {co_hosts}", co_hosts=event.co_hosts)


def _capacity(seats: ModeSeats) -> Text:
    if seats.capacity is None:
        return Text("")
    return _n(" ({count} seat)", " ({count} seats)", count=seats.capacity)


def _how_to_apply(event: Event, community_name: str, card: str | None, now: datetime) -> Iterator[Text]:
    if event.state is EventState.CANCELLED:
        yield _("Reason: {reason}", reason=event.cancel_reason or "")
        return
    closes_at = event.terms.answers_close_at or event.starts_at
    if now >= closes_at:
        return
    if event.terms.role_ids:
        yield _("For members of this group only")
    if card is None:
        yield _("To apply: in the Discord server “{community}”, at /rsvp", community=community_name)
    else:
        yield _(
            "To apply: press a button on the announcement in the Discord server “{community}”",
            community=community_name,
        )
        yield Text("{card}", {"card": card})
    yield _("Applications close: {moment}", moment=Moment(closes_at, event.tz))
    if event.terms.needs_approval:
        yield _("The office decides on each application and lets you know.")

"""The terms of a meeting in words: on its card, and for staff who write it."""

from __future__ import annotations

from bot.clock import Moment
from bot.events.rules import Event
from bot.i18n import Raw, Text, _, _n, joined


def terms_lines(event: Event, *, late: bool = False) -> list[Text]:
    """What whoever wants to apply should know; nothing where there are no terms. ``late``: too late now."""
    terms = event.terms
    lines: list[Text] = []
    if terms.answers_close_at is not None:
        deadline = Moment(terms.answers_close_at, event.tz)
        lines.append(
            _("Applications closed on {deadline}.", deadline=deadline)
            if late
            else _("Please apply by {deadline}.", deadline=deadline)
        )
    if terms.role_ids:
        roles = joined(*(Raw(f"<@&{role_id}>") for role_id in terms.role_ids))
        lines.append(_("Open to: {roles}", roles=roles))
    if terms.needs_approval:
        lines.append(_("The office answers each application."))
    if terms.max_companions:
        lines.append(
            _n(
                "You may bring {count} companion.",
                "You may bring up to {count} companions.",
                count=terms.max_companions,
            )
        )
    return lines

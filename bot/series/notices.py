"""What the staff channel is told of series, composed from the facts of the moment."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Day
from bot.db import Tx
from bot.i18n import _, _n
from bot.outbox.kinds import Kinds
from bot.outbox.notice import Action, Delivery, Kind, Notice
from bot.series.laying import SILENT
from bot.series.queries import load_session
from bot.series.rules import NoSuchSession, Session, SessionState


def register(kinds: Kinds) -> None:
    kinds.register(Kind(SILENT, compose_silent, title=_("A session that nobody has announced yet")))


def session_actions(session_id: int, *, with_seeds: bool = False) -> tuple[Action, ...]:
    """What can be done with a session whose draft is there; ``with_seeds``: there are some to choose from."""
    seeds = (Action("session", session_id, "seeds", _("Choose from the seeds")),) if with_seeds else ()
    return (
        Action("session", session_id, "theme", _("Enter the theme"), "primary"),
        *seeds,
        Action("session", session_id, "announce", _("Announce as it is"), "success"),
        Action("session", session_id, "skip", _("Skip this month")),
    )


async def compose_silent(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """None once it was announced or skipped, or when it will be announced by itself."""
    try:
        session = await load_session(tx, delivery.community_id, delivery.args["session_id"])
    except NoSuchSession:
        return None
    if session.state is not SessionState.DRAFTED or session.announce_at is not None:
        return None
    return Notice(
        _("Not announced yet: {title}", title=session.title),
        (
            _n(
                "It takes place on {day}, in {count} day. Nobody has been told so far.",
                "It takes place on {day}, in {count} days. Nobody has been told so far.",
                count=_days_left(session, now),
                day=Day(session.starts_at, session.tz),
            ),
            _("This is said only once. The draft stays on the desk."),
        ),
        actions=session_actions(session.id),
    )


def _days_left(session: Session, now: datetime) -> int:
    return (session.day - now.astimezone(session.tz).date()).days

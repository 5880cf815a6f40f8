"""What who asked is told of their need: somebody is looked for; it was closed, and why."""

from __future__ import annotations

from datetime import datetime

from bot.db import Tx
from bot.i18n import C_, _
from bot.outbox.notice import Action, Delivery, Kind, Notice
from bot.outbox.service import Outbox
from bot.probono.queries import find_need
from bot.probono.states import NeedState
from bot.probono.views import Need

OPENED = "probono.need_opened"
CLOSED = "probono.need_closed"


def register(outbox: Outbox) -> None:
    """Make the outbox able to carry them."""
    outbox.register(
        Kind(OPENED, _opened, title=_("Somebody is looked for to help")),
        Kind(CLOSED, _closed, title=_("A request for help was closed")),
    )


async def _need(tx: Tx, delivery: Delivery) -> Need | None:
    """The need, if it is still this person's."""
    need = await find_need(tx, delivery.community_id, delivery.args["need_id"])
    return need if need.member_id == delivery.member_id else None


async def _opened(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    need = await _need(tx, delivery)
    if need is None or need.state is not NeedState.OPEN:
        return None
    return Notice(
        _("We are now looking for somebody who can help: {title}", title=need.title),
        (
            _("The office asks people one after another. You hear from us as soon as somebody says yes."),
            _("If your situation changes, please open your request and tell us."),
        ),
        actions=(Action("need", need.id, "panel", C_("need", "Open the request")),),
    )


async def _closed(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    need = await _need(tx, delivery)
    if need is None or need.state is not NeedState.CLOSED:
        return None
    return Notice(
        _("Your request was closed: {title}", title=need.title),
        (
            *(_("From the office: {reason}", reason=reason) for reason in (need.closed_reason,) if reason),
            _("If you still need help, please tell us again. One sentence is enough."),
        ),
        actions=(
            Action("need", need.id, "again", _("We need help")),
            Action("need", need.id, "panel", C_("need", "Open the request")),
        ),
    )

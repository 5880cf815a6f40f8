"""What projects leave for the office: nobody who takes them on, no memo, a card that stands nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, cast, func, literal, select

from bot.clock import shorten
from bot.db import AnyRow, Tx
from bot.desk.lines import DeskLine
from bot.i18n import _
from bot.members.rules import Community
from bot.outbox.models import DeliveryRow, PostingRow
from bot.outbox.notice import Action
from bot.projects.models import ProjectMemoRow, ProjectRow
from bot.projects.queries import PROJECTS
from bot.projects.rules import NO_MEMO_FOR, SILENCE, ProjectState
from bot.projects.telling import CARD

MINUTES_TO_FIND = 20
"""To think who could, and to ask them."""
MINUTES_TO_CALL = 10
"""To ask the owner how it is going."""
MINUTES_TO_POST = 2
WITHIN = timedelta(days=7)
NAME_SHOWN = 30


async def lines(tx: Tx, community: Community, now: datetime) -> Sequence[DeskLine]:
    """The lines of one community."""
    last_memo = (
        select(func.max(ProjectMemoRow.written_at))
        .where(ProjectMemoRow.project_id == ProjectRow.id)
        .scalar_subquery()
    )
    goes_on = (ProjectState.PROPOSED.value, ProjectState.RUNNING.value)
    found = await tx.execute(
        PROJECTS.add_columns(last_memo.label("last_memo"))
        .where(ProjectRow.community_id == community.id, ProjectRow.state.in_(goes_on))
        .order_by(ProjectRow.id)
    )
    made: list[DeskLine] = []
    for row in found.all():
        made += [line for line in (_owner_line(row, now), _memo_line(row, now)) if line is not None]
    return [*made, *await _nowhere(tx, community.id)]


def _ask(row: AnyRow) -> Action:
    return Action("project", row.id, "ask", _("Ask somebody"), "primary")


def _open(row: AnyRow) -> Action:
    return Action("project", row.id, "panel", _("Open the project"))


def _owner_line(row: AnyRow, now: datetime) -> DeskLine | None:
    """Who is wanted, if anybody is; while somebody has time to answer, nothing."""
    name = shorten(row.name, NAME_SHOWN)
    if row.asked_id is not None:
        if row.asked_at + SILENCE > now:
            return None
        what = _(
            "“{name}”: {person} has not answered for two weeks whether to take it on",
            name=name,
            person=_person(row.asked),
        )
        return DeskLine("project_silence", what, MINUTES_TO_FIND, row.asked_at + SILENCE, _ask(row))
    if row.declined_at is not None:
        return DeskLine(
            "project_declined",
            _("“{name}”: the person you asked cannot take it on now. Please ask somebody else", name=name),
            MINUTES_TO_FIND,
            row.declined_at + WITHIN,
            _ask(row),
            others=(
                Action("project", row.id, "keep", _("The owner stays"))
                if row.owner_id is not None
                else _open(row),
            ),
        )
    if row.owner_id is None:
        what = _("“{name}” has nobody who takes it on: please ask somebody", name=name)
    elif row.owner_left_at is not None:
        what = _("The owner of “{name}” has left the server: please ask somebody", name=name)
    else:
        return None
    return DeskLine("project_owner", what, MINUTES_TO_FIND, row.owner_left_at, _ask(row))


def _memo_line(row: AnyRow, now: datetime) -> DeskLine | None:
    """Two months without a word, from somebody who is there."""
    if row.started_at is None or row.owner_id is None or row.owner_left_at is not None:
        return None
    since = max(row.started_at, row.last_memo or row.started_at)
    if since + NO_MEMO_FOR > now:
        return None
    return DeskLine(
        "project_memo",
        _(
            "“{name}” has had no memo for two months: please ask {person} how it is going",
            name=shorten(row.name, NAME_SHOWN),
            person=_person(row.owner),
        ),
        MINUTES_TO_CALL,
        since + NO_MEMO_FOR,
        _open(row),
    )


def _person(name: str | None) -> object:
    return shorten(name, NAME_SHOWN) if name else _("(name unknown)")


async def _nowhere(tx: Tx, community_id: int) -> list[DeskLine]:
    """Cards of projects that go on and whose post was deleted or never came, and none is on its way."""
    subject = literal("project:") + cast(ProjectRow.id, String)
    stands = select(PostingRow.id).where(
        PostingRow.community_id == community_id,
        PostingRow.subject == subject,
        PostingRow.message_id.is_not(None),
        PostingRow.gone_at.is_(None),
    )
    coming = select(DeliveryRow.id).where(
        DeliveryRow.community_id == community_id,
        DeliveryRow.subject == subject,
        DeliveryRow.kind == CARD,
        DeliveryRow.state.in_(("planned", "sending")),
    )
    found = await tx.execute(
        select(ProjectRow.id, ProjectRow.name)
        .where(
            ProjectRow.community_id == community_id,
            ProjectRow.state == ProjectState.RUNNING.value,
            ~stands.exists(),
            ~coming.exists(),
        )
        .order_by(ProjectRow.id)
    )
    return [
        DeskLine(
            "project_nowhere",
            _(
                "The card of “{name}” stands nowhere: please post it again",
                name=shorten(row.name, NAME_SHOWN),
            ),
            MINUTES_TO_POST,
            action=Action("project", row.id, "post_again", _("Post the card again"), "primary"),
        )
        for row in found
    ]

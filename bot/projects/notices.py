"""What projects send: the question to an owner, the card, the question for a memo, the memo itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.clock import Day
from bot.db import AnyRow, Tx
from bot.i18n import C_, Text, _
from bot.outbox.notice import Action, Delivery, Kind, Notice
from bot.outbox.service import Outbox
from bot.projects.models import ProjectMemoRow, ProjectRow
from bot.projects.queries import PROJECTS, find_row, linked_seeds, load, milestones_of
from bot.projects.refusals import NoSuchProject
from bot.projects.rules import ProjectState
from bot.projects.telling import ASKED, CARD, HANDED_OVER, MEMO, MEMO_WANTED
from bot.projects.views import Project

FRESH = timedelta(days=7)
"""Whoever wrote a memo in the last week of the month is not asked for another one."""


def register(outbox: Outbox) -> None:
    """Make the outbox able to carry what projects send."""
    outbox.register(
        Kind(ASKED, _asked, title=_("Would you take on a project?")),
        Kind(HANDED_OVER, _handed_over, title=_("A project has a new owner")),
        Kind(CARD, _post, title=_("Card of a project"), card=True),
        Kind(MEMO_WANTED, _memo_wanted, title=_("Question for the memo of a project"), optional=True),
        Kind(MEMO, _memo, title=_("Memo of a project")),
    )
    outbox.register_card("project", _card, name_thread=_thread_name)


def card_of(project: Project) -> Notice:
    """The public post as it is now."""
    return Notice(headline(project), layout="project_card", facts=project)


def headline(project: Project) -> Text:
    match project.state:
        case ProjectState.FINISHED:
            return _("Project (finished): {name}", name=project.name)
        case ProjectState.DROPPED:
            return _("Project (ended early): {name}", name=project.name)
        case _:
            return _("Project: {name}", name=project.name)


async def _card(tx: Tx, community_id: int, subject: str, now: datetime) -> Notice | None:
    try:
        project = await load(tx, community_id, int(subject.partition(":")[2]))
    except NoSuchProject:
        return None
    return card_of(project) if project.is_public else None


async def _post(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    return await _card(tx, delivery.community_id, delivery.subject, now)


async def _thread_name(tx: Tx, subject: str) -> str:
    project_id = int(subject.partition(":")[2])
    return await tx.scalar(select(ProjectRow.name).where(ProjectRow.id == project_id)) or ""


async def _asked(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """As long as it is this very question that is open, and this person whom it asks."""
    row = await find_row(tx, delivery.community_id, delivery.args["project_id"])
    if row.asked_id != delivery.member_id or row.asks != delivery.args["ask"] or row.ended_at is not None:
        return None
    seeds = await linked_seeds(tx, row.id)
    steps = await milestones_of(tx, row.id)
    return Notice(
        _("The office asks: would you take on the project “{name}”?", name=row.name),
        (
            _("What for: {purpose}", purpose=row.purpose),
            *(_("First step: {step}", step=steps[0].title) for _first in steps[:1] if row.owner_id is None),
            *(_("From the seed: {title}", title=seed.title) for seed in seeds),
            Text(""),
            _(
                "If you take it on, your name stands on the public card of the project as its owner, and at "
                "the beginning of each month this bot asks you for a few lines on how it is going."
            ),
            _("You decide freely. Until you say yes, nobody but the office knows that you were asked."),
        ),
        actions=(
            Action("project", row.id, "accept", _("I take it on"), "success"),
            Action("project", row.id, "decline", _("Not now")),
        ),
    )


async def _handed_over(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """To whoever was the owner before, as long as somebody else is."""
    row = await find_row(tx, delivery.community_id, delivery.args["project_id"])
    if row.owner_id is None or row.owner_id == delivery.member_id:
        return None
    return Notice(
        _("“{name}” has a new owner: {owner}", name=row.name, owner=row.owner or _("(name unknown)")),
        (
            _(
                "Thank you for all you did. You still take part in the project; "
                "if you would rather leave it, press “Leave” on its card."
            ),
        ),
    )


async def _memo_wanted(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """To the owner of a project that goes on, unless there is a fresh memo already."""
    row = await find_row(tx, delivery.community_id, delivery.args["project_id"])
    if row.owner_id != delivery.member_id or row.state != ProjectState.RUNNING.value:
        return None
    if await _has_memo_since(tx, row, delivery.due_at - FRESH):
        return None
    return Notice(
        _("How is “{name}” getting on?", name=row.name),
        (
            _("A few lines are enough: what happened last month, and what comes next."),
            _("They are posted under the card of the project, where everybody can read them."),
        ),
        actions=(Action("project", row.id, "memo", _("Write the memo"), "primary"),),
    )


async def _has_memo_since(tx: Tx, row: AnyRow, since: datetime) -> bool:
    found = await tx.scalar(
        select(ProjectMemoRow.id)
        .where(ProjectMemoRow.project_id == row.id, ProjectMemoRow.written_at >= since)
        .limit(1)
    )
    return found is not None


async def _memo(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """The memo as a message of its own in the thread under the card; nobody is named in it."""
    found = await tx.execute(
        PROJECTS.with_only_columns(
            ProjectRow.name, ProjectMemoRow.happened, ProjectMemoRow.next_steps, ProjectMemoRow.written_at
        )
        .join(ProjectMemoRow, ProjectMemoRow.project_id == ProjectRow.id)
        .where(
            ProjectMemoRow.id == delivery.args["memo_id"], ProjectRow.community_id == delivery.community_id
        )
    )
    row = found.one_or_none()
    if row is None:
        return None
    project = await load(tx, delivery.community_id, int(delivery.subject.partition(":")[2]))
    return Notice(
        _("How “{name}” is getting on ({day})", name=row.name, day=Day(row.written_at, project.tz)),
        (
            C_("memo", "**What happened**"),
            _("{text}", text=row.happened),
            C_("memo", "**What comes next**"),
            _("{text}", text=row.next_steps),
        ),
    )

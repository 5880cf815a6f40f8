"""What a course tells: its card, the first post of its thread, and to each person what was decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.clock import Moment
from bot.db import Tx
from bot.events.card_notices import ring_of
from bot.events.form import EventForm
from bot.events.rules import EventState, Ring
from bot.events.views import personal_view
from bot.i18n import Text, _
from bot.members.communities import load_community
from bot.outbox.kinds import Kinds
from bot.outbox.notice import Action, Delivery, Kind, Notice, thread_of
from bot.series.course_queries import load_course, sessions_of_course
from bot.series.course_rules import Course, SessionLine
from bot.series.course_texts import session_line
from bot.series.models import EventSeriesRow

CARD = "course.card"
THREAD_OPENED = "course.thread_opened"
DECIDED = "course.decided"


def register(kinds: Kinds) -> None:
    """Make the outbox able to carry everything a course tells."""
    kinds.register(
        Kind(CARD, compose_card_post, title=_("Announcement of a course"), card=True),
        Kind(THREAD_OPENED, compose_thread_opened, title=_("First post in the thread of a course")),
        Kind(DECIDED, compose_decided, title=_("Seats of a course"), tell_staff_after_minutes=60),
    )
    kinds.register_card("course", compose_card, name_thread=name_thread)


async def compose_card(tx: Tx, community_id: int, subject: str, now: datetime) -> Notice | None:
    """The public card of a course as it is now."""
    return _card(await load_course(tx, community_id, int(subject.partition(":")[2])), now)


async def compose_card_post(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """The first posting of the card; it may ring, its later edits never do."""
    course = await load_course(tx, delivery.community_id, delivery.args["course_id"])
    form = await tx.scalar(select(EventSeriesRow.form).where(EventSeriesRow.id == course.id))
    community = await load_community(tx, delivery.community_id)
    rings = delivery.args["rings"]
    ring = ring_of(community, Ring(EventForm.from_dict(form or {}).ring)) if rings else None
    return _card(course, now, subject=_("New course: {title}", title=course.title), ring=ring)


def _card(course: Course, now: datetime, *, subject: Text | None = None, ring: str | None = None) -> Notice:
    ahead = [each for each in course.sessions if each.state is EventState.ANNOUNCED and each.starts_at > now]
    return Notice(
        subject or _("{title}", title=course.title),
        layout="course_card" if ahead else "course_card_closed",
        facts=course,
        ring=ring,
        changes_at=min((each.starts_at for each in ahead), default=None),
    )


async def name_thread(tx: Tx, subject: str) -> str:
    """The thread under the card carries the title of the course."""
    query = select(EventSeriesRow.title).where(EventSeriesRow.id == int(subject.partition(":")[2]))
    return await tx.scalar(query) or ""


async def compose_thread_opened(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """Only in the thread itself: where there is none, its welcome would stand in the wrong place."""
    course = await load_course(tx, delivery.community_id, delivery.args["course_id"])
    if delivery.place != thread_of(delivery.subject):
        return None
    return Notice(
        _("This is the place for questions and news about the course “{title}”.", title=course.title),
        (
            _("Please apply with the buttons on the card above."),
            _("Before each session a reminder is posted here."),
        ),
    )


async def compose_decided(tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
    """A line per session for somebody who applied; None once they hold and wait for nothing any more."""
    assert delivery.member_id is not None
    course_id = delivery.args["course_id"]
    course = await load_course(tx, delivery.community_id, course_id)
    views = [
        await personal_view(tx, event, (delivery.member_id, True))
        for event in await sessions_of_course(tx, course_id)
    ]
    ahead = [
        mine for mine in views if mine.places and mine.event.state is EventState.ANNOUNCED
        and now < mine.event.starts_at
    ]  # fmt: skip
    if not ahead:
        return None
    return Notice(
        _("Your seats in the course “{title}”", title=course.title),
        (
            *(_("・{line}", line=session_line(SessionLine(mine), now)) for mine in ahead),
            _("A seat that becomes free goes to the next in line, who is told at once."),
            _("If you cannot come to a session, please leave that one; the others stay yours."),
        ),
        actions=(Action("course", course_id, "mine", _("My course"), "primary"),),
        is_discreet=any(mine.event.is_sensitive for mine in ahead),
    )


def decided_on(course: Course) -> Text | None:
    """What people are told while applications are only collected."""
    if course.priority_until is None:
        return None
    return _(
        "Until {moment} everybody applies; then whoever applied for the whole course gets seats first, "
        "in the order of applying.",
        moment=Moment(course.priority_until, course.sessions[0].tz),
    )

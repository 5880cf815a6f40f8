"""Use cases of a meeting that is still being written: whatever was typed is kept, right or wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.clock import Clock, LocalDate, format_moment
from bot.db import AnyRow, Database, Tx
from bot.errors import N_, UserError
from bot.events.form import EventForm, EventPlan, read_form
from bot.events.models import EventDraftRow, EventRow
from bot.events.rules import Event, EventState, Mode, ModeSeats, NoSuchDraft
from bot.events.terms import Terms
from bot.i18n import Text, _
from bot.members.communities import load_community
from bot.members.models import MemberRow
from bot.members.rules import Community
from bot.members.service import Members

DRAFTS_LIVE = timedelta(days=30)


class DraftOfSeries(UserError):
    sentence = N_(
        "This draft belongs to a series. If the session is not to take place, please skip it in the series."
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its author sees it: what was typed, and what it means or why it cannot be read.

    ``announce_at``: it is announced by itself then. ``series_id``: the bot made it of a session.
    """

    id: int
    community: Community
    form: EventForm
    is_rehearsal: bool
    plan: EventPlan | None
    problem: UserError | None
    announce_at: datetime | None = None
    series_id: int | None = None

    @property
    def preview(self) -> Event | None:
        """The event this would become, for a card that looks like the real one; None if unreadable."""
        if self.plan is None:
            return None
        return _as_event(self.plan, self.community, is_rehearsal=self.is_rehearsal)

    @property
    def caution(self) -> Text | None:
        """What is worth a second look before it is announced; it hinders nobody."""
        if self.plan is None or self.is_rehearsal:
            return None
        day = self.plan.starts_at.astimezone(self.community.tz).date()
        if day not in self.community.closed_days:
            return None
        return _(
            "{date} is a closed day of the office. Please check the date; it can be announced all the same.",
            date=LocalDate(day),
        )


class Drafts:
    """Drafts of meetings. Staff may take over each other's, because people go on holiday."""

    def __init__(self, db: Database, clock: Clock, members: Members) -> None:
        self._db = db
        self._clock = clock
        self._members = members

    async def start(
        self,
        community_id: int,
        discord_user_id: int,
        display_name: str | None,
        form: EventForm,
        *,
        is_rehearsal: bool = False,
    ) -> Draft:
        """Keep what was typed. The draft says itself whether it can be announced."""
        now = self._clock()
        async with self._db.transaction() as tx:
            community = await load_community(tx, community_id)
            author = await self._members.ensure(tx, community_id, discord_user_id, display_name)
            row = await tx.execute(
                insert(EventDraftRow)
                .values(
                    community_id=community_id,
                    author_id=author.id,
                    form=form.to_dict(),
                    is_rehearsal=is_rehearsal,
                    created_at=now,
                    changed_at=now,
                )
                .returning(EventDraftRow.id)
            )
            return _read(row.scalar_one(), community, form, is_rehearsal, now)

    async def rehearse(self, community_id: int, discord_user_id: int, display_name: str | None) -> Draft:
        """A filled-in draft to practise with: it is announced in the staff channel only."""
        now = self._clock()
        async with self._db.reading() as tx:
            community = await load_community(tx, community_id)
        return await self.start(
            community_id,
            discord_user_id,
            display_name,
            rehearsal_form(community, now),
            is_rehearsal=True,
        )

    async def get(self, community_id: int, draft_id: int) -> Draft:
        """The draft as it stands; `NoSuchDraft` after it was announced or stopped."""
        async with self._db.reading() as tx:
            return await self._view(tx, community_id, draft_id)

    async def latest(self, community_id: int, discord_user_id: int) -> Draft | None:
        """The draft this person was writing last, because private previews vanish; None if there is none."""
        query = (
            select(EventDraftRow.id)
            .join(MemberRow, MemberRow.id == EventDraftRow.author_id)
            .where(
                EventDraftRow.community_id == community_id,
                EventDraftRow.is_rehearsal.is_(False),
                MemberRow.discord_user_id == discord_user_id,
            )
            .order_by(EventDraftRow.changed_at.desc(), EventDraftRow.id.desc())
            .limit(1)
        )
        async with self._db.reading() as tx:
            draft_id = await tx.scalar(query)
            return await self._view(tx, community_id, draft_id) if draft_id is not None else None

    async def change(self, community_id: int, draft_id: int, **boxes: Any) -> Draft:
        """Other words in some boxes of the form; the rest stays."""
        async with self._db.transaction() as tx:
            row = await load_draft(tx, community_id, draft_id, lock=True)
            form = replace(EventForm.from_dict(row.form), **boxes)
            await tx.execute(
                update(EventDraftRow)
                .where(EventDraftRow.id == draft_id)
                .values(form=form.to_dict(), changed_at=self._clock())
            )
            return await self._view(tx, community_id, draft_id)

    async def stop(self, community_id: int, draft_id: int) -> None:
        """Throw a draft away. Raises `DraftOfSeries` for the bot's own, which is skipped instead."""
        async with self._db.transaction() as tx:
            row = await load_draft(tx, community_id, draft_id, lock=True)
            if row.series_id is not None:
                raise DraftOfSeries
            await tx.execute(delete(EventDraftRow).where(EventDraftRow.id == draft_id))

    async def last_form(self, community_id: int) -> EventForm | None:
        """The form of the last announced event, to start from; None if there is none.

        Without its date, and without its flyer, which shows that date.
        """
        query = (
            select(EventRow.form)
            .where(
                EventRow.community_id == community_id,
                EventRow.is_rehearsal.is_(False),
                EventRow.import_key.is_(None),
            )
            .order_by(EventRow.id.desc())
            .limit(1)
        )
        async with self._db.reading() as tx:
            kept = await tx.scalar(query)
        return replace(EventForm.from_dict(kept), when="", flyer_id=None) if kept else None

    async def forget_old(self) -> int:
        """Throw away drafts that nobody touched for 30 days, but none that is still to be announced.

        How many it were. A draft of a session belongs to its series until the day of the session is over.
        """
        async with self._db.transaction() as tx:
            gone = await tx.execute(
                delete(EventDraftRow).where(
                    EventDraftRow.changed_at < self._clock() - DRAFTS_LIVE,
                    EventDraftRow.series_id.is_(None),
                    EventDraftRow.announce_at.is_(None),
                )
            )
            return gone.rowcount

    async def _view(self, tx: Tx, community_id: int, draft_id: int) -> Draft:
        community = await load_community(tx, community_id)
        row = await load_draft(tx, community_id, draft_id)
        read = _read(draft_id, community, EventForm.from_dict(row.form), row.is_rehearsal, self._clock())
        return replace(read, announce_at=row.announce_at, series_id=row.series_id)


async def load_draft(tx: Tx, community_id: int, draft_id: int, *, lock: bool = False) -> AnyRow:
    """The draft's row; `NoSuchDraft` when it is gone or belongs to another community."""
    query = select(
        EventDraftRow.form,
        EventDraftRow.is_rehearsal,
        EventDraftRow.author_id,
        EventDraftRow.series_id,
        EventDraftRow.announce_at,
    ).where(EventDraftRow.id == draft_id, EventDraftRow.community_id == community_id)
    row = (await tx.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NoSuchDraft
    return row


def rehearsal_form(community: Community, now: datetime) -> EventForm:
    """Sample words in the community's language, a week ahead at 19:00 local time."""
    lang = community.language
    day = (now + timedelta(days=7)).astimezone(community.tz)
    start = day.replace(hour=19, minute=0, second=0, microsecond=0)
    return EventForm(
        title=_("Rehearsal: exchange meeting").to(lang),
        when=format_moment(start, community.tz, lang),
        venue=_("Sample hall, room 3 / 2 seats").to(lang),
        online="https://meeting.example/rehearsal",
        description=_("This is only a rehearsal. Staff alone can see it. Press every button.").to(lang),
    )


def _read(draft_id: int, community: Community, form: EventForm, is_rehearsal: bool, now: datetime) -> Draft:
    try:
        plan, problem = read_form(form, now=now, tz=community.tz), None
    except UserError as error:
        plan, problem = None, error
    return Draft(draft_id, community, form, is_rehearsal, plan, problem)


def _as_event(plan: EventPlan, community: Community, *, is_rehearsal: bool) -> Event:
    seats = {}
    if plan.venue:
        seats[Mode.VENUE] = ModeSeats(Mode.VENUE, plan.venue_capacity)
    if plan.online_link:
        seats[Mode.ONLINE] = ModeSeats(Mode.ONLINE, plan.online_capacity)
    return Event(
        id=0,
        community_id=community.id,
        state=EventState.ANNOUNCED,
        title=plan.title,
        description=plan.description,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        doors_at=plan.doors_at,
        timezone=community.timezone,
        venue=plan.venue,
        online=plan.online_link is not None,
        co_hosts=plan.co_hosts,
        fee=plan.fee,
        welcome=plan.welcome,
        names_shown=plan.names_shown,
        is_rehearsal=is_rehearsal,
        cancel_reason=None,
        revision=0,
        calendar_uid="",
        calendar_sequence=0,
        seats=seats,
        is_sensitive=plan.is_sensitive,
        terms=Terms(
            max_companions=plan.max_companions,
            answers_close_at=plan.answers_close_at,
            role_ids=plan.role_ids,
            needs_approval=plan.needs_approval,
        ),
        is_regular=plan.is_regular,
    )

"""Use cases of an edit: begin, change, look at what it does, save or stop. What was typed is a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.clock import Clock
from bot.db import AnyRow, Database, Tx
from bot.errors import N_, UserError
from bot.events.changes import NothingChanged, facts_of, told_lines
from bot.events.editing import Changed, Editor, check_editable, form_of
from bot.events.form import EventForm, EventPlan
from bot.events.models import EventEditRow, EventRow
from bot.events.rules import Event
from bot.events.standing import LockedEvent, find_event
from bot.events.views import load_view
from bot.i18n import Text
from bot.members.communities import load_community
from bot.members.rules import Community
from bot.members.service import Members

EDITS_LIVE = timedelta(days=30)


class NoSuchEdit(UserError):
    sentence = N_("This change is no longer there: it was saved or stopped. Please open the event again.")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change as staff see it before it is saved.

    ``lines`` say old → new as people will read it, and ``told`` is how many will; ``columns`` is all that
    changes; ``problem`` is why it cannot be read or saved. ``is_rebased``: somebody else changed the event
    meanwhile, and this change was put on top of that.
    """

    id: int
    event: Event
    community: Community
    form: EventForm
    plan: EventPlan | None = None
    lines: tuple[Text, ...] = ()
    columns: tuple[str, ...] = ()
    told: int = 0
    problem: UserError | None = None
    is_rebased: bool = False


class Edits:
    """Changes of announced meetings. Staff may take over each other's."""

    def __init__(self, db: Database, clock: Clock, members: Members, editor: Editor) -> None:
        self._db = db
        self._clock = clock
        self._members = members
        self._editor = editor

    async def begin(
        self, community_id: int, discord_user_id: int, display_name: str | None, event_id: int
    ) -> Edit:
        """Begin a change, or go on with one's own that was not saved. Raises as `check_editable` does."""
        now = self._clock()
        async with self._db.transaction() as tx:
            community = await load_community(tx, community_id)
            event = await find_event(tx, community_id, event_id)
            check_editable(event, now)
            author = await self._members.ensure(tx, community_id, discord_user_id, display_name)
            begun = await tx.scalar(
                select(EventEditRow.id).where(
                    EventEditRow.event_id == event_id, EventEditRow.author_id == author.id
                )
            )
            if begun is None:
                form = form_of(event, community.language).to_dict()
                row = await tx.execute(
                    insert(EventEditRow)
                    .values(event_id=event_id, author_id=author.id, form=form, base=form, changed_at=now)
                    .returning(EventEditRow.id)
                )
                begun = row.scalar_one()
            return await self._view(tx, community, begun, now)

    async def get(self, community_id: int, edit_id: int) -> Edit:
        """The change as it stands, on top of whatever others changed. Raises `NoSuchEdit`."""
        async with self._db.reading() as tx:
            return await self._view(tx, await load_community(tx, community_id), edit_id, self._clock())

    async def change(self, community_id: int, edit_id: int, **boxes: Any) -> Edit:
        """Other words in some boxes; the rest stays."""
        now = self._clock()
        async with self._db.transaction() as tx:
            community = await load_community(tx, community_id)
            row, event = await _load(tx, community_id, edit_id, lock=True)
            form, _is_rebased = _on_top(row, form_of(event, community.language))
            await tx.execute(
                update(EventEditRow)
                .where(EventEditRow.id == edit_id)
                .values(
                    form=replace(form, **boxes).to_dict(),
                    base=form_of(event, community.language).to_dict(),
                    changed_at=now,
                )
            )
            return await self._view(tx, community, edit_id, now)

    async def save(self, community_id: int, edit_id: int) -> tuple[Event, Changed]:
        """Change the event and tell whom it concerns; the change is done with.

        Raises `NoSuchEdit`, `NothingChanged`, or what cannot be read or saved.
        """
        now = self._clock()
        async with self._db.transaction() as tx:
            community = await load_community(tx, community_id)
            row, event = await _load(tx, community_id, edit_id, lock=True)
            form, _is_rebased = _on_top(row, form_of(event, community.language))
            changed = await self._editor.apply(tx, community_id, event.row.id, form, now)
            if not changed.changes:
                raise NothingChanged
            await tx.execute(delete(EventEditRow).where(EventEditRow.id == edit_id))
            return await load_view(tx, community_id, event.row.id), changed

    async def stop(self, community_id: int, edit_id: int) -> None:
        """Throw a change away; the event stays as it is announced."""
        async with self._db.transaction() as tx:
            await _load(tx, community_id, edit_id, lock=True)
            await tx.execute(delete(EventEditRow).where(EventEditRow.id == edit_id))

    async def forget_old(self) -> int:
        """Throw away changes that nobody touched for 30 days; how many it were."""
        async with self._db.transaction() as tx:
            gone = await tx.execute(
                delete(EventEditRow).where(EventEditRow.changed_at < self._clock() - EDITS_LIVE)
            )
            return gone.rowcount

    async def _view(self, tx: Tx, community: Community, edit_id: int, now: datetime) -> Edit:
        row, event = await _load(tx, community.id, edit_id)
        form, is_rebased = _on_top(row, form_of(event, community.language))
        view = await load_view(tx, community.id, event.row.id)
        edit = Edit(edit_id, view, community, form, is_rebased=is_rebased)
        try:
            plan, changed = await self._editor.look(tx, event, form, now)
        except UserError as problem:
            return replace(edit, problem=problem)
        changes = changed.changes
        lines = told_lines(
            changes.old_facts,
            facts_of(view) | {key: value for key, value in changes.after.items() if key in facts_of(view)},
            event.tz,
            link=changes.touches("online_link") and bool(changes.before["online_link"]),
            room=changes.touches("room"),
        )
        return replace(edit, plan=plan, lines=tuple(lines), columns=tuple(changes.after), told=changed.told)


def _on_top(row: AnyRow, announced: EventForm) -> tuple[EventForm, bool]:
    """The typed boxes that differ from the start, over the form of now; whether that has moved since."""
    typed, base, now = dict(row.form), dict(row.base), announced.to_dict()
    mine = {box: value for box, value in typed.items() if value != base.get(box)}
    return EventForm.from_dict({**now, **mine}), base != now


async def _load(tx: Tx, community_id: int, edit_id: int, *, lock: bool = False) -> tuple[AnyRow, LockedEvent]:
    query = (
        select(EventEditRow.event_id, EventEditRow.form, EventEditRow.base)
        .join(EventRow, EventRow.id == EventEditRow.event_id)
        .where(EventEditRow.id == edit_id, EventRow.community_id == community_id)
    )
    row = (await tx.execute(query.with_for_update(of=EventEditRow) if lock else query)).one_or_none()
    if row is None:
        raise NoSuchEdit
    return row, await find_event(tx, community_id, row.event_id)

"""What a change of a series does to each of its sessions, inside the transaction of that change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update

from bot.db import Tx
from bot.events.form import TITLE_LENGTH
from bot.outbox.service import Outbox
from bot.series.laying import (
    announcing_moment,
    change_draft,
    draft_form,
    drop_draft,
    keep,
    lay,
    plan_silence,
    times_of,
    withdraw_silence,
)
from bot.series.models import EventSeriesRow, SeriesSessionRow
from bot.series.recurrence import LONGEST_LOOK, Hours, Occurrence
from bot.series.rules import (
    LAID_AHEAD,
    MOVED_AT_MOST,
    OPEN,
    Series,
    Session,
    session_title,
    when_text,
)


@dataclass
class Outcome:
    """What a change does: sessions by what becomes of them, announced ones with how many people are told."""

    since: date
    moved: list[Session] = field(default_factory=list)
    dropped: list[Session] = field(default_factory=list)
    laid: list[Session] = field(default_factory=list)
    redrafted: int = 0
    announced: list[Session] = field(default_factory=list)
    told: int = 0


@dataclass
class Work:
    """One change inside its transaction."""

    tx: Tx
    outbox: Outbox
    old: Series
    new: Series
    now: datetime
    outcome: Outcome

    @property
    def lang(self) -> str:
        return self.new.community.language

    @property
    def changed_boxes(self) -> dict[str, str]:
        """The template's boxes that say something else now."""
        old, new = self.old.form.to_dict(), self.new.form.to_dict()
        return {name: text for name, text in new.items() if text != old[name]}

    async def keep_series(self) -> None:
        assert self.new.recurrence is not None
        await self.tx.execute(
            update(EventSeriesRow)
            .where(EventSeriesRow.id == self.new.id)
            .values(
                title=self.new.title,
                rule=self.new.rule,
                rrule=self.new.recurrence.rrule,
                plan=self.new.recurrence.to_dict(),
                form=self.new.form.to_dict(),
                changed_at=self.now,
            )
        )

    async def freeze(self, session: Session) -> None:
        """A session before the change stays as it was."""
        if session.state not in OPEN:
            return
        old = self.old.form.to_dict()
        own = {name: old[name] for name in self.changed_boxes} | dict(session.boxes)
        await keep(self.tx, session, is_moved=True, boxes=own)

    async def lay_anew(self, session: Session) -> None:
        """A session that nobody was told of: on its new day, in its new place, or not at all."""
        occurrence = self._by_new_rule(session)
        if session.original_day is not None and not session.is_moved and occurrence is None:
            await drop_draft(self.tx, session)
            await withdraw_silence(self.tx, self.outbox, session, self.now)
            await self.tx.execute(delete(SeriesSessionRow).where(SeriesSessionRow.id == session.id))
            self.outcome.dropped.append(session)
            return
        times = times_of(self.new, occurrence) if occurrence and not session.is_moved else None
        if times is not None and times["starts_at"] <= self.now:
            times = None
        later = replace(session, **(times or {}))
        if times is not None and later != session:
            await keep(self.tx, session, **times)
            self.outcome.moved.append(later)
        if session.draft_id is not None:
            await self._redraft(session, later)

    def _by_new_rule(self, session: Session) -> Occurrence | None:
        assert self.new.recurrence is not None
        found = self.new.recurrence.occurrences(
            self.outcome.since - MOVED_AT_MOST, self.outcome.since + LAID_AHEAD + LONGEST_LOOK
        )
        return next((each for each in found if each.original == session.original_day and each.original), None)

    async def _redraft(self, session: Session, later: Session) -> None:
        """What the series changed; what else somebody wrote into the draft stays."""
        form = await draft_form(self.tx, session)
        if form is None:
            return
        boxes: dict[str, Any] = {
            name: text for name, text in self.changed_boxes.items() if name not in session.boxes
        }
        if form.title == _title(self.old.title, session, self.lang):
            boxes["title"] = _title(self.new.title, session, self.lang)
        if later != session:
            boxes["when"] = when_text(later.starts_at, later.ends_at, later.doors_at, later.tz, self.lang)
            await withdraw_silence(self.tx, self.outbox, session, self.now)
            await plan_silence(self.tx, self.outbox, self.new, later, self.now)
            if self.new.announce is not None:
                at = announcing_moment(self.new, later.day, self.now)
                await change_draft(self.tx, session, announce_at=at)
        changed = replace(form, **boxes)
        if changed != form:
            await change_draft(self.tx, session, form=changed.to_dict(), changed_at=self.now)
            self.outcome.redrafted += 1

    async def change_extras(self, before: Sequence[Session]) -> None:
        """Extraordinary sessions that a line of the rule adds, or no longer does."""
        old, new = (
            set(each.recurrence.extras) if each.recurrence else set() for each in (self.old, self.new)
        )
        for day, hours in sorted(new - old):
            values = times_of(self.new, Occurrence(day, hours, None))
            if values is not None and values["starts_at"] > self.now and day >= self.outcome.since:
                await lay(self.tx, self.new.id, None, is_moved=True, **values)
        gone = [times_of(self.new, Occurrence(day, hours, None)) for day, hours in old - new]
        starts = {values["starts_at"] for values in gone if values is not None}
        for session in before:
            if session.original_day is None and session.state in OPEN and session.starts_at in starts:
                await drop_draft(self.tx, session)
                await self.tx.execute(delete(SeriesSessionRow).where(SeriesSessionRow.id == session.id))
                self.outcome.dropped.append(session)

    def boxes_for_announced(self, session: Session) -> dict[str, str]:
        """What an announced session says differently from now on: hours, places, words; never its day."""
        boxes = {name: text for name, text in self.changed_boxes.items() if name not in session.boxes}
        if self.old.title != self.new.title:
            boxes["title"] = _title(self.new.title, session, self.lang)
        hours = _hours_on(self.new, session)
        if hours is not None and hours != _hours_on(self.old, session):
            times = times_of(self.new, Occurrence(session.day, hours, session.original_day))
            if times is not None and times["starts_at"] > self.now and not session.is_moved:
                moments = times["starts_at"], times["ends_at"], times["doors_at"]
                boxes["when"] = when_text(*moments, session.tz, self.lang)
        return boxes


def _title(title: str, session: Session, lang: str) -> str:
    return session_title(title, session.number, session.theme).to(lang)[:TITLE_LENGTH]


def _hours_on(series: Series, session: Session) -> Hours | None:
    assert series.recurrence is not None
    return dict(series.recurrence.dates).get(session.day, series.recurrence.hours)


def _extras(series: Series) -> set[tuple[date, Hours]]:
    return set(series.recurrence.extras) if series.recurrence else set()

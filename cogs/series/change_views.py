"""Changing a series that runs: the form, what it would do and how many people are told, then [Do it]."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.clock import LocalDate
from bot.i18n import Joined, Text, _, _n, joined
from bot.series.changing import Outcome, SeriesChange
from bot.series.course_rules import CourseChangesOneByOne
from bot.series.rule_texts import written
from bot.series.rules import Series, Session
from cogs.series.forms import TEMPLATE, SeriesForm, boxes_of
from cogs.series.panel import show_panel
from cogs.shared.confirm import ConfirmView
from cogs.shared.controls import HubButton
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed, kept_typed

NAMED = 6
"""Days in one line; the others are counted."""


class ChangeSeriesButton(HubButton, template="series:{series_id:d}:change"):
    """[Change the series]: everything that has not begun."""

    series_id: int
    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        await _open(press, self.series_id, None)


class ChangeFollowingButton(HubButton, template="session:{session_id:d}:following"):
    """[Change this and all following]: what comes earlier stays as it is."""

    session_id: int
    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        session = await press.hub.sessions.show(press.community_id, self.session_id)
        await _open(press, session.series_id, self.session_id)


CHANGE_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (ChangeSeriesButton, ChangeFollowingButton)


async def _open(press: Press, series_id: int, since_session: int | None) -> None:
    panel = await press.hub.series.panel(press.community_id, series_id)
    if panel.series.is_course:
        raise CourseChangesOneByOne(title=panel.series.title)

    async def look(press: Press, typed: Typed) -> None:
        boxes = {name: typed[name] for name in TEMPLATE}
        change = SeriesChange(typed["title"], typed["rule"], boxes)
        await _ask(press, series_id, since_session, change)

    await press.open_form(SeriesForm(press, _typed(press, panel.series), kept_typed(look, SeriesForm)))


def _typed(press: Press, series: Series) -> dict[str, str]:
    rule = written(series.recurrence, press.lang) if series.recurrence else series.rule
    return {"rule": rule, "title": series.title, **boxes_of(series.form)}


async def _ask(press: Press, series_id: int, since_session: int | None, change: SeriesChange) -> None:
    hub = press.hub
    outcome = await hub.series_changes.preview(press.community_id, series_id, change, since_session)

    async def do(press: Press) -> None:
        needs_staff(press)
        done = await hub.series_changes.apply(press.community_id, series_id, change, since_session)
        panel = await hub.series.panel(press.community_id, series_id)
        told = _n(
            "Changed. {count} person is being told.",
            "Changed. {count} people are being told.",
            count=done.told,
        )
        await show_panel(press, panel, note=told)

    lines = [press.say(line) for line in _lines(outcome)]
    await press.update("\n".join(lines), view=ConfirmView(press, _("Do it"), _("Go back"), do))


def _lines(outcome: Outcome) -> list[Text]:
    lines = [_("This changes what takes place from {day} on:", day=LocalDate(outcome.since))]
    for sessions, say in (
        (outcome.moved, _moved),
        (outcome.dropped, _dropped),
        (outcome.laid, _laid),
    ):
        if sessions:
            lines.append(say(sessions))
    if outcome.redrafted:
        lines.append(
            _n(
                "{count} draft gets the new words.",
                "{count} drafts get the new words.",
                count=outcome.redrafted,
            )
        )
    if outcome.announced:
        lines.append(
            _n(
                "{count} session that was announced changes its hours, place or words, and keeps its day.",
                "{count} sessions that were announced change their hours, place or words, "
                "and keep their days.",
                count=len(outcome.announced),
            )
        )
    if len(lines) == 1:
        lines.append(_("Only what is not laid out yet: nothing that stands on the panel changes."))
    lines.append(_n("{count} person is told.", "{count} people are told.", count=outcome.told))
    return lines


def _days(sessions: list[Session]) -> Text | Joined:
    days = [LocalDate(session.day) for session in sessions[:NAMED]]
    more = len(sessions) - len(days)
    named = joined(*days)
    return _("{days} and {count} more", days=named, count=more) if more > 0 else named


def _moved(sessions: list[Session]) -> Text:
    return _("・At other times: {days}", days=_days(sessions))


def _dropped(sessions: list[Session]) -> Text:
    return _("・No longer, with their drafts: {days}", days=_days(sessions))


def _laid(sessions: list[Session]) -> Text:
    return _("・New: {days}", days=_days(sessions))

"""What the office presses on a course: making it one, announcing it, ending the priority period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import discord

from bot.clock import Moment
from bot.i18n import Text, _, _n
from bot.series.rules import Series, SeriesState, SessionState
from bot.series.service import Panel
from cogs.shared.confirm import ConfirmView
from cogs.shared.controls import HubButton
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press
from cogs.shared.staff_form import StaffForm, Then, Typed, kept_typed


class _OfSeries:
    series_id: int
    right: ClassVar[Right] = Right.STAFF


class CourseForm(StaffForm):
    """How many evenings, and until when whole-course applications go first."""

    def __init__(self, press: Press, typed: Mapping[str, str], then: Then) -> None:
        super().__init__(press, _("As a course"), then)
        self.box(
            "sessions",
            _("How many sessions (1 to 12)"),
            typed.get("sessions", ""),
            4,
            hint=_("6 (empty: all the dates that were written)"),
        )
        self.box(
            "priority",
            _("Priority for the whole course until"),
            typed.get("priority", ""),
            60,
            hint=_("1/10 18:00 (empty: seats go in the order of the presses)"),
        )


class CourseButton(_OfSeries, HubButton, template="series:{series_id:d}:course"):
    """[As a course], and [Priority period] until the course is announced."""

    opens_form = True

    async def press(self, press: Press) -> None:
        from cogs.series.draft_views import show_preview
        from cogs.series.panel import show_panel

        shown = await press.hub.series.preview(press.community_id, self.series_id)

        async def keep(press: Press, typed: Typed) -> None:
            made = await press.hub.course_room.make(press.community_id, self.series_id, **typed)
            if made.series.state is SeriesState.DRAFT:
                await show_preview(press, made)
            else:
                await show_panel(press, await press.hub.series.panel(press.community_id, self.series_id))

        await press.open_form(CourseForm(press, _typed(press, shown.series), kept_typed(keep, CourseForm)))


class OrdinaryButton(_OfSeries, HubButton, template="series:{series_id:d}:ordinary"):
    """[No course]: an ordinary series again."""

    updates = True

    async def press(self, press: Press) -> None:
        from cogs.series.draft_views import show_preview

        await show_preview(press, await press.hub.course_room.unmake(press.community_id, self.series_id))


class AnnounceCourseButton(_OfSeries, HubButton, template="series:{series_id:d}:announce"):
    """[Announce the course]: asks once, because all sessions become known together."""

    updates = True

    async def press(self, press: Press) -> None:
        from cogs.series.panel import show_panel

        panel = await press.hub.series.panel(press.community_id, self.series_id)
        count = sum(each.state is SessionState.PLANNED for each in panel.sessions)

        async def announce(press: Press) -> None:
            needs_staff(press)
            done = await press.hub.course_room.announce(press.community_id, self.series_id)
            note = _n(
                "{count} session is announced; the card appears in the announcement channel.",
                "{count} sessions are announced together; one card appears in the announcement channel.",
                count=done,
            )
            fresh = await press.hub.series.panel(press.community_id, self.series_id)
            await show_panel(press, fresh, note=note)

        question = _n(
            "Announce “{title}” with {count} session now? Afterwards it can only be changed or cancelled "
            "as an event.",
            "Announce “{title}” with all {count} sessions now? Afterwards each can only be changed or "
            "cancelled as an event.",
            count=count,
            title=panel.series.title,
        )
        await press.update(
            question, view=ConfirmView(press, _("Announce the course"), _("Go back"), announce)
        )


class EndPriorityButton(_OfSeries, HubButton, template="series:{series_id:d}:end_priority"):
    """[End the priority period now]: asks once, because the seats are given out."""

    updates = True

    async def press(self, press: Press) -> None:
        from cogs.series.panel import show_panel

        panel = await press.hub.series.panel(press.community_id, self.series_id)

        async def end(press: Press) -> None:
            needs_staff(press)
            await press.hub.course_decisions.decide_now(press.community_id, self.series_id)
            fresh = await press.hub.series.panel(press.community_id, self.series_id)
            await show_panel(press, fresh, note=_("The seats are given out; everybody gets one notice."))

        question = _(
            "Give out the seats of “{title}” now? Whoever applied for the whole course goes first, and "
            "everybody is told. This cannot be taken back.",
            title=panel.series.title,
        )
        await press.update(
            question, view=ConfirmView(press, _("End the priority period now"), _("Go back"), end)
        )


class PostCourseAgainButton(HubButton, template="course:{series_id:d}:post_again"):
    """[Post the announcement again], on the desk."""

    series_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await press.hub.course_room.post_again(press.community_id, self.series_id)
        await press.answer(_("The announcement is posted again."))


COURSE_STAFF_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    CourseButton,
    OrdinaryButton,
    AnnounceCourseButton,
    EndPriorityButton,
    PostCourseAgainButton,
)


def _typed(press: Press, series: Series) -> dict[str, str]:
    until = series.priority_until
    return {
        "sessions": str(series.most_sessions or ""),
        "priority": Moment(until, series.community.tz).to(press.lang) if until else "",
    }


def course_way_lines(series: Series) -> list[Text]:
    """What makes a series a course, on its preview and its panel."""
    lines = [
        _("A course: its sessions are announced together, and people apply for all of them in one step.")
    ]
    if series.priority_until is not None:
        moment = Moment(series.priority_until, series.community.tz)
        lines.append(
            _(
                "Whole-course applications go first until {moment}; then the seats are given out.",
                moment=moment,
            )
        )
    else:
        lines.append(_("Seats go in the order of the presses."))
    return lines


def course_draft_buttons(press: Press, series: Series) -> list[discord.ui.Item[Any]]:
    """Beside [Start this series]: make it a course, or an ordinary series again."""
    make = CourseButton(press.say(_("As a course")), series_id=series.id)
    if not series.is_course:
        return [make]
    return [make, OrdinaryButton(press.say(_("No course")), series_id=series.id)]


def course_panel_buttons(press: Press, panel: Panel) -> list[discord.ui.Item[Any]]:
    """What a running course needs beside its sessions."""
    series_id = panel.series.id
    states = {each.state for each in panel.sessions}
    items: list[discord.ui.Item[Any]] = []
    if SessionState.PLANNED in states:
        label, style = press.say(_("Announce the course")), discord.ButtonStyle.success
        items.append(AnnounceCourseButton(label, style=style, series_id=series_id, row=1))
    if SessionState.ANNOUNCED not in states:
        items.append(CourseButton(press.say(_("Priority period")), series_id=series_id, row=1))
    elif panel.series.priority_until is not None:
        label = press.say(_("End the priority period now"))
        items.append(EndPriorityButton(label, series_id=series_id, row=1))
    return items

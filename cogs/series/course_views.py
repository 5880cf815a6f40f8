"""What members press on a course: apply for all of it, choose single evenings, look, leave all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.clock import Day
from bot.events.rules import Event, EventState, Mode
from bot.i18n import Text, _
from bot.series.course_notices import decided_on
from bot.series.course_rules import Course, MyCourse
from bot.series.course_texts import session_line
from cogs.shared.confirm import ConfirmView
from cogs.shared.controls import HubButton, HubView
from cogs.shared.doors import Door
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub

PER_ROW = 5


class _OfCourse:
    course_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.courses.community_of(self.course_id)


class WholeButton(_OfCourse, HubButton, template="course:{course_id:d}:whole:{mode}"):
    """[Whole course at the venue] and [Whole course online]."""

    mode: str

    async def press(self, press: Press) -> None:
        mine = await press.hub.courses.apply(
            press.community_id,
            press.user_id,
            press.display_name,
            self.course_id,
            Mode(self.mode),
            role_ids=press.role_ids,
        )
        await show_mine(press, mine)


class SinglesButton(_OfCourse, HubButton, template="course:{course_id:d}:singles"):
    """[Choose single evenings]: a button for each session, which opens it in private."""

    async def press(self, press: Press) -> None:
        course = await press.hub.courses.show(press.community_id, self.course_id)
        sessions = _ahead(press, course)
        if not sessions:
            await press.answer(_("No session of this course lies ahead."))
            return
        lines = [_("Which evening? You can apply for as many as you like, one by one.")]
        if (until := decided_on(course)) is not None:
            lines.append(until)
        await press.answer(_said(press, lines), view=HubView(*_doors(press, sessions)))


class MineButton(_OfCourse, HubButton, template="course:{course_id:d}:mine"):
    """[My course]: where I stand in each session, at any time."""

    async def press(self, press: Press) -> None:
        await show_mine(
            press, await press.hub.courses.mine(press.community_id, press.user_id, self.course_id)
        )


class LeaveAllButton(_OfCourse, HubButton, template="course:{course_id:d}:leave"):
    """[Leave the whole course], after one question."""

    async def press(self, press: Press) -> None:
        course = await press.hub.courses.show(press.community_id, self.course_id)

        async def leave(press: Press) -> None:
            left = await press.hub.courses.leave(
                press.community_id, press.user_id, press.display_name, self.course_id
            )
            lines = [_("You have left the whole course “{title}”.", title=course.title), *_lines(press, left)]
            await press.update(_said(press, lines))

        question = _(
            "Leave every session of “{title}” that has not begun? Your seats go to those who wait. "
            "To leave only one evening, choose it under “My course”.",
            title=course.title,
        )
        await press.answer(
            question, view=ConfirmView(press, _("Leave the whole course"), _("Keep it"), leave)
        )


COURSE_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    WholeButton,
    SinglesButton,
    MineButton,
    LeaveAllButton,
)


async def show_mine(press: Press, mine: MyCourse) -> None:
    """A line per session; the buttons open a session, where it can be left alone."""
    course, has_places = mine.course, any(line.mine.places for line in mine.lines)
    lines = [_("Your part in the course “{title}”:", title=course.title), *_lines(press, mine)]
    if has_places and (until := decided_on(course)) is not None:
        lines += [until, _("You get one notice with all sessions then.")]
    sessions = _ahead(press, course)
    items = _doors(press, sessions)
    if has_places and sessions:
        leave = press.say(_("Leave the whole course"))
        items.append(LeaveAllButton(leave, course_id=course.id, row=4))
    await press.answer(_said(press, lines), view=HubView(*items) if items else None)


def _lines(press: Press, mine: MyCourse) -> list[Text]:
    now = press.hub.clock()
    return [_("・{line}", line=session_line(line, now)) for line in mine.lines]


def _said(press: Press, lines: list[Text]) -> str:
    return "\n".join(press.say(line) for line in lines)


def _ahead(press: Press, course: Course) -> list[Event]:
    now = press.hub.clock()
    return [each for each in course.sessions if each.state is EventState.ANNOUNCED and now < each.starts_at]


def _doors(press: Press, sessions: list[Event]) -> list[discord.ui.Item[Any]]:
    """One button per session, to its details and answers."""
    return [
        Door(
            press.say(_("{day} {title}", day=Day(each.starts_at, each.tz), title=each.title)),
            f"event:{each.id}:details",
            row=place // PER_ROW,
        )
        for place, each in enumerate(sessions)
    ]


def course_buttons(course: Course, lang: str, *, closed: bool = False) -> list[HubButton | Door]:
    """The buttons under the card: whole course above, the rest below; once all has begun, only my part."""
    mine = MineButton(_("My course").to(lang), course_id=course.id, row=1)
    ask = Door(_("Ask the office").to(lang), "ask:0:open", row=1)
    if closed:
        return [mine, ask]
    return [
        *(_whole(course, mode, lang) for mode in course.modes),
        SinglesButton(_("Choose single evenings").to(lang), course_id=course.id, row=1),
        mine,
        ask,
    ]


def _whole(course: Course, mode: Mode, lang: str) -> WholeButton:
    label = _("Whole course at the venue") if mode is Mode.VENUE else _("Whole course online")
    style = discord.ButtonStyle.primary
    return WholeButton(label.to(lang), style=style, course_id=course.id, mode=mode.value, row=0)

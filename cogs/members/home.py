"""/home: a private panel with the next meetings, one's own answers, and a button for every main job."""

from __future__ import annotations

import discord

from bot.events.rules import Event, Personal
from bot.i18n import Text, _
from cogs.members.meetings import details_door, meeting_line
from cogs.members.settings import settings_lines
from cogs.shared import home
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press

SHOWN = 5
"""Meetings on the panel: one row of [Details] buttons."""


class OpenHome(HubButton, template="home:0:open"):
    """Opens the private panel for whoever presses, from the pinned post too."""

    async def press(self, press: Press) -> None:
        await show_home(press)


async def show_home(press: Press) -> None:
    """Answer with the panel of this person."""
    meetings = await press.hub.events.upcoming(
        press.community.id, is_staff=may(press, Right.STAFF), limit=SHOWN
    )
    answers = await press.hub.rsvps.mine(press.community.id, press.user_id)
    doors = [details_door(press, meeting, row=0) for meeting in meetings]
    await press.answer(
        embed=_embed(press, meetings, answers), view=HubView(*doors, *_jobs(press, 1 if doors else 0))
    )


def _jobs(press: Press, first_row: int) -> list[HubButton]:
    jobs = home.jobs_for(press)
    for at, job in enumerate(jobs):
        job.item.row = first_row + at // 5
    return jobs


def _embed(press: Press, meetings: list[Event], answers: list[Personal]) -> discord.Embed:
    mine = {answer.event.id: answer for answer in answers}
    later = [answer for answer in answers if answer.event.id not in {meeting.id for meeting in meetings}]
    lines = [press.say(meeting_line(meeting, mine.get(meeting.id))) for meeting in meetings]
    heading = press.say(_("Next events"))
    body = "\n".join(lines) or press.say(_("No event is announced at the moment."))
    embed = discord.Embed(
        title=press.say(_("Home of {community}", community=press.community.name)),
        # a field holds 1,024 characters, too few for five long titles
        description=f"**{heading}**\n{body}",
    )
    for name, value in (
        (_("My answers"), press.say(_answers(answers, later))),
        (_("My settings"), "\n".join(press.say(line) for line in settings_lines(press))),
    ):
        embed.add_field(name=press.say(name), value=value, inline=False)
    return embed


def _answers(answers: list[Personal], later: list[Personal]) -> Text:
    seats = sum(answer.confirmed is not None for answer in answers)
    waiting = sum(answer.confirmed is None and bool(answer.waiting) for answer in answers)
    if not answers:
        return _("You have not answered any coming event yet.")
    line = _("You take part: {seats} / on a waiting list: {waiting}", seats=seats, waiting=waiting)
    return _("{line} (press “My answers” for all)", line=line) if later else line

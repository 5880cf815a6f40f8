"""/my: one's own answers, each with a button to its details."""

from __future__ import annotations

import discord

from bot.i18n import _
from cogs.members.meetings import details_door, meeting_line
from cogs.shared import screens
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press

SHOWN = 10
NEXT_SHOWN = 5


class OpenMy(HubButton, template="home:0:my"):
    """[My answers]."""

    async def press(self, press: Press) -> None:
        await show_my(press)


async def show_my(press: Press) -> None:
    """Answer with everything this person answered and that is not over; else with what they could answer.

    Their last questions to the office stand below.
    """
    await _show_meetings(press)
    await screens.show(screens.MY_QUESTIONS, press)


async def _show_meetings(press: Press) -> None:
    answers = await press.hub.rsvps.mine(press.community.id, press.user_id)
    if not answers:
        await _show_next(press)
        return
    embed = discord.Embed(
        title=press.say(_("My answers")),
        description="\n\n".join(press.say(meeting_line(answer.event, answer)) for answer in answers[:SHOWN]),
    )
    embed.set_footer(text=press.say(_("Your place, your link and the calendar file are under “Details”.")))
    await press.answer(
        embed=embed, view=HubView(*(details_door(press, answer.event) for answer in answers[:SHOWN]))
    )


async def _show_next(press: Press) -> None:
    meetings = await press.hub.events.upcoming(
        press.community.id, is_staff=may(press, Right.STAFF), limit=NEXT_SHOWN
    )
    if not meetings:
        await press.answer(
            _("You have not answered any coming event yet. No event is announced at the moment.")
        )
        return
    await press.answer(
        _("You have not answered any coming event yet. These are announced:"),
        view=HubView(*(details_door(press, meeting) for meeting in meetings)),
    )

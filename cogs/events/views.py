"""What members press: on the card, in private answers, in direct messages, before and after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.events.rules import Choice, Event, EventState, Mode, Personal
from bot.i18n import C_, Text, _, _n
from cogs.events import answer_texts
from cogs.events.calendar_files import calendar_files, google_calendar
from cogs.events.own_notes import NOTES_CONTROLS, FewerButton, notes_button
from cogs.events.wishes import WISH_CONTROLS, OfEvent, sector_question, wish_buttons
from cogs.shared.controls import HubButton, HubView
from cogs.shared.doors import Door
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.events.rules import Answered

CHOICE_LABELS = {
    Choice.VENUE: _("At the venue"),
    Choice.ONLINE: C_("button", "Online"),
    Choice.MAYBE: _("Not sure yet"),
    Choice.DECLINED: _("Can't come / withdraw"),
}


class RsvpButton(OfEvent, HubButton, template="rsvp:{event_id:d}:{choice}"):
    """An answer. One that would give up a seat others wait for is asked about first."""

    choice: str

    async def press(self, press: Press) -> None:
        await give_answer(press, self.event_id, Choice(self.choice))


class SureRsvpButton(OfEvent, HubButton, template="rsvp:{event_id:d}:{choice}:sure"):
    """[Give the seat]: the same answer, after the question."""

    choice: str
    updates = True

    async def press(self, press: Press) -> None:
        await give_answer(press, self.event_id, Choice(self.choice), sure=True)


class KeepButton(OfEvent, HubButton, template="event:{event_id:d}:keep"):
    """[Keep it]: the question goes, the seat stays."""

    updates = True

    async def press(self, press: Press) -> None:
        mine = await _details(press, self.event_id)
        lines = answer_texts.result_lines(mine)
        await press.update(_said(press, [_("Nothing was changed."), *lines]))


class DetailsButton(OfEvent, HubButton, template="event:{event_id:d}:details"):
    """My place, my link and the calendar file, as often as I like."""

    async def press(self, press: Press) -> None:
        await show_details(press, self.event_id)


MEMBER_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    RsvpButton,
    SureRsvpButton,
    KeepButton,
    DetailsButton,
    *NOTES_CONTROLS,
    *WISH_CONTROLS,
)


async def give_answer(press: Press, event_id: int, choice: Choice, *, sure: bool = False) -> None:
    """Answer a meeting and say what came of it, the result first."""
    hub = press.hub
    answered = await hub.rsvps.rsvp(
        press.community_id,
        press.user_id,
        press.display_name,
        event_id,
        choice,
        sure=sure,
        is_staff=may(press, Right.STAFF),
        role_ids=press.role_ids,
    )
    if answered.asks_before_giving_up is not None:
        question = answer_texts.give_up_question(answered)
        await press.answer(question, view=_give_up_view(press, event_id, choice))
        return
    lines = answer_texts.answer_lines(answered, choice, press.community.leads, hub.clock())
    if answered.ask_sector:
        lines.append(_("If you like, tell us which sector you belong to (asked only once)."))
    say = press.update if sure else press.answer
    await say(
        _said(press, lines),
        view=_answer_view(press, answered),
        files=await calendar_files(press, answered.mine),
    )


async def show_details(press: Press, event_id: int) -> None:
    """[Details and link]: private answers vanish, this one comes back at any time."""
    mine = await _details(press, event_id)
    lines = answer_texts.details_lines(mine, press.community.leads, press.hub.clock())
    await press.answer(
        _said(press, lines), view=_details_view(press, mine), files=await calendar_files(press, mine)
    )


async def _details(press: Press, event_id: int) -> Personal:
    return await press.hub.rsvps.details(
        press.community_id, press.user_id, event_id, is_staff=may(press, Right.STAFF)
    )


def _said(press: Press, lines: list[Text]) -> str:
    return "\n".join(press.say(line) for line in lines)


def _give_up_view(press: Press, event_id: int, choice: Choice) -> HubView:
    return HubView(
        SureRsvpButton(
            press.say(_("Give the seat")),
            style=discord.ButtonStyle.danger,
            event_id=event_id,
            choice=choice.value,
        ),
        KeepButton(press.say(_("Keep it")), event_id=event_id),
    )


def _answer_view(press: Press, answered: Answered) -> HubView | None:
    mine, items = answered.mine, []
    if answered.gave_up and not mine.places:
        items.append(
            RsvpButton(
                press.say(_("Take it back")),
                style=discord.ButtonStyle.primary,
                event_id=mine.event.id,
                choice=answered.gave_up.value,
                row=0,
            )
        )
    items += fewer_button(press, mine, row=0)
    items += wish_buttons(press, mine, row=0)
    items += notes_button(press, mine, row=2)
    if answered.ask_sector:
        items.append(sector_question(press, mine.event.id, row=1))
    items += google_calendar(press, mine, row=2)
    return HubView(*items) if items else None


def _details_view(press: Press, mine: Personal) -> HubView | None:
    event = mine.event
    if event.state is not EventState.ANNOUNCED or press.hub.clock() >= event.starts_at:
        return None
    items = leave_buttons(press, mine, row=0) if mine.places else _first_choices(press, event)
    items += wish_buttons(press, mine, row=1)
    return HubView(*items, *notes_button(press, mine, row=2), *google_calendar(press, mine, row=2))


def _first_choices(press: Press, event: Event) -> list[HubButton]:
    late = event.terms.are_closed(press.hub.clock())
    shown = [] if late else [*_ways(event), Choice.MAYBE]
    return [_choice_button(event.id, choice, press.lang, row=0) for choice in (*shown, Choice.DECLINED)]


def leave_buttons(press: Press, mine: Personal, *, row: int) -> list[HubButton]:
    """The ways out; and, once the line stands still, the way in for those who wait."""
    event, items = mine.event, list[HubButton]()
    if event.terms.is_first_come(press.hub.clock()):
        items += [_choice_button(event.id, Choice(p.mode.value), press.lang, row=row) for p in mine.waiting]
    if mine.waiting:
        stays = Choice(mine.confirmed.mode.value) if mine.confirmed else Choice.DECLINED
        leave = press.say(_("Leave the waiting list"))
        items.append(RsvpButton(leave, event_id=event.id, choice=stays.value, row=row))
    if mine.confirmed or not mine.waiting:
        items.append(_choice_button(event.id, Choice.DECLINED, press.lang, row=row))
    return items


def fewer_button(press: Press, mine: Personal, *, row: int) -> list[HubButton]:
    """For the first party in a line that is bigger than what is free."""
    seats = mine.event.seats
    return [
        FewerButton(
            press.say(_n("Come with {count} person", "Come with {count} people", count=empty)),
            style=discord.ButtonStyle.primary,
            event_id=mine.event.id,
            mode=place.mode.value,
            row=row,
        )
        for place in mine.waiting
        if place.number == 1 and (empty := seats[place.mode].empty) and empty < place.seats
    ]


def card_buttons(
    event: Event, lang: str, *, closed: bool = False, late: bool = False
) -> list[HubButton | Door]:
    """Row 1: the ways to come that are offered; row 2: the rest. After the deadline people can only leave;
    once it has begun, there are details and questions.
    """
    items: list[HubButton | Door] = []
    if event.state is EventState.ANNOUNCED and not closed:
        rest = (Choice.DECLINED,) if late else (Choice.MAYBE, Choice.DECLINED)
        items += [_choice_button(event.id, way, lang, row=0) for way in ([] if late else _ways(event))]
        items += [_choice_button(event.id, choice, lang, row=1) for choice in rest]
    details = _("Details and link").to(lang)
    ask = Door(_("Ask the office").to(lang), f"ask:{event.id}:about", row=1)
    return [*items, DetailsButton(details, event_id=event.id, row=1), ask]


def _ways(event: Event) -> list[Choice]:
    return [Choice(mode.value) for mode in Mode if mode in event.seats]


def _choice_button(event_id: int, choice: Choice, lang: str, *, row: int) -> RsvpButton:
    comes = choice.mode is not None
    return RsvpButton(
        CHOICE_LABELS[choice].to(lang),
        style=discord.ButtonStyle.primary if comes else discord.ButtonStyle.secondary,
        event_id=event_id,
        choice=choice.value,
        row=row,
    )

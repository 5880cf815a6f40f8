"""The list of meetings, and one meeting with those who come."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.clock import Moment
from bot.events.check_in import is_check_in_time
from bot.events.rules import Attendee, Event, EventState, Mode, NamesHidden, NamesShown, Place
from bot.i18n import Text, _
from cogs.events.choosing import titled
from cogs.events.edit_views import EditButton
from cogs.events.embeds import card_embed, seats_line
from cogs.events.people import PeopleButton
from cogs.events.plain_text import PlainTextButton
from cogs.events.staff_views import CancelButton, SeatsButton
from cogs.events.views import card_buttons
from cogs.shared.controls import HubButton, HubView, ViewSelect
from cogs.shared.doors import Door
from cogs.shared.paging import show_pages
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press
from cogs.shared.renderers import escape

NONE_PLANNED = _("No event is announced at the moment. New ones are posted in the announcement channel.")


class OpenList(HubButton, template="events:0:list"):
    """[Next events] on the /home panel."""

    async def press(self, press: Press) -> None:
        await show_list(press)


async def show_list(press: Press) -> None:
    """The next meetings, and a menu to look at one."""
    events = await press.hub.events.upcoming(press.community_id, is_staff=may(press, Right.STAFF))
    if not events:
        await press.answer(NONE_PLANNED)
        return
    embed = discord.Embed(title=press.say(_("Next events")))
    for event in events:
        lines = [Moment(event.starts_at, event.tz).to(press.lang), *_seats(press, event)]
        embed.add_field(name=press.say(titled(event)), value="\n".join(lines), inline=False)
    await press.answer(embed=embed, view=HubView(_EventMenu(press, events)))


def _seats(press: Press, event: Event) -> list[str]:
    names = {Mode.VENUE: _("Venue"), Mode.ONLINE: _("Online")}
    return [
        press.say(_("{mode}: {seats}", mode=names[mode], seats=seats_line(seats)))
        for mode, seats in event.seats.items()
    ]


class _EventMenu(ViewSelect):
    def __init__(self, press: Press, events: Sequence[Event]) -> None:
        options = [
            discord.SelectOption(
                label=titled(event).to(press.lang),
                value=str(event.id),
                description=Moment(event.starts_at, event.tz).to(press.lang),
            )
            for event in events
        ]
        super().__init__(options, placeholder=press.say(_("Look at an event or answer it")))

    async def press(self, press: Press) -> None:
        await show_event(press, int(self.values[0]))


async def show_event(press: Press, event_id: int) -> None:
    """The card with its buttons, privately, and those who come as far as this reader may know them."""
    is_staff = may(press, Right.STAFF)
    event = await press.hub.events.show(press.community_id, event_id, is_staff=is_staff)
    closed = press.hub.clock() >= event.starts_at
    late = event.terms.are_closed(press.hub.clock())
    items = card_buttons(event, press.lang, closed=closed, late=late)
    if is_staff and event.state is EventState.ANNOUNCED:
        if press.hub.clock() < event.ends_at:
            items += _staff_buttons(press, event, closed=closed)
        items += _doors(press, event)
    if is_staff and await press.hub.unreached.about(press.community_id, event.id):
        items.append(Door(press.say(_("Who was not reached")), f"unreached:{event.id}:list", row=3))
    await press.answer(embed=card_embed(event, press.lang, closed=closed, late=late), view=HubView(*items))
    if is_staff and event.names_shown is NamesShown.NOBODY:
        await press.answer(
            _("Names are shown to nobody for this event, so there is no list, only the counts.")
        )
        return
    try:
        people = await press.hub.events.attendees(
            press.community_id, event_id, press.user_id, is_staff=is_staff
        )
    except NamesHidden:
        return
    right = Right.STAFF if event.names_shown is NamesShown.OFFICE else Right.MEMBER
    await show_pages(press, _("Who comes"), attendee_lines(press.lang, people), right=right)


def _doors(press: Press, event: Event) -> list[Door]:
    """What other features do with a meeting, as far as it is time for it."""
    now, leads = press.hub.clock(), [(_("Participants as a file"), f"record:{event.id}:list")]
    if not event.is_rehearsal:
        leads.append((_("Seeds of this meeting"), f"event:{event.id}:seeds"))
    if is_check_in_time(event, now):
        leads.insert(0, (_("Start check-in"), f"checkin:{event.id}:start"))
    if now >= event.ends_at and not event.is_rehearsal:
        leads.insert(0, (_("Record of the event"), f"record:{event.id}:panel"))
    return [Door(press.say(label), custom_id, row=3) for label, custom_id in leads]


def _staff_buttons(press: Press, event: Event, *, closed: bool) -> list[HubButton]:
    edit = EditButton(press.say(_("Edit")), event_id=event.id, row=2)
    people = PeopleButton(press.say(_("People")), event_id=event.id, row=2)
    cancel = CancelButton(
        press.say(_("Cancel the event")), style=discord.ButtonStyle.danger, event_id=event.id, row=2
    )
    text = PlainTextButton(press.say(_("Text for mail and web")), event_id=event.id, row=3)
    if closed:
        return [edit, people, cancel, text]
    seats = SeatsButton(press.say(_("Change seats")), event_id=event.id, row=2)
    return [edit, seats, people, cancel, text]


def attendee_lines(lang: str, people: Sequence[Attendee]) -> list[str]:
    """Names under the way they come, those who wait last; numbered, because lines are long."""
    headings: dict[tuple[Mode, Place], Text] = {
        (Mode.VENUE, Place.CONFIRMED): _("At the venue ({count})", count=_count(people, Mode.VENUE)),
        (Mode.ONLINE, Place.CONFIRMED): _("Online ({count})", count=_count(people, Mode.ONLINE)),
        (Mode.VENUE, Place.WAITLISTED): _("Waiting for the venue"),
        (Mode.ONLINE, Place.WAITLISTED): _("Waiting for online"),
        (Mode.VENUE, Place.REQUESTED): _("Applied for the venue, not decided yet"),
        (Mode.ONLINE, Place.REQUESTED): _("Applied for online, not decided yet"),
    }
    lines: list[str] = []
    for (mode, place), heading in headings.items():
        names = [person.name for person in people if (person.mode, person.place) == (mode, place)]
        if names:
            lines.append(f"**{heading.to(lang)}**")
            lines += [f"{number}. {_name(lang, name)}" for number, name in enumerate(names, 1)]
    return lines or [_("Nobody has answered yet.").to(lang)]


def _count(people: Sequence[Attendee], mode: Mode) -> int:
    return sum(1 for person in people if (person.mode, person.place) == (mode, Place.CONFIRMED))


def _name(lang: str, name: str | None) -> str:
    return escape(name) if name else _("(name unknown)").to(lang)

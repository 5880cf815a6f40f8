"""The mail of somebody without Discord, as staff see it: whether it is confirmed, and what they can do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.events.roster import MailStanding, Person
from bot.i18n import Text, _
from cogs.events.people_texts import name_of
from cogs.shared.controls import ViewButton
from cogs.shared.permissions import needs_staff
from cogs.shared.press import Press

Then = Callable[[Press, Text], Awaitable[None]]


def mail_buttons(press: Press, person: Person, then: Then) -> list[ViewButton]:
    """[Ask once more by mail] and [They said yes to mail], where there is an address without a yes.

    Whoever left is not asked again; they can say yes themselves.
    """
    if person.mail in (None, MailStanding.CONFIRMED, MailStanding.SUPPRESSED):
        return []
    items = [
        ViewButton(press.say(_("They said yes to mail")), _note_yes(person, then), updates=True),
    ]
    if press.hub.mailing.opt_in.is_on and person.mail is not MailStanding.LEFT:
        items.insert(
            0, ViewButton(press.say(_("Ask once more by mail")), _ask_again(person, then), updates=True)
        )
    return items


def _ask_again(person: Person, then: Then) -> Any:
    async def ask(press: Press) -> None:
        needs_staff(press)
        await press.hub.mailing.guests.ask_again(press.community_id, person.member_id)
        await then(press, _("{name} is asked by mail once more.", name=name_of(person)))

    return ask


def _note_yes(person: Person, then: Then) -> Any:
    async def note(press: Press) -> None:
        needs_staff(press)
        await press.hub.mailing.guests.note_yes(press.community_id, person.member_id)
        await then(press, _("{name} gets mail from now on, as they agreed.", name=name_of(person)))

    return note

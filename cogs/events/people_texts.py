"""What staff read about people who applied."""

from __future__ import annotations

from bot.events.notice_lines import mode_name
from bot.events.on_behalf import Placed
from bot.events.roster import MailStanding, Person
from bot.events.rules import Mode, MyPlace, Place
from bot.i18n import C_, Text, _, _n, joined


def mode_text(mode: Mode) -> Text:
    """Venue or Online."""
    return mode_name(mode)


def name_of(person: Person) -> Text:
    """The name, or that names are shown to nobody."""
    return Text("{name}", {"name": person.name}) if person.name else _("(name not shown)")


def person_line(number: int | None, person: Person) -> Text:
    """One person with everything they hold."""
    places = joined(*(_place(place) for place in person.places))
    marks = [] if person.has_account else [_("no Discord")]
    if (mail := _mail_mark(person)) is not None:
        marks.append(mail)
    if person.party > 1:
        marks.append(_n("{count} seat", "{count} seats", count=person.party))
    if person.access_needs or person.door_name or person.affiliation:
        marks.append(_("with a note"))
    if number is None:
        return Text("{places}", {"places": joined(places, *marks)})
    return _(
        "{number}. {person}: {places}",
        number=number,
        person=name_of(person),
        places=joined(places, *marks),
    )


def _place(mine: MyPlace) -> Text:
    if mine.place is Place.CONFIRMED:
        return _("has a seat ({mode})", mode=mode_name(mine.mode))
    if mine.place is Place.REQUESTED:
        return _("has applied ({mode})", mode=mode_name(mine.mode))
    return _("on the waiting list ({mode})", mode=mode_name(mine.mode))


def note_lines(person: Person) -> list[Text]:
    """What the person told the office alone."""
    lines = []
    if person.access_needs:
        lines.append(_("To prepare: {needs}", needs=person.access_needs))
    if person.door_name:
        lines.append(_("Name at the door: {name}", name=person.door_name))
    if person.affiliation:
        lines.append(_("Affiliation: {affiliation}", affiliation=person.affiliation))
    return lines


def placed_lines(placed: Placed, *, gone: bool = False) -> list[Text]:
    """What came of an act, and whether the person learns of it."""
    person = placed.person
    if person is None:
        return []
    name = name_of(person)
    done = (
        _("{name} no longer has that place.", name=name)
        if gone
        else _("{name}: {places}", name=name, places=joined(*(_place(place) for place in person.places)))
    )
    if placed.is_told:
        return [done, _("The bot tells them by direct message.")]
    if not person.has_account:
        return [done, _("This person has no Discord: please tell them yourself.")]
    return [done]


def _mail_mark(person: Person) -> Text | None:
    """One short word for the list; None for those who have Discord or no address."""
    return None if person.mail is None else _WORDS[person.mail]


_WORDS = {
    MailStanding.NOT_ASKED: C_("mail of a guest", "mail: not asked"),
    MailStanding.ASKED: C_("mail of a guest", "mail: no answer yet"),
    MailStanding.CONFIRMED: C_("mail of a guest", "mail: yes"),
    MailStanding.LEFT: C_("mail of a guest", "mail: not wanted"),
    MailStanding.SUPPRESSED: C_("mail of a guest", "mail: address does not exist"),
}

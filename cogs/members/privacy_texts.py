"""The words of /privacy. Pure; what they promise is what the README says too."""

from __future__ import annotations

from collections.abc import Iterable

from bot.clock import Moment
from bot.events.notice_lines import mode_name
from bot.events.rules import MyPlace, Personal, Place
from bot.i18n import Text, _, _n
from bot.members.privacy import Kept


def stored_lines(kept: Iterable[Kept]) -> list[Text]:
    """What is stored: the facts about the person, and how much of everything else."""
    lines: list[Text] = []
    for each in kept:
        lines += [_("・{name}: {fact}", name=name, fact=fact) for name, fact in each.facts]
        if each.entries:
            lines.append(
                _n(
                    "・{heading}: {count} entry",
                    "・{heading}: {count} entries",
                    heading=each.heading,
                    count=each.entries,
                )
            )
    return lines


def who_lines() -> list[tuple[Text, list[Text]]]:
    """Who can see it, and what nobody can take back."""
    return [
        (
            _("Who can see it"),
            [
                _(
                    "・Other members: your display name, only where a card says that participants see each "
                    "other's names, or where you asked to be named in the thread."
                ),
                _(
                    "・The office: your name with your answers and seats, except where a card says that "
                    "nobody sees names; your questions; and whether a notice has reached you."
                ),
                _(
                    "・Whoever runs the machine of this bot: everything listed above, and its backups, which "
                    "are kept for about two weeks. The bot's log holds no names."
                ),
            ],
        ),
        (
            _("What “Forget me” cannot reach"),
            [
                _("・Messages that were already sent stay in Discord."),
                _("・Backups keep a copy for about two weeks; then it is gone from them too."),
                _("・Past events keep how many people came, without names."),
                _(
                    "・Feedback you gave stays, because it is stored without your name. Whoever runs the "
                    "machine could tell whose it is only where a single person has answered."
                ),
                _("・What staff wrote into the text of an event stays there. Please ask the office."),
            ],
        ),
    ]


def copy_text() -> Text:
    return _(
        "This file holds everything that is stored about you in this server. Only you can see this message."
    )


def loss_lines(held: list[Personal]) -> list[Text]:
    """What forgetting means for this person, before they decide."""
    lines = [
        _("**Delete everything that is stored about you in this server?** It cannot be undone."),
        _("・Your name, your settings, your answers, your questions and your drafts are deleted."),
        _("・Reminders and notices that were still to come are not sent."),
        _("・Past events keep how many people came, without your name."),
        _("・Messages already sent stay in Discord, and backups keep a copy for about two weeks."),
    ]
    if held:
        lines.append(_("You give up these places; your seats go to the next people in line:"))
        lines += [_held_line(mine, place) for mine in held for place in mine.places]
    return lines


def _held_line(mine: Personal, place: MyPlace) -> Text:
    event = mine.event
    when = Moment(event.starts_at, event.tz)
    if place.place is Place.CONFIRMED:
        return _("・{when} “{title}” ({mode})", when=when, title=event.title, mode=mode_name(place.mode))
    return _(
        "・{when} “{title}” ({mode}, waiting list, number {number})",
        when=when,
        title=event.title,
        mode=mode_name(place.mode),
        number=place.number,
    )


def done_lines() -> list[Text]:
    return [
        _("Everything that was stored about you in this server is deleted."),
        _("Backups keep a copy for about two weeks. Messages already sent stay in Discord."),
        _("You are welcome back at any time: just press a button on a card."),
    ]

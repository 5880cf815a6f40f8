"""A consultation as the office reads it."""

from __future__ import annotations

import discord

from bot.clock import LocalDate, shorten
from bot.consultations.rules import Consultation
from bot.i18n import Joined, Text, _, joined
from cogs.shared.press import Press

NOTE_SHOWN = 60


def in_short(consultation: Consultation) -> Text:
    """Day, way and categories."""
    case = consultation.case
    return _(
        "{date} {channel}: {categories}",
        date=LocalDate(case.held_on),
        channel=case.channel.label,
        categories=joined(*(category.label for category in case.categories)),
    )


def line_of(press: Press, consultation: Consultation) -> str:
    """One line of the list, and a second one with the beginning of the note."""
    line = press.say(in_short(consultation))
    if consultation.seed_id is not None:
        line += press.say(_(" (seed {number})", number=consultation.seed_id))
    if not consultation.case.note:
        return line
    return f"{line}\n> {press.say(joined(shorten(consultation.case.note, NOTE_SHOWN)))}"


def embed_of(press: Press, consultation: Consultation) -> discord.Embed:
    """Everything that is noted."""
    case = consultation.case
    embed = discord.Embed(title=press.say(_("Consultation of {date}", date=LocalDate(case.held_on))))
    facts: list[tuple[Text, Text | Joined | None]] = [
        (_("How you were asked"), case.channel.label),
        (_("What it was about"), joined(*(each.label for each in case.categories))),
        (_("Note"), joined(case.note) if case.note else None),
        (_("Seed"), joined(consultation.seed_id) if consultation.seed_id is not None else None),
        (_("Noted"), _noted(consultation)),
    ]
    for name, value in facts:
        if value is not None:
            embed.add_field(name=press.say(name), value=press.say(value), inline=False)
    return embed


def _noted(consultation: Consultation) -> Text | Joined:
    day = LocalDate(consultation.entered_on)
    if consultation.is_imported:
        return _("{date}, brought in from a list", date=day)
    if consultation.entered_by is None:
        return joined(day)
    return _("{date} by {name}", date=day, name=consultation.entered_by)

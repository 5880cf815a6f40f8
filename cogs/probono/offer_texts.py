"""An offer in words, for its owner and the office."""

from __future__ import annotations

import discord

from bot.clock import LocalDate, shorten
from bot.i18n import C_, Text, _, joined
from bot.matching.taxonomy import Taxonomy
from bot.probono.asking import Rhythm
from bot.probono.rules import OfferKind
from bot.probono.states import OfferState
from bot.probono.views import Offer
from cogs.probono.forms import day_text
from cogs.shared.press import Press
from cogs.shared.renderers import escape


def chip_names(taxonomy: Taxonomy, skills: tuple[str, ...]) -> Text | None:
    """The names of skills as one text; None for none."""
    known = [taxonomy.skills[skill].label for skill in skills if skill in taxonomy.skills]
    return Text("{names}", {"names": joined(*known)}) if known else None


def skills_line(taxonomy: Taxonomy, skills: tuple[str, ...], *, confirmed: bool) -> Text:
    """The skills, and whether somebody has said that they are right."""
    names = chip_names(taxonomy, skills)
    if names is None:
        return _("I recognised no skill in the text. Please choose one: it helps most.")
    if confirmed:
        return names
    return _("{skills}\n(This is what I understood. Is it right?)", skills=names)


def offer_embed(press: Press, offer: Offer, taxonomy: Taxonomy, *, is_staff: bool) -> discord.Embed:
    """Everything that stands in an offer."""
    say = press.say
    title = _("Offer #{number} ({state})", number=offer.id, state=offer.state.label)
    embed = discord.Embed(title=say(title), description=escape(offer.text))
    skills = skills_line(taxonomy, offer.skills, confirmed=offer.skills_confirmed)
    embed.add_field(name=say(C_("offer", "Skills")), value=say(skills), inline=False)
    embed.add_field(name=say(C_("offer", "When")), value=_when(press, offer), inline=False)
    embed.add_field(name=say(C_("offer", "Where")), value=say(_where(offer)), inline=False)
    embed.add_field(name=say(C_("offer", "How much")), value=_how_much(press, offer), inline=False)
    embed.add_field(name=say(C_("offer", "About me")), value=_about(press, offer), inline=False)
    if is_staff:
        embed.add_field(name=say(C_("offer", "Whose offer")), value=_whose(press, offer), inline=False)
    return embed


def offer_line(press: Press, offer: Offer) -> Text:
    """One line for a list."""
    return _(
        "#{number} {text} ({state})",
        number=offer.id,
        text=shorten(offer.text.replace("\n", " "), 40),
        state=offer.state.label,
    )


def rest_note(offer: Offer) -> Text | None:
    """Why nobody asks at the moment, if so."""
    if offer.state is OfferState.PAUSED:
        return _("It is paused: you are not asked until you press “Go on”.")
    if offer.resting_until is not None:
        return _(
            "You are taking a rest until {day}. “Go on” ends it earlier.", day=LocalDate(offer.resting_until)
        )
    return None


def _when(press: Press, offer: Offer) -> str:
    slots = joined(*(slot.label for slot in offer.slots)) if offer.slots else C_("offer", "any time")
    lines = [press.say(Text("{slots}", {"slots": slots}))]
    if days := day_text(press, offer.available_from, offer.available_until):
        lines.append(days)
    return "\n".join(lines)


def _where(offer: Offer) -> Text:
    if not offer.areas:
        return offer.mode.label
    return _("{mode}: {areas}", mode=offer.mode.label, areas=joined(*offer.areas))


def _how_much(press: Press, offer: Offer) -> str:
    lines = [
        _("Up to {hours} hours a month, {count} at the same time", hours=offer.hours, count=offer.capacity)
    ]
    if offer.small_only:
        lines.append(_("Only advice of an hour or two"))
    lines.append(
        _("I am not asked; I look at the open requests myself")
        if offer.rhythm is Rhythm.MYSELF
        else _("Asked {rhythm}", rhythm=offer.rhythm.label)
    )
    return "\n".join(press.say(line) for line in lines)


def _about(press: Press, offer: Offer) -> str:
    lines: list[Text] = [offer.kind.label]
    if offer.kind is OfferKind.COMPANY and offer.organisation:
        lines.append(Text("{name}", {"name": offer.organisation}))
    lines.append(_("Languages: {languages}", languages=joined(*(each.label for each in offer.languages))))
    if offer.causes:
        lines.append(_("Close to my heart: {causes}", causes=joined(*(each.label for each in offer.causes))))
    return "\n".join(press.say(line) for line in lines)


def _whose(press: Press, offer: Offer) -> str:
    name: object = offer.name or _("(name unknown)")
    lines = [Text("{name}", {"name": name})]
    if not offer.has_account:
        lines.append(_("(no Discord) {mail}", mail=offer.mail_address or ""))
    if offer.is_gone:
        lines.append(_("(no longer here)"))
    return "\n".join(press.say(line) for line in lines)
